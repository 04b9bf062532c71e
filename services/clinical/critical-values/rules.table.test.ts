/** The decision table `rules.table.md`: every row is judged. */
import test from 'ava';
import { readFileSync } from 'node:fs';
import type { ThresholdSet } from './limits.ts';
import { adult, bornDaysAgo, earlier, now, result, set, word } from './rules.fixtures.ts';
import { type Before, type EarlierAlert, type LabResult, type PatientFacts, type Verdict, findItem, judge } from './rules.ts';
import { merge, thresholdsFile } from './thresholds-file.ts';

const HOUR = 3_600_000;
const DAY = 86_400_000;
const taken = now;

interface Row {
  readonly block: string;
  readonly set: ThresholdSet;
  readonly cells: Readonly<Record<string, string>>;
}

const rows = readFileSync(new URL('rules.table.md', import.meta.url), 'utf8').split(/^## /mu).slice(1).flatMap(readBlock);

function readBlock(text: string): Row[] {
  const json = /```json\n([\s\S]*?)```/u.exec(text)?.[1];
  const of = json === undefined ? set : merge(set, thresholdsFile.parse({ version: set.version, ...(JSON.parse(json) as object) }));
  const [head = [], , ...lines] = text.split('\n').filter((line) => line.startsWith('|')).map((line) => line.slice(1, -1).split(' | ').map((cell) => cell.trim().replaceAll('\\n', '\n')));
  return lines.map((cells) => ({ block: text.split('\n')[0] ?? '', set: of, cells: Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])) }));
}

function patientOf({ age = '', sex = '', where = '' }: Row['cells']): PatientFacts {
  const [, number = '', unit] = /^(\d+)(天|岁)$/u.exec(age) ?? [];
  const birthDate = unit === undefined ? null : unit === '天' ? bornDaysAgo(Number(number)).birthDate : new Date(taken.getTime() - (Number(number) * 365.25 + 30) * DAY);
  const [kind = '', named = ''] = where.split(' ');
  const place = named === '' ? { departmentCode: kind, wardCode: kind } : { departmentCode: 'CARD', wardCode: 'CARD1' };
  return { ...adult, ...place, birthDate, sex: sex === '—' ? 'U' : sex, traits: kind === 'trait' ? [named] : [], diagnoses: kind === 'ICD' ? [named] : [] };
}

function resultOf({ what = '', value = '', unit = '', specimen = '', else: more = '' }: Row['cells']): LabResult {
  const code = what.split(' ').at(-1) ?? '';
  const codes = what === '—' ? [] : [{ code, system: /^\d+-\d$/u.test(code) ? 'LN' : 'L' }];
  const said = new Map(more.split(', ').map((each) => [each.split(' ')[0] ?? '', each.split(' ').slice(1).join(' ')]));
  return result({
    codes, key: `F1|${code}|`, value, unit, specimen, referenceRange: said.get('range') ?? '', flags: said.has('flag') ? [said.get('flag') ?? ''] : [], status: said.get('status') ?? 'F',
    valueType: said.get('type') ?? 'NM', notes: said.has('note') ? [said.get('note') ?? ''] : [], pointOfCare: said.has('poct'), report: (said.get('report') ?? null) as LabResult['report'], observedAt: taken,
  });
}

const ago = (hours = ''): Date => new Date(taken.getTime() - Number.parseFloat(hours) * HOUR);

/** `told 7.0 1h other-visit`, `same 7.1 1h`, `was 140 20h`, `told-limit ecg.block 2h`; several behind commas. */
function historyOf(row: Row, of: LabResult): { alerts: EarlierAlert[]; before: Map<string, Before[]> } {
  const item = findItem(row.set, of.codes, of.report)?.code ?? '';
  const all = (row.cells['before'] ?? '').split(', ').filter((each) => each !== '').map((each) => each.split(' '));
  const alerts = all.filter(([kind]) => kind !== 'was').map(([kind = '', sent = '', hours = '', more]) => earlier({
    itemCode: kind === 'told-limit' ? sent : item, sent, unitSent: of.unit, value: Number.isNaN(Number(sent)) ? null : Number(sent), direction: Number.isNaN(Number(sent)) ? 'text' : 'high',
    resultKey: kind === 'same' ? of.key : 'F0', observedAt: ago(hours), openedAt: ago(hours), sameVisit: more !== 'other-visit', visitKnown: more !== 'no-visit', corrected: more === 'corrected',
  }));
  const before = all.filter(([kind]) => kind === 'was').map(([, value, hours]): Before => ({ key: `F0${hours}`, value: Number(value), at: ago(hours) }));
  return { alerts, before: new Map([[item, before]]) };
}

function decide(row: Row): Verdict {
  const of = resultOf(row.cells);
  return judge(of, patientOf(row.cells), historyOf(row, of), row.set, taken);
}

for (const [at, row] of rows.entries()) {
  const { what, value, unit, age, where, before, else: more, decision, limit, why } = row.cells;
  test(`${row.block} › ${at + 1}: ${[what, value, unit, age, where, before, more].filter(Boolean).join(' ')} → ${decision}`, (t) => {
    const verdict = decide(row);
    t.deepEqual([word(verdict), verdict.limitId ?? '', verdict.choice?.by ?? ''], [decision, limit, why]);
    t.is(verdict.setVersion, row.set.version);
  });
}

test('there are at least three hundred rows, each block with its source', (t) => {
  t.true(rows.length >= 300, String(rows.length));
  const text = readFileSync(new URL('rules.table.md', import.meta.url), 'utf8');
  t.deepEqual(text.split(/^## /mu).slice(1).filter((block) => !/^Source: .{20,}/mu.test(block)).map((block) => block.split('\n')[0]), []);
  t.deepEqual(rows.filter(({ cells }) => Object.keys(cells).length !== 12 || cells['decision'] === ''), []);
});
