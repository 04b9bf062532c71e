/** What core keeps tidy by itself. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { sweepLeases } from './leases.ts';
import { type Module, defineModule } from './module.ts';

export function createHousekeeping(prisma: PrismaClient): Module {
  return defineModule({
    name: 'core',
    ticks: [{ name: 'core.sweep-leases', cron: '17 * * * *', body: async () => void (await sweepLeases(prisma)) }],
  });
}
