/**
 * Looking for a patient among millions, inside the reader's scope. By name through the names in the reader's own circles
 * (docs/adrs/0018), by numbers from who fits; whether she may be seen the scope's condition decides for each one found.
 */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { wardsCalled } from '../../core/name-keys.ts';
import type { Sight } from '../../shared/data-scope/index.ts';
import { type NameAsked, nameMatches, nameRank, whereNow } from '../../shared/patients/index.ts';
import type { Asked } from './rules.ts';
import { joined, type StayRow, stayColumns } from './store.ts';

const { sql } = Prisma;

/** Exact numbers are looked up where they are kept sealed. */
export type SealedLookUp = (tx: Tx, by: 'idNumber' | 'phone' | 'phoneTail', number: string) => Promise<readonly string[]>;

export interface FoundRow extends StayRow {
  readonly kind: string;
}

/** At most `limit` people, best fit first, each by the visit where she is now or was last. */
export async function searchStays(tx: Tx, sight: Sight, asked: Asked, limit: number, lookUp: SealedLookUp): Promise<FoundRow[]> {
  if (asked.by === 'bed') return inBed(tx, sight.visible, asked, limit);
  const found = await peopleOf(tx, sight, asked, lookUp);
  if (found === undefined) return [];
  return tx.$queryRaw<FoundRow[]>`
    WITH people AS MATERIALIZED (SELECT id, min(rank) AS rank FROM (${found}) found GROUP BY id)
    SELECT ${stayColumns}, v.kind FROM people
      CROSS JOIN LATERAL (SELECT v.* FROM visit v WHERE v.patient_id = people.id AND v.counts AND ${sight.visible} ORDER BY ${Prisma.raw(whereNow)} LIMIT 1) v ${joined}
     ORDER BY people.rank, v.discharged_at NULLS FIRST, p.name, p.number LIMIT ${limit}`;
}

/** Whoever fits, `(id, rank)` with 0 the best; several times where she fits by several numbers. */
async function peopleOf(tx: Tx, sight: Sight, asked: Exclude<Asked, { readonly by: 'bed' }>, lookUp: SealedLookUp): Promise<Prisma.Sql | undefined> {
  if (asked.by === 'name' || asked.by === 'letters') return called(sight, asked);
  if (asked.by === 'number') {
    return sql`SELECT n.canonical_id AS id, 0 AS rank FROM patient n WHERE n.number = ${asked.number} UNION ALL SELECT n.patient_id, 1 FROM visit n WHERE n.number = ${asked.number}`;
  }
  const ids = await lookUp(tx, asked.by, asked.number);
  return ids.length === 0 ? undefined : sql`SELECT n.canonical_id AS id, 0 AS rank FROM patient n WHERE n.id = ANY(${[...ids]}::uuid[])`;
}

/** As much of a name as a circle keeps (`circle_names_of`). */
const longestName = 60;

/** In the reader's circles, and of whom was opened to her by name. */
function called({ circles, people, since }: Sight, typed: NameAsked): Prisma.Sql | undefined {
  const asked: NameAsked = typed.by === 'name' ? { by: 'name', name: Array.from(typed.name).slice(0, longestName).join('') } : { by: 'letters', pinyin: typed.pinyin.slice(0, longestName) };
  const ranked = sql`min(${nameRank(asked)}) AS rank`;
  const ways = [
    ...(circles.length === 0 ? [] : [sql`SELECT n.person_id AS id, ${ranked} FROM circle_name n WHERE n.circle = ANY(${[...circles]}) AND n.circle <> '' AND n.until > ${since}::timestamptz AND ${nameMatches(asked)} GROUP BY 1`]),
    ...(people.length === 0 ? [] : [sql`SELECT np.canonical_id AS id, ${ranked} FROM patient np JOIN patient_name n ON n.patient_id = np.id WHERE np.canonical_id = ANY(${[...people]}::uuid[]) AND ${nameMatches(asked)} GROUP BY 1`]),
  ];
  return ways.length === 0 ? undefined : Prisma.join(ways, ' UNION ALL ');
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
