/** Names by their keys: written when a name is new, looked up by whatever was typed. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type NameKeys, nameKeys, soundOf } from '../../core/name-keys.ts';
import { rowsOf } from '../../core/rows.ts';

const { sql } = Prisma;

const nameRows = rowsOf('patient_name', { patientId: 'uuid', reading: 'int4', name: 'text', given: 'text', pinyin: 'text', givenPinyin: 'text', initials: 'text', sound: 'text' });

export interface Named {
  readonly patientId: string;
  readonly name: string;
}

/** As rows of `patient_name`. */
export function rowsOfName({ patientId, name: written }: Named): { patientId: string; reading: number; name: string; given: string; pinyin: string; givenPinyin: string; initials: string; sound: string }[] {
  const { name, given, readings } = nameKeys(written);
  const none = { pinyin: '', given: '', initials: '', sound: '' };
  return (readings.length === 0 ? [none] : readings).map(({ pinyin, given: givenPinyin, initials, sound }, reading) => ({ patientId, reading, name, given, pinyin, givenPinyin, initials, sound }));
}

export async function saveNames(tx: Tx, named: readonly Named[]): Promise<void> {
  if (named.length === 0) return;
  await tx.$executeRaw`DELETE FROM patient_name WHERE patient_id = ANY(${named.map(({ patientId }) => patientId)}::uuid[])`;
  await nameRows.insert(tx, named.flatMap(rowsOfName));
}

/** Names whose keys are missing or of an older name, as after a bulk load; returns how many were made. */
export async function mendNames(tx: Tx, most: number): Promise<number> {
  const found = await tx.$queryRaw<{ id: string; name: string }[]>`SELECT id, name FROM patient WHERE name <> '' AND named_as IS DISTINCT FROM name LIMIT ${most} FOR UPDATE SKIP LOCKED`;
  await saveNames(tx, found.map(({ id, name }) => ({ patientId: id, name })));
  if (found.length > 0) await tx.$executeRaw`UPDATE patient SET named_as = name WHERE id = ANY(${found.map(({ id }) => id)}::uuid[])`;
  return found.length;
}

/** What a name is looked up by. */
export type NameAsked = { readonly by: 'name'; readonly name: string } | { readonly by: 'letters'; readonly pinyin: string };

/** The keys are in the order of their bytes, and U+10FFFF is the last of all: no pattern, which only the value itself would make an index scan of. */
const begins = (column: Prisma.Sql, text: string): Prisma.Sql => sql`(${column} >= ${text} AND ${column} < ${`${text}\u{10FFFF}`})`;

/** One way to look, best first: its condition is answered by one index. */
function ways(asked: NameAsked): Prisma.Sql[] {
  if (asked.by === 'letters') {
    const { pinyin } = asked;
    return [sql`n.pinyin = ${pinyin}`, sql`n.initials = ${pinyin}`, begins(sql`n.pinyin`, pinyin), begins(sql`n.given_pinyin`, pinyin), begins(sql`n.initials`, pinyin), sql`n.sound = ${soundOf(pinyin)}`];
  }
  const { name, readings: [first] }: NameKeys = nameKeys(asked.name);
  const written = [sql`n.name = ${name}`, begins(sql`n.name`, name), begins(sql`n.given`, name)];
  return first === undefined ? written : [...written, sql`n.sound = ${first.sound}`, sql`n.given_pinyin = ${first.pinyin}`];
}

/** Condition over `patient_name n`: any of the ways. */
export function nameMatches(asked: NameAsked): Prisma.Sql {
  return sql`(${Prisma.join(ways(asked), ' OR ')})`;
}

/** Order over `patient_name n`: how well it fits, 0 best. */
export function nameRank(asked: NameAsked): Prisma.Sql {
  return sql`CASE ${Prisma.join(ways(asked).map((way, at) => sql`WHEN ${way} THEN ${at}::int`), ' ')} ELSE 9 END`;
}

/** Numbers that fit, best first, at most `most` each way: `(patient_id, rank)`. Every branch is one short index scan. */
export function nameCandidates(asked: NameAsked, most: number): Prisma.Sql {
  return Prisma.join(ways(asked).map((way, at) => sql`(SELECT n.patient_id, ${at}::int AS rank FROM patient_name n WHERE ${way} LIMIT ${most})`), ' UNION ALL ');
}

/** Of visits that ended so long ago nobody has a list any more (`DATA_SCOPE_AFTER_DISCHARGE_DAYS` is 366 at most). */
const circleDays = 367;

/** Returns how many names of old visits left the circles they were looked for in. */
export async function clearCircles(tx: Tx, now: Date): Promise<number> {
  return tx.$executeRaw`DELETE FROM circle_name WHERE until < ${new Date(now.getTime() - circleDays * 86_400_000)}::timestamptz`;
}
