/** Whether any result is of an item: what is used is not deleted from the dictionary. */
import type { Tx } from '../../core/db.ts';

export async function isItemReported(tx: Tx, item: string): Promise<boolean> {
  return (await tx.result.findFirst({ where: { item }, select: { slot: true } })) !== null;
}
