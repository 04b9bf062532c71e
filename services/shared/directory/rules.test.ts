import test from 'ava';
import { type StaffHere, changedFields, checkByHand, judgeAccount, judgeBed, judgeGroup, judgePlace, judgeStaff, loops, resolutionsFor, sameName, tooMany, treeOf } from './rules.ts';

const person = (more: Partial<StaffHere> = {}): StaffHere => ({ number: '1001', name: '李静', role: 'doctor', title: '主治医师', departmentCode: 'CARD', wardCode: null, active: true, source: 'his', ...more });
const known = { department: true, ward: true };
const word = (verdict: ReturnType<typeof judgeStaff>): string => (verdict.kind === 'matter' ? `${verdict.matter} ${verdict.reason}` : verdict.kind === 'change' ? `change ${verdict.fields.join(',')}` : verdict.kind);

const staffTable: readonly [string, StaffHere, StaffHere | undefined, typeof known, string][] = [
  ['somebody new', person(), undefined, known, 'add'],
  ['somebody new who has left already', person({ active: false }), undefined, known, 'same'],
  ['the same', person(), person(), known, 'same'],
  ['another title', person({ title: '副主任医师' }), person(), known, 'change title'],
  ['entered by hand before', person(), person({ source: 'hand' }), known, 'change source'],
  ['a number with another name', person({ name: '李靖' }), person(), known, 'contradictory name-differs'],
  ['left', person({ active: false }), person(), known, 'leave'],
  ['told as present, left here', person(), person({ active: false }), known, 'contradictory left-here'],
  ['left on both sides', person({ active: false, title: 'x' }), person({ active: false }), known, 'same'],
  ['no such department', person(), undefined, { department: false, ward: true }, 'contradictory no-department'],
  ['no such ward', person(), person(), { department: true, ward: false }, 'contradictory no-ward'],
  ['a file against HIS', person({ source: 'file', title: 'x' }), person(), known, 'contradictory mastered-elsewhere'],
  ['a file that says what HIS says', person({ source: 'file' }), person(), known, 'same'],
];
for (const [name, told, here, around, expected] of staffTable) test(`staff: ${name}`, (t) => t.is(word(judgeStaff(told, here, around)), expected));

const place = (more: Record<string, unknown> = {}) => ({ code: 'CARD', name: '心血管内科', kind: 'inpatient', parentCode: 'MED', institutionCode: null, campusCode: null, active: true, source: 'his', ...more });
test('places: new, changed, adopted only under the same name, at the top while the one above is missing', (t) => {
  t.deepEqual([
    word(judgePlace('department', place(), undefined, true)),
    word(judgePlace('department', place({ kind: 'outpatient' }), place(), true)),
    word(judgePlace('department', place(), place({ source: 'hand' }), true)),
    word(judgePlace('department', place({ name: '心内科' }), place({ source: 'hand' }), true)),
    word(judgePlace('department', place(), undefined, false)),
    word(judgePlace('ward', place({ departmentCode: 'X' }), undefined, false)),
    word(judgePlace('department', place({ active: false }), undefined, true)),
  ], ['add', 'change kind', 'change source', 'contradictory name-differs', 'contradictory no-parent', 'contradictory no-department', 'same']);
  t.like(judgePlace('department', place(), undefined, false), { apply: true });
  t.like(judgePlace('department', place(), place(), false), { apply: false });
});

const bed = (more: Record<string, unknown> = {}) => ({ code: 'CARD1/12', wardCode: 'CARD1', number: '12', room: null, state: 'open', note: null, active: true, source: 'his', ...more });
test('beds: new, blocked, adopted; not without their ward, and not against HIS', (t) => {
  t.deepEqual([
    word(judgeBed(bed(), undefined, true)),
    word(judgeBed(bed({ state: 'blocked', note: '维修' }), bed(), true)),
    word(judgeBed(bed(), bed({ source: 'hand' }), true)),
    word(judgeBed(bed(), bed(), true)),
    word(judgeBed(bed({ wardCode: 'X' }), undefined, false)),
    word(judgeBed(bed({ state: 'blocked', source: 'file' }), bed(), true)),
    word(judgeBed(bed({ active: false }), undefined, true)),
  ], ['add', 'change state,note', 'change source', 'same', 'contradictory no-ward', 'contradictory mastered-elsewhere', 'same']);
});

const group = (members: string[]) => ({ code: 'A', name: 'A 组', departmentCode: 'CARD', leader: '1001', active: true, source: 'his', members });

