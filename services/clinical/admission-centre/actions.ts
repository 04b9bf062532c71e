/** Policy; load → rule → save → emit. */
import { z } from 'zod';
import { dayOf, midnightOf } from '../../../cards/days.ts';
import { bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { defineAction, defineJobKind } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { settledBy } from '../../links/contract/schema.asked.ts';
import { answered, asked, placesSet } from './events.ts';
import type { Request } from './model.ts';
import { phrases } from './phrases.ts';
import { type CentreParts, byCentreForPatient, byHead, oneRequest, patientOfBooking } from './queries.ts';
import { mustBeAble, mustHaveRoom } from './rules.ts';
import { askInput, placesInput } from './schema.ts';
import { countBooked, departmentsWithBeds, findBooking, insertRequest, loadForChange, lockDepartment, placesOf, requestsOf, saveOutcome, savePlace } from './store.ts';

const refuse = refusals(phrases);

/** Hands what was asked to the commands, which carry it over. */
export const handOver = defineJobKind('admission-centre.hand-over', oneRequest, { priority: 50, tries: 60, pause: { first: 2, slowest: 300 }, onAmbiguous: 'retry' });

export function centreActs(parts: CentreParts) {
  const { seal, hasDoor } = parts;
  const setPlaces = defineAction({
    name: 'admission-centre.set-places',
    input: placesInput,
    output: z.void(),
    policy: byHead(parts),
    subject: ({ department }) => department,
    body: async ({ tx, now, actor, emit }, { department, beds }) => {
      if (!(await departmentsWithBeds(tx)).some(({ code }) => code === department)) throw refuse('admission-centre.unknown-department', {}, 404);
      await lockDepartment(tx, department);
      const before = await savePlace(tx, department, beds, actor.id, now);
      if (before !== beds) emit(placesSet, department, { beds, before });
    },
  });

  /** Of what the hospital has not answered yet, one a booking. */
  const ask = defineAction({
    name: 'admission-centre.ask',
    input: askInput,
    output: oneRequest,
    policy: byCentreForPatient(parts),
    subject: ({ visitId }) => visitId,
    about: patientOfBooking,
    body: async ({ tx, now, actor, emit, schedule }, { visitId, kind, plannedAt = null, why }) => {
      const first = await findBooking(tx, visitId);
      if (first === undefined) throw new Refusal('core.not-found', {}, 404);
      const department = first.departmentCode ?? '';
      await lockDepartment(tx, department);
      const found = (await findBooking(tx, visitId)) ?? first;
      const underWay = (await requestsOf(tx, seal, visitId)).some(({ state }) => state === 'sending' || state === 'failed');
      mustBeAble({ hasDoor, booked: found.booked, underWay });
      if (kind === 'reschedule' && plannedAt !== null) {
        const day = dayOf(plannedAt);
        const counts = await countBooked(tx, { from: midnightOf(day), until: midnightOf(day, 1), department, but: visitId });
        mustHaveRoom(plannedAt, { department, name: found.department ?? department, day, places: await placesOf(tx), booked: counts.reduce((sum, { count }) => sum + count, 0) }, now);
      }
      const request: Request = { id: newId(now.getTime()), visitId, kind, by: actor.id, askedAt: now, plannedAt: kind === 'reschedule' ? plannedAt : null, ward: null, bed: null, why, state: 'sending', code: null, reason: null };
      await insertRequest(tx, seal, request);
      emit(asked, found.patientId, { request: request.id, visitId, kind });
      schedule(handOver, { id: request.id });
      return { id: request.id };
    },
  });

  const noteOutcome = defineAction({
    name: 'admission-centre.note-outcome',
    input: oneRequest.extend({ outcome: z.object({ state: z.string(), code: z.string().optional(), message: z.string().optional() }) }),
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, emit }, { id, outcome }) => {
      const request = await loadForChange(tx, seal, id);
      if (request === undefined) return;
      const after = settledBy<Request>(request, outcome);
      if (after === request) return;
      await saveOutcome(tx, seal, after);
      const [patient] = await patientOfBooking(tx, request);
      if (patient !== undefined && after.state !== 'sending' && after.state !== request.state) emit(answered, patient, { request: id, visitId: request.visitId, kind: request.kind, state: after.state });
    },
  });

  return { setPlaces, ask, noteOutcome };
}
