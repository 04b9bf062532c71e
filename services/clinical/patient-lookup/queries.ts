/** My patients, one by number, one in detail. The scope is in the query; whose data was shown goes to the audit. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { mask } from '../../../cards/masking.ts';
import { dayOf } from '../../../cards/days.ts';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { type DataScope, type Viewer, endOfGrant, patientByNumber, policyRoleOf, relationInWords } from '../../shared/data-scope/index.ts';
import { findPatient } from '../../shared/patients/index.ts';
import { type FoundPatients, type PatientDetail, type PatientList, type PatientRow, type PlannedList, type PlannedRow, type VisitView, findInput, foundPatient, foundPatients, lookupFilters, patientDetail, patientList, plannedInput, plannedList, searchInput, visitKind } from './schema.ts';
import { readAsked } from './rules.ts';
import { type SealedLookUp, fits, searchStays } from './store.search.ts';
import { type PlannedStay, type StayRow, allergiesOf, countNamesakes, countStays, countWards, findStays, plannedStays, visitsOf } from './store.ts';

const { sql } = Prisma;
const listing = { module: 'patients', act: 'list' } as const;
const looking = { module: 'patients', act: 'detail' } as const;
type Filters = z.output<typeof lookupFilters>;

export function myPatients(scope: DataScope, lookUp: SealedLookUp): Query<Filters, PatientList> {
  return defineQuery({
    name: 'patient-lookup.list',
    input: lookupFilters,
    output: patientList,
    policy: scope.mayList(listing),
    audited: true,
    patients: (_filters, { items }) => [...new Set(items.map(({ id }) => id))],
    body: async (context, filters) => {
      const { tx, now } = context;
      const typed = filters.text === undefined || filters.text === '' ? [] : [await fits(tx, readAsked(filters.text), lookUp)];
      const where = Prisma.join([await scope.visibleVisits(tx, viewerOf(context), listing, now), ...typed, ...asked(filters, context)], ' AND ');
      const inWard = filters.ward === undefined ? where : sql`${where} AND v.ward_code = ${filters.ward}`;
      return { items: toRows(await findStays(tx, inWard, filters.kind, filters), now), total: await countStays(tx, inWard), wards: await countWards(tx, where) };
    },
  });
}

/** Whatever was typed or scanned: each reading of it is tried until one finds somebody the reader may see. */
export function searchPatients(scope: DataScope, lookUp: SealedLookUp): Query<z.output<typeof searchInput>, FoundPatients> {
  return defineQuery({
    name: 'patient-lookup.search',
    input: searchInput,
    output: foundPatients,
    policy: scope.mayList(listing),
    audited: true,
    patients: (_input, { items }) => items.map(({ id }) => id),
    body: async (context, { text, limit }) => {
      const { tx, now } = context;
      const sight = await scope.sight(tx, viewerOf(context), listing, now);
      for (const one of readAsked(text)) {
        const rows = await searchStays(tx, sight, one, limit + 1, lookUp);
        const shown = rows.slice(0, limit);
        const items = toRows(shown, now);
        if (rows.length > 0) return { items: items.map((item, place) => ({ ...item, kind: kindOf(shown[place]?.kind ?? '') })), more: rows.length > limit };
      }
      return { items: [], more: false };
    },
  });
}

function kindOf(kind: string): VisitView['kind'] {
  return visitKind.safeParse(kind).data ?? 'outpatient';
}

