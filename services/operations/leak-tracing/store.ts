/** Tracings: the picture lies sealed until it was looked at. */
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { SealedTable } from '../../core/sealed.ts';
import { ended } from './model.ts';
import type { Alike } from './rules.ts';

export const picturePurpose = (id: string): string => `tracing.picture ${id}`;

export const sealedTracings: SealedTable = { table: 'tracing', id: 'id', idType: 'uuid', columns: [{ column: 'sealed_picture', kind: 'bytes', purpose: picturePurpose }] };

export type TracingStored = Awaited<ReturnType<Tx['tracing']['findUniqueOrThrow']>>;
type Reader = Tx | PrismaClient;

export async function findTracing(db: Reader, id: string): Promise<TracingStored | undefined> {
  return (await db.tracing.findUnique({ where: { id } })) ?? undefined;
}

export async function findTracings(db: Reader, limit: number, offset: number): Promise<TracingStored[]> {
  return db.tracing.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit, skip: offset, omit: { sealedPicture: true } }) as Promise<TracingStored[]>;
}

/** Pages like the picture, as they were found. */
export const alikeOf = ({ alike }: Pick<TracingStored, 'alike'>): readonly Alike[] => (alike ?? []) as unknown as readonly Alike[];

/** What a person took for the answer; a later one stands for an earlier one, and the audit has both. */
export async function takeAnswer(tx: Tx, id: string, taken: Required<Pick<Prisma.TracingUncheckedUpdateInput, 'takenWay' | 'takenOpening' | 'takenRead' | 'takenBy' | 'takenAt'>>): Promise<void> {
  await tx.tracing.update({ where: { id }, data: taken });
}

/** Only while it has not ended: a second run of the same job changes nothing. */
export async function changeTracing(tx: Tx, id: string, data: Partial<Omit<TracingStored, 'id' | 'takenRead' | 'alike'>> & { readonly alike?: Alike[] }): Promise<boolean> {
  return (await tx.tracing.updateMany({ where: { id, state: { notIn: [...ended] } }, data: data as unknown as Prisma.TracingUncheckedUpdateManyInput })).count === 1;
}
