/** What only one process of the cluster may hold for a while: leadership of a connection, a nonce, a tick. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { gathered } from './gather.ts';

export interface Leases {
  /** True for the one who gets it. */
  claim(name: string, holder: string, ttlMs: number): Promise<boolean>;
  /** The same without waiting for the disk: forgotten when the database's machine falls within the second. */
  claimBriefly(name: string, holder: string, ttlMs: number): Promise<boolean>;
  /** True while `holder` still has it. */
  renew(name: string, holder: string, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** The database's clock decides, so processes with wrong clocks agree. */
export function createLeases(prisma: PrismaClient): Leases {
  const lasting = gathered((all: readonly Claim[]) => claimAll(prisma, all, null));
  const brief = gathered((all: readonly Claim[]) => claimAll(prisma, all, 'off'));
  return {
    claim: (name, holder, ttlMs) => lasting({ name, holder, ttlMs }),
    claimBriefly: (name, holder, ttlMs) => brief({ name, holder, ttlMs }),
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

interface Claim {
  readonly name: string;
  readonly holder: string;
  readonly ttlMs: number;
}

/** By one statement and one commit; of two who ask for the same at once, the first has it. In one order of names, so that two processes never wait for each other. */
async function claimAll(prisma: PrismaClient, all: readonly Claim[], synchronous: 'off' | null): Promise<boolean[]> {
  const firsts = [...new Map(all.toReversed().map((claim) => [claim.name, claim])).values()];
  const taken = await prisma.$queryRaw<{ name: string }[]>`
    WITH disk AS MATERIALIZED (SELECT set_config('synchronous_commit', coalesce(${synchronous}::text, current_setting('synchronous_commit')), true) AS how)
    INSERT INTO lease (name, holder, until) SELECT name, holder, now() + "ttlMs" * interval '1 millisecond'
      FROM jsonb_to_recordset(${JSON.stringify(firsts)}::text::jsonb) AS claim(name text, holder text, "ttlMs" float8), disk WHERE disk.how IS NOT NULL ORDER BY name
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE lease.until < now() RETURNING name`;
  const won = new Set(taken.map(({ name }) => name));
  return all.map((claim) => firsts.includes(claim) && won.has(claim.name));
}

/** Rows of the past are of no use; called by a tick. */
export async function sweepLeases(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`DELETE FROM lease WHERE until < now() - interval '1 hour'`;
}
