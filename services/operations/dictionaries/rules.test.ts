import test from 'ava';
import * as fc from 'fast-check';
import type { Entry } from './model.ts';
import { checkFields, keysOf, mayRemove, missingColumns, readEntries, sameEntry, tableOf } from './rules.ts';

const found: readonly (readonly [string, string, string])[] = [
  ['肺炎', 'fy', 'feiyan'],
  ['阿莫西林', 'amxl', 'amoxilin'],
  ['2型糖尿病', '2xtnb', '2xingtangniaobing'],
  ['血钾K', 'xjk', 'xuejiak'],
];
for (const [name, initials, pinyin] of found) {
  test(`${name} is found by ${initials} and ${pinyin}`, (t) => t.deepEqual(keysOf(name), { initials, pinyin }));
}

test('other names have keys of their own', (t) => {
  t.deepEqual(keysOf('肺炎', '肺部感染'), { initials: 'fy fbgr', pinyin: 'feiyan feibuganran' });
});

test('fields: only the dictionary’s own, and only what may stand there', (t) => {
  t.deepEqual(checkFields('drug', { form: '片剂', colour: '红', special: '麻醉药品、高警示药品', unit: '' }), { form: '片剂', special: '麻醉药品、高警示药品' });
  t.throws(() => checkFields('drug', { antimicrobialTier: '一级' }), { message: 'dictionaries.field' });
  t.throws(() => checkFields('drug', { special: '麻醉药品、别的' }), { message: 'dictionaries.field' });
  t.deepEqual(checkFields('payment', { form: 'x' }), {});
});

test('the brake: what is used is not deleted, and it is said why', (t) => {
  t.notThrows(() => mayRemove('肺炎', []));
  const refusal = t.throws(() => mayRemove('肺炎', ['diagnosis', 'mapping']), { message: 'dictionaries.in-use' });
  t.regex(JSON.stringify(refusal), /有患者的诊断用到它，编码对照指向它/);
});

test('a published list is read as it is; a line without a code or with a wrong word is left out and named', (t) => {
  t.deepEqual(missingColumns('diagnosis', ['code', 'disease']), []);
  t.deepEqual(missingColumns('drug', ['名称']), ['药品编码']);
  const { entries, bad } = readEntries('diagnosis', ['code', 'disease'], [['A00', '霍乱'], ['', '无码'], ['A17+', '神经系统的结核'], ['A00', '霍乱（新）']]);
  t.deepEqual(entries.map(({ code, name }) => [code, name]), [['A00', '霍乱（新）'], ['A17+', '神经系统的结核']]);
  t.deepEqual(bad.map(({ line }) => line), [3]);
  t.is(readEntries('drug', ['药品编码', '通用名', '抗菌药物级别'], [['1', '青霉素', '一级']]).bad.length, 1);
});

test('property: what is written into a file comes back the same', (t) => {
  const word = fc.stringMatching(/^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9 ]{0,8}$/u).map((text) => text.trim());
  const entry: fc.Arbitrary<Entry> = fc.record({ code: word, name: word, others: word, fields: fc.record({ loinc: word, unit: word }), position: fc.integer({ min: 0, max: 999 }), active: fc.boolean() });
  fc.assert(fc.property(entry, (one) => {
    const { header, lines } = tableOf('item', [one]);
    const [back] = readEntries('item', header, lines).entries;
    return back !== undefined && back.position === one.position && sameEntry(back, one);
  }));
  t.pass();
});
