import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { defaultThresholdSet } from './limits.ts';
import { readThresholds } from './thresholds-file.ts';

const base = defaultThresholdSet();

function written(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'wardline-limits-')), 'limits.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('a hospital changes a number, adds a row and its own codes; everything else stays', (t) => {
  const set = readThresholds(written({
    version: 'qh-2026-01',
    limits: [{ id: 'potassium.adult', low: 2.5 }, { id: 'potassium.child', item: 'potassium', fromDays: 29, toDays: 6570, low: 2.6, high: 6.4 }],
    items: [{ code: 'potassium', local: ['3001'] }],
    scopes: [{ name: 'dialysis', departments: ['XT'] }],
  }), base);
  t.is(set.version, 'qh-2026-01');
  t.like(set.limits.find((limit) => limit.id === 'potassium.adult'), { low: 2.5, high: 6.2, item: 'potassium' });
  t.like(set.limits.find((limit) => limit.id === 'potassium.child'), { low: 2.6, high: 6.4, toDays: 6570 });
  t.deepEqual(set.items.find((item) => item.code === 'potassium')?.local, ['3001']);
  t.deepEqual(set.scopes.find((scope) => scope.name === 'dialysis')?.departments, ['XT']);
  t.is(set.limits.length, base.limits.length + 1);
  t.deepEqual(set.limits.find((limit) => limit.id === 'sodium.adult'), base.limits.find((limit) => limit.id === 'sodium.adult'));
});

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  ['no JSON', '{', /读不出来/],
  ['no version', { limits: [] }, /version/],
  ['a misspelt key', { version: '1', limits: [{ id: 'potassium.adult', hihg: 6 }] }, /hihg/],
  ['crossed limits', { version: '1', limits: [{ id: 'potassium.adult', low: 7 }] }, /potassium\.adult（低限不低于高限/],
  ['a row of no item', { version: '1', limits: [{ id: 'new.row', low: 1 }] }, /new\.row（界限所属的项目不在项目表里/],
];
for (const [name, content, sentence] of wrong) {
  test(`refused at start, with the place: ${name}`, (t) => {
    t.throws(() => readThresholds(written(content), base), { message: sentence });
  });
}
