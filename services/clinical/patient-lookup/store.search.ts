/**
 * Looking for a patient among millions, inside the reader's scope. Two ways to the same rows: from who fits to whether
 * she may be seen, while few fit; from who may be seen to whether she fits, where a short pinyin fits tens of thousands.
 */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { wardsCalled } from '../../core/name-keys.ts';
import { type NameAsked, nameCandidates, nameMatches, nameRank, whereNow } from '../../shared/patients/index.ts';
import type { Asked } from './rules.ts';
import { joined, type StayRow, stayColumns } from './store.ts';

const { sql } = Prisma;

/** So many each way are looked at one by one; when more fit, nobody of them is looked at and the scope goes first. */
const few = 60;

/** Exact numbers are looked up where they are kept sealed. */
export type SealedLookUp = (tx: Tx, by: 'idNumber' | 'phone' | 'phoneTail', number: string) => Promise<readonly string[]>;

export interface FoundRow extends StayRow {
  readonly kind: string;
}

/** All numbers of `v`'s person. Those that were merged into another are few, and an index of their own knows them. */
const numbersOf = sql`array_append(ARRAY(SELECT np.id FROM patient np WHERE np.canonical_id = v.patient_id AND np.canonical_id <> np.id), v.patient_id)`;

/** At most `limit` people, best fit first, each by the visit where she is now or was last. `scope` is over `visit v`. */
export async function searchStays(tx: Tx, scope: Prisma.Sql, asked: Asked, limit: number, lookUp: SealedLookUp): Promise<FoundRow[]> {
  if (asked.by === 'bed') return inBed(tx, scope, asked, limit);
  const isName = asked.by === 'name' || asked.by === 'letters';
  if (isName && fitsMany(asked)) return scopeFirst(tx, scope, asked, limit);
  const candidates = await candidatesOf(tx, asked, lookUp);
  if (candidates === undefined) return [];
  const [found] = await tx.$queryRaw<{ most: number; items: FoundRow[] | null }[]>`
    WITH found AS MATERIALIZED (${candidates}),
         counted AS MATERIALIZED (SELECT coalesce(max(n), 0) AS most FROM (SELECT count(*)::int AS n FROM found GROUP BY rank) each),
         people AS (SELECT c.canonical_id AS id, min(f.rank) AS rank FROM found f JOIN patient c ON c.id = f.patient_id WHERE ${isName ? sql`(SELECT most FROM counted) < ${few}` : sql`TRUE`} GROUP BY 1),
         stays AS (SELECT ${stayColumns}, v.kind, people.rank FROM people
             CROSS JOIN LATERAL (SELECT v.* FROM visit v WHERE v.patient_id = people.id AND v.counts AND ${scope} ORDER BY ${Prisma.raw(whereNow)} LIMIT 1) v ${joined}
            ORDER BY people.rank, v.discharged_at NULLS FIRST, p.name, p.number LIMIT ${limit})
    SELECT (SELECT most FROM counted) AS most, (SELECT jsonb_agg(to_jsonb(stays)) FROM stays) AS items`;
  if (isName && (found?.most ?? 0) >= few) return scopeFirst(tx, scope, asked, limit);
  return (found?.items ?? []).map(dated);
}

/** A family name alone, two letters: nobody need ask first whether more fit than can be looked at. */
function fitsMany(asked: NameAsked): boolean {
  return asked.by === 'name' ? Array.from(asked.name).length === 1 : asked.pinyin.length <= 2;
}

async function candidatesOf(tx: Tx, asked: Exclude<Asked, { readonly by: 'bed' }>, lookUp: SealedLookUp): Promise<Prisma.Sql | undefined> {
  if (asked.by === 'name' || asked.by === 'letters') return nameCandidates(asked, few);
  if (asked.by === 'number') return sql`SELECT n.id AS patient_id, 0 AS rank FROM patient n WHERE n.number = ${asked.number} UNION ALL SELECT n.patient_id, 1 FROM visit n WHERE n.number = ${asked.number}`;
  const ids = await lookUp(tx, asked.by, asked.number);
  return ids.length === 0 ? undefined : sql`SELECT unnest(${[...ids]}::uuid[]) AS patient_id, 0 AS rank`;
}

