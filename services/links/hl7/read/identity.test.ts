import test from 'ava';
import { readMessage } from '../read.ts';
import { isPersonal, isResidentNumber } from '../../statements/schema.identity.ts';
import type { Patient } from '../../statements/schema.ts';

const adt = (...segments: string[]): Patient | undefined => {
  const raw = ['MSH|^~\\&|HIS|H|W|H|20261121101400||ADT^A08|M1|P|2.5.1||||||UNICODE UTF-8', 'EVN|A08|20261121101400', ...segments].join('\r');
  const outcome = readMessage(Buffer.from(`${raw}\r`));
  return outcome.kind === 'said' ? outcome.said[0]?.patient : undefined;
};
const pid = (fields: Readonly<Record<number, string>>) => `PID|${Array.from({ length: 20 }, (_, at) => fields[at + 1] ?? '').join('|')}`;

const card = '11010519491231002X';

for (const [what, fields, ids, identity] of [
  ['a card by its type', { 3: `M1^^^HIS^MR~${card}^^^GA^NNCHN` }, ['M1'], { idNumber: card }],
  ['a card called in Chinese', { 3: `M1^^^HIS^MR~${card}^^^GA^身份证` }, ['M1'], { idNumber: card }],
  ['a card under another name is known by its check character', { 3: `${card}^^^HIS^PI~M1^^^HIS^MR` }, ['M1'], { idNumber: card }],
  ['a number of the hospital that only looks long stays a number', { 3: '110101194903070051^^^HIS^MR' }, ['110101194903070051'], undefined],
  ['the card alone', { 3: `${card}^^^GA^NI` }, [], { idNumber: card }],
  ['the card of PID-19', { 3: 'M1', 19: card }, ['M1'], { idNumber: card }],
  ['the card before a passport', { 3: `M1~E12345678^^^^PPN~${card}^^^^NI` }, ['M1'], { idNumber: card }],
  ['a card that cannot be right is kept as it was said', { 3: 'M1', 19: '110101194913450051' }, ['M1'], { idNumber: '110101194913450051' }],
  ['no longer known', { 3: 'M1', 11: '""', 13: '""', 19: '""' }, ['M1'], { idNumber: null, phone: null, address: null }],
  ['a mobile before a fixed line', { 3: 'M1', 13: '010-66668888^PRN^PH~13800138000^PRN^CP' }, ['M1'], { phone: '13800138000' }],
  ['a telephone in parts', { 3: 'M1', 13: '^PRN^PH^^86^571^88886666' }, ['M1'], { phone: '86-571-88886666' }],
  ['e-mail is no telephone', { 3: 'M1', 13: '^NET^Internet^a@b.cn' }, ['M1'], undefined],
  ['a Chinese address from the large to the small', { 3: 'M1', 11: '幸福路1号^^朝阳区^北京市^100000' }, ['M1'], { address: '北京市朝阳区幸福路1号' }],
  ['an address written whole', { 3: 'M1', 11: '北京市朝阳区幸福路1号^^朝阳区^北京市' }, ['M1'], { address: '北京市朝阳区幸福路1号' }],
  ['a foreign address', { 3: 'M1', 11: '12 High St^^Leeds^^LS1' }, ['M1'], { address: '12 High St, Leeds, LS1' }],
  ['a county and nothing else', { 3: 'M1', 11: '^^^^^^^^46027' }, ['M1'], { address: '46027' }],
  ['nothing said', { 3: 'M1' }, ['M1'], undefined],
] as const) {
  test(`PID: ${what}`, (t) => {
    const read = adt(pid(fields));
    t.deepEqual(read?.ids.map(({ value }) => value), [...ids]);
    t.deepEqual(read?.identity, identity);
  });
}

test('NK1: who looks after her, by name, else by what she is to the patient', (t) => {
  t.deepEqual(adt(pid({ 3: 'M1' }), 'NK1|1|王芳|MTH^母亲||13900139000')?.identity, { guardian: '王芳', guardianPhone: '13900139000' });
  t.deepEqual(adt(pid({ 3: 'M1' }), 'NK1|1||MTH^母亲||13900139000')?.identity, { guardian: '母亲', guardianPhone: '13900139000' });
  t.deepEqual(adt(pid({ 3: 'M1' }), 'NK1|1|""|||""')?.identity, { guardian: null, guardianPhone: null });
});

test("a resident's number by GB 11643", (t) => {
  t.deepEqual([card, card.toLowerCase(), '110105491231002', '11010519491231002X '].map(isResidentNumber), [true, true, true, true]);
  t.deepEqual(['110101194903070051', '11010519490230002X', '1101011949030700', '', '护照'].map(isResidentNumber), [false, false, false, false, false]);
  t.deepEqual([isPersonal('M1', 'MR'), isPersonal('M1', 'SS'), isPersonal('123456199001011', undefined), isPersonal(card, 'MR')], [false, true, false, true]);
});
