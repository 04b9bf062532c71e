/** My consultations, one in detail, and one patient's. Whoever has a part in one reads it; else who may read the patient. */
import { mask } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { type Policy, allow, byAnyStaff, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { pageOf } from '../../core/told.ts';
import { type DataScope, causesOfDuty, ofPatient } from '../data-scope/index.ts';
import { consultationRecords } from '../documents/index.ts';
import { namesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';
import { type ConsultationView, consultationDetail, consultationList, consultationRef, mineFilters, patientConsultations } from './schema.ts';
import type { Opinion, Part } from './model.ts';
import { opinionIn } from './rules.ts';
import { type ConsultationRow, type Whose, consultationsOf, consultationsOfStaff, findConsultation, idsOfCauses, opinionsOf, partsIn, whoseAre } from './store.ts';

const looking = { module: 'patients', act: 'detail' } as const;

export const mine = defineQuery({
  name: 'consultations.mine',
  input: mineFilters,
  output: consultationList,
  policy: byAnyStaff,
  audited: true,
  patients: (_filters, { items }) => [...new Set(items.flatMap(({ patientId }) => patientId ?? []))],
  body: async ({ tx, now, actor }, { limit, offset, ...filters }) => {
    const { items, more } = pageOf(await consultationsOfStaff(tx, actor.id, filters, { limit: limit + 1, offset }, await onDuty(tx, actor.id, now)), limit);
    return { items: await viewsOf(tx, items, now, 'masked'), more };
  },
});

const onDuty = async (tx: Tx, staffNumber: string, now: Date): Promise<string[]> => idsOfCauses(await causesOfDuty(tx, staffNumber, now));

/** Of a department that was asked, whoever answers for it now is invited too. */
export async function partsOf(tx: Tx, consultationId: string, staffNumber: string, now: Date): Promise<Part[]> {
  const named = await partsIn(tx, consultationId, staffNumber);
  return named.includes('invited') || !(await onDuty(tx, staffNumber, now)).includes(consultationId) ? named : [...named, 'invited'];
}

/** Whoever asked, is invited or answered, also afterwards; else who may read the patient. */
export function mayReadOne(scope: DataScope): Policy<{ readonly consultationId: string }> {
  return async (actor, { consultationId }, context) => {
    if (actor.kind !== 'staff') return deny();
    const [person] = await personsOf(context.tx, consultationId);
    if (person === undefined) return deny('core.not-found');
    if ((await partsOf(context.tx, consultationId, actor.id, context.now)).length > 0) return allow('consultations:part');
    return scope.mayRead<string>(looking, (patientId) => patientId)(actor, person, context);
  };
}

/** Whose it is: the person of its patient. */
export async function personsOf(tx: Tx, consultationId: string): Promise<string[]> {
  return [...(await whoseAre(tx, [consultationId])).values()].flatMap(({ person }) => person ?? []);
}

interface Said {
  readonly by: Opinion['by'];
  readonly department: string | null;
  readonly at: Date | null;
  readonly text: string;
  readonly documentId: string | null;
}

/** What was told as an opinion, and what record documents hold that name the order; the same words of the same person once. */
async function allOpinions(tx: Tx, seal: KeyRing, { patientId, number, id }: ConsultationRow): Promise<Said[]> {
  const told = (await opinionsOf(tx, id)).map(({ by, department, at, text }): Said => ({ by, department, at, text: text ?? '', documentId: null }));
  const records = patientId === null ? [] : await consultationRecords(tx, seal, await personIds(tx, patientId), number);
  const written = records.map(({ documentId, by, department, at, blocks }): Said => ({ by, department, at, text: opinionIn(blocks), documentId }));
  const isTold = ({ by, text }: Said): boolean => told.some((one) => one.text.trim() === text.trim() && (one.by?.number ?? one.by?.name) === (by?.number ?? by?.name));
  return [...told, ...written.filter((one) => !isTold(one))].toSorted((one, other) => (one.at?.getTime() ?? Infinity) - (other.at?.getTime() ?? Infinity));
}

export function consultationQueries(scope: DataScope, seal: KeyRing) {
  const show = defineQuery({
    name: 'consultations.show',
    input: consultationRef,
    output: consultationDetail,
    policy: mayReadOne(scope),
    audited: true,
    subject: ({ consultationId }) => consultationId,
    about: (tx, { consultationId }) => personsOf(tx, consultationId),
    body: async ({ tx, now, actor }, { consultationId }) => {
      const row = await findConsultation(tx, consultationId);
      const [view] = row === undefined ? [] : await viewsOf(tx, [row], now, 'whole');
      if (row === undefined || view === undefined) throw new Refusal('core.not-found', {}, 404);
      const opinions = await allOpinions(tx, seal, row);
      const names = await namesOf(tx, opinions.map(({ by }) => by), opinions.map(({ department }) => department));
      return {
        ...view,
        summary: row.summary,
        purpose: row.purpose,
        opinions: opinions.map(({ by, department, at, text, documentId }) => ({ by: names.person(by), department: names.department(department), at, text, documentId })),
        parts: await partsOf(tx, consultationId, actor.id, now),
      };
    },
  });

  const ofOne = defineQuery({
    name: 'consultations.of-patient',
    input: patientConsultations,
    output: consultationList,
    ...ofPatient(scope),
    body: async ({ tx, now }, { patientId, limit, offset }) => {
      const { items, more } = pageOf(await consultationsOf(tx, await personIds(tx, patientId), { limit: limit + 1, offset }), limit);
      return { items: await viewsOf(tx, items, now, 'masked'), more };
    },
  });

  return { show, ofOne };
}

async function viewsOf(tx: Tx, rows: readonly ConsultationRow[], now: Date, name: 'masked' | 'whole'): Promise<ConsultationView[]> {
  const whose = await whoseAre(tx, rows.map(({ id }) => id));
  const invited = rows.flatMap((row) => [...(row.invited ?? [])]);
  const names = await namesOf(tx, [...rows.map(({ requestedBy }) => requestedBy), ...invited.map(({ staff }) => staff)], [...rows.map(({ department }) => department), ...invited.map(({ department }) => department)]);
  return rows.map((row) => {
    const { id, number, visitId, type, requestedAt, plannedAt } = row;
    return {
      id, number, visitId, type, requestedAt, plannedAt,
      ...patientOf(whose.get(id), now, name),
      requestedBy: names.person(row.requestedBy),
      department: names.department(row.department),
      invited: (row.invited ?? []).map(({ department, staff }) => ({ department: names.department(department), staff: names.person(staff) })),
      state: row.state ?? 'requested',
    };
  });
}

function patientOf(whose: Whose | undefined, now: Date, name: 'masked' | 'whole') {
  const { person = null, patientNumber = null, patientName = null, sex = null, birthDate = null, bed = null, ward = null } = whose ?? {};
  const patient = patientName === null ? '' : name === 'masked' ? mask('name', patientName) : patientName;
  return { patientId: person, patientNumber, patient, sex: sexWord(sex ?? ''), age: age(birthDate ?? undefined, now), bed, ward };
}
