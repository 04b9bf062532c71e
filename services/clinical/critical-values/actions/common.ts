/** What every action of the module does with the change a rule gave: save, write the facts, draw the cards anew. */
import { type Policy, allow, deny } from '../../../core/access.ts';
import { type ActionContext, defineJobKind } from '../../../core/module.ts';
import type { DataScope } from '../../../shared/data-scope/index.ts';
import type { Ends } from '../../../shared/patients/index.ts';
import { refresh } from '../../../shared/notices/index.ts';
import { z } from 'zod';
import { eventOf } from '../events.ts';
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Person } from '../model.ts';
import type { Ladders, ProcessSettings, TellingRule } from '../model.process.ts';
import type { HolidayCalendar } from '../model.indicators.ts';
import type { ThresholdSet } from '../limits.ts';
import type { HospitalWords } from '../words.ts';
import { type Change, type Deed, closable, close, contactLook, disposeBy, mayDo, recordLook, relationsOf, relayLook } from '../rules.ts';
import { findValue, saveValue } from '../store.ts';
import { type Offices, bedsideOf, standingOf, teamOf } from '../team.ts';

export const moduleName = 'critical-values';

/** How this hospital runs it; read from the settings once. */
export interface Rules {
  readonly ladders: Ladders;
  /** Who is told beside the first step, as the file says; decides until the desk has changed it. */
  readonly telling: readonly TellingRule[];
  readonly process: ProcessSettings;
  readonly offices: Offices;
  /** While no set is approved: what the settings and the file say. */
  readonly thresholds: ThresholdSet;
  /** Who may see which patients. */
  readonly scope: DataScope;
  /** When clinic and emergency visits are over that nobody ends. */
  readonly ends: Ends;
  /** The hospital's own systems take commands. */
  readonly commands: boolean;
  /** What is in hours, for the indicators. */
  readonly calendar: HolidayCalendar;
  /** Sentences to start a note from, and how the course record is worded. */
  readonly words: HospitalWords;
}

const one = z.object({ id: z.uuid() });
/** Until somebody is told there is no giving up. */
export const urgent = { priority: 100, tries: 1000, pause: { first: 1, slowest: 30 } } as const;

/** Asks whether a step, a reminder or an answer is due; harmless when nothing is. */
export const lookAgain = defineJobKind('critical-values.look-again', one, urgent);
/** Tells the laboratory; the same message however often it is sent. */
export const reportBack = defineJobKind('critical-values.report-back', one, { ...urgent, priority: 60, tries: 3 });

export function emitAll(context: ActionContext, subject: string, facts: readonly NewFact[]): void {
  // Facts of a rule and schemas of `eventOf` are held together by name, which the compiler cannot see through the index.
  for (const fact of facts) context.emit(eventOf[fact.name] as Parameters<ActionContext['emit']>[0], subject, fact.data);
}

/** Closes when both axes are done, saves, tells the timeline and the cards, and plans the next look. */
export async function keep(context: ActionContext, rules: Rules, change: Change): Promise<CriticalValue> {
  const ended = closable(change.value, rules.process) ? close(change.value, rules.process, context.now) : { value: change.value, facts: [] };
  const { value } = ended;
  await saveValue(context.tx, value, nextLook(value, rules.process));
  emitAll(context, value.id, [...change.facts, ...ended.facts]);
  plan(context, rules, value);
  await refresh(context, moduleName, value.id);
  return value;
}

/** A timer is a question with a date; the sweep asks the same of every row, so a lost timer is found. */
export function plan(context: ActionContext, rules: Rules, value: CriticalValue): void {
  if (value.feedback.nextAt !== null) context.schedule(reportBack, { id: value.id }, value.feedback.nextAt);
  const at = ladderOrReminder(value, rules.process);
  if (at !== null) context.schedule(lookAgain, { id: value.id }, at);
}

export function nextLook(value: CriticalValue, process: ProcessSettings): Date | null {
  return earliest(ladderOrReminder(value, process), value.feedback.nextAt);
}

/** The ladder, the reminder to dispose, the time to reach the patient, the time limit of the course record, an offer that waits. */
function ladderOrReminder(value: CriticalValue, process: ProcessSettings): Date | null {
  const step = value.clinical === 'open' ? value.escalation.nextAt : value.clinical === 'acknowledged' && value.remindedAt === null ? disposeBy(value, process) : null;
  return earliest(step, recordLook(value, process), contactLook(value, process), relayLook(value));
}

function earliest(...dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((date) => date.getTime())));
}

/** Who may do this to this value, by how they stand to the patient now. */
export function byStanding(rules: Rules, deed: Deed): Policy<{ readonly id: string }> {
  return async (actor, { id }, { tx, now }) => {
    if (actor.kind !== 'staff') return deny();
    const value = await findValue(tx, id);
    // A stranger learns nothing, not even whether it exists.
    if (value === undefined) return deny('core.not-found');
    const team = teamOf(await bedsideOf(tx, value, { now, ends: rules.ends }), rules.offices);
    const standing = await standingOf({ tx, now }, rules.scope, actor, value, team);
    // The relation stands in the audit row: why this person could see it.
    if (mayDo(deed, standing, value, team)) return allow(`critical-values:${deed}:${relationsOf(standing, value, team)[0]}`);
    return deny(mayDo('view', standing, value, team) ? 'critical-values.not-yours' : 'core.not-found');
  };
}

export function personOf(context: ActionContext): Person {
  const { actor } = context;
  return actor.kind === 'staff' ? { number: actor.id, name: actor.name, role: actor.role } : { number: actor.id, name: '系统', role: 'system' };
}
