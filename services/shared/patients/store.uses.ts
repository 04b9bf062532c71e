/** What other modules ask of diagnoses. */
import type { Tx } from '../../core/db.ts';

/** Whether any visit has it: what is used is not deleted from the dictionary. */
export async function isDiagnosisTold(tx: Tx, code: string): Promise<boolean> {
  return (await tx.visitDiagnosis.findFirst({ where: { code }, select: { visitId: true } })) !== null;
}

/** Systems that are not ICD-10: the same letters mean something else there. */
const notIcd10 = /^(?:SCT|SNM|SNOMED|I9|ICD-?9|L$|99)/iu;

/** ICD-10 codes by stay; stays without any are not in it. */
export async function diagnosisCodes(tx: Tx, visitIds: readonly string[]): Promise<Map<string, string[]>> {
  if (visitIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ visitId: string; code: string; system: string | null }[]>`SELECT visit_id AS "visitId", code, system FROM visit_diagnosis WHERE visit_id = ANY(${[...visitIds]}::uuid[]) AND code IS NOT NULL`;
  const coded = rows.filter(({ system }) => !notIcd10.test(system ?? ''));
  return new Map([...Map.groupBy(coded, ({ visitId }) => visitId)].map(([visitId, own]) => [visitId, own.map(({ code }) => code)]));
}
