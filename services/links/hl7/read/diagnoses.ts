/** DG1. */
import { segmentsOf, text, type Message, type Segment } from '../syntax/message.ts';
import { diagnosisTypes } from '../../statements/format.adt-events.ts';
import type { Diagnosis, StatementOf } from '../../statements/schema.ts';
import { instant, present, staffField, type Reading } from './common.ts';

/** The statement; none without DG1. `partial`: DG1-21 says of each what to do (BAR^P12). */
export function readDiagnoses(message: Message, reading: Reading, partial = false): StatementOf<'diagnoses'>[] {
  const all = segmentsOf(message, 'DG1').flatMap((dg1) => diagnosisOf(dg1, reading, partial));
  return all.length === 0 ? [] : [{ kind: 'diagnoses', all, ...(partial && { partial }) }];
}

function diagnosisOf(dg1: Segment, reading: Reading, partial: boolean): Diagnosis[] {
  const code = text(dg1, 3);
  const name = text(dg1, 3, 2) ?? text(dg1, 4) ?? code;
  const removed = text(dg1, 21)?.toUpperCase() === 'D';
  if (name === undefined || (removed && !partial)) return [];
  const rank = Number(text(dg1, 15) ?? Number.NaN);
  const type = text(dg1, 6);
  return [present({
    code,
    system: text(dg1, 3, 3),
    name,
    type: type === undefined ? undefined : (diagnosisTypes[type.toUpperCase()] ?? type),
    rank: Number.isSafeInteger(rank) && rank > 0 ? rank : undefined,
    at: instant(reading, dg1, 5),
    by: staffField(dg1, 16),
    removed: removed || undefined,
  })];
}
