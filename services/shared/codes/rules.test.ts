import test from 'ava';
import * as fc from 'fast-check';
import type { LaboratoryResult, Said, Statement } from '../../links/statements/schema.ts';
import type { Mapping } from './model.ts';
import { differenceOf, missingColumns, readMappings } from './rules.file.ts';
import { isUnderstood, tableOf, translate } from './rules.ts';

const knowsType = ({ id, text }: { id: string; text: string }) => id === 'C0034' || text === '入院记录';
const mapping = (kind: Mapping['kind'], foreign: string, ours: string, more: Partial<Mapping> = {}): Mapping => ({ kind, sender: '', foreign, ours, text: '', system: '', ...more });
const said = (statements: readonly Statement[], visit?: Said['visit']): Said => ({ sender: { application: 'LIS', facility: 'LAB' }, controlId: '1', type: 'X', statements: [...statements], warnings: [], ...(visit && { visit }) });
const result = (more: Partial<LaboratoryResult> = {}): LaboratoryResult => ({ code: { id: 'K', text: '钾', alternates: [] }, value: { kind: 'number', number: 7.1, text: '7.1' }, flags: [], notes: [], slot: 's', unit: { id: 'mmol/L' }, ...more });
const report = (one: LaboratoryResult): Statement => ({ kind: 'report', orders: [{ code: { id: 'LAB', alternates: [] }, results: [one], notes: [] }] });
const resultOf = (message: Said): LaboratoryResult | undefined => (message.statements[0]?.kind === 'report' ? message.statements[0].orders[0]?.results[0] : undefined);

/** What is sent, the mapping, and where what it became stands. */
const rows: readonly (readonly [string, Said, Mapping, (message: Said) => unknown, unknown])[] = [
  ['a ward', said([], { ward: 'X9', bed: '12' }), mapping('ward', 'X9', 'CARD1'), ({ visit }) => visit, { ward: 'CARD1', bed: '12' }],
  ['a planned ward', said([], { plannedPlace: { ward: 'X9' } }), mapping('ward', 'X9', 'CARD1'), ({ visit }) => visit?.plannedPlace, { ward: 'CARD1' }],
  ['a department', said([], { department: '0301' }), mapping('department', '0301', 'CARD'), ({ visit }) => visit?.department, 'CARD'],
  ['a doctor keeps the name', said([], { attending: { number: 'D7', name: '李静' } }), mapping('staff', 'D7', '1001'), ({ visit }) => visit?.attending, { number: '1001', name: '李静' }],
  ['where she was before', said([{ kind: 'stay', event: 'transfer', prior: { ward: 'X9' } }]), mapping('ward', 'X9', 'CARD1'), ({ statements }) => statements[0], { kind: 'stay', event: 'transfer', prior: { ward: 'CARD1' } }],
  ['of an order', said([{ kind: 'order', category: 'drug', department: '0301' }]), mapping('department', '0301', 'CARD'), ({ statements }) => statements[0], { kind: 'order', category: 'drug', department: 'CARD' }],
  ['each assistant', said([{ kind: 'operation', number: '1', assistants: [{ number: 'D7' }, { number: 'D8' }] }]), mapping('staff', 'D8', '1002'), ({ statements }) => (statements[0]?.kind === 'operation' ? statements[0].assistants : []), [{ number: 'D7' }, { number: '1002' }]],
  ['an item: its slot stays', said([report(result())]), mapping('item', 'K', '2823-3', { text: '血钾', system: 'LN' }), (m) => ({ code: resultOf(m)?.code, slot: resultOf(m)?.slot }), { code: { id: '2823-3', text: '血钾', system: 'LN', alternates: [] }, slot: 's' }],
  ['a unit', said([report(result({ unit: { id: '毫摩' } }))]), mapping('unit', '毫摩', 'mmol/L'), (m) => resultOf(m)?.unit, { id: 'mmol/L' }],
  ['the unit of an item that has none', said([report(result({ unit: undefined }))]), mapping('item-unit', 'K', 'mmol/L'), (m) => resultOf(m)?.unit, { id: 'mmol/L' }],
  ['an item that has no unit', said([report(result({ unit: undefined }))]), mapping('item-unit', 'K', '1'), (m) => resultOf(m)?.unit, undefined],
  ['a category the reader knows no meaning of', said([{ kind: 'order', category: 'other', sentCategory: 'Y9' }]), mapping('order-category', 'Y9', 'nursing'), ({ statements }) => statements[0], { kind: 'order', category: 'nursing', sentCategory: 'Y9' }],
  ['a term', said([{ kind: 'order', category: 'drug', sentTerm: '2' }]), mapping('order-term', '2', 'temporary'), ({ statements }) => statements[0], { kind: 'order', category: 'drug', sentTerm: '2', term: 'temporary' }],
  ['how often', said([{ kind: 'order', category: 'drug', frequency: '07' }]), mapping('frequency', '07', 'bid'), ({ statements }) => statements[0], { kind: 'order', category: 'drug', frequency: 'bid' }],
  ['which way', said([{ kind: 'order', category: 'drug', route: '12' }]), mapping('route', '12', '静脉滴注'), ({ statements }) => statements[0], { kind: 'order', category: 'drug', route: '静脉滴注' }],
  ['a diagnosis', said([{ kind: 'diagnoses', all: [{ code: 'ZD01', name: '心梗' }, { name: '无编码' }] }]), mapping('diagnosis', 'ZD01', 'I21.900', { text: '急性心肌梗死' }), ({ statements }) => (statements[0]?.kind === 'diagnoses' ? statements[0].all : []), [{ code: 'I21.900', name: '急性心肌梗死', system: 'ICD-10' }, { name: '无编码' }]],
  ['a diagnosis keeps its own words', said([{ kind: 'diagnoses', all: [{ code: 'ZD01', name: '心梗' }] }]), mapping('diagnosis', 'ZD01', 'I21.900'), ({ statements }) => (statements[0]?.kind === 'diagnoses' ? statements[0].all[0]?.name : ''), '心梗'],
  ['a kind of document', said([{ kind: 'document', number: '1', shelf: 'record', type: { id: '77' } }]), mapping('document-type', '77', 'C0034', { text: '入院记录' }), ({ statements }) => (statements[0]?.kind === 'document' ? statements[0].type : undefined), { id: 'C0034', text: '入院记录' }],
];
for (const [what, message, one, found, expected] of rows) {
  test(`translated: ${what}`, (t) => {
    const { said: after } = translate(message, tableOf([one]));
    t.deepEqual(found(after), expected);
    t.is(translate(message, tableOf([])).said, message, 'without the mapping the message itself comes back');
  });
}

