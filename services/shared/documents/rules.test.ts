import test from 'ava';
import { kinds, standardKinds } from './model.kinds.ts';
import { type Document, checkUpReport, proof } from './model.ts';
import { isSigned, kindOf, newsOf, shelfOf } from './rules.ts';
import { versionStamp } from './store.content.ts';

test('the standard’s kinds, in its order', (t) => {
  t.is(standardKinds.length, 53);
  t.deepEqual(standardKinds.map(([code]) => code), Array.from({ length: 53 }, (_none, place) => `C${String(place + 1).padStart(4, '0')}`));
  for (const [code, title] of kinds) {
    t.is(kindOf({ id: code }), code);
    t.is(kindOf({ text: title }), code, title);
  }
});

test('medical proofs and check-up reports are kinds of their own, behind the standard’s; their place follows from the kind', (t) => {
  t.deepEqual(kinds.slice(53), [['W0001', '医学证明'], ['W0002', '体检报告']]);
  for (const title of ['诊断证明书', '疾病诊断证明', '病假证明单', '出院证明书', '出生医学证明', '医学证明']) t.is(kindOf({ id: 'ZM', text: '证明' }, title), proof, title);
  for (const title of ['体检报告', '健康体检报告书', '2026 年度体检总检报告', '入职体检表', '健康检查报告']) t.is(kindOf({ text: title }), checkUpReport, title);
  for (const [title, kind] of [['出院记录', 'C0049'], ['检查报告单', 'C0006'], ['出院小结', 'C0053'], ['体格检查记录', undefined]] as const) t.is(kindOf({ text: title }), kind, title);
  for (const told of ['record', 'report', 'notice'] as const) t.deepEqual([shelfOf(proof, told), shelfOf(checkUpReport, told), shelfOf('C0049', told), shelfOf(undefined, told)], ['record', 'report', told, told]);
});

test('what a document is, by code, template, LOINC or the longest of its names', (t) => {
  for (const [type, title, kind] of [
    [{ id: '2.16.156.10011.2.1.1.54' }, undefined, 'C0034'],
    [{ id: '2.16.156.10011.2.1.1.99' }, undefined, undefined],
    [{ id: '18842-5', system: 'LN' }, undefined, 'C0049'],
    [{ id: 'EMR07' }, '首次病程记录', 'C0037'],
    [{ id: 'EMR07' }, '术后首次病程记录', 'C0048'],
    [{ id: 'EMR08' }, '2026-11-20 日常病程记录', 'C0038'],
    [{ text: '病程记录' }, undefined, 'C0038'],
    [{ id: 'EMR09' }, '王主任医师查房记录', 'C0039'],
    [{ text: '体温单' }, undefined, 'C0020'],
    [{ text: '长期医嘱单' }, undefined, 'C0052'],
    [{ id: 'X' }, '住院证', undefined],
  ] as const) t.is(kindOf(type, title), kind, JSON.stringify([type, title]));
});

test('versions as people count them, then time; what names none is older', (t) => {
  const stamps = [versionStamp(undefined, '1|2026-11-21'), versionStamp('1', '1|2026-11-20'), versionStamp('1', '1|2026-11-22'), versionStamp('1.2', '1|2026-11-20'), versionStamp('1.10', '1|2026-11-01'), versionStamp('2', '1|2026-11-01')];
  t.deepEqual(stamps.toSorted(), stamps);
});

const row = (more: Partial<Document>): Document => ({ ...(Object.fromEntries(['state', 'signedAt'].map((field) => [field, null])) as unknown as Document), ...more });

test('written once a version, signed once; drafts and what is withdrawn are no news', (t) => {
  for (const [before, after, isNew, news] of [
    [undefined, { state: 'written' }, true, ['written']],
    [undefined, { state: 'signed' }, true, ['written', 'signed']],
    [undefined, { state: 'draft' }, true, []],
    [{ state: 'draft' }, { state: 'written' }, false, ['written']],
    [{ state: 'written' }, { state: 'signed' }, false, ['signed']],
    [{ state: 'signed' }, { state: 'signed' }, false, []],
    [{ state: 'signed' }, { state: 'corrected' }, true, ['written']],
    [{ state: 'signed' }, { state: 'withdrawn' }, true, []],
  ] as const) t.deepEqual(newsOf(before && row(before), row(after), isNew), [...news], JSON.stringify([before, after]));
  t.true(isSigned(row({ state: 'corrected', signedAt: new Date(0) })));
  t.false(isSigned(row({ state: 'draft', signedAt: new Date(0) })));
});
