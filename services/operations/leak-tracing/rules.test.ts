import test from 'ava';
import { type Alike, gradesOf } from './rules.ts';

const pages = (...same: number[]): Alike[] => same.map((each, at) => ({ source: `s${at}`, page: 1, same: each, share: 1 }));
const grades = (...same: number[]): string[] => gradesOf(pages(...same)).map(({ grade }) => grade);

test('a page alone before all others is the one, several of one form are said to be, what is like many is a hint or nothing', (t) => {
  t.deepEqual(grades(0.96, 0.78), ['sure']);
  t.deepEqual(grades(0.96, 0.9), ['sure', 'hint']);
  t.deepEqual(grades(0.96, 0.95, 0.93, 0.7), ['form', 'form', 'form']);
  t.deepEqual(grades(0.87, 0.8), ['hint', 'hint'], 'less like: it has to be farther before the others');
  t.deepEqual(grades(0.87, 0.7), ['sure']);
  t.deepEqual(grades(0.84, 0.5), ['hint'], 'never sure below, however alone');
  t.deepEqual(grades(0.79, 0.1), []);
  t.deepEqual(grades(0.95), ['sure'], 'the only page there is');
  t.deepEqual(grades(), []);
});
