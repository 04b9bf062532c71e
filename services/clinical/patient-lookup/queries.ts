/** My patients, one by number, one in detail. The scope is in the query; whose data was shown goes to the audit. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { mask } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { type DataScope, type Viewer, endOfGrant, patientByNumber, relationInWords } from '../../shared/data-scope/index.ts';
import { findPatient } from '../../shared/patients/index.ts';
import { type FoundPatients, type PatientDetail, type PatientList, type PatientRow, findInput, foundPatient, foundPatients, lookupFilters, patientDetail, patientList, searchInput } from './schema.ts';
import { readAsked } from './rules.ts';
import { type SealedLookUp, fits, searchStays } from './store.search.ts';
import { type StayRow, countStays, countWards, findStays, visitsOf } from './store.ts';

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
      const where = Prisma.join([scope.visibleVisits(viewerOf(context), listing, now), ...typed, ...asked(filters, context)], ' AND ');
      const inWard = filters.ward === undefined ? where : sql`${where} AND v.ward_code = ${filters.ward}`;
      const items = (await findStays(tx, inWard, filters.kind, filters)).map((row) => toRow(row, now));
      return { items, total: await countStays(tx, inWard), wards: await countWards(tx, where) };
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
      const visible = scope.visibleVisits(viewerOf(context), listing, now);
      for (const one of readAsked(text)) {
        const rows = await searchStays(tx, visible, one, limit + 1, lookUp);
        if (rows.length > 0) return { items: rows.slice(0, limit).map((row) => ({ ...toRow(row, now), kind: kindOf(row.kind) })), more: rows.length > limit };
      }
      return { items: [], more: false };
    },
  });
}

function kindOf(kind: string): FoundPatients['items'][number]['kind'] {
  return kind === 'inpatient' || kind === 'emergency' || kind === 'day-surgery' || kind === 'pre-admission' ? kind : 'outpatient';
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
  outpatient: sql`v.kind IN ('outpatient', 'emergency')`,
} as const;

function toRow(row: StayRow, now: Date): PatientRow {
  return {
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
      return {
        id,
        number: patient.number,
        name: patient.name,
        sex: sexWord(patient.sex),
        age: age(patient.birthDate, now),
        birthDate: patient.birthDate ?? null,
        visits: visits.map(({ bed, kind, ...visit }) => ({
          ...visit,
          kind: kind === 'inpatient' || kind === 'emergency' ? kind : 'outpatient',
          bed: bedWords(bed),
          department: visit.department ?? '',
          place: visit.place ?? '',
          doctor: visit.doctor ?? '',
          nurse: visit.nurse ?? '',
          group: visit.group ?? '',
          diagnosis: visit.diagnosis ?? '',
        })),
        because: relationInWords(relation),
        until: await endOfGrant(tx, viewer.id, id, relation, now),
      };
    },
  });
}

function viewerOf({ actor }: QueryContext): Viewer {
  if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
  return actor;
}

function bedWords(bed: string | null): string {
  return bed === null || bed === '' || bed.endsWith('床') ? (bed ?? '') : `${bed}床`;
}
