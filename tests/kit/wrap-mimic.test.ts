import test from 'ava';
import { readMessage, reportsIn } from '../../services/links/hl7/read.ts';
import type { LaboratoryResult } from '../../services/links/statements/schema.ts';
import { mimicPresent, readCsv, wrapMimic } from './wrap-mimic.ts';

test('csv: quotes, commas and line breaks inside cells', (t) => {
  t.deepEqual(readCsv('a,b\n1,"x, ""y""\nz"\n,\n'), [['a', 'b'], ['1', 'x, "y"\nz'], ['', '']]);
});

test('every real row becomes one result that reads back as it was', async (t) => {
  if (!mimicPresent()) {
    t.log('MIMIC-IV demo is not on this machine: skipped');
    t.pass();
    return;
  }
  const counts: Record<string, number> = {};
  const specimens = await wrapMimic({ charset: 'gb18030' });
  let results = 0;
  for (const { specimen, rows, message } of specimens) {
    const outcome = readMessage(message);
    const [report] = reportsIn(outcome);
    if (report === undefined) return t.fail(specimen);
    const read: readonly LaboratoryResult[] = report.orders[0]?.results ?? [];
    const differing = read.find((result, index) => !same(result, rows[index] ?? {}));
    if (differing || read.length !== rows.length) return t.fail(`${specimen}: ${differing?.slot ?? 'count'}`);
    for (const { value } of read) counts[value.kind] = (counts[value.kind] ?? 0) + 1;
    results += read.length;
  }
  t.log(`${specimens.length} messages, ${results} results`, counts);
  t.is(results, rowsOf(specimens));
});

function rowsOf(specimens: Awaited<ReturnType<typeof wrapMimic>>): number {
  return specimens.reduce((sum, { rows }) => sum + rows.length, 0);
}

function same(result: LaboratoryResult, row: Readonly<Record<string, string>>): boolean {
  const value = row['value'] === '___' && row['valuenum'] ? row['valuenum'] : (row['value'] ?? '').trim();
  return (
    result.code.id === row['itemid'] &&
    result.value.text === value &&
    (result.unit?.id ?? '') === (row['valueuom'] ?? '').trim() &&
    result.flags.includes('A') === (row['flag'] === 'abnormal') &&
    result.unreadable === undefined
  );
}
