/** Which reading stands out. Pure: one person's rows of a day, what is known of the patients, and the thresholds. */
import { clock } from '../../../cards/words.ts';
import type { Finding, Look, LookedAt, Reader, Thresholds, UnusualRule } from './model.ts';

/** A list shows many at once and says nothing about interest in one of them. */
const atMostOpened = 3;
const minuteMs = 60_000;
const refusals = new Set(['core.not-found', 'core.not-allowed', 'critical-values.not-yours']);

interface Given {
  readonly reader: Reader;
  /** Of one person and one day, oldest first. */
  readonly looks: readonly Look[];
  readonly patients: ReadonlyMap<string, LookedAt>;
  readonly limits: Thresholds;
}

export function unusual(given: Given): Finding[] {
  const opened = given.looks.filter(({ outcome, patients, act }) => outcome === 'allowed' && patients.length > 0 && patients.length <= atMostOpened && !/^(audit|data-scope|sign-in)\./.test(act));
  return [manyPatients(opened, given), flagged('staff', 'colleague', opened, given), flagged('vip', 'vip', opened, given), night(opened, given), brokenGlass(given), refused(given), exported(given), tampered(given)].filter((finding) => finding !== undefined);
}

function finding(rule: UnusualRule, looks: readonly Look[], count: number): Finding | undefined {
  const [first, last] = [looks[0], looks.at(-1)];
  return first === undefined || last === undefined ? undefined : { rule, count, patients: different(looks), firstAt: first.at, lastAt: last.at };
}

function different(looks: readonly Look[]): string[] {
  return [...new Set(looks.flatMap(({ patients }) => patients))];
}

/** The window with the most patients. */
function manyPatients(opened: readonly Look[], { limits }: Given): Finding | undefined {
  let most: readonly Look[] = [];
  let [begin, highest] = [0, 0];
  for (const [end, look] of opened.entries()) {
    while (look.at.getTime() - (opened[begin]?.at.getTime() ?? 0) > limits.manyMinutes * minuteMs) begin += 1;
    const window = opened.slice(begin, end + 1);
    const count = different(window).length;
    if (count > highest) [most, highest] = [window, count];
  }
  return highest >= limits.manyPatients ? finding('many-patients', most, highest) : undefined;
}

/** Not of the department that treats them; where nobody knows who treats them, nobody is accused. */
function isElsewhere(reader: Reader, id: string, patients: ReadonlyMap<string, LookedAt>): boolean {
  const at = patients.get(id)?.departmentCode ?? null;
  return at !== null && at !== reader.departmentCode;
}

function flagged(flag: 'staff' | 'vip', rule: UnusualRule, opened: readonly Look[], { reader, patients }: Given): Finding | undefined {
  const looks = narrowed(opened, (id) => patients.get(id)?.[flag] === true && isElsewhere(reader, id, patients));
  return finding(rule, looks, different(looks).length);
}

function night(opened: readonly Look[], { reader, patients, limits }: Given): Finding | undefined {
  if (reader.onDuty) return undefined;
  const late = opened.filter(({ at }) => isNight(at, limits));
  const looks = narrowed(late, (id) => isElsewhere(reader, id, patients));
  const count = different(looks).length;
  return count >= limits.nightPatients ? finding('night', looks, count) : undefined;
}

function isNight(at: Date, { nightFrom, nightUntil }: Thresholds): boolean {
  const hour = Number(clock(at).slice(0, 2));
  return nightFrom > nightUntil ? hour >= nightFrom || hour < nightUntil : hour >= nightFrom && hour < nightUntil;
}

function brokenGlass({ looks, limits }: Given): Finding | undefined {
  const used = looks.filter(({ act, outcome }) => act === 'data-scope.break-glass' && outcome === 'allowed');
  return used.length >= limits.breakGlassTimes ? finding('break-glass', used, used.length) : undefined;
}

/** In a row: what was allowed in between ends it. */
function refused({ looks, limits }: Given): Finding | undefined {
  let row: Look[] = [];
  let longest: readonly Look[] = [];
  for (const look of looks) {
    if (look.outcome === 'refused' && refusals.has(look.reason ?? '')) row.push(look);
    else if (look.outcome === 'allowed' && look.patients.length > 0) row = [];
    if (row.length > longest.length) longest = [...row];
  }
  return longest.length >= limits.refusedTimes ? finding('refused', longest, longest.length) : undefined;
}

function exported({ looks, limits }: Given): Finding | undefined {
  const taken = looks.filter(({ act, outcome }) => outcome === 'allowed' && /\.export(-|$)/.test(act));
  return taken.length >= limits.exportTimes ? finding('export', taken, taken.length) : undefined;
}

/** As the page told it; a browser without scripts tells nothing. */
function tampered({ looks, limits }: Given): Finding | undefined {
  const told = looks.filter(({ act, outcome }) => act === 'viewing.tamper' && outcome === 'allowed');
  return told.length >= limits.tamperTimes ? finding('tampering', told, told.length) : undefined;
}

/** The looks at patients of one sort, with only those. */
function narrowed(looks: readonly Look[], is: (id: string) => boolean): Look[] {
  return looks.map((look) => ({ ...look, patients: look.patients.filter(is) })).filter(({ patients }) => patients.length > 0);
}
