/** Which of the labelled lines stand where: what a number is read against goes beside it, the rest below. */
import { cardWords } from '../../../../services/clinical/critical-values/phrases.ts';
import type { Detail } from '../../../../services/clinical/critical-values/schema.ts';

export type Field = Detail['fields'][number];

/** `7.1 ↑↑ (3.5–5.3) 上次 4.8`: range and previous value, in the order clinicians read them. */
const beside: readonly string[] = [cardWords.fieldRange, cardWords.fieldPrevious];
/** The page has a place of its own for these. */
const elsewhere: readonly string[] = [cardWords.fieldDone, cardWords.fieldCorrected, cardWords.fieldNurse, cardWords.fieldReopened, cardWords.fieldRecord, cardWords.fieldCall, cardWords.fieldRelay];

export function fieldsBeside(fields: readonly Field[]): readonly Field[] {
  return beside.flatMap((label) => fields.filter((field) => field.label === label));
}

export function fieldsBelow(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ label }) => !beside.includes(label) && !elsewhere.includes(label));
}
