/**
 * How a threshold set comes into force: drafted by one person, tried against history, proposed, approved by another who
 * had no hand in it. What is approved is exactly what was tried. Pure.
 */
import { type Fault, type ThresholdSet, faultsOfSet } from '../limits.ts';
import type { SetHead, SetStep, Trial } from '../model.sets.ts';
import { phrases } from '../phrases.ts';
import { refuse } from './refuse.ts';

type Person = SetStep['by'];

/** A page changes whole rows; what it does not name stays. */
export interface SetChanges {
  readonly limits: ThresholdSet['limits'];
  readonly items: ThresholdSet['items'];
  readonly scopes: ThresholdSet['scopes'];
  readonly alertFlags?: readonly string[] | undefined;
  /** Ids of limits. */
  readonly remove: readonly string[];
}

export function changed(set: ThresholdSet, changes: SetChanges): ThresholdSet {
  return {
    ...set,
    alertFlags: changes.alertFlags ?? set.alertFlags,
    scopes: put(set.scopes, changes.scopes, ({ name }) => name),
    items: put(set.items, changes.items, ({ code }) => code),
    limits: put(set.limits, changes.limits, ({ id }) => id).filter(({ id }) => !changes.remove.includes(id)),
  };
}

function put<T>(base: readonly T[], rows: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map([...base, ...rows].map((one) => [keyOf(one), one])).values()];
}

export function mustBeOpen({ state }: Pick<SetHead, 'state'>): void {
  if (state !== 'draft') throw refuse('critical-values.set-not-draft');
}

/** A set with a fault is never proposed; while it is a draft it may have some. */
export function mustBeSound(set: ThresholdSet): void {
  const faults = faultsOfSet(set);
  if (faults.length > 0) throw refuse('critical-values.set-faulty', { where: faults.slice(0, 5).map(wordsOfFault).join('；') });
}

export const wordsOfFault = ({ code, at }: Fault): string => `${at}（${phrases[code]}）`;

/** What was tried is what is proposed, and against what is in force now. */
export function mustBeTried({ digest }: Pick<SetHead, 'digest'>, trial: Trial | null, inForce: string): void {
  if (trial?.state !== 'done' || trial.digest !== digest) throw refuse('critical-values.set-not-tried');
  if (trial.against !== inForce) throw refuse('critical-values.set-tried-against-other', { version: trial.against });
}

/** Everybody who had a hand in it. */
export const authorsOf = ({ course }: Pick<SetHead, 'course'>): ReadonlySet<string> => new Set(course.filter(({ act }) => act !== 'approved' && act !== 'rejected').map(({ by }) => by.number));

export function propose(head: SetHead, set: ThresholdSet, trial: Trial | null, inForce: string, by: Person, note: string, now: Date): SetHead {
  mustBeOpen(head);
  mustBeSound(set);
  mustBeTried(head, trial, inForce);
  return { ...head, state: 'proposed', course: [...head.course, { act: 'proposed', by, at: now, note }] };
}

/** In force from then on, at the earliest from now: no decision is rewritten. */
export function approve(head: SetHead, trial: Trial | null, inForce: string, by: Person, from: Date | undefined, note: string, now: Date): SetHead {
  mustBeProposed(head);
  if (authorsOf(head).has(by.number)) throw refuse('critical-values.set-own');
  mustBeTried(head, trial, inForce);
  if (from !== undefined && from < now) throw refuse('critical-values.set-date-past');
  return { ...head, state: 'approved', inForceFrom: from ?? now, course: [...head.course, { act: 'approved', by, at: now, note }] };
}

/** Also by whoever proposed it: taking it back. A copy of it can be drafted again. */
export function reject(head: SetHead, by: Person, note: string, now: Date): SetHead {
  mustBeProposed(head);
  if (note === '') throw refuse('critical-values.set-reason-missing');
  return { ...head, state: 'rejected', course: [...head.course, { act: 'rejected', by, at: now, note }] };
}

function mustBeProposed({ state }: SetHead): void {
  if (state !== 'proposed') throw refuse('critical-values.set-not-proposed');
}

/** Rows in which two sets differ, for whoever approves. */
export interface SetDifference {
  readonly part: 'limit' | 'item' | 'scope' | 'flags';
  readonly id: string;
  readonly before: object | null;
  readonly after: object | null;
}

export function differences(from: ThresholdSet, to: ThresholdSet): SetDifference[] {
  return [
    ...differ('limit', from.limits, to.limits, ({ id }) => id),
    ...differ('item', from.items, to.items, ({ code }) => code),
    ...differ('scope', from.scopes, to.scopes, ({ name }) => name),
    ...differ('flags', flagsOf(from), flagsOf(to), () => ''),
  ];
}

const flagsOf = ({ alertFlags }: ThresholdSet): { readonly flags: string }[] => [{ flags: alertFlags.join('、') }];

function differ<T extends object>(part: SetDifference['part'], from: readonly T[], to: readonly T[], keyOf: (one: T) => string): SetDifference[] {
  const [before, after] = [new Map(from.map((one) => [keyOf(one), one])), new Map(to.map((one) => [keyOf(one), one]))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [one, other] = [before.get(id), after.get(id)];
    return one !== undefined && other !== undefined && sameRow(one, other) ? [] : [{ part, id, before: one ?? null, after: other ?? null }];
  });
}

/** Whatever order a database gives their fields. */
export function sameRow(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => sameRow((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]));
}