async function scopeFirst(tx: Tx, scope: Prisma.Sql, asked: NameAsked, limit: number): Promise<FoundRow[]> {
  return tx.$queryRaw<FoundRow[]>`
    WITH mine AS MATERIALIZED (SELECT DISTINCT ON (v.patient_id) v.* FROM visit v WHERE v.counts AND ${scope} ORDER BY v.patient_id, ${Prisma.raw(whereNow)})
    SELECT ${stayColumns}, v.kind FROM mine v
      CROSS JOIN LATERAL (SELECT min(${nameRank(asked)}) AS rank FROM patient_name n WHERE n.patient_id = ANY(${numbersOf}) AND ${nameMatches(asked)}) fits ${joined}
     WHERE fits.rank IS NOT NULL ORDER BY fits.rank, v.discharged_at NULLS FIRST, p.name, p.number LIMIT ${limit}`;
}

/** Who lies there now. A ward by its code, its name, or a part of the name written with either digits. */
async function inBed(tx: Tx, scope: Prisma.Sql, { bed, ward }: Extract<Asked, { readonly by: 'bed' }>, limit: number): Promise<FoundRow[]> {
  const wards = ward === undefined ? undefined : await codesCalled(tx, ward);
  if (wards !== undefined && wards.length === 0) return [];
  const inWard = wards === undefined ? sql`TRUE` : sql`v.ward_code = ANY(${wards})`;
  return tx.$queryRaw<FoundRow[]>`
    SELECT ${stayColumns}, v.kind FROM visit v ${joined}
     WHERE v.counts AND v.discharged_at IS NULL AND v.bed = ANY(${bedsCalled(bed)}) AND ${inWard} AND ${scope} ORDER BY v.ward_code, v.id LIMIT ${limit}`;
}

async function codesCalled(tx: Tx, asked: string): Promise<string[]> {
  const wards = await tx.ward.findMany({ where: { active: true }, select: { code: true, name: true } });
  return wardsCalled(wards, asked).map(({ code }) => code);
}

/** Condition over `visit v` and `patient p` of a list: any reading of what was typed. */
export async function fits(tx: Tx, asked: readonly Asked[], lookUp: SealedLookUp): Promise<Prisma.Sql> {
  const ways = await Promise.all(asked.map((one) => fitsOne(tx, one, lookUp)));
  return ways.length === 0 ? sql`FALSE` : sql`(${Prisma.join(ways, ' OR ')})`;
}

async function fitsOne(tx: Tx, asked: Asked, lookUp: SealedLookUp): Promise<Prisma.Sql> {
  if (asked.by === 'name' || asked.by === 'letters') {
    return sql`EXISTS (SELECT 1 FROM patient np JOIN patient_name n ON n.patient_id = np.id WHERE np.canonical_id = v.patient_id AND ${nameMatches(asked)})`;
  }
  if (asked.by === 'number') return sql`(v.number = ${asked.number} OR v.patient_id IN (SELECT np.canonical_id FROM patient np WHERE np.number = ${asked.number}))`;
  if (asked.by === 'bed') return sql`(v.bed = ANY(${bedsCalled(asked.bed)}) AND ${asked.ward === undefined ? sql`TRUE` : sql`v.ward_code = ANY(${await codesCalled(tx, asked.ward)})`})`;
  return sql`v.patient_id IN (SELECT np.canonical_id FROM patient np WHERE np.id = ANY(${[...(await lookUp(tx, asked.by, asked.number))]}::uuid[]))`;
}

/** As systems write them: `12`, `12床`; an added bed `加3` or `+3`. */
function bedsCalled(bed: string): string[] {
  return [bed, `${bed}床`, bed.replace(/^加/, '+')];
}

const at = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));

/** JSON writes times as text. */
function dated(row: FoundRow): FoundRow {
  return { ...row, birthDate: at(row.birthDate), admittedAt: at(row.admittedAt), dischargedAt: at(row.dischargedAt) };
}
