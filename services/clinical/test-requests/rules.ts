/** The decisions: for whom when, what runs already, what the hospital is asked, what its answers mean. Pure. */
import { dayOf } from '../../../cards/days.ts';
import { refusals } from '../../core/phrases.ts';
import { type Outcome, keysOf, settledBy } from '../../links/contract/schema.asked.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import type { Item, TestRequest, Withdrawal } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

export interface Situation {
  /** The hospital takes commands. */
  readonly hasDoor: boolean;
  /** The patient is in the hospital's care, or booked. */
  readonly goesOn: boolean;
}

/** @throws Refusal `test-requests.no-door`, `.discharged` */
export function mustBeAble({ hasDoor, goesOn }: Situation): void {
  if (!hasDoor) throw refuse('test-requests.no-door');
  if (!goesOn) throw refuse('test-requests.discharged');
}

/** Ordered somewhere: by a request of ours or as the hospital tells it. */
export interface Running {
  readonly code: string;
  readonly name: string;
  readonly at: Date | null;
  /** Name of who ordered it, as far as it is known. */
  readonly by: string;
}

export interface Wanted {
  readonly code: string;
  readonly anyway: boolean;
}

/**
 * Each once, each known, and none that was ordered today without saying "all the same".
 * @throws Refusal `test-requests.twice`, `.unknown-item`, `.already`
 */
export function itemsOf(wanted: readonly Wanted[], known: ReadonlyMap<string, Item>, running: readonly Running[], now: Date): Item[] {
  if (new Set(wanted.map(({ code }) => code)).size < wanted.length) throw refuse('test-requests.twice');
  const items = wanted.map(({ code }) => {
    const item = known.get(code);
    if (item === undefined) throw refuse('test-requests.unknown-item', { code });
    return item;
  });
  for (const { code, anyway } of wanted) {
    const before = anyway ? undefined : running.find((each) => each.code === code && isToday(each.at, now));
    if (before !== undefined) throw refuse('test-requests.already', { item: known.get(code)?.name ?? code, when: before.at === null ? '' : clockOf(before.at), who: before.by });
  }
  return items;
}

export interface Form {
  /** All rows of the person. */
  readonly patients: readonly string[];
  readonly visitId: string;
  readonly wanted: readonly Pick<Wanted, 'code'>[];
}

/** A form that came before is the same form, or somebody mixed up two. @throws Refusal `test-requests.other-batch` */
export function mustBeSame(before: readonly TestRequest[], { patients, visitId, wanted }: Form): void {
  const codes = new Set(before.map(({ item }) => item.code));
  const isSame = before.every((each) => patients.includes(each.patientId) && each.visitId === visitId) && codes.size === wanted.length && wanted.every(({ code }) => codes.has(code));
  if (!isSame) throw refuse('test-requests.other-batch');
}

/** By the hospital's calendar. */
export const isToday = (at: Date | null, now: Date): boolean => at !== null && dayOf(at) === dayOf(now);
const clockOf = (at: Date): string => at.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });

/** `WL2611219C03D2E4A1`: eighteen signs, as old order numbers have room for. */
export function numberOf(id: string, at: Date): string {
  return `WL${dayOf(at).replaceAll('-', '').slice(2)}${id.replaceAll('-', '').slice(-10).toUpperCase()}`;
}

/** What the hospital said of the request. */
export function settled(request: TestRequest, outcome: Outcome, now: Date): TestRequest {
  if (request.state === 'withdrawn') return request;
  const after = settledBy<TestRequest>(request, outcome);
  return after === request ? request : { ...after, orderNumber: outcome.number ?? request.orderNumber, settledAt: after.state === 'failed' ? null : now };
}

/** What failed goes out once more, under its own key. @throws Refusal `test-requests.not-failed` */
export function retried(request: TestRequest): TestRequest {
  if (request.state !== 'failed' || request.withdrawal?.state === 'asked') throw refuse('test-requests.not-failed');
  return { ...request, state: 'sending', code: null, reason: null };
}

/** How far the hospital's own order is. */
export interface Progress {
  /** Its state as told, `undefined` while nobody told of it. */
  readonly state: string | undefined;
  /** Drawn, done, or reported. */
  readonly begun: boolean;
}

const ends: readonly (string | undefined)[] = ['completed', 'stopped', 'cancelled', 'refused'];

