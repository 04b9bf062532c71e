/** docs/coverage.md is the whole ledger, in three words, and names only tests that exist. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { namedTestTrouble } from './kit/named-test.ts';

const ROOT = path.join(import.meta.dirname, '..');
const LEDGER = path.join(ROOT, '..', 'shared', 'requirements', 'ledger.tsv');
const STATES = ['works', 'partly', 'not yet'];

interface Row {
  readonly id: string;
  readonly state: string;
  readonly door: string;
  readonly tests: readonly string[];
}

const page = readFileSync(path.join(ROOT, 'docs', 'coverage.md'), 'utf8');
const rows = page.split('\n').flatMap(rowOf);
/** Every number between the two that a heading names. */
const announced = [...page.matchAll(/^## .*\(([A-Z]+)-(\d+) to \1-(\d+)\)$/gm)].flatMap(([, prefix = '', first, last]) =>
  Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => `${prefix}-${String(Number(first) + n).padStart(3, '0')}`),
);

function rowOf(line: string): readonly Row[] {
  const [, id = '', , state = '', door = '', tests = ''] = line.split('|').map((cell) => cell.trim());
  if (!/^[A-Z]+-\d{3}$/.test(id)) return [];
  return [{ id, state, door, tests: tests === '' ? [] : tests.split('<br>') }];
}

test('every number that a heading names has exactly one row, in order', (t) => {
  t.true(announced.length > 400);
  t.deepEqual(rows.map((row) => row.id), announced);
});

test('the page is the whole ledger', (t) => {
  if (!existsSync(LEDGER)) {
    t.log('the ledger is not on this machine: compared with the headings only');
    return t.pass();
  }
  const ids = readFileSync(LEDGER, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t')[0] ?? '');
  t.deepEqual(rows.map((row) => row.id), ids);
});

test('the state is one of three words', (t) => {
  t.deepEqual(rows.filter((row) => !STATES.includes(row.state)), []);
});

test('what works, wholly or partly, has a door and tests that exist', (t) => {
  const begun = rows.filter((row) => row.state !== 'not yet');
  t.true(begun.length > 0);
  const complaints = begun.flatMap((row) => [
    ...(row.door === '' ? [`${row.id} names no door`] : []),
    ...(row.tests.length === 0 ? [`${row.id} names no test`] : []),
    ...row.tests.map((named) => namedTestTrouble(named)).filter((words) => words !== '').map((words) => `${row.id}: ${words}`),
  ]);
  t.deepEqual(complaints, []);
});

test('what is not there yet names neither door nor test', (t) => {
  const loud = rows.filter((row) => row.state === 'not yet' && (row.door !== '' || row.tests.length > 0));
  t.deepEqual(loud, []);
});
