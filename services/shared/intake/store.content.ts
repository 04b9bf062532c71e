/** Of contents that could not be fetched: one row for each document's number, in place of the last reason. */
import type { Tx } from '../../core/db.ts';
import type { Matter } from './model.ts';
import { openMatters } from './store.ts';

const bySystem = 'system:wardline';

export async function openContentMatter(tx: Tx, matter: Matter & { readonly place: string }, now: Date): Promise<void> {
  const { arrival, place, reason, kind } = matter;
  await tx.intakeMatter.updateMany({ where: { arrival, kind, place, state: 'open', reason: { not: reason } }, data: { state: 'solved', closedAt: now, closedBy: bySystem } });
  await openMatters(tx, [matter], now);
  // Solved by reading again, and not to be had again. What somebody ignored stays ignored.
  await tx.intakeMatter.updateMany({ where: { arrival, kind, place, reason, state: 'solved' }, data: { state: 'open', closedAt: null, closedBy: null } });
}

export async function closeContent(tx: Tx, arrival: string, place: string, now: Date): Promise<void> {
  await tx.intakeMatter.updateMany({ where: { arrival, kind: 'content', place, state: 'open' }, data: { state: 'solved', closedAt: now, closedBy: bySystem } });
}
