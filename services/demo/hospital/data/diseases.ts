/** All illnesses, and who gets which. Pure. */
import type { Random } from '../random.ts';
import type { Disease } from './disease.ts';
import { heartKidneyBlood } from './diseases-heart-kidney.ts';
import { internalMedicine } from './diseases-lung-brain.ts';
import { surgery } from './diseases-surgery.ts';
import { womenChildrenIntensive } from './diseases-women-children.ts';

export type { Disease, Procedure } from './disease.ts';

export const diseases: readonly Disease[] = [...heartKidneyBlood, ...internalMedicine, ...surgery, ...womenChildrenIntensive];

const byId = new Map(diseases.map((each) => [each.id, each]));

export function disease(id: string): Disease {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`there is no disease ${id}`);
  return found;
}

export function diseaseIn(department: string, random: Random): Disease {
  return random.weighted(diseases.filter(({ departments }) => departments.includes(department)));
}

/** What each patient of the demonstration's seed has, by number: their stays are told like all others. */
export const seededDiseases: Readonly<Record<string, string>> = {
  P000001: 'heart-failure', P000002: 'angina', P000003: 'stemi', P000004: 'atrial-fibrillation', P000005: 'dialysis', P000006: 'nephrotic', P000007: 'aml', P000008: 'myeloma',
  P000009: 'severe-pneumonia', P000010: 'trauma', P000011: 'pancreatitis', P000012: 'colon-cancer', P000013: 'appendicitis', P000014: 'jaundice', P000015: 'preterm', P000016: 'dilated',
};
