import test from 'ava';
import * as fc from 'fast-check';
import { wardKey } from '../../core/name-keys.ts';
import { readAsked } from './rules.ts';

for (const [typed, ...asked] of [
  ['张三', { by: 'name', name: '张三' }],
  ['张 三', { by: 'name', name: '张三' }],
  ['建国', { by: 'name', name: '建国' }],
  ['zhangsan', { by: 'letters', pinyin: 'zhangsan' }],
  ['zs', { by: 'letters', pinyin: 'zs' }],
  ["Zhang San", { by: 'letters', pinyin: 'zhangsan' }],
  ['lǚ bù', { by: 'letters', pinyin: 'lubu' }],
  ['11010519491231002x', { by: 'idNumber', number: '11010519491231002X' }, { by: 'number', number: '11010519491231002X' }],
  ['13800138000', { by: 'phone', number: '13800138000' }, { by: 'number', number: '13800138000' }],
  ['+86 138 0013 8000', { by: 'phone', number: '13800138000' }, { by: 'number', number: '13800138000' }],
  ['8000', { by: 'phoneTail', number: '8000' }, { by: 'number', number: '8000' }],
  ['12', { by: 'bed', bed: '12' }, { by: 'number', number: '12' }],
  ['12床', { by: 'bed', bed: '12' }],
  ['加3床', { by: 'bed', bed: '加3' }],
  ['+3床', { by: 'bed', bed: '加3' }],
  ['3病区12床', { by: 'bed', bed: '12', ward: '3病区' }],
  ['心内一病区 12', { by: 'bed', bed: '12', ward: '心内一病区' }],
  ['CARD1-12', { by: 'bed', bed: '12', ward: 'CARD1' }],
  ['ICU 5床', { by: 'bed', bed: '5', ward: 'ICU' }],
  ['P000001', { by: 'number', number: 'P000001' }],
  ['1000234567', { by: 'number', number: '1000234567' }],
  ['ZY|2026110012|P000001|12', { by: 'number', number: '2026110012' }, { by: 'number', number: 'P000001' }],
  ['{"pid":"P000001","vid":"V20261101"}', { by: 'number', number: 'P000001' }, { by: 'number', number: 'V20261101' }],
  ['https://qr.hospital.cn/w?pid=P000001&s=1', { by: 'number', number: 'P000001' }],
  ['  '],
] as const) {
  test(`${typed} is asked as ${asked.map(({ by }) => by).join(', ') || 'nothing'}`, (t) => t.deepEqual(readAsked(typed), [...asked]));
}

test('三病区 and 3病区 are one ward', (t) => {
  t.is(wardKey('心内三病区'), wardKey('心内 3病区'));
  t.not(wardKey('三病区'), wardKey('四病区'));
});

test('property: anything typed is read in bounded pieces and never throws', (t) => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
    t.true(readAsked(text).length <= 8);
  }));
});
