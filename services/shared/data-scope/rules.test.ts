import test from 'ava';
import { type Relation, acts, flags, policyRoles, relations, scopedModules } from './model.ts';
import { passes } from './model.policies.ts';
import { actWords, moduleWords, relationWords, roleWords, verdictWords } from './phrases.ts';
import { checkReview, isInAudience, judge, matrix, mayFlag, policyOf, policyRoleOf, readReason, readSpan } from './rules.ts';

const offices = { laboratories: ['LAB'], medicalOffices: ['MEDO'], recordsOffices: ['MEDR'], admissionCentres: ['ADMC'] };
const detail = { module: 'patients', act: 'detail' } as const;
const list = { module: 'patients', act: 'list' } as const;

test('the permission matrix, as the hospital reads it', (t) => {
  const head = ['角色', ...relations.map((relation) => relationWords[relation])];
  const cell = { yes: '可以', reason: '要原因', no: '·' } as const;
  const rows = matrix();
  const tables = scopedModules.flatMap((module) => acts.map((act) => {
    const lines = rows.filter((row) => row.module === module && row.act === act).map(({ role, cells }) => [roleWords[role], ...relations.map((relation) => cell[cells[relation]])]);
    return [`### ${moduleWords[module]} · ${actWords[act]}`, '', ...[head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`)].join('\n');
  }));
  t.snapshot(`${tables.join('\n\n')}\n\n${Object.values(verdictWords).join('、')}`);
});

test('with a flag only these relations still say yes', (t) => {
  t.snapshot(flags.map((flag) => `${flag}: ${passes[flag].map((relation) => relationWords[relation]).join('、')}`).join('\n'));
});

const of = (role: string, departmentCode: string, adminRole?: 'system' | 'security' | 'audit') => policyRoleOf({ role, departmentCode, adminRole }, offices);

test('a role by person: administrators see nothing whatever else they are, offices come before professions', (t) => {
  t.is(of('doctor', 'CARD'), 'doctor');
  t.is(of('doctor', 'CARD', 'system'), 'duty-administrator');
  t.is(of('administrator', 'MEDO', 'audit'), 'duty-administrator');
  t.is(of('doctor', 'MEDO'), 'medical-office');
  t.is(of('administrator', 'MEDR'), 'records-office');
  t.is(of('nurse', 'ADMC'), 'admission-centre');
  t.is(of('technician', 'LAB'), 'laboratory');
  t.is(of('something new', 'CARD'), 'administrator');
});

const judged = (role: Parameters<typeof policyOf>[0], held: Relation[], marks: string[] = [], use: Parameters<typeof policyOf>[1] = detail) => {
  const { verdict, relation, flag } = judge(policyOf(role, use), new Set(held), marks);
  return [verdict, relation, flag];
};

test('who may see: own and group yes, another group or department only with a reason, administrators never', (t) => {
  t.deepEqual(judged('doctor', ['group', 'department', 'institution']), ['yes', 'group', undefined]);
  t.deepEqual(judged('doctor', ['department', 'institution']), ['reason', 'department', undefined]);
  t.deepEqual(judged('doctor', ['institution']), ['reason', 'institution', undefined]);
  t.deepEqual(judged('doctor', ['ward']), ['no', undefined, undefined], 'a doctor is not let in by the ward');
  t.deepEqual(judged('nurse', ['ward', 'department']), ['yes', 'ward', undefined]);
  t.deepEqual(judged('nurse', ['attending']), ['no', undefined, undefined], 'a nurse is not let in by what only doctors are');
  t.deepEqual(judged('admission-centre', ['booked']), ['yes', 'booked', undefined]);
  t.deepEqual(judged('nurse', ['booked']), ['no', undefined, undefined], 'a booking is nobody else’s business');
  t.deepEqual(judged('admission-centre', ['booked'], ['hiv']), ['reason', 'booked', 'hiv']);
  t.deepEqual(judged('laboratory', ['department', 'institution']), ['no', undefined, undefined]);
  t.deepEqual(judged('medical-office', ['institution']), ['reason', 'institution', undefined]);
  t.deepEqual(judged('duty-administrator', [...relations]), ['no', undefined, undefined]);
  t.deepEqual(judged('doctor', []), ['no', undefined, undefined], 'a stay of another hospital');
  t.deepEqual(judged('doctor', ['department'], [], list), ['no', undefined, undefined], 'lists do not tell of what needs a reason');
});

test('a flag makes a reason of a yes, but not for who treats', (t) => {
  t.deepEqual(judged('doctor', ['attending', 'head'], ['vip']), ['yes', 'attending', undefined]);
  t.deepEqual(judged('doctor', ['head'], ['vip']), ['reason', 'head', 'vip']);
  t.deepEqual(judged('doctor', ['permission-area'], ['hiv']), ['reason', 'permission-area', 'hiv']);
  t.deepEqual(judged('doctor', ['permission'], ['hiv', 'vip']), ['yes', 'permission', undefined]);
  t.deepEqual(judged('nurse', ['ward'], ['vip']), ['reason', 'ward', 'vip']);
  t.deepEqual(judged('nurse', ['ward'], ['hiv']), ['yes', 'ward', undefined]);
  t.deepEqual(judged('nurse', ['ward'], ['hiv', 'staff']), ['reason', 'ward', 'staff']);
  t.deepEqual(judged('doctor', ['head'], ['vip'], list), ['no', undefined, undefined], 'the list leaves the patient out');
  t.deepEqual(judged('administrator', ['permission-area'], ['vip']), ['no', undefined, undefined], 'who may not break glass is not asked for a reason');
});

test('every role has a policy of every act, or plainly none', (t) => {
  t.is(matrix().length, scopedModules.length * acts.length * policyRoles.length);
  t.true(matrix().filter(({ role }) => role === 'duty-administrator').every(({ cells }) => Object.values(cells).every((verdict) => verdict === 'no')));
});

test('an exception opens to its audience only while it is on', (t) => {
  const rule = { on: true, roles: ['doctor'], departments: ['CARD'], columns: ['patient'] };
  const doctor = { role: 'doctor', departmentCode: 'CARD', adminRole: undefined };
  t.true(isInAudience(rule, doctor));
  t.true(isInAudience({ ...rule, departments: [] }, { ...doctor, departmentCode: 'NEPH' }));
  t.false(isInAudience({ ...rule, on: false }, doctor));
  t.false(isInAudience(rule, { ...doctor, departmentCode: 'NEPH' }));
  t.false(isInAudience(rule, { ...doctor, role: 'nurse' }));
  t.false(isInAudience(rule, { ...doctor, adminRole: 'system' }));
});

test('marks about health are kept by the records office, the others also by the security administrator', (t) => {
  t.true(mayFlag('records-office', undefined, 'hiv'));
  t.true(mayFlag('duty-administrator', 'security', 'vip'));
  t.false(mayFlag('duty-administrator', 'security', 'hiv'));
  t.false(mayFlag('duty-administrator', 'system', 'vip'));
  t.false(mayFlag('doctor', undefined, 'vip'));
});

test('reasons, spans and reviews that are refused', (t) => {
  const now = new Date('2026-11-21T02:00:00Z');
  const day = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  t.is(readReason('  抢救中需要病史 '), '抢救中需要病史');
  t.throws(() => readReason('   抢救   '), { message: 'data-scope.reason-short' });
  t.deepEqual(readSpan({ from: day(-3), until: day(1) }, now, 30), { from: now, until: day(1) });
  t.throws(() => readSpan({ from: now, until: now }, now, 30), { message: 'data-scope.span-wrong' });
  t.throws(() => readSpan({ from: now, until: day(31) }, now, 30), { message: 'data-scope.span-long' });
  const glass = { staffNumber: '1101', verdict: null };
  t.throws(() => checkReview(glass, '1101', 'justified', ''), { message: 'data-scope.own-review' });
  t.throws(() => checkReview({ ...glass, verdict: 'justified' }, '1003', 'justified', ''), { message: 'data-scope.reviewed-already' });
  t.throws(() => checkReview(glass, '1003', 'not-justified', ''), { message: 'data-scope.note-needed' });
  t.notThrows(() => checkReview(glass, '1003', 'justified', ''));
});
