/** Whether codes that messages name are ours. */
import type { Tx } from '../../core/db.ts';

export type CodedKind = 'department' | 'ward' | 'staff';

/** Of these codes, those that the directory has, in use or not. */
export async function knownCodes(tx: Tx, kind: CodedKind, codes: readonly string[]): Promise<string[]> {
  const among = { in: [...codes] };
  if (kind === 'staff') return (await tx.staff.findMany({ where: { number: among }, select: { number: true } })).map(({ number }) => number);
  if (kind === 'ward') return (await tx.ward.findMany({ where: { code: among }, select: { code: true } })).map(({ code }) => code);
  return (await tx.department.findMany({ where: { code: among }, select: { code: true } })).map(({ code }) => code);
}

/** Before the directory is filled, nothing can be said to be unknown. */
export async function keepsAny(tx: Tx, kind: CodedKind): Promise<boolean> {
  if (kind === 'staff') return (await tx.staff.findFirst({ select: { number: true } })) !== null;
  if (kind === 'ward') return (await tx.ward.findFirst({ select: { code: true } })) !== null;
  return (await tx.department.findFirst({ select: { code: true } })) !== null;
}
