/**
 * Whom to tell next while nobody answers. A timer is a question: it may ask twice, late, or after somebody has
 * acknowledged, and gets "nothing". Deadlines count from opening (or opening again), so a service that slept catches up step by step.
 */
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Duty, Person } from '../model.ts';
import type { Ladder, ProcessSettings } from '../model.process.ts';
import type { Change } from './change.ts';
import { beganAt, plusMinutes, toldNow } from './change.ts';
import { takers } from './parallel.ts';
import { inHandsOf } from './relay.ts';
import { refuse } from './refuse.ts';

export type Due =
  | { readonly kind: 'nothing'; readonly askAt: Date | null }
  | { readonly kind: 'tell'; readonly step: number; readonly duty: Duty; readonly round: number };

/** Is something due, and what? Ask again after each `told` until the answer is nothing. */
export function escalate(value: CriticalValue, ladder: Ladder, now: Date): Due {
  const { nextAt, step } = value.escalation;
  if (value.clinical !== 'open' || nextAt === null) return { kind: 'nothing', askAt: null };
  if (now < nextAt) return { kind: 'nothing', askAt: nextAt };
  const last = ladder.steps.length;
  const next = ladder.steps[Math.min(step + 1, last) - 1];
  if (next === undefined) return { kind: 'nothing', askAt: null };
  return { kind: 'tell', step: Math.min(step + 1, last), duty: next.duty, round: step < last ? 0 : lastRound(value) + 1 };
}

/**
 * Writes down that a step was told, and to whom. Nobody on call is written down too and moves on at once; at the last
 * step it is asked again later, because the roster may be filled meanwhile.
 */
export function told(value: CriticalValue, due: Due, people: readonly Person[], ladder: Ladder, now: Date): Change {
  const asked = escalate(value, ladder, now);
  if (due.kind !== 'tell' || asked.kind !== 'tell' || asked.step !== due.step || asked.round !== due.round) {
    throw refuse('critical-values.step-already-told');
  }
  const { step, duty, round } = due;
  const from = value.escalation.step;
  const facts: NewFact[] = from > 0 && step > from ? [{ name: 'critical-values.escalated', data: { from, to: step, duty } }] : [];
  const somebody = takers(people, duty).length > 0;
  if (!somebody) facts.push({ name: 'critical-values.nobody-on-call', data: { step, duty, departmentCode: value.departmentCode } });
  if (people.length > 0) facts.push({ name: 'critical-values.told', data: { step, duty, round, people } });
  const escalation = {
    step,
    stepAt: now,
    nextAt: nextAsk(beganAt(value), step, somebody, ladder, now),
    told: [...value.escalation.told, { step, duty, at: now, people, round }],
  };
  return { value: { ...value, escalation }, facts };
}

/** The step's deadline from the beginning; sooner when it was reached early because the one before had nobody. */
function nextAsk(began: Date, step: number, somebody: boolean, ladder: Ladder, now: Date): Date {
  if (step >= ladder.steps.length) return plusMinutes(now, ladder.againMinutes);
  if (!somebody) return now;
  const own = ladder.steps[step - 1]?.minutes ?? 0;
  const before = ladder.steps[step - 2]?.minutes ?? 0;
  const deadline = plusMinutes(began, own);
  const early = plusMinutes(now, own - before);
  return deadline < early ? deadline : early;
}

function lastRound(value: CriticalValue): number {
  return Math.max(0, ...toldNow(value).map(({ round }) => round));
}

/** By when treatment is expected; `null` while nobody has acknowledged. */
export function disposeBy(value: CriticalValue, settings: ProcessSettings): Date | null {
  return value.acknowledged === null ? null : plusMinutes(value.acknowledged.at, settings.disposeMinutes);
}

/** Nobody answered by the last step's deadline, or who took it has written nothing in time. */
export function isOverdue(value: CriticalValue, ladder: Ladder, settings: ProcessSettings, now: Date): boolean {
  if (value.clinical === 'open') return now >= plusMinutes(beganAt(value), ladder.steps.at(-1)?.minutes ?? 0);
  const by = disposeBy(value, settings);
  return value.clinical === 'acknowledged' && by !== null && now >= by;
}

/** Once, when the time for treatment is over. */
export function reminderDue(value: CriticalValue, settings: ProcessSettings, now: Date): boolean {
  const by = disposeBy(value, settings);
  return value.clinical === 'acknowledged' && value.remindedAt === null && by !== null && now >= by;
}

export function reminded(value: CriticalValue, settings: ProcessSettings, now: Date): Change {
  const by = disposeBy(value, settings);
  const holder = inHandsOf(value);
  if (!reminderDue(value, settings, now) || by === null || holder === null) {
    throw refuse('critical-values.reminder-not-due');
  }
  const facts: NewFact[] = [{ name: 'critical-values.reminded', data: { who: holder.by, disposeBy: by } }];
  return { value: { ...value, remindedAt: now }, facts };
}