export function mayWithdraw({ state, withdrawal }: Pick<TestRequest, 'state' | 'withdrawal'>, { state: order, begun }: Progress): boolean {
  return ['sending', 'accepted', 'failed'].includes(state) && withdrawal?.state !== 'asked' && !begun && !ends.includes(order);
}

/** @throws Refusal `test-requests.not-accepted`, `.withdrawing`, `.over` */
export function withdrawing(request: TestRequest, progress: Progress, by: { readonly number: string; readonly why: string }, now: Date): TestRequest {
  if (request.state === 'refused') throw refuse('test-requests.not-accepted');
  if (request.withdrawal?.state === 'asked') throw refuse('test-requests.withdrawing');
  if (!mayWithdraw(request, progress)) throw refuse('test-requests.over', { item: request.item.name });
  return { ...request, withdrawal: { by: by.number, at: now, why: by.why, state: 'asked', reason: null } };
}

export type NextOfWithdrawal = 'nothing' | 'drop' | 'ask' | 'done';

/** Taking back: what cannot have arrived is dropped; what the hospital took is asked back; what it did not take is over; else one waits for its answer. */
export function nextOfWithdrawal({ state, withdrawal }: Pick<TestRequest, 'state' | 'withdrawal'>): NextOfWithdrawal {
  if (withdrawal?.state !== 'asked') return 'nothing';
  if (state === 'accepted') return 'ask';
  return state === 'sending' || state === 'failed' ? 'drop' : 'done';
}

/** Nothing of it is at the hospital any more. */
export function takenBack(request: TestRequest, now: Date): TestRequest {
  if (request.withdrawal === null) return request;
  // What the hospital refused was never an order: it stays refused, with its reason.
  return { ...request, state: request.state === 'refused' ? 'refused' : 'withdrawn', settledAt: now, withdrawal: { ...request.withdrawal, state: 'done' } };
}

/** The hospital's word about taking it back. */
export function withdrawalSettled(request: TestRequest, { state, code, message }: Outcome, now: Date): TestRequest {
  const { withdrawal } = request;
  if (withdrawal === null || withdrawal.state === 'done' || withdrawal.state === 'refused') return request;
  if (state === 'accepted') return takenBack(request, now);
  if (state !== 'refused' && state !== 'failed') return request;
  return { ...request, withdrawal: { ...withdrawal, state, reason: message ?? code ?? null } };
}

export const { keyOf, idOfKey } = keysOf('test-requests');
const back = 'withdraw:';
/** Withdrawing again after a no is another asking. */
export const withdrawalKeyOf = (id: string, { at }: Pick<Withdrawal, 'at'>): string => keyOf(`${back}${id}:${at.getTime()}`);

/** From what stands behind the module's name in a key. */
export function ofKey(rest: string): { readonly id: string; readonly what: 'request' | 'withdrawal' } {
  return rest.startsWith(back) ? { id: rest.slice(back.length).split(':')[0] ?? '', what: 'withdrawal' } : { id: rest, what: 'request' };
}

export interface Whose {
  /** The patient's number, the visit's number, the name of who decides. */
  readonly patient: string;
  readonly visit: string;
  readonly name: string;
}

export function commandOf({ id, number, item, urgent, purpose, remark, by, department, askedAt }: TestRequest, { patient, visit, name }: Whose): CommandOf<'order-test'> {
  const at = askedAt.toISOString();
  return {
    key: keyOf(id), kind: 'order-test', at, actor: { number: by, name },
    data: {
      patientIds: [{ value: patient, type: 'MR' }], visit, request: number, category: item.category, item: { id: item.code, text: item.name }, urgent,
      ...(purpose !== '' && { purpose }), ...(remark !== '' && { remark }), ...(department !== '' && { department }), orderedAt: at,
    },
  };
}

/** `undefined`: nobody wants it back. */
export function withdrawalCommandOf({ id, number, orderNumber, withdrawal }: TestRequest, { patient, visit, name }: Whose): CommandOf<'cancel-test'> | undefined {
  if (withdrawal === null) return undefined;
  const { by, at, why } = withdrawal;
  return {
    key: withdrawalKeyOf(id, withdrawal), kind: 'cancel-test', at: at.toISOString(), actor: { number: by, name }, reason: why,
    data: { patientIds: [{ value: patient, type: 'MR' }], visit, request: number, ...(orderNumber !== null && { order: orderNumber }) },
  };
}
