/** What was ordered for a patient from here, how it stands, what runs already; and what the hospital is asked. */
import { dayOf, midnightOf } from '../../../cards/days.ts';
import { type Policy, allow, bySystem, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { defineQuery } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { command } from '../../links/contract/schema.commands.ts';
import { type DataScope, ofPatient } from '../../shared/data-scope/index.ts';
import { namesOf } from '../../shared/directory/index.ts';
import { type OrderRow, findExecutions, findOrders, nameOf, ordersNumbered, standing } from '../../shared/orders/index.ts';
import { findPatient, findVisit, personIds } from '../../shared/patients/index.ts';
import { reportsOfOrders } from '../../shared/results/index.ts';
import { type Item, type TestRequest, runningDays } from './model.ts';
import { phrases } from './phrases.ts';
import { type Progress, type Running, commandOf, isToday, mayWithdraw, withdrawalCommandOf } from './rules.ts';
import { type RequestView, type RunningView, oneRequest, patientRef, patientRequests } from './schema.ts';
import { findRequest, patientOfRequest, requestsOf, visitsThatGoOn } from './store.ts';

export interface RequestParts {
  readonly scope: DataScope;
  readonly seal: Seal;
  /** The hospital takes commands. */
  readonly hasDoor: boolean;
  /** The hospital's own items by their codes, those in use. */
  readonly items: (tx: Tx, codes: readonly string[]) => Promise<ReadonlyMap<string, Item>>;
}

const ordering = { module: 'patients', act: 'order' } as const;

/** Doctors who treat the patient. Who only may read is told so; for all others the patient is not there. */
export function byOrdering<I>({ scope }: Pick<RequestParts, 'scope'>, patientOf: (tx: Tx, input: I) => Promise<string | undefined>): Policy<I> {
  const read = scope.mayRead<string>({ module: 'patients', act: 'detail' }, (id) => id);
  return async (actor, input, context) => {
    const patientId = await patientOf(context.tx, input);
    if (actor.kind !== 'staff' || patientId === undefined) return deny('core.not-found');
    const { verdict, by } = await scope.decide(context.tx, actor, patientId, ordering, context.now);
    if (verdict === 'yes') return allow(by);
    return (await read(actor, patientId, context)).allow ? deny('test-requests.not-yours') : deny('core.not-found');
  };
}

export const byOrderingOfRequest = (parts: Pick<RequestParts, 'scope'>) => byOrdering<{ readonly id: string }>(parts, async (tx, input) => (await patientOfRequest(tx, input))[0]);

const since = (now: Date): Date => midnightOf(dayOf(now), -runningDays);

/** Tests and examinations of the last days as the hospital tells them, with what came of each. */
async function ordersOf(tx: Tx, patients: readonly string[], now: Date): Promise<OrderRow[]> {
  const page = { limit: 200, offset: 0 };
  const found = await Promise.all((['laboratory', 'examination'] as const).map((category) => findOrders(tx, patients, { category, from: since(now) }, now, page)));
  return found.flat().filter((order) => !['cancelled', 'refused', 'stopped'].includes(standing(order, now)));
}

/** What is under way or was ordered today: orders of the hospital, and requests of ours that it has not told back yet. */
export async function runningOf(tx: Tx, seal: Seal, patientId: string, now: Date): Promise<RunningView[]> {
  const patients = await personIds(tx, patientId);
  const [orders, requests] = [await ordersOf(tx, patients, now), await requestsOf(tx, seal, patients, since(now))];
  const reports = await reportsOfOrders(tx, patients, orders.flatMap(numbersOf));
  const done = await findExecutions(tx, patients, orders);
  const names = await namesOf(tx, [...orders.map(({ doctor }) => doctor), ...requests.map(({ by }) => ({ number: by }))]);
  const told = orders.flatMap((order): RunningView[] => {
    const at = order.startAt ?? order.orderedAt;
    const report = numbersOf(order).map((number) => reports.get(number)).find((each) => each !== undefined) ?? null;
    const state = standing(order, now);
    const today = isToday(at, now);
    // Of earlier days only what nothing came of yet.
    if (!today && (report !== null || (done.get(order.id) ?? []).length > 0 || state === 'completed')) return [];
    return [{ code: order.code?.id ?? '', name: nameOf(order), at, by: names.person(order.doctor)?.name ?? '', today, state, urgent: order.urgent ?? false, report }];
  });
  const toldBack = new Set(orders.flatMap(numbersOf));
  const ours = requests.filter(({ state, number, orderNumber }) => ['sending', 'accepted', 'failed'].includes(state) && !toldBack.has(number) && !toldBack.has(orderNumber ?? number));
  return [...ours.map(({ item, askedAt, by, state, urgent }) => ({ code: item.code, name: item.name, at: askedAt, by: names.person({ number: by })?.name ?? '', today: isToday(askedAt, now), state, urgent, report: null })), ...told];
}

export const asRunning = (views: readonly RunningView[]): Running[] => views.map(({ code, name, at, by }) => ({ code, name, at, by }));

function numbersOf({ number, filler, groupNumber }: OrderRow): string[] {
  return [number, filler, groupNumber].flatMap((each) => each ?? []);
}

interface Linked {
  readonly order: OrderRow | undefined;
  readonly report: { readonly id: string; readonly at: Date | null } | undefined;
  readonly begun: boolean;
}

/** Ours, and the hospital's where it gave one. */
const own = ({ number, orderNumber }: TestRequest): string[] => [number, ...(orderNumber === null ? [] : [orderNumber])];

/** The order and the report that each request became. */
async function linksOf(tx: Tx, patients: readonly string[], requests: readonly TestRequest[]): Promise<Map<string, Linked>> {
  const numbers = requests.flatMap(own);
  const orders = await ordersNumbered(tx, patients, numbers);
  const done = await findExecutions(tx, patients, orders);
  const reports = await reportsOfOrders(tx, patients, [...numbers, ...orders.flatMap(numbersOf)]);
  return new Map(requests.map((request) => {
    const named = orders.filter((order) => numbersOf(order).some((number) => own(request).includes(number)));
    // Of several items on one form the one that was asked for.
    const order = named.find(({ code }) => code?.id === request.item.code) ?? (named.length === 1 ? named[0] : undefined);
    const report = [...own(request), ...(order === undefined ? [] : [order.number, ...(order.filler === null ? [] : [order.filler])])].map((number) => reports.get(number)).find((each) => each !== undefined);
    const executions = order === undefined ? [] : (done.get(order.id) ?? []);
    return [request.id, { order, report, begun: report !== undefined || executions.length > 0 }];
  }));
}

export async function progressOf(tx: Tx, request: TestRequest, now: Date): Promise<Progress> {
  const found = (await linksOf(tx, await personIds(tx, request.patientId), [request])).get(request.id);
  return { state: found?.order === undefined ? undefined : standing(found.order, now), begun: found?.begun ?? false };
}

/** Days whose requests are shown. */
const shownDays = 90;

export function requestQueries(parts: RequestParts) {
  const { scope, seal, hasDoor } = parts;
  const list = defineQuery({
    name: 'test-requests.of-patient',
    input: patientRef,
    output: patientRequests,
    ...ofPatient(scope),
    // The page asks again by itself while an answer of the hospital is awaited.
    oneLookMinutes: 15,
    body: async ({ tx, now, actor }, { patientId }) => {
      const patients = await personIds(tx, patientId);
      const requests = await requestsOf(tx, seal, patients, midnightOf(dayOf(now), -shownDays));
      const mayOrder = actor.kind === 'staff' && (await scope.decide(tx, actor, patientId, ordering, now)).verdict === 'yes';
      const visits = await visitsThatGoOn(tx, patients, now);
      const why = !mayOrder ? 'test-requests.not-yours' : !hasDoor ? 'test-requests.no-door' : visits.length === 0 ? 'test-requests.discharged' : undefined;
      return {
        items: await viewsOf(tx, patients, requests, { reader: actor.id, mayOrder, now }), running: await runningOf(tx, seal, patientId, now), hindrance: why === undefined ? null : phrases[why], visits,
      };
    },
  });

  const toSend = defineQuery({
    name: 'test-requests.to-send',
    input: oneRequest,
    output: command.optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const request = await findRequest(tx, seal, id);
      return request === undefined ? undefined : commandOf(request, await whoseOf(tx, request, request.by));
    },
  });

  const toTakeBack = defineQuery({
    name: 'test-requests.to-take-back',
    input: oneRequest,
    output: command.optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const request = await findRequest(tx, seal, id);
      return request?.withdrawal === null || request === undefined ? undefined : withdrawalCommandOf(request, await whoseOf(tx, request, request.withdrawal.by));
    },
  });

  return { list, toSend, toTakeBack };
}

