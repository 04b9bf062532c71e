/** After an outage everything wants to leave at once; what can wait gives way to critical cards on the same platform. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { Failure } from '../../core/errors.ts';
import { accountsOf } from '../directory/index.ts';
import { findDelivery, waitingCritical } from './store.ts';

/** A critical card that has waited longer holds nobody up: by then the ladder has passed its person. */
const holdsUpMs = 30 * 60_000;

/** @throws Failure transient while critical cards wait: the queue tries the calm one again later */
export async function giveWay(prisma: PrismaClient, now: Date, id: string): Promise<void> {
  const first = await waitingCritical(prisma, new Date(now.getTime() - holdsUpMs));
  if (first.length === 0) return;
  const delivery = await findDelivery(prisma, id);
  if (delivery === undefined) return;
  const mine = await platformsOf(prisma, delivery.recipient);
  for (const recipient of first) {
    const theirs = await platformsOf(prisma, recipient);
    if (theirs.some((platform) => mine.includes(platform))) throw new Failure('critical cards go first', 'transient', 'gives-way');
  }
}

async function platformsOf(prisma: PrismaClient, staff: string): Promise<string[]> {
  return (await accountsOf(prisma, staff)).map(({ platform }) => platform);
}