for (const [kind, known, unknown] of [
  ['frequency', ['bid', 'BID', 'q8h', 'Q12H', 'qod', 'st', 'prn', '每日两次', 'qd(8am)'], ['07', 'X', 'F1']],
  ['route', ['po', 'ivgtt', '静滴', 'IV'], ['12', 'R1']],
  ['diagnosis', ['I21.9', 'I21.900', 'I21.900x001', 'A01.01.01', 'M06.991+', 'K85'], ['ZD01', '410.9', '22298006']],
  ['order-category', [], ['Y9']],
  ['order-term', [], ['2']],
] as const) {
  for (const code of known) test(`${kind} ${code} needs no mapping`, (t) => t.true(isUnderstood({ kind, code, text: undefined, place: '', mapped: undefined }, knowsType)));
  for (const code of unknown) test(`${kind} ${code} is asked for`, (t) => t.false(isUnderstood({ kind, code, text: '说明', place: '', mapped: undefined }, knowsType)));
}

test('the sender’s own mapping goes before the one for all, and another sender’s counts for nothing', (t) => {
  const message = said([], { ward: 'X9' });
  const all = mapping('ward', 'X9', 'CARD1');
  t.is(translate(message, tableOf([all, mapping('ward', 'X9', 'RESP1', { sender: 'LIS|LAB' })])).said.visit?.ward, 'RESP1');
  t.is(translate(message, tableOf([all, mapping('ward', 'X9', 'RESP1', { sender: 'HIS|H' })])).said.visit?.ward, 'CARD1');
});

const met = (kind: Mapping['kind'], code: string, text?: string) => ({ kind, code, text, place: '', mapped: undefined });
const understood: readonly (readonly [ReturnType<typeof met>, boolean])[] = [
  [met('item', 'K', '钾'), true],
  [met('item', '2823-3'), true],
  [met('item', '血钾'), true],
  [met('item', 'K'), false],
  [met('item', 'K', 'K'), false],
  [met('unit', 'mmol/L'), true],
  [met('unit', '10^9/L'), true],
  [met('unit', '/HPF'), true],
  [met('unit', 'mm/h'), true],
  [met('unit', '毫摩'), false],
  [met('item-unit', 'K'), false],
  [met('document-type', 'C0034'), true],
  [met('document-type', '77', '入院记录'), true],
  [met('document-type', '77'), false],
];
for (const [one, expected] of understood) {
  test(`${one.kind} ${one.code} ${one.text ?? ''} is ${expected ? '' : 'not '}understood`, (t) => {
    t.is(isUnderstood(one, knowsType), expected);
    t.true(isUnderstood({ ...one, mapped: mapping(one.kind, one.code, 'x') }, knowsType), 'whatever is mapped is');
  });
}

test('property: what no mapping names is the very message, and every code of it was met', (t) => {
  const code = fc.stringMatching(/^[A-Z0-9]{1,6}$/);
  fc.assert(fc.property(code, code, code, (ward, department, doctor) => {
    const message = said([{ kind: 'stay', event: 'admit' }], { ward, department, attending: { number: doctor } });
    const translated = translate(message, tableOf([mapping('ward', `${ward}x`, 'CARD1'), mapping('item', ward, 'CARD1')]));
    return translated.said === message && [ward, department, doctor].every((each) => translated.met.some((one) => one.code === each));
  }));
  t.pass();
});

test('a file: Chinese headers, kinds by name, the later of two lines holds, bad lines are named', (t) => {
  const header = ['类别', '发送系统', '对方编码', '本院编码', '本院名称'];
  t.deepEqual(missingColumns(header), []);
  t.deepEqual(missingColumns(['类别', '对方编码']), ['本院编码']);
  const { mappings, bad } = readMappings(header, [['病区', '', 'X9', 'CARD1', ''], ['病区', '', 'X9', 'RESP1', ''], ['科', '', 'a', 'b', ''], ['科室', '', '', 'CARD', '']]);
  t.deepEqual(mappings, [mapping('ward', 'X9', 'RESP1')]);
  t.deepEqual(bad.map(({ line }) => line), [4, 5]);
  t.deepEqual(differenceOf([mapping('ward', 'X9', 'CARD1'), mapping('unit', 'a', 'b')], [...mappings, mapping('unit', 'a', 'b'), mapping('unit', 'c', 'd')]), { added: [mapping('unit', 'c', 'd')], changed: mappings, same: 1 });
});
