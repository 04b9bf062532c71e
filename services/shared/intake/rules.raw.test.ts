import test from 'ava';
import { showRaw } from './rules.raw.ts';

const message = [
  'MSH|^~\\&|LIS|LAB|W|H|20261121101400||ORU^R01|M1|P|2.5.1',
  'PID|1||P000123^^^HIS^MR||王小明||19590312|M|||朝阳区建国路 1 号||13800138000',
  'NK1|1|王大明|父亲|||13900139000',
  'PV1|1|I|X9^^12||||1001^李静',
  'OBX|1|NM|2823-3^血钾^LN||7.1|毫摩|3.5-5.3|||||F',
  'OBX|2|TX|NOTE^备注||王小明诉胸闷||||||F',
  'ZZZ|1|110101195903120011',
].join('\r');

const shown = showRaw(Buffer.from(message), ['OBX-6', 'PV1-3.1', 'PID']);
const field = (at: string) => shown.lines.flatMap(({ fields }) => fields).find((one) => one.at === at);

test('who the patient is, how she is reached and what is told in words is covered; codes, values and places are not', (t) => {
  const all = JSON.stringify(shown);
  for (const secret of ['P000123', '王小明', '王大明', '13800138000', '13900139000', '19590312', '建国路', '110101195903120011']) t.false(all.includes(secret), secret);
  t.is(field('PID-3')?.text, '＊＊＊＊＊＊＊^^^＊＊＊^＊＊');
  t.is(field('PV1-3')?.text, 'X9^^12');
  t.is(field('OBX-5')?.text, '7.1');
  t.is(field('PV1-7')?.text, '1001^李静');
});

test('fields at fault are marked, a segment at fault as a whole, and MSH counts its separator as its first field', (t) => {
  t.true(field('OBX-6')?.fault);
  t.true(field('PV1-3')?.fault);
  t.false(field('OBX-5')?.fault);
  t.true(shown.lines.find(({ name }) => name === 'PID')?.fault);
  t.is(field('MSH-3')?.text, 'LIS');
  t.is(field('MSH-10')?.text, 'M1');
});

test('a field that is missing marks its segment', (t) => {
  const { lines } = showRaw(Buffer.from(message), ['PV1-44']);
  t.deepEqual(lines.filter(({ fault }) => fault).map(({ name }) => name), ['PV1']);
});

test('GB18030 is read, and what is no message is shown as lines', (t) => {
  const gb = Buffer.concat([Buffer.from('MSH|^~\\&|LIS|LAB\rPV1|1|I|'), Buffer.from([0xd6, 0xd0])]);
  t.is(showRaw(gb, []).lines[1]?.fields[2]?.text, '中');
  t.deepEqual(showRaw(Buffer.from('hello 13800138000'), []).lines.map(({ text }) => text), ['hello ＊＊＊＊＊＊＊＊＊＊＊']);
});

test('JSON is shown line by line: of a FHIR patient nothing is left but how it is built', (t) => {
  const bundle = { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', identifier: [{ system: 'urn:his', value: 'P1' }], name: [{ family: '王', given: ['小明'], text: '王小明' }], telecom: [{ value: '010-88' }], birthDate: '1959-03-12' } }, { resource: { resourceType: 'Observation', status: 'final', subject: { reference: 'Patient/1', display: '王小明' }, code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] }, effectiveDateTime: 'gestern' } }] };
  const { format, lines } = showRaw(Buffer.from(JSON.stringify(bundle)), ['Observation.effectiveDateTime']);
  t.is(format, 'json');
  const all = lines.map(({ text }) => text).join('\n');
  for (const secret of ['王', '小明', 'P1"', '010-88', '1959']) t.false(all.includes(secret), secret);
  t.true(all.includes('2823-3'));
  t.deepEqual(lines.filter(({ fault }) => fault).map(({ text }) => text.trim()), ['"effectiveDateTime": "gestern"']);
});
