import test from 'ava';
import * as fc from 'fast-check';
import { type FieldKind, type Purpose, fieldKinds, idCardMasks, mask, maskBirthDate, maskIdNumber, maskName, purposes, pushLine, shownFor, surname } from './masking.ts';

for (const [kind, value, masked] of [
  ['name', '张三', '张*'],
  ['name', '李小明', '李**'],
  ['name', '王', '王*'],
  ['name', '欧阳明珠', '欧阳**'],
  ['name', '欧阳', '欧*'],
  ['name', '阿卜杜热合曼·买买提', '阿**'],
  ['name', 'John Smith', 'J**'],
  ['name', 'Élodie', 'É**'],
  ['name', 'E\u0301lodie', 'É**'],
  ['name', '𠮷田太郎', '𠮷**'],
  ['name', '葛\u{E0100}亮', '葛\u{E0100}*'],
  ['name', '李丽之子', '李*之子'],
  ['name', '欧阳丽之长女', '欧阳*之长女'],
  ['name', '王献之', '王**'],
  ['name', '  ', '—'],
  ['relative', '王芳', '王*'],
  ['relative', '母亲', '母亲'],
  ['idNumber', '110101199003072345', '110***********2345'],
  ['idNumber', '11010519491231002x', '110***********002x'],
  ['idNumber', '110105491231002', '110********1002'],
  ['idNumber', 'E12345678', 'E******78'],
  ['idNumber', '123', '****'],
  ['idNumber', '', '—'],
  ['phone', '13812345678', '138****5678'],
  ['phone', '+86 138-1234-5678', '138****5678'],
  ['phone', '0086 13812345678', '138****5678'],
  ['phone', '０571-88886634', '0571-****34'],
  ['phone', '057188886634', '0571-****34'],
  ['phone', '010-66668834', '010-****34'],
  ['phone', '+8601066668834', '010-****34'],
  ['phone', '0571-88886634转801', '0571-****34'],
  ['phone', '88886634', '****34'],
  ['phone', '+1 202 555 0134', '****34'],
  ['phone', '120', '****'],
  ['phone', '0466 +--37', '****'],
  ['phone', '0571-888837', '0571-****37'],
  ['phone', '无', '—'],
  ['address', '北京市朝阳区建国路88号', '北京市朝阳区***'],
  ['address', '浙江省杭州市西湖区文三路 1 号', '浙江省杭州市西湖区***'],
  ['address', '新疆维吾尔自治区喀什地区疏附县托克扎克镇', '新疆维吾尔自治区喀什地区疏附县***'],
  ['address', '内蒙古自治区锡林郭勒盟正蓝旗上都镇', '内蒙古自治区锡林郭勒盟正蓝旗***'],
  ['address', '江苏省苏州市昆山市人民路1号', '江苏省苏州市昆山市***'],
  ['address', '上海市幸福小区3号楼', '上海市***'],
  ['address', '青禾市人民区幸福路 1 号', '青禾市人民区***'],
  ['address', '12 High Street, Leeds', '***'],
  ['address', '', '—'],
  ['card', '6222 0200 0000 1234', '************1234'],
  ['card', '1234', '****'],
  ['card', '', '—'],
  ['recordNumber', 'P0000123', '****0123'],
  ['recordNumber', '12', '****'],
  ['birthDate', '1980-05-06', '1980-**-**'],
  ['birthDate', '', '—'],
] as const) {
  test(`${kind}: ${JSON.stringify(value)} becomes ${masked}`, (t) => t.is(mask(kind, value).normalize('NFC'), masked.normalize('NFC')));
}

test('an identity card by the setting', (t) => {
  t.deepEqual(idCardMasks.map((setting) => maskIdNumber('110101199003072345', setting)), ['110101********2345', '110***********2345', '1****************5']);
});

test('a birth date is masked by the day it was in the hospital, a lock screen says bed and surname only', (t) => {
  t.is(maskBirthDate(new Date('1979-12-31T16:30:00Z')), '1980-**-**');
  t.is(maskBirthDate(undefined), '—');
  t.is(pushLine('12', '王德顺', '有危急值'), '12床 王** 有危急值，请登录查看');
  t.is(pushLine(undefined, '欧阳明珠', '有危急值'), '欧阳** 有危急值，请登录查看');
  t.is(surname('上官'), '上');
});

/** One of each kind, and what it looks like for each purpose: the whole table at one look. */
const sample: Readonly<Record<FieldKind, string>> = { name: '李小明', relative: '王芳', idNumber: '110101199003072345', phone: '13812345678', address: '北京市朝阳区建国路88号', card: '6222020000001234', recordNumber: 'P0000123', birthDate: '1990-03-07' };
const expected: Readonly<Record<Purpose, readonly (string | undefined)[]>> = {
  list: ['李**', undefined, undefined, undefined, undefined, undefined, '****0123', '1990-**-**'],
  detail: ['李小明', '王*', '110***********2345', '138****5678', '北京市朝阳区***', '************1234', 'P0000123', '1990-03-07'],
  push: ['李**', undefined, undefined, undefined, undefined, undefined, undefined, undefined],
  log: [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
  export: ['李**', '王*', '110***********2345', '138****5678', '北京市朝阳区***', '************1234', '****0123', '1990-**-**'],
};

for (const purpose of purposes) {
  test(`purpose ${purpose}: each kind as it may be shown`, (t) => t.deepEqual(fieldKinds.map((kind) => shownFor(purpose, kind, sample[kind])), [...expected[purpose]]));
}

const hidden = (written: string) => written.replaceAll(/[^\dX]/g, '').length;

test('property: whatever is written, an identity number or telephone never comes out whole', (t) => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789X-+ '), minLength: 3, maxLength: 24 });
  fc.assert(fc.property(fc.constantFrom('idNumber' as const, 'phone' as const, 'card' as const), digits, (kind, text) => {
    const masked = mask(kind, text);
    t.true(masked === '—' || hidden(masked) < hidden(text) || hidden(text) === 0, `${text} -> ${masked}`);
  }), { numRuns: 500 });
  fc.assert(fc.property(fc.string({ minLength: 2, maxLength: 8 }), (name) => t.true(maskName(name) === '—' || maskName(name).includes('*'))), { numRuns: 300 });
});
