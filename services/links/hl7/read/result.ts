/** One OBX with its notes. */
import { narrative, partText, repeats, text, type Segment } from '../syntax/message.ts';
import type { LaboratoryResult } from '../../statements/schema.ts';
import { codedField, codeText, instant, present, staffField, warn, type Reading } from './common.ts';
import { readRange } from './range.ts';
import { readValue } from './value.ts';

/** What a result takes from its order. */
export interface OrderFacts {
  /** Sender, patient and the laboratory's number of the order, else the doctor's: the same in every version. */
  readonly number: string;
  readonly observedAt?: string | undefined;
  /** OBR-25 says the whole order is a correction. */
  readonly corrected: boolean;
}

/** Statuses by which this version takes the place of an earlier one: corrected, deleted, wrong patient (table 0085). */
const REPLACING = new Set(['C', 'D', 'W']);

/** Reads one OBX; whatever is wrong with it stays inside it. */
export function readResult(obx: Segment, order: OrderFacts, reading: Reading): LaboratoryResult {
  const code = codedField(obx, 3);
  const { value, unreadable } = readValue(obx, (text(obx, 2) ?? '').toUpperCase(), reading.zone);
  const range = narrative(obx, 7);
  const status = text(obx, 11)?.toUpperCase();
  const subId = text(obx, 4);
  const slot = [order.number, code.id ?? code.text ?? '', subId ?? ''].join('|');
  const nameless = code.id === undefined && code.text === undefined;
  if (nameless) warn(reading, 'OBX-3', 'item-missing');
  return present({
    setId: text(obx, 1),
    subId,
    code,
    valueType: text(obx, 2),
    value,
    unit: unitOf(obx),
    referenceRange: range === undefined ? undefined : readRange(range),
    flags: repeats(obx, 8).flatMap((repeat) => partText(repeat, 1) ?? partText(repeat, 2) ?? []),
    status,
    observedAt: instant(reading, obx, 14) ?? order.observedAt,
    method: methodOf(obx),
    observer: staffField(obx, 16),
    notes: [],
    slot,
    correctionOf: REPLACING.has(status ?? '') || order.corrected ? slot : undefined,
    unreadable: unreadable ?? (nameless && value.kind !== 'none' ? 'item-missing' : undefined),
  });
}

/** Kept as sent: `MMOLL`, `mmol/L^毫摩尔每升^UCUM`. */
function unitOf(obx: Segment): LaboratoryResult['unit'] {
  const unit = present({ id: text(obx, 6, 1), text: text(obx, 6, 2) });
  return unit.id === undefined && unit.text === undefined ? undefined : unit;
}

function methodOf(obx: Segment): string | undefined {
  const method = repeats(obx, 17)[0];
  return method && codeText(method);
}

/** Tells apart results that share item and sub-id within one order (senders that leave OBX-4 empty). */
export function separateSlots(results: readonly LaboratoryResult[]): LaboratoryResult[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const count = (seen.get(result.slot) ?? 0) + 1;
    seen.set(result.slot, count);
    if (count === 1) return result;
    const slot = `${result.slot}#${count}`;
    return { ...result, slot, ...(result.correctionOf !== undefined && { correctionOf: slot }) };
  });
}
