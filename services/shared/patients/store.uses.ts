/** Whether any visit has a diagnosis: what is used is not deleted from the dictionary. */
import type { Tx } from '../../core/db.ts';

export async function isDiagnosisTold(tx: Tx, code: string): Promise<boolean> {
  return (await tx.visitDiagnosis.findFirst({ where: { code }, select: { visitId: true } })) !== null;
}
