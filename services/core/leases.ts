/** What only one process of the cluster may hold for a while: leadership of a connection, a nonce, a tick. */
import type { PrismaClient } from '../../prisma/generated/client.ts';

export interface Leases {
  /** True for the one who gets it. */
  claim(name: string, holder: string, ttlMs: number): Promise<boolean>;
  /** True while `holder` still has it. */
  renew(name: string, holder: string, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** The database's clock decides, so processes with wrong clocks agree. */
export function createLeases(prisma: PrismaClient): Leases {
  return {
    claim: async (name, holder, ttlMs) => {
      const taken = await prisma.$executeRaw`
        INSERT INTO lease (name, holder, until) VALUES (${name}, ${holder}, now() + ${ttlMs} * interval '1 millisecond')
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE lease.until < now()`;
      return taken === 1;
    },
    renew: async (name, holder, ttlMs) => {
      const kept = await prisma.$executeRaw`
        UPDATE lease SET until = now() + ${ttlMs} * interval '1 millisecond' WHERE name = ${name} AND holder = ${holder} AND until >= now()`;
      return kept === 1;
    },
    release: async (name, holder) => {
      await prisma.lease.deleteMany({ where: { name, holder } });
    },
  };
}

/** Rows of the past are of no use; called by a tick. */
export async function sweepLeases(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`DELETE FROM lease WHERE until < now() - interval '1 hour'`;
}
