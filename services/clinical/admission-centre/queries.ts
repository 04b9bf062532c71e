/** The centre's days by department, one booking with what was asked of it, and the command that is sent. */
import { z } from 'zod';
import { mask } from '../../../cards/masking.ts';
import { dayAfter, dayOf, midnightOf } from '../../../cards/days.ts';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import { type Actor, type Policy, allow, bySystem, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { command } from '../../links/contract/schema.commands.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import { namesOf } from '../../shared/directory/index.ts';
import { heldBy } from '../../shared/on-call/index.ts';
import { daysShown } from './model.ts';
import { commandOf } from './rules.ts';
import { bookingRef, bookingView, consoleView } from './schema.ts';
import { countBooked, departmentsWithBeds, findBooking, findRequest, placesOf, preOrdersOf, requestsOf } from './store.ts';

export const oneRequest = z.object({ id: z.uuid() });

export interface CentreParts {
  readonly scope: DataScope;
  readonly seal: Seal;
  /** Codes of the departments that arrange admissions. */
  readonly centres: readonly string[];
  /** The hospital takes commands. */
  readonly hasDoor: boolean;
}

const looking = { module: 'patients', act: 'detail' } as const;

function worksThere(actor: Actor, centres: readonly string[]): boolean {
  return actor.kind === 'staff' && actor.adminRole === undefined && centres.includes(actor.departmentCode);
}

/** Everybody who works in the centre. */
export function byCentre({ centres }: CentreParts): Policy<unknown> {
  return (actor) => (worksThere(actor, centres) ? allow('admission-centre:staff') : deny());
}

/** The centre's administrator: whoever heads it now. */
export function byHead({ centres }: CentreParts): Policy<unknown> {
  return async (actor, _input, { tx, now }) => (worksThere(actor, centres) && (await isHead(tx, actor.id, centres, now)) ? allow('admission-centre:head') : deny());
}

async function isHead(tx: Tx, staffNumber: string, centres: readonly string[], now: Date): Promise<boolean> {
  return (await heldBy(tx, staffNumber, ['head'], now)).some((department) => centres.includes(department));
}

/** Who works in the centre and may see the patient: for all others a booking is not there. */
export function byCentreForPatient(parts: CentreParts): Policy<{ readonly visitId: string }> {
  return async (actor, { visitId }, context) => {
    if (!worksThere(actor, parts.centres)) return deny('core.not-found');
    const [patient] = await patientOfBooking(context.tx, { visitId });
    return patient === undefined ? deny('core.not-found') : parts.scope.mayRead<string>(looking, (id) => id)(actor, patient, context);
  };
}

/** Reading also whoever asked something of it: a booking that was cancelled is out of the centre's sight, and what became of the asking is not. */
function byCentreForReading(parts: CentreParts): Policy<{ readonly visitId: string }> {
  const arranges = byCentreForPatient(parts);
  return async (actor, input, context) => {
    const decision = await arranges(actor, input, context);
    if (decision.allow || !worksThere(actor, parts.centres)) return decision;
    return (await requestsOf(context.tx, parts.seal, input.visitId)).some(({ by }) => by === actor.id) ? allow('admission-centre:asked') : decision;
  };
}

export async function patientOfBooking(tx: Tx, { visitId }: { readonly visitId: string }): Promise<string[]> {
  const found = await findBooking(tx, visitId);
  return found === undefined ? [] : [found.patientId];
}

export function centreQueries(parts: CentreParts) {
  const { seal, hasDoor } = parts;
  const overview = defineQuery({
    name: 'admission-centre.console',
    input: z.object({}),
    output: consoleView,
    policy: byCentre(parts),
    // Numbers of departments, no patient in them: a look needs no audit row.
    audited: false,
    body: async ({ tx, now, actor }) => {
      const days = Array.from({ length: daysShown }, (_, ahead) => dayAfter(dayOf(now), ahead));
      const [first = '', last = ''] = [days[0], days.at(-1)];
      const counts = await countBooked(tx, { from: midnightOf(first), until: midnightOf(last, 1) });
      const places = new Map((await placesOf(tx)).map(({ department, beds }) => [department, beds]));
      const departments = (await departmentsWithBeds(tx)).map(({ code, name }) => ({
        code, name, beds: places.get(code) ?? null, booked: days.map((day) => counts.find((each) => each.department === code && each.day === day)?.count ?? 0),
      }));
      return { days, departments, mayChange: await isHead(tx, actor.id, parts.centres, now) };
    },
  });

  const booking = defineQuery({
    name: 'admission-centre.booking',
    input: bookingRef,
    output: bookingView,
    policy: byCentreForReading(parts),
    audited: true,
    subject: ({ visitId }) => visitId,
    about: patientOfBooking,
    body: async ({ tx, now }, { visitId }) => {
      const found = await findBooking(tx, visitId);
      if (found === undefined) throw new Refusal('core.not-found', {}, 404);
      const { visit, patientId, name, sex, birthDate, department, place, bed, doctor, diagnosis, plannedAt, operationAt, operation, hasOperation, booked } = found;
      const requests = await requestsOf(tx, seal, visitId);
      const names = await namesOf(tx, requests.map(({ by }) => ({ number: by })), []);
      return {
        visitId, visit, patientId, plannedAt, booked, hasDoor, patient: mask('name', name), sex: sexWord(sex), age: age(birthDate ?? undefined, now),
        department: department ?? '', place: [place ?? '', bedWords(bed)].filter((part) => part !== '').join(' '), doctor: doctor ?? '', diagnosis: diagnosis ?? '',
        operation: hasOperation ? { at: operationAt, name: operation ?? '' } : null, orders: await preOrdersOf(tx, visitId),
        requests: requests.map(({ id, kind, by, askedAt, plannedAt: to, why, state, code, reason }) => ({ id, kind, by: names.person({ number: by }), askedAt, plannedAt: to, why, state, reason: reason ?? code })),
      };
    },
  });

  const toSend = defineQuery({
    name: 'admission-centre.to-send',
    input: oneRequest,
    output: command.optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const request = await findRequest(tx, seal, id);
      const found = request === undefined ? undefined : await findBooking(tx, request.visitId);
      if (request === undefined || found === undefined) return undefined;
      const names = await namesOf(tx, [{ number: request.by }], []);
      return commandOf(request, { patient: found.patientNumber, visit: found.visit, name: names.person({ number: request.by })?.name ?? request.by });
    },
  });

  return { overview, booking, toSend };
}
