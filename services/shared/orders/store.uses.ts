/** Whether any order names a drug: what is used is not deleted from the dictionary. */
import type { Tx } from '../../core/db.ts';

export async function isItemOrdered(tx: Tx, code: string): Promise<boolean> {
  return (await tx.clinicalOrder.findFirst({ where: { code: { path: ['id'], equals: code } }, select: { id: true } })) !== null;
}
