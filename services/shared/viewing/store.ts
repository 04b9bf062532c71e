/** The log of what was shown to whom; rows are only added. */
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { MarkRead, Opening, OpeningKind, OrdersAsked, Strength } from './model.ts';

type Reader = Tx | PrismaClient;
type Row = Awaited<ReturnType<Tx['opening']['findUniqueOrThrow']>>;

export async function insertOpening(tx: Tx, opening: Opening): Promise<boolean> {
  return (await tx.opening.createMany({ data: [{ ...opening, asked: opening.asked ?? Prisma.DbNull }], skipDuplicates: true })).count === 1;
}

export async function findOpening(db: Reader, where: { readonly id: string } | { readonly code: string }): Promise<Opening | undefined> {
  const row = await db.opening.findUnique({ where: where as Prisma.OpeningWhereUniqueInput });
  return row === null ? undefined : fromRow(row);
}

export async function screenOf(db: Reader, session: string, series: string): Promise<Opening | undefined> {
  const row = await db.opening.findFirst({ where: { session, kind: 'screen', series } });
  return row === null ? undefined : fromRow(row);
}

/** What one person opened around a moment, newest first. */
export async function openingsOf(db: Reader, staffNumber: string, from: Date, until: Date, most: number): Promise<Opening[]> {
  const rows = await db.opening.findMany({ where: { staffNumber, at: { gte: from, lte: until } }, orderBy: { at: 'desc' }, take: most });
  return rows.map(fromRow);
}

/** Who opened a prepared revision, the latest first. */
export async function openingsOfSource(db: Reader, source: string, from: Date, until: Date, most: number): Promise<Opening[]> {
  return (await db.opening.findMany({ where: { source, at: { gte: from, lte: until } }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most })).map(fromRow);
}

/** The days marks were made on under each key, within a time. */
export async function seriesBetween(db: Reader, from: Date, until: Date): Promise<{ keyVersion: number; series: string }[]> {
  return db.opening.findMany({ where: { at: { gte: from, lte: until } }, distinct: ['keyVersion', 'series'], select: { keyVersion: true, series: true } });
}

const { sql } = Prisma;

/**
 * Openings whose visible mark may have said that, the nearest first, else the latest. A screen's own mark goes on with the clock: of it fits
 * whatever was opened that day and not later than what was read.
 */
export async function openingsLike(db: Reader, read: MarkRead, { from, until, id }: { readonly from: Date; readonly until: Date; readonly id?: string | undefined }, page: { readonly limit: number; readonly offset: number }): Promise<Opening[]> {
  const { near, clock, day } = read;
  const wall = sql`to_char(o.at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI')`;
  const like = (column: Prisma.Sql, pattern: string | undefined): Prisma.Sql => (pattern === undefined ? sql`` : sql`AND ${column} ILIKE ${pattern}`);
  const around = near === undefined ? undefined : [-1, 1].map((way) => new Date(near.at.getTime() + way * near.minutes * 60_000));
  const minute = near === undefined ? undefined : new Date(near.at.getTime() + 59_999);
  const time = near !== undefined && around !== undefined
    ? sql`AND CASE WHEN o.kind = 'screen' THEN o.series LIKE ${day ?? '%'} AND o.at <= ${minute}::timestamptz ELSE o.at >= ${around[0]}::timestamptz AND o.at < ${around[1]}::timestamptz + interval '1 minute' END`
    : sql`${like(sql`o.series`, day)} ${clock === undefined ? sql`` : sql`AND CASE WHEN o.kind = 'screen' THEN ${wall} <= ${clock.latest} ELSE ${wall} LIKE ${clock.like} END`}`;
  // A screen's row says when it was opened, not when the picture was taken: beside what fits to the minute, before what is minutes away.
  const nearest = near === undefined ? sql`` : sql`CASE WHEN o.kind = 'screen' THEN 0.5 ELSE abs(extract(epoch FROM date_trunc('minute', o.at) - ${near.at}::timestamptz)) / 60 END,`;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM opening o
     WHERE o.at >= ${from}::timestamptz AND o.at <= ${until}::timestamptz ${id === undefined ? sql`` : sql`AND o.id = ${id}::uuid`} ${read.kind === undefined ? sql`` : sql`AND o.kind = ${read.kind}`}
       ${like(sql`o.staff_name`, read.staffName)} ${like(sql`o.staff_number`, read.staffNumber)} ${like(sql`o.department_name`, read.departmentName)} ${time}
     ORDER BY ${nearest} o.at DESC, o.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`;
  const rows = await db.opening.findMany({ where: { id: { in: found.map((row) => row.id) } } });
  const byId = new Map(rows.map((row) => [row.id, fromRow(row)]));
  return found.flatMap((row) => byId.get(row.id) ?? []);
}

function fromRow({ kind, strength, asked, ...row }: Row): Opening {
  return { ...row, kind: kind as OpeningKind, strength: strength as Strength, asked: asked as OrdersAsked | null };
}