test('groups: a member nobody knows is asked about; members are compared whatever their order of telling', (t) => {
  t.is(word(judgeGroup(group(['1002']), group(['1002']), { department: true, staff: true })), 'same');
  t.is(word(judgeGroup(group(['1002', '1003']), group(['1002']), { department: true, staff: true })), 'change members');
  t.is(word(judgeGroup(group(['1002']), undefined, { department: true, staff: false })), 'contradictory unknown-staff');
});

const account = { platform: 'dingtalk', corp: 'c', user: 'u1', name: '李静', staffNumber: '1001', departments: [] };
const around = { boundTo: undefined, unionId: null, person: { name: '李静', active: true }, numberTwice: false, hasAnother: false, ownerLeft: false };
const accountTable: readonly [string, Partial<typeof account>, Partial<Parameters<typeof judgeAccount>[1]>, string][] = [
  ['number and name agree', {}, {}, 'add'],
  ['a name with an addition', { name: '李静（心内科）' }, {}, 'add'],
  ['bound already', {}, { boundTo: '1001' }, 'same'],
  ['bound by hand, no number on the platform', { staffNumber: '' }, { boundTo: '1001' }, 'same'],
  ['bound to another number', {}, { boundTo: '1002' }, 'contradictory other-number'],
  ['bound to somebody who left', {}, { boundTo: '1001', ownerLeft: true }, 'contradictory left-here'],
  ['no number', { staffNumber: '' }, { person: undefined }, 'unmatched no-number'],
  ['a number nobody has', {}, { person: undefined }, 'unmatched unknown-number'],
  ['two accounts, one number', {}, { numberTwice: true }, 'duplicated number-twice'],
  ['has another account', {}, { hasAnother: true }, 'duplicated has-another'],
  ['the person left', {}, { person: { name: '李静', active: false } }, 'contradictory left-here'],
  ["another person's name", { name: '张伟' }, {}, 'contradictory name-differs'],
];
for (const [name, told, more, expected] of accountTable) test(`account: ${name}`, (t) => t.is(word(judgeAccount({ ...account, ...told }, { ...around, ...more })), expected));

test('names: additions are no other person, another character is', (t) => {
  t.true(sameName('李 静-1001', '李静'));
  t.true(sameName('阿依古丽·买买提', '阿依古丽买买提'));
  t.false(sameName('李静静', '李静'));
});

const of = (present: number, missing: number, leaving = 0) => tooMany([{ kind: 'staff', known: present, missing, leaving }], 5).length;

test('a source that lacks many stops; few are looked at one by one', (t) => {
  t.deepEqual([of(20_000, 1000), of(20_000, 1001), of(20, 5), of(20, 6), of(100, 3, 3)], [0, 1, 0, 1, 1]);
});

test('what HIS says is not changed by hand; the hospital’s own columns are', (t) => {
  const before = { source: 'his', name: '心血管内科', kind: 'inpatient', phone: null };
  t.notThrows(() => checkByHand('department', before, { name: '心血管内科', kind: 'inpatient', phone: '8001' }));
  const error = t.throws(() => checkByHand('department', before, { name: '心内科', kind: 'inpatient' }));
  t.like(error, { code: 'directory.mastered', facts: { fields: '名称' } });
  t.notThrows(() => checkByHand('department', { ...before, source: 'hand' }, { name: '心内科' }));
  t.deepEqual(changedFields({ a: 1, b: 2 }, { a: 1, b: 3 }), ['b']);
});

test('a circle stands at the top instead of nowhere', (t) => {
  const rows = [{ code: 'A', parentCode: 'B' }, { code: 'B', parentCode: 'A' }, { code: 'C', parentCode: 'A' }, { code: 'D', parentCode: 'X' }];
  t.deepEqual([...loops(rows)], ['A', 'B']);
  t.deepEqual(treeOf(rows).map(({ code, children }) => [code, children.map((child) => child.code)]), [['A', ['C']], ['B', []], ['D', []]]);
});

test('what can be done about each sort of matter', (t) => {
  t.deepEqual([resolutionsFor('unmatched', 'no-number', 'account'), resolutionsFor('vanished', 'not-told', 'staff'), resolutionsFor('contradictory', 'name-differs', 'staff'), resolutionsFor('unreadable', 'fields', 'staff'), resolutionsFor('unmatched', 'not-bound', 'binding'), resolutionsFor('contradictory', 'left-here', 'account')],
    [['bind', 'ignore'], ['retire', 'ignore'], ['accept', 'ignore'], ['ignore'], ['bind', 'ignore'], ['retire', 'ignore']]);
});
