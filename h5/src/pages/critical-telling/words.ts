/** Rules in a nurse's words, and what a change adds and takes away. */
import { alongsideWords, tellingSourceWords } from '../../../../services/clinical/critical-values/phrases.ts';
import type { TellingRule, TellingView } from '../../../../services/clinical/critical-values/schema.ts';

type Names = TellingView['departments'];

const nameOf = (names: Names, code: string): string => names.find((each) => each.code === code)?.name ?? code;

export function departmentsOf({ departments }: TellingRule, names: Names): string {
  return departments === undefined ? '所有科室' : departments.map((code) => nameOf(names, code)).join('、');
}

export function hoursOf({ hours }: TellingRule): string {
  if (hours === undefined) return '全天';
  return `${hours.from}–${hours.from < hours.until ? '' : '次日 '}${hours.until}`;
}

export const sourcesOf = ({ sources }: TellingRule): string => (sources === undefined ? '所有来源' : sources.map((each) => tellingSourceWords[each]).join('、'));
export const alsoOf = ({ also }: TellingRule): string => also.map((each) => alongsideWords[each]).join('、');

/** `心内科，17:30–次日 08:00，所有来源：同时通知 责任护士、值班医生` */
export const sentenceOf = (rule: TellingRule, names: Names): string => `${departmentsOf(rule, names)}，${hoursOf(rule)}，${sourcesOf(rule)}：同时通知${alsoOf(rule)}`;

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export function differenceOf(before: readonly TellingRule[], after: readonly TellingRule[], names: Names): Difference {
  const [old, fresh] = [before, after].map((rules) => rules.map((rule) => sentenceOf(rule, names))) as [string[], string[]];
  return { added: fresh.filter((each) => !old.includes(each)), removed: old.filter((each) => !fresh.includes(each)) };
}
