/** Colleagues by the sound of their names: names are few, so their readings are made once and kept in the process. */
import type { Tx } from '../../core/db.ts';
import { nameKeys, plainPinyin } from '../../core/name-keys.ts';

const readings = new Map<string, readonly (readonly [pinyin: string, initials: string])[]>();
/** More names than any hospital has; beyond it the oldest are made anew. */
const mostNames = 50_000;
const mostFound = 200;

function readingsOf(name: string): readonly (readonly [string, string])[] {
  const known = readings.get(name);
  if (known !== undefined) return known;
  const made = nameKeys(name).readings.map(({ pinyin, initials }) => [pinyin, initials] as const);
  if (readings.size >= mostNames) readings.clear();
  readings.set(name, made);
  return made;
}

/** `wangj` or `wjg`; nothing for what is no pinyin, and for one letter, which is half the hospital. */
export async function numbersReadAs(tx: Tx, word: string): Promise<string[]> {
  const typed = /^[a-z]{2,}$/iu.test(word) ? plainPinyin(word) : '';
  if (typed === '') return [];
  const staff = await tx.staff.findMany({ where: { active: true }, select: { number: true, name: true } });
  return staff.filter(({ name }) => readingsOf(name).some((ways) => ways.some((way) => way.startsWith(typed)))).slice(0, mostFound).map(({ number }) => number);
}