function asked({ kind, mine, from, until }: Filters, { actor }: QueryContext): Prisma.Sql[] {
  return [
    kindIs[kind],
    ...(mine === true ? [sql`(v.attending = ${actor.id} OR v.nurse = ${actor.id})`] : []),
    ...(from === undefined ? [] : [sql`coalesce(v.admitted_at, v.as_of) >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`coalesce(v.admitted_at, v.as_of) < ${until}::timestamptz`]),
  ];
}

const kindIs = {
  inpatient: sql`v.kind = 'inpatient' AND v.discharged_at IS NULL`,
  discharged: sql`v.kind = 'inpatient' AND v.discharged_at IS NOT NULL`,
  outpatient: sql`v.kind IN ('outpatient', 'emergency', 'check-up')`,
} as const;

/** More than a centre admits in two weeks are seen by their days. */
const mostPlanned = 200;

/** 预入院, 日间手术: booked patients in one's scope; a centre's administrator sees those a permission opens. */
export function plannedPatients(scope: DataScope): Query<z.output<typeof plannedInput>, PlannedList> {
  return defineQuery({
    name: 'patient-lookup.planned',
    input: plannedInput,
    output: plannedList,
    policy: scope.mayList(listing),
    audited: true,
    patients: (_filters, { items }) => [...new Set(items.map(({ id }) => id))],
    body: async (context, { from, until, daySurgery }) => {
      const { tx, now } = context;
      const isDay = sql`(v.kind = 'day-surgery' OR coalesce(v.day_surgery, FALSE))`;
      const when = sql`coalesce(v.planned_at, v.admitted_at)`;
      const where = Prisma.join([
        await scope.visibleVisits(tx, viewerOf(context), listing, now),
        sql`v.counts AND v.discharged_at IS NULL`,
        daySurgery === true ? sql`${isDay} AND v.state IN ('planned', 'here', 'away')` : sql`v.state = 'planned' AND v.kind IN ('pre-admission', 'inpatient', 'day-surgery')`,
        ...(from === undefined ? [] : [sql`(${when} IS NULL OR ${when} >= ${from}::timestamptz)`]),
        ...(until === undefined ? [] : [sql`${when} < ${until}::timestamptz`]),
      ], ' AND ');
      const rows = await plannedStays(tx, where, mostPlanned + 1);
      return { items: rows.slice(0, mostPlanned).map((row) => toPlanned(row, now)), more: rows.length > mostPlanned, arranges: policyRoleOf(viewerOf(context), scope.rules.offices) === 'admission-centre' };
    },
  });
}

function toPlanned(row: PlannedStay, now: Date): PlannedRow {
  const { patientId, number, visit, visitId, daySurgery, plannedAt, orders, done } = row;
  return {
    id: patientId, number, visit, visitId, daySurgery, plannedAt,
    name: mask('name', row.name),
    sex: sexWord(row.sex),
    age: age(row.birthDate ?? undefined, now),
    department: row.department ?? '',
    place: [row.place ?? '', bedWords(row.bed)].filter((part) => part !== '').join(' '),
    doctor: row.doctor ?? '',
    diagnosis: row.diagnosis ?? '',
    operation: row.hasOperation ? { at: row.operationAt, name: row.operation ?? '' } : null,
    orders: { total: orders, done },
  };
}

/** Who shares a name with another row is told apart by the year of birth beside number, sex, age, department and 费别. */
function toRows(rows: readonly StayRow[], now: Date): PatientRow[] {
  const called = Map.groupBy(rows, ({ name }) => name);
  const shared = (row: StayRow): boolean => new Set(called.get(row.name)?.map(({ patientId }) => patientId)).size > 1;
  return rows.map((row) => toRow(row, shared(row), now));
}

function toRow(row: StayRow, isNamesake: boolean, now: Date): PatientRow {
  const born = row.birthDate === null ? '' : dayOf(row.birthDate);
  return {
    feeCategory: row.feeCategory ?? '',
    namesake: isNamesake ? mask('birthDate', born) : '',
    id: row.patientId,
    number: row.number,
    name: mask('name', row.name),
    sex: sexWord(row.sex),
    age: age(row.birthDate ?? undefined, now),
    bed: bedWords(row.bed),
    place: row.place ?? '',
    doctor: row.doctor ?? '',
    at: row.admittedAt,
    discharged: row.dischargedAt !== null,
  };
}

/** Typed or scanned: in scope its id; where a reason would open it, that is said; else there is no such patient. */
export function findByNumber(scope: DataScope): Query<z.output<typeof findInput>, z.infer<typeof foundPatient>> {
  return defineQuery({
    name: 'patient-lookup.find',
    input: findInput,
    output: foundPatient,
    policy: scope.mayList(listing),
    audited: true,
    subject: ({ number }) => `patient-number:${number}`,
    patients: (_input, { id }) => [id],
    body: async (context, { number }) => {
      const { tx, now } = context;
      const patient = await patientByNumber(tx, number);
      if (patient === undefined) throw new Refusal('core.not-found', {}, 404);
      const { verdict } = await scope.decide(tx, viewerOf(context), patient.id, looking, now);
      if (verdict === 'yes') return { id: patient.id };
      throw verdict === 'reason' ? new Refusal('data-scope.reason-needed', {}, 403) : new Refusal('core.not-found', {}, 404);
    },
  });
}

const one = z.object({ id: z.uuid() });

export function showPatient(scope: DataScope): Query<z.output<typeof one>, PatientDetail> {
  return defineQuery({
    name: 'patient-lookup.show',
    input: one,
    output: patientDetail,
    policy: scope.mayRead(looking, ({ id }) => id),
    audited: true,
    subject: ({ id }) => id,
    patients: ({ id }) => [id],
    body: async (context, { id }) => {
      const { tx, now } = context;
      const viewer = viewerOf(context);
      const patient = await findPatient(tx, id);
      if (patient === undefined) throw new Refusal('core.not-found', {}, 404);
      const { relation } = await scope.decide(tx, viewer, id, looking, now);
      const visits = await visitsOf(tx, id);
      const namesakes = await countNamesakes(tx, id, patient.name, await scope.visiblePatients(tx, viewer, listing, now));
      return {
        id,
        number: patient.number,
        name: patient.name,
        sex: sexWord(patient.sex),
        age: age(patient.birthDate, now),
        birthDate: patient.birthDate ?? null,
        allergies: allergyWords(await allergiesOf(tx, id)),
        namesakes,
        visits: visits.map(({ bed, kind, ...visit }) => ({
          ...visit,
          kind: kindOf(kind),
          bed: bedWords(bed),
          department: visit.department ?? '',
          place: visit.place ?? '',
          ward: visit.ward ?? '',
          doctor: visit.doctor ?? '',
          nurse: visit.nurse ?? '',
          group: visit.group ?? '',
          diagnosis: visit.diagnosis ?? '',
          careLevel: visit.careLevel ?? '',
          condition: visit.condition ?? '',
          isolation: visit.isolation ?? '',
          feeCategory: visit.feeCategory ?? '',
        })),
        because: relationInWords(relation),
        until: await endOfGrant(tx, viewer.id, id, relation, now),
      };
    },
  });
}

const allergyList = z.array(z.object({ substance: z.string(), reaction: z.string().nullish() }));

/** `青霉素（皮疹）` */
function allergyWords(kept: unknown): string[] | null {
  const read = allergyList.safeParse(kept);
  return read.success ? read.data.map(({ substance, reaction }) => (reaction ? `${substance}（${reaction}）` : substance)) : null;
}

function viewerOf({ actor }: QueryContext): Viewer {
  if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
  return actor;
}
