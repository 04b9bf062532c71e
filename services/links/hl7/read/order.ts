/**
 * The segments of a result message, gathered to orders. ORU^R01 (ORC OBR NTE OBX NTE … SPM), OUL^R22/R23 (SPM before
 * OBR, ORC after it) and OUL^R24 differ only in where SPM and ORC stand, so one walk reads all of them, and an OBX that
 * stands where it should not is still somebody's result.
 */
import { narrative, text, type Segment } from '../syntax/message.ts';
import type { LaboratoryOrder, LaboratoryResult, Specimen } from '../../statements/schema.ts';
import { codedField, instant, present, staffField, warn, type Reading } from './common.ts';
import { readResult, separateSlots, type OrderFacts } from './result.ts';
import { mergeSpecimens, specimenOfObr, specimenOfSpm } from './specimen.ts';

/** One order's segments. */
export interface Group {
  orc: Segment | undefined;
  obr: Segment | undefined;
  spm: Segment | undefined;
  readonly observations: { readonly obx: Segment; readonly notes: string[] }[];
  readonly notes: string[];
}

/** The orders, with their results. `origin` is the sender and the patient: order numbers start anew. */
export function readOrders(groups: readonly Group[], origin: string, reading: Reading): LaboratoryOrder[] {
  return groups.map((group) => readOrder(group, origin, reading));
}

/** Messages in which the specimen precedes its orders. */
function specimenFirst(segments: readonly Segment[]): boolean {
  const order = segments.findIndex((segment) => segment.name === 'OBR');
  const specimen = segments.findIndex((segment) => segment.name === 'SPM');
  return specimen !== -1 && specimen < order;
}

/** The segments of a message as orders. */
export function gather(segments: readonly Segment[]): Group[] {
  const groups: Group[] = [];
  const leading = specimenFirst(segments);
  let orc: Segment | undefined;
  let spm: Segment | undefined;
  const open = (): Group => groups.at(-1) ?? start();
  const start = (obr?: Segment): Group => {
    const group: Group = { orc, obr, spm, observations: [], notes: [] };
    orc = undefined;
    groups.push(group);
    return group;
  };
  for (const segment of segments) {
    if (segment.name === 'OBR') start(segment);
    else if (segment.name === 'ORC') orc = placeOrc(segment, groups.at(-1), leading);
    else if (segment.name === 'SPM' && leading) spm = segment;
    else if (segment.name === 'SPM') open().spm ??= segment;
    else if (segment.name === 'OBX') open().observations.push({ obx: segment, notes: [] });
    else if (segment.name === 'NTE') addNote(segment, groups.at(-1));
  }
  return groups;
}

/** In OUL^R22 the ORC follows its OBR; elsewhere it announces the next one. */
function placeOrc(orc: Segment, current: Group | undefined, specimenFirst: boolean): Segment | undefined {
  if (!specimenFirst || !current || current.orc) return orc;
  current.orc = orc;
  return undefined;
}

/** A note belongs to the result it follows, else to the order; notes about the patient are not ours to pass on. */
function addNote(nte: Segment, group: Group | undefined): void {
  const note = narrative(nte, 3);
  if (note === undefined || !group) return;
  (group.observations.at(-1)?.notes ?? group.notes).push(note);
}

function readOrder(group: Group, origin: string, reading: Reading): LaboratoryOrder {
  const { orc, obr } = group;
  const placer = text(obr, 2) ?? text(orc, 2);
  const filler = text(obr, 3) ?? text(orc, 3);
  const specimen = specimenOf(group, reading);
  const observedAt = instant(reading, obr, 7) ?? specimen?.collectedAt;
  // A sheet alone says so itself, see sheets.ts.
  const hasValues = group.observations.some(({ obx }) => !['ED', 'RP'].includes(text(obx, 2) ?? ''));
  if (hasValues && (filler ?? placer ?? specimen?.number ?? observedAt) === undefined) warn(reading, 'OBR-3', 'report-number-missing');
  const status = text(obr, 25)?.toUpperCase();
  const number = `${origin}|${filler ?? placer ?? specimen?.number ?? observedAt ?? ''}`;
  return present({
    placer,
    filler,
    code: codedField(obr, 4),
    service: text(obr, 24),
    orderingDoctor: staffField(obr, 16) ?? staffField(orc, 12),
    specimen,
    priority: text(obr, 5) ?? text(obr, 27, 6) ?? text(orc, 7, 6),
    resultStatus: status,
    observedAt,
    reportedAt: instant(reading, obr, 22),
    results: readResults(group, { number, observedAt, corrected: status === 'C' }, reading),
    notes: group.notes,
  });
}

function readResults(group: Group, order: OrderFacts, reading: Reading): LaboratoryResult[] {
  const read = group.observations.map(({ obx, notes }) => ({ ...readResult(obx, order, reading), notes }));
  return separateSlots(read);
}

function specimenOf({ spm, obr }: Group, reading: Reading): Specimen | undefined {
  return mergeSpecimens(spm && specimenOfSpm(spm, reading), obr && specimenOfObr(obr, reading));
}
