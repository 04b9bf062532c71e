import type { Tx } from '../../core/db.ts';

export type DutyKind = 'duty-doctor' | 'head' | 'head-nurse' | 'medical-office';

/** Half-open: a duty that ends at 08:00 is the next one's from 08:00 on. */
const covers = (now: Date) => ({ from: { lte: now }, OR: [{ until: null }, { until: { gt: now } }] });

/** The active person who holds the duty; the latest to begin wins where two overlap. `undefined`: nobody. */
export async function holderOf(tx: Tx, departmentCode: string, duty: DutyKind, now: Date): Promise<string | undefined> {
  const rows = await tx.duty.findMany({ where: { departmentCode, duty, ...covers(now) }, orderBy: { from: 'desc' }, select: { staffNumber: true } });
  const active = await tx.staff.findMany({ where: { number: { in: rows.map((row) => row.staffNumber) }, active: true }, select: { number: true } });
  const present = new Set(active.map((row) => row.number));
  return rows.find((row) => present.has(row.staffNumber))?.staffNumber;
}