async function whoseOf(tx: Tx, { patientId, visitId }: TestRequest, by: string): Promise<{ patient: string; visit: string; name: string }> {
  const [patient, visit, names] = [await findPatient(tx, patientId), await findVisit(tx, visitId), await namesOf(tx, [{ number: by }])];
  return { patient: patient?.number ?? '', visit: visit?.number ?? '', name: names.person({ number: by })?.name ?? by };
}

interface Reader {
  readonly reader: string;
  readonly mayOrder: boolean;
  readonly now: Date;
}

async function viewsOf(tx: Tx, patients: readonly string[], requests: readonly TestRequest[], { reader, mayOrder, now }: Reader): Promise<RequestView[]> {
  const links = await linksOf(tx, patients, requests);
  const names = await namesOf(tx, requests.flatMap(({ by, withdrawal }) => [{ number: by }, ...(withdrawal === null ? [] : [{ number: withdrawal.by }])]));
  return requests.map((request) => {
    const { id, number, item, urgent, purpose, remark, by, askedAt, state, code, reason, orderNumber, withdrawal } = request;
    const link = links.get(id);
    const order = link?.order === undefined ? null : { id: link.order.id, state: standing(link.order, now) };
    return {
      id, number, code: item.code, name: item.name, category: item.category, urgent, purpose, remark, by: names.person({ number: by }), mine: by === reader, askedAt, state, reason: reason ?? code, orderNumber, order, report: link?.report ?? null,
      withdrawal: withdrawal === null ? null : { ...withdrawal, by: names.person({ number: withdrawal.by }) },
      mayRetry: mayOrder && state === 'failed' && withdrawal?.state !== 'asked', mayWithdraw: mayOrder && mayWithdraw(request, { state: order?.state, begun: link?.begun ?? false }),
    };
  });
}
