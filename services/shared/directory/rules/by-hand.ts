/** What a person may change of a row: not what its master says. */
import { refusals } from '../../../core/phrases.ts';
import { mastered } from '../model.ts';
import { columnNames, phrases } from '../phrases.ts';
import { differing } from './told.ts';

const refuse = refusals(phrases);
type Row = Readonly<Record<string, unknown>>;

export function changedFields(before: Row, after: Row): string[] {
  return differing(after, before, Object.keys(after));
}

/** @throws Refusal `directory.mastered` naming what belongs to HIS */
export function checkByHand(kind: keyof typeof mastered, before: Row, after: Row): void {
  if (before['source'] !== 'his') return;
  const own: readonly string[] = mastered[kind];
  const touched = changedFields(before, after).filter((field) => own.includes(field));
  if (touched.length > 0) throw refuse('directory.mastered', { fields: touched.map((field) => columnNames[field] ?? field).join('、') });
}
