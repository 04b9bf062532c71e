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
  return {
    add: async (name, by) => {
      const rows = await prisma.$queryRaw<{ count: bigint }[]>`
        INSERT INTO counter (name, period, count) VALUES (${name}, ${monthOf(now())}, ${by})
        ON CONFLICT (name, period) DO UPDATE SET count = counter.count + ${by} RETURNING count`;
      return Number(rows[0]?.count ?? by);
    },
    read: async (name) => {
      const row = await prisma.counter.findUnique({ where: { name_period: { name, period: monthOf(now()) } } });
      return Number(row?.count ?? 0);
    },
  };
}
