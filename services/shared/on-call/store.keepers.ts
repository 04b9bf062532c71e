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

export const byWardKeeper: Policy<unknown> = async (actor, _input, { tx, now }) => {
  if (actor.kind !== 'staff') return deny();
  if (actor.adminRole !== undefined) return actor.adminRole === 'system' ? allow('admin:system') : deny();
  return (await heldBy(tx, actor.id, duties, now)).length > 0 ? allow('head-nurse') : deny();
};
