/** The module's own rows. */
import { z } from 'zod';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { type Absence, type Duty, type DutyKind, type Pattern, type Span, type Stretch, dutyKinds, usualShifts } from './model.ts';
import { holderAt } from './model.time.ts';
import { shift } from './schema.ts';

const kind = (text: string): DutyKind => dutyKinds.find((each) => each === text) ?? 'duty-doctor';
const columns = { id: true, departmentCode: true, duty: true, staffNumber: true, from: true, until: true, standsInFor: true } as const;

export interface DutyFilter {
  readonly departments?: readonly string[];
  readonly duties?: readonly DutyKind[];
  readonly staff?: string;
}

/** What takes any of this time, in order. */
export async function dutiesOf(tx: Tx, within: Span, { departments, duties, staff }: DutyFilter = {}): Promise<Duty[]> {
  const rows = await tx.duty.findMany({
    where: {
      ...(departments === undefined ? {} : { departmentCode: { in: [...departments] } }), ...(duties === undefined ? {} : { duty: { in: [...duties] } }), ...(staff === undefined ? {} : { staffNumber: staff }),
      ...(within.until === null ? {} : { from: { lt: within.until } }), OR: [{ until: null }, { until: { gt: within.from } }],
    },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
    select: columns,
  });
  return rows.map((row) => ({ ...row, duty: kind(row.duty) }));
}

export async function findDuty(tx: Tx, id: string): Promise<Duty | undefined> {
  const row = await tx.duty.findUnique({ where: { id }, select: columns });
  return row === null ? undefined : { ...row, duty: kind(row.duty) };
}

/** Those who are away from a moment on, and those who have left, among these people. What an administrator notes as leave counts from now. */
export async function absencesOf(tx: Tx, numbers: readonly string[], from: Date): Promise<Absence[]> {
  const people = { in: [...new Set(numbers)] };
  const away = await tx.dutyLeave.findMany({ where: { staffNumber: people, until: { gt: from } }, select: { staffNumber: true, from: true, until: true } });
  const staff = await tx.staff.findMany({ where: { number: people, OR: [{ active: false }, { onLeaveUntil: { gt: from } }] }, select: { number: true, active: true, leftAt: true, onLeaveUntil: true } });
  const known = new Date(0);
  return [
    ...away.map((row) => ({ ...row, why: 'leave' as const })),
    ...staff.map(({ number: staffNumber, active, leftAt, onLeaveUntil }): Absence => (active ? { staffNumber, from: known, until: onLeaveUntil, why: 'leave' } : { staffNumber, from: leftAt ?? known, until: null, why: 'left' })),
  ];
}

/** The person who holds the duty: there, and of several the one that began last. `undefined`: nobody. */
export async function holderOf(tx: Tx, departmentCode: string, duty: DutyKind, now: Date): Promise<string | undefined> {
  const found = await dutiesOf(tx, instant(now), { departments: [departmentCode], duties: [duty] });
  if (found.length === 0) return undefined;
  return holderAt(found, await absencesOf(tx, found.map(({ staffNumber }) => staffNumber), now), now)?.staffNumber;
}

/** Departments of which somebody holds one of these duties now. */
export async function heldBy(tx: Tx, staff: string, duties: readonly DutyKind[], now: Date): Promise<string[]> {
  return (await dutiesOf(tx, instant(now), { staff, duties })).map(({ departmentCode }) => departmentCode);
}

const instant = (at: Date): Stretch => ({ from: at, until: new Date(at.getTime() + 1) });

/** Changes of one department's roster one after the other: of two people at once the second sees what the first entered. */
export async function lockRoster(tx: Tx, departmentCode: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`duty:${departmentCode}`}, 0))`;
}

interface Change {
  readonly now: Date;
  readonly by: string;
}

export async function addDuty(tx: Tx, { now, by }: Change, duty: Omit<Duty, 'id'>): Promise<string> {
  const id = newId(now.getTime());
  await tx.duty.create({ data: { id, ...duty, changedAt: now, changedBy: by } });
  return id;
}

export async function changeDuty(tx: Tx, { now, by }: Change, id: string, data: Partial<Pick<Duty, 'staffNumber' | 'from' | 'until' | 'standsInFor'>>): Promise<void> {
  await tx.duty.update({ where: { id }, data: { ...data, changedAt: now, changedBy: by } });
}

export async function removeDuty(tx: Tx, id: string): Promise<void> {
  await tx.duty.delete({ where: { id } });
}

/** How these departments divide their days; one that has not said so keeps duty doctors where it has a ward. */
export async function patternsOf(tx: Tx, departments: readonly string[]): Promise<Map<string, Pattern>> {
  const codes = { in: [...departments] };
  const rows = await tx.dutyPattern.findMany({ where: { departmentCode: codes } });
  const wards = await tx.ward.findMany({ where: { departmentCode: codes, active: true }, select: { departmentCode: true }, distinct: ['departmentCode'] });
  const known = new Map(rows.map((row) => [row.departmentCode, row]));
  const withWard = new Set(wards.map(({ departmentCode }) => departmentCode));
  return new Map(departments.map((code) => {
    const row = known.get(code);
    return [code, row === undefined ? { shifts: usualShifts, kept: withWard.has(code), phone: null } : { shifts: z.array(shift).catch([...usualShifts]).parse(row.shifts), kept: row.kept, phone: row.phone }];
  }));
}

export async function savePattern(tx: Tx, { now, by }: Change, departmentCode: string, { shifts, kept, phone }: Pattern): Promise<void> {
  const data = { shifts: shifts.map((each) => ({ ...each })), kept, phone, changedAt: now, changedBy: by };
  await tx.dutyPattern.upsert({ where: { departmentCode }, create: { departmentCode, ...data }, update: data });
}

export interface Leave extends Stretch {
  readonly id: string;
  readonly staffNumber: string;
  readonly note: string;
}

export async function leavesOf(tx: Tx, numbers: readonly string[], from: Date): Promise<Leave[]> {
  return tx.dutyLeave.findMany({ where: { staffNumber: { in: [...numbers] }, until: { gt: from } }, select: { id: true, staffNumber: true, from: true, until: true, note: true }, orderBy: { from: 'asc' } });
}

export async function addLeave(tx: Tx, { now, by }: Change, leave: Omit<Leave, 'id'>): Promise<void> {
  await tx.dutyLeave.create({ data: { id: newId(now.getTime()), ...leave, changedAt: now, changedBy: by } });
}

/** Back: what is left of it is taken off; one that had not begun was never there. */
export async function endLeave(tx: Tx, { now, by }: Change, { id, from }: Leave): Promise<void> {
  if (from >= now) await tx.dutyLeave.delete({ where: { id } });
  else await tx.dutyLeave.update({ where: { id }, data: { until: now, changedAt: now, changedBy: by } });
}
