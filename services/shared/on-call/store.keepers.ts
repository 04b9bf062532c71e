/** Who keeps what hangs or is said in a ward: its heads and head nurses by their duty, and whoever runs the system. */
import { type Policy, type StaffActor, allow, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { heldBy } from './store.ts';

const duties = ['head', 'head-nurse'] as const;

/** Wards somebody keeps: all for the system administrator, else those of the departments one heads. */
export async function wardsKept(tx: Tx, actor: StaffActor, now: Date): Promise<{ code: string; name: string }[]> {
  if (actor.adminRole !== undefined && actor.adminRole !== 'system') return [];
  const departments = actor.adminRole === undefined ? await heldBy(tx, actor.id, duties, now) : [];
  return tx.ward.findMany({ where: { ...(actor.adminRole === undefined && { departmentCode: { in: departments } }) }, select: { code: true, name: true }, orderBy: { code: 'asc' } });
}

/** Head or head nurse of a department now. */
export async function keepsWards(tx: Tx, staff: string, now: Date): Promise<boolean> {
  return (await heldBy(tx, staff, duties, now)).length > 0;
}

export const byWardKeeper: Policy<unknown> = async (actor, _input, { tx, now }) => {
  if (actor.kind !== 'staff') return deny();
  if (actor.adminRole !== undefined) return actor.adminRole === 'system' ? allow('admin:system') : deny();
  return (await keepsWards(tx, actor.id, now)) ? allow('head-nurse') : deny();
};

/** A department that keeps the medical office's duty, whoever holds it. */
export async function isMedicalOffice(tx: Tx, departmentCode: string): Promise<boolean> {
  return (await tx.duty.findFirst({ where: { departmentCode, duty: 'medical-office' }, select: { id: true } })) !== null;
}
