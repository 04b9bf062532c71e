/** The log of what was shown to whom; rows are only added. */
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { Opening, OpeningKind, OrdersAsked, Strength } from './model.ts';

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

/** The days marks were made on under each key, within a time. */
export async function seriesBetween(db: Reader, from: Date, until: Date): Promise<{ keyVersion: number; series: string }[]> {
  return db.opening.findMany({ where: { at: { gte: from, lte: until } }, distinct: ['keyVersion', 'series'], select: { keyVersion: true, series: true } });
}

function fromRow({ kind, strength, asked, ...row }: Row): Opening {
  return { ...row, kind: kind as OpeningKind, strength: strength as Strength, asked: asked as OrdersAsked | null };
}
