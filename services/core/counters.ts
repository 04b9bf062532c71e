/** Durable counts by calendar month in hospital time, for platform quotas. */
import type { PrismaClient } from '../../prisma/generated/client.ts';

export interface MonthlyCounters {
  add(name: string, by: number): Promise<number>;
  read(name: string): Promise<number>;
}

const month = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' });

/** `2026-11`: quotas begin anew with the platform's month. */
export function monthOf(now: Date): string {
  return month.format(now);
}

export function createCounters(prisma: PrismaClient, now: () => Date): MonthlyCounters {
  const adders = new Map<string, (by: number) => Promise<number>>();
  const adderOf = (name: string): ((by: number) => Promise<number>) => {
    const adder = adders.get(name) ?? together((sum) => addTo(prisma, name, monthOf(now()), sum));
    adders.set(name, adder);
    return adder;
  };
  return {
    add: (name, by) => adderOf(name)(by),
    read: async (name) => {
      const row = await prisma.counter.findUnique({ where: { name_period: { name, period: monthOf(now()) } } });
      return Number(row?.count ?? 0);
    },
  };
}

async function addTo(prisma: PrismaClient, name: string, period: string, by: number): Promise<number> {
  const rows = await prisma.$queryRaw<{ count: bigint }[]>`
    INSERT INTO counter (name, period, count) VALUES (${name}, ${period}, ${by})
    ON CONFLICT (name, period) DO UPDATE SET count = counter.count + ${by} RETURNING count`;
  return Number(rows[0]?.count ?? by);
}

interface Waiting {
  readonly by: number;
  readonly resolve: (count: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One statement at a time; what is asked for meanwhile goes together with the next. A counter is one row, so a hundred
 * calls at once would otherwise wait for each other's commits. Each gets the count as it was after its own part.
 */
function together(add: (sum: number) => Promise<number>): (by: number) => Promise<number> {
  let waiting: Waiting[] = [];
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await settle(batch);
    }
    busy = false;
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    const sum = batch.reduce((total, { by }) => total + by, 0);
    try {
      let count = (await add(sum)) - sum;
      for (const { by, resolve } of batch) resolve((count += by));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (by) =>
    new Promise((resolve, reject) => {
      waiting.push({ by, resolve, reject });
      if (!busy) void work();
    });
}
