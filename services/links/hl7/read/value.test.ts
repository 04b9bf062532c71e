import test from 'ava';
import { parse } from '../syntax/parse.ts';
import { segmentOf } from '../syntax/message.ts';
import { readRange } from './range.ts';
import { readValue } from './value.ts';

function value(type: string, five: string): unknown {
  const parsed = parse(Buffer.from(`MSH|^~\\&|L\rOBX|1|${type}|K||${five}|`));
  const obx = 'message' in parsed ? segmentOf(parsed.message, 'OBX') : undefined;
  if (!obx) throw new Error('no OBX');
  const { value, unreadable } = readValue(obx, type, 'Asia/Shanghai');
  return unreadable === undefined ? value : { ...value, unreadable };
}

const number = (number: number, text: string): object => ({ kind: 'number', number, text });
const words = (text: string): object => ({ kind: 'text', text });
const doubt = (text: string, unreadable: string): object => ({ kind: 'text', text, unreadable });
const bounded = (comparator: string, number: number, text: string): object => ({ kind: 'bounded', comparator, number, text });

const VALUES: readonly (readonly [type: string, sent: string, read: object])[] = [
  ['NM', '7.1', number(7.1, '7.1')],
  ['NM', ' 7.10 ', number(7.1, '7.10')],
  ['NM', '-3', number(-3, '-3')],
  ['NM', '+3', number(3, '+3')],
  ['NM', '.5', number(0.5, '.5')],
  ['NM', '1.2e3', number(1200, '1.2e3')],
  ['NM', '1,200', number(1200, '1,200')],
  ['NM', '７．１', number(7.1, '７．１')],
  ['NM', '7.1↑', number(7.1, '7.1↑')],
  ['NM', '7.1 ↑↑', number(7.1, '7.1 ↑↑')],
  ['NM', '2100^g^LN', number(2100, '2100')],
  ['NM', '<15', bounded('<', 15, '<15')],
  ['NM', '>=1000', bounded('>=', 1000, '>=1000')],
  ['NM', '≤0.1', bounded('<=', 0.1, '≤0.1')],
  ['NM', '＞1000', bounded('>', 1000, '＞1000')],
  ['NM', '60~120', doubt('60~120', 'several-values')],
  ['NM', '0 .07', doubt('0 .07', 'not-a-number')],
  ['NM', '7,1', doubt('7,1', 'not-a-number')],
  ['NM', '7.1.2', doubt('7.1.2', 'not-a-number')],
  ['NM', '溶血', words('溶血')],
  ['NM', 'HEMOLYZED', words('HEMOLYZED')],
  ['NM', '___', words('___')],
  ['NM', '', { kind: 'none', text: '' }],
  ['NM', '""', { kind: 'none', text: '' }],
  ['ST', '7.1', number(7.1, '7.1')],
  ['', '7.1', number(7.1, '7.1')],
  ['ST', '>1000', bounded('>', 1000, '>1000')],
  ['ST', '阴性', words('阴性')],
  ['ST', '+1', words('+1')],
  ['ST', '2+', words('2+')],
  ['ST', '1:80', words('1:80')],
  ['TX', 'one~two', words('one\ntwo')],
  ['FT', 'one\\.br\\two', words('one\ntwo')],
  ['SN', '^7.1', number(7.1, '7.1')],
  ['SN', '=^7.1', number(7.1, '7.1')],
  ['SN', '>^1000', bounded('>', 1000, '>1000')],
  ['SN', '<=^0.1', bounded('<=', 0.1, '<=0.1')],
  ['SN', '^10^-^20', { kind: 'range', low: 10, high: 20, text: '10-20' }],
  ['SN', '^1^:^80', { kind: 'ratio', numerator: 1, denominator: 80, text: '1:80' }],
  ['SN', '^2^+', words('2+')],
  ['SN', '+^2^-^4', doubt('+2-4', 'comparator-with-two-numbers')],
  ['SN', '^x', doubt('x', 'not-a-number')],
  ['SN', '7.1', number(7.1, '7.1')],
  ['CE', '260415000^Not detected^SCT', { kind: 'coded', codes: [{ id: '260415000', text: 'Not detected', system: 'SCT' }], text: 'Not detected' }],
  ['CWE', '^^^L1^阳性^L', { kind: 'coded', codes: [{ id: 'L1', text: '阳性', system: 'L' }], text: '阳性' }],
  ['CWE', 'a^A^L~b^B^L', { kind: 'coded', codes: [{ id: 'a', text: 'A', system: 'L' }, { id: 'b', text: 'B', system: 'L' }], text: 'A\nB' }],
  ['CWE', '^^^^^^^^自由文本', words('自由文本')],
  ['DT', '20260801', { kind: 'time', at: '2026-07-31T16:00:00.000Z', text: '20260801' }],
  ['TS', '20220229', doubt('20220229', 'not-a-time')],
  ['ED', '^application^pdf^Base64^JVBERi0=', { kind: 'attachment', mediaType: 'application/pdf', text: '' }],
  ['RP', 'http://lis/1^LIS^application^pdf', { kind: 'attachment', mediaType: 'application/pdf', text: 'http://lis/1' }],
  ['CX', '123^^^HIS', words('123^^^HIS')],
];

for (const [type, sent, read] of VALUES) {
  test(`value ${type || '(no type)'} ${sent || '(nothing)'}`, (t) => t.deepEqual(value(type, sent), read));
}

const RANGES: readonly (readonly [text: string, limits: object])[] = [
  ['3.5-5.3', { low: 3.5, high: 5.3 }],
  ['3.5 - 5.3', { low: 3.5, high: 5.3 }],
  ['3.5--5.3', { low: 3.5, high: 5.3 }],
  ['3.5～5.3', { low: 3.5, high: 5.3 }],
  ['3.5~5.3', { low: 3.5, high: 5.3 }],
  ['3.5—5.3', { low: 3.5, high: 5.3 }],
  ['3.5 to 5.3', { low: 3.5, high: 5.3 }],
  ['[ 3.5 - 5.3 ]', { low: 3.5, high: 5.3 }],
  ['-3-3', { low: -3, high: 3 }],
  ['-3--1', {}],
  ['<15', { high: 15 }],
  ['[ < 0.5]', { high: 0.5 }],
  ['≥ 90', { low: 90 }],
  ['5.3-3.5', {}],
  ['[ ]', {}],
  ['阴性', {}],
  ['成人 3.5-5.3', {}],
];

for (const [text, limits] of RANGES) {
  test(`range ${text}`, (t) => t.deepEqual(readRange(text), { text, ...limits }));
}
