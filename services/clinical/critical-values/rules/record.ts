/** The course record: by when the handling must stand in it, when it did, and what is past its time (clinical-rules a.3). */
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Person } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import { type Change, plusMinutes } from './change.ts';
import { refuse } from './refuse.ts';
import { inHandsOf } from './relay.ts';

type Wants = Pick<ProcessSettings, 'recordHours' | 'writeRecord'>;

/** Six hours from receipt, or from when it was opened again. */
export function recordBy(value: CriticalValue, { recordHours }: Pick<ProcessSettings, 'recordHours'>): Date {
  const from = value.reopened.at(-1)?.at ?? value.receivedAt;
  return plusMinutes(from, recordHours * 60);
}

/** When the EMR took the paragraph; where it takes none, when the handling was written down here. `null`: not yet. */
export function recordedAt(value: CriticalValue, { writeRecord }: Pick<ProcessSettings, 'writeRecord'>): Date | null {
  if (!writeRecord) return value.disposal?.at ?? null;
  const { record } = value.requests;
  return record?.state === 'accepted' ? record.since : null;
}

/** What was cancelled or corrected away needs no record of a treatment. */
const needsNone = (value: CriticalValue): boolean => value.clinical === 'cancelled';

export function recordIsLate(value: CriticalValue, settings: Wants, now: Date): boolean {
  return !needsNone(value) && now >= recordBy(value, settings) && (recordedAt(value, settings)?.getTime() ?? Number.POSITIVE_INFINITY) > recordBy(value, settings).getTime();
}

/** When to look; `null`: it stands there, or its keeper was told. */
export function recordLook(value: CriticalValue, settings: Wants): Date | null {
  return needsNone(value) || value.recordRemindedAt !== null || recordedAt(value, settings) !== null ? null : recordBy(value, settings);
}

export function recordReminderDue(value: CriticalValue, settings: Wants, now: Date): boolean {
  const at = recordLook(value, settings);
  return at !== null && now >= at;
}

/** Who is to write it: who treated, else who took it, else whoever was told last. */
export function recordKeeper(value: CriticalValue): Person | null {
  return value.disposal?.by ?? inHandsOf(value)?.by ?? value.escalation.told.findLast(({ people }) => people.length > 0)?.people[0] ?? null;
}

export function recordReminded(value: CriticalValue, settings: Wants, now: Date): Change {
  if (!recordReminderDue(value, settings, now)) throw refuse('critical-values.reminder-not-due');
  const facts: NewFact[] = [{ name: 'critical-values.record-overdue', data: { who: recordKeeper(value), recordBy: recordBy(value, settings) } }];
  return { value: { ...value, recordRemindedAt: now }, facts };
}

const HOSPITAL_HOURS = 8;
const dayOf = (at: Date): number => Math.floor((at.getTime() / 3_600_000 + HOSPITAL_HOURS) / 24);

/** National indicator 32: the handling stands in the record of the day on which the value appeared. China keeps no summer time. */
export function isSameDay(value: Pick<CriticalValue, 'receivedAt'>, at: Date | null): boolean {
  return at !== null && dayOf(at) === dayOf(value.receivedAt);
}
