import test from 'ava';
import { readSet } from './schema.limits.ts';
import { existsSync, readFileSync } from 'node:fs';
import type { Limit } from './limits.ts';
import { defaultThresholdSet, faultsOfSet } from './limits.ts';
import { convert, readUnit } from '../../links/statements/format.units.ts';

const facts = new URL('../../../../shared/data/critical-values.csv', import.meta.url);
const set = defaultThresholdSet();

const BANDS: Readonly<Record<string, (limit: Limit) => boolean>> = {
  'any': (limit) => limit.fromDays === 0 && limit.toDays === null && limit.scope === null,
  'adult': (limit) => limit.fromDays === 29 && limit.toDays === null && limit.scope === null,
  'neonate<=28d': (limit) => limit.fromDays === 0 && limit.toDays === 28 && limit.scope === null,
  'haematology or chemotherapy ward': (limit) => limit.scope === 'haematology-or-chemotherapy',
};

function rows(): readonly Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(facts, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])));
}

test('every row of the table of facts is a limit of the default set, and no limit is without a row', (t) => {
  if (!existsSync(facts)) {
    t.log('table of facts absent: skipped');
    t.pass();
    return;
  }
  const used = new Set<string>();
  for (const row of rows()) {
    const name = `${row.item_en} ${row.age_band}`;
    const item = set.items.find((each) => each.english === row.item_en);
    const limit = set.limits.find((each) => each.item === item?.code && BANDS[row.age_band ?? '']?.(each) === true);
    t.truthy(item, name);
    t.truthy(limit, name);
    if (item === undefined || limit === undefined) continue;
    used.add(limit.id);
    t.is(item.name, row.item_zh ?? '', name);
    t.deepEqual(item.loinc, [row.loinc_primary ?? '', ...(row.loinc_also ?? '').split(';')].filter((code) => code !== ''), name);
    if (item.unit !== '') t.true(row.unit?.startsWith(item.unit), name);
    compareValues((actual, expected, message) => t.is(actual, expected, message), limit, row, name);
    t.is(limit.confidence, row.confidence as Limit['confidence'], name);
    t.is(limit.note, row.scope_note ?? '', name);
    t.is(limit.repeat.kind === 'first-only', (row.scope_note ?? '').includes('first time'), name);
    t.deepEqual(limit.exclude, (row.scope_note ?? '').includes('exclude dialysis') ? ['dialysis'] : [], name);
    if ((row.scope_note ?? '').includes('arterial only')) t.is(item.specimen, 'arterial', name);
  }
  // Findings of reports in sentences are not in the table of numbers: their source is the paragraph below it.
  t.deepEqual(set.limits.filter(({ id, says }) => says === undefined && !used.has(id)).map(({ id }) => id), []);
});

function compareValues(is: (actual: unknown, expected: unknown, message: string) => unknown, limit: Limit, row: Record<string, string>, name: string): void {
  const { low_le: low = '', high_ge: high = '' } = row;
  const qualitative = row.unit === 'qualitative';
  is(limit.positive, qualitative, name);
  is(limit.low, low === '' || qualitative ? null : Number(low), name);
  if (high === '3xULN') is(limit.reference?.times, 3, name);
  else if (high.startsWith('99th percentile')) is(limit.reference?.over, true, name);
  else is(limit.high, high === '' || qualitative ? null : Number(high), name);
}

test('the default set has no faults, every numeric item has a unit we can read, no code twice', (t) => {
  t.deepEqual(faultsOfSet(set), []);
  for (const item of set.items) if (item.reading === 'number') t.truthy(readUnit(item.unit), item.code);
  for (const codes of [set.items.flatMap((item) => item.loinc), set.items.flatMap((item) => item.local), set.items.map((item) => item.code)]) {
    t.is(new Set(codes).size, codes.length);
  }
});

test('the limits of the table in US units are ours once converted, within their rounding (3.5 %)', (t) => {
  if (!existsSync(facts)) {
    t.log('table of facts absent: skipped');
    t.pass();
    return;
  }
  let compared = 0;
  for (const row of rows()) {
    const item = set.items.find((each) => each.english === row.item_en);
    const [from, to] = [readUnit((row.us_unit ?? '').replace(' as BUN', '')), readUnit(item?.unit ?? '')];
    for (const [ours, theirs] of [[row.low_le, row.low_le_us], [row.high_ge, row.high_ge_us]] as const) {
      if (from === undefined || to === undefined || Number.isNaN(Number.parseFloat(theirs ?? '')) || theirs === '3xULN') continue;
      const converted = convert(Number(theirs), from, to, item?.substance) ?? Number.NaN;
      t.true(Math.abs(converted - Number(ours)) <= Number(ours) * 0.035, `${row.item_en} ${theirs} ${row.us_unit} = ${converted}, table says ${ours}`);
      compared += 1;
    }
  }
  t.true(compared >= 60, String(compared));
});

const [first] = set.limits;
for (const [name, change, code] of [
  ['the same id twice', {}, 'critical-values.limit-twice'],
  ['an item that is not in the set', { id: 'x', item: 'nothing' }, 'critical-values.limit-without-item'],
  ['low above high', { id: 'x', low: 9, high: 3 }, 'critical-values.limits-crossed'],
  ['no limit at all', { id: 'x', low: null, high: null }, 'critical-values.limit-empty'],
  ['an age band that ends before it begins', { id: 'x', fromDays: 29, toDays: 3 }, 'critical-values.limit-ages'],
  ['a group nobody has named', { id: 'x', scope: 'nobody' }, 'critical-values.limit-scope'],
  ['a group to be spared that nobody has named', { id: 'x', exclude: ['nobody'] }, 'critical-values.limit-scope'],
  ['a unit of something else', { id: 'x', unit: 'g/24h' }, 'critical-values.limit-unit'],
  ['words to look for in a number', { id: 'x', says: { name: 'x', words: ['x'], codes: [] } }, 'critical-values.limit-words'],
  ['sentences with nothing to look for', { id: 'x', item: 'ecg' }, 'critical-values.limit-words'],
] as const) {
  test(`a set with ${name} is refused before it is stored`, (t) => {
    t.truthy(first);
    if (first === undefined) return;
    t.deepEqual(faultsOfSet({ ...set, limits: [...set.limits, { ...first, ...change }] }).map((fault) => fault.code), [code]);
  });
}

test('a code of two items is refused: which of them it is would be chance', (t) => {
  const items = set.items.map((item) => (item.code === 'sodium' ? { ...item, local: ['k'] } : item));
  t.deepEqual(faultsOfSet({ ...set, items }), [{ code: 'critical-values.code-twice', at: 'K' }]);
});

test('what is stored of a set is the set', (t) => t.deepEqual(readSet(JSON.parse(JSON.stringify(set))), set));
