/** What core keeps tidy by itself. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { sealedChannels, sweepChannels } from './channels.ts';
import { sealedInbox } from './inbox.ts';
import { sweepLeases } from './leases.ts';
import { type Module, defineModule } from './module.ts';
import { sweepSessions } from './session.ts';

const weekMs = 7 * 86_400_000;

/**
 * The embedded database has no process that makes checkpoints: without one its log grows for as long as the service runs
 * (see `openLite` in db.ts). A server has its own, and may not let us.
 */
export async function checkpoint(prisma: PrismaClient): Promise<void> {
  const [own] = await prisma.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'checkpointer'`;
  if (Number(own?.count ?? 0) === 0) await prisma.$executeRaw`CHECKPOINT`;
}

export function createHousekeeping(prisma: PrismaClient): Module {
  return defineModule({
    name: 'core',
    sealed: [sealedInbox, sealedChannels],
    ticks: [
      { name: 'core.checkpoint', cron: '*/10 * * * *', body: async () => checkpoint(prisma) },
      { name: 'core.sweep-channels', cron: '37 3 * * *', body: async ({ now }) => void (await sweepChannels(prisma, now)) },
      { name: 'core.sweep-leases', cron: '17 * * * *', body: async () => void (await sweepLeases(prisma)) },
      { name: 'core.sweep-sessions', cron: '27 3 * * *', body: async ({ now }) => void (await sweepSessions(prisma, new Date(now.getTime() - weekMs))) },
    ],
  });
}
