import test from 'ava';
import { type Api, type World, potassium, world } from '../kit/world.ts';

/** As if a second factor had just been shown: how it is shown is sign-in's own test. */
async function stepped(w: World, staff: string): Promise<Api> {
  const api = await w.signIn(staff);
  await w.hospital.database.prisma.session.updateMany({ where: { staff }, data: { steppedUpAt: w.now(), steppedUpBy: 'totp' } });
  return api;
}

const rows = async (api: Api, path: string) => (await api('GET', path)).data as { items: Record<string, unknown>[]; total: number };
const numbers = async (api: Api) => (await rows(api, '/patients')).items.map((item) => item['number']).toSorted();
const register = async (api: Api) => (await rows(api, '/critical-values')).items;
const patientOf = (w: World, number: string) => w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number } });
const rescue = { kind: 'rescue', reason: '透析中突发室颤，需要既往用药' };

test('a doctor sees own and group patients, a nurse the ward, the head the department, administrators nobody', async (t) => {
  const w = await world(t);
  const group = ['P000001', 'P000002', 'P000003', 'P000004'];
  t.deepEqual(await numbers(await w.signIn('1001')), group);
  t.deepEqual(await numbers(await w.signIn('1002')), group, 'the other member of the group');
  t.deepEqual(await numbers(await w.signIn('1006')), ['P000016'], 'the other group of the same department');
  t.deepEqual(await numbers(await w.signIn('1005')), [...group, 'P000016'], 'a nurse of the ward');
  t.deepEqual(await numbers(await w.signIn('1003')), [...group, 'P000016'], 'the head');
  t.deepEqual(await numbers(await w.signIn('9001')), [], 'the medical office only with a reason');
  for (const staff of ['3001', '9101', '9102', '9201']) t.is((await (await w.signIn(staff))('GET', '/patients')).status, 403, staff);

  const qian = await patientOf(w, 'P000016');
  const li = await w.signIn('1001');
  const hidden = await li('GET', `/patients/${qian.id}`);
  const madeUp = await li('GET', '/patients/0198f000-0000-7000-8000-000000000000');
  t.is(hidden.status, 404);
  t.deepEqual(hidden, madeUp, 'an id outside the scope and one that is not there are one answer');
  t.deepEqual((await li('POST', '/patients/find', { number: 'P000016' })).error.code, 'data-scope.reason-needed', 'who holds the wristband may know that a reason opens it');
  t.is((await li('POST', '/patients/find', { number: 'P999999' })).error.code, 'core.not-found');
  t.is((await (await w.signIn('9101'))('POST', '/patients/find', { number: 'P000016' })).status, 403);
});

test('break-glass: reason, second factor, hours; the head and the records office are told and review it; every look says so', async (t) => {
  const w = await world(t, { env: { DATA_SCOPE_BREAK_GLASS_HOURS: '0.1' } });
  const { prisma } = w.hospital.database;
  const wang = await patientOf(w, 'P000001');
  const kidney = await w.signIn('1101');
  t.is((await kidney('POST', '/data-scope/emergency-views', { patient: 'P000001', ...rescue })).error.code, 'core.step-up');
  const zhao = await stepped(w, '1101');
  t.is((await zhao('POST', '/data-scope/emergency-views', { patient: 'P000001', kind: 'rescue', reason: '抢救' })).error.code, 'data-scope.reason-short');
  t.is((await zhao('POST', '/data-scope/emergency-views', { patient: 'P999999', ...rescue })).status, 404);
  const opened = await zhao('POST', '/data-scope/emergency-views', { patient: 'P000001', ...rescue });
  t.like(opened.data as object, { patient: wang.id, until: new Date(w.now().getTime() + 6 * 60_000).toISOString() });
  t.is((await zhao('POST', '/data-scope/emergency-views', { patient: 'P000001', ...rescue })).status, 200, 'again: nothing more is opened');
  t.is(await prisma.accessGrant.count({ where: { kind: 'break-glass' } }), 1);
  t.is((await zhao('GET', `/patients/${wang.id}`)).status, 200);
  const look = await prisma.audit.findFirstOrThrow({ where: { actor: 'staff:1101', act: 'patient-lookup.show', outcome: 'allowed' }, orderBy: { id: 'desc' } });
  t.is(look.reason, 'data-scope:patients/detail:break-glass');
  t.deepEqual(look.patients, [wang.id]);

  await w.settle();
  const [head, keeper] = [await w.card('dingtalk', '1003'), await w.card('dingtalk', '9301')];
  t.regex(head.title ?? '', /12床 王\*\*/);
  t.is((await w.cards('dingtalk', '1101')).length, 0, 'not the person');
  await w.press('dingtalk', '1003', 'not-justify');
  t.like(await prisma.accessGrant.findFirst(), { verdict: null }, 'not without saying why');
  await w.press('dingtalk', '9301', 'justify', {}, keeper.id);
  t.like(await prisma.accessGrant.findFirst(), { verdict: 'justified', reviewedBy: '9301' });
  t.deepEqual((await w.card('dingtalk', '1003')).buttons ?? [], [], 'the other reviewer sees that it is done');

  const { id } = await prisma.accessGrant.findFirstOrThrow();
  t.is((await zhao('POST', `/data-scope/emergency-views/${id}/review`, { verdict: 'justified' })).error.code, 'data-scope.own-review');
  t.is((await (await w.signIn('1103'))('POST', `/data-scope/emergency-views/${id}/review`, { verdict: 'justified' })).status, 404, 'another department’s head');
  t.is((await rows(await w.signIn('1103'), '/data-scope/emergency-views')).total, 0);
  const seenBySecurity = (await rows(await w.signIn('9102'), '/data-scope/emergency-views')).items[0];
  t.like(seenBySecurity, { kind: '抢救', reason: null, patient: { number: '****0001', name: '王**' } });

  await w.pass(6);
  t.is((await (await w.signIn('1101'))('GET', `/patients/${wang.id}`)).status, 404, 'ended by itself');
});

test('query permission: asked by the person, decided by the security administrator, ends by itself, by hand and with the person', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const until = new Date(w.now().getTime() + 2 * 86_400_000).toISOString();
  const zhao = await w.signIn('1101');
  const ask = (target: string, scope = 'ward') => zhao('POST', '/data-scope/requests', { scope, target, reason: '支援心内科一病区值班', until });
  t.is((await ask('NOWHERE')).error.code, 'data-scope.no-such-area');
  const { request } = (await ask('CARD1')).data as { request: string };
  t.is((await ask('CARD1')).error.code, 'data-scope.asked-already');
  await w.settle();
  t.regex(JSON.stringify((await w.card('dingtalk', '9102')).raw), /心内科一病区/);
  t.is((await (await stepped(w, '9101'))('POST', '/data-scope/requests/decide', { id: request, granted: true })).status, 403, 'not another administrator');
  t.is((await (await w.signIn('9102'))('POST', '/data-scope/requests/decide', { id: request, granted: true })).error.code, 'core.step-up');
  const wei = await stepped(w, '9102');
  t.is((await wei('POST', '/data-scope/requests/decide', { id: request, granted: true })).status, 200);
  t.is((await wei('POST', '/data-scope/requests/decide', { id: request, granted: false })).error.code, 'data-scope.decided-already');
  await w.settle();
  t.is((await w.cards('dingtalk', '1101')).length, 1, 'told by card');
  t.true((await numbers(zhao)).includes('P000001'));

  const { id: grant } = await prisma.accessGrant.findFirstOrThrow();
  t.is((await wei('POST', '/data-scope/grants/revoke', { id: grant })).status, 200);
  t.is((await wei('POST', '/data-scope/grants/revoke', { id: grant })).error.code, 'data-scope.revoked-already');
  t.false((await numbers(zhao)).includes('P000001'));
  t.like((await rows(zhao, '/data-scope/requests?mine=true')).items[0], { state: 'revoked' });

  const second = ((await ask('P000001', 'patient')).data as { request: string }).request;
  t.is((await wei('POST', '/data-scope/requests/decide', { id: second, granted: true })).status, 200);
  t.deepEqual((await numbers(zhao)).filter((number) => number === 'P000001'), ['P000001']);
  await w.hospital.inbound.change({ key: 'left-1101', kind: 'left', platform: 'dingtalk', corp: (await prisma.staffAccount.findFirstOrThrow({ where: { staffNumber: '1101' } })).corp, users: ['zhaolei1101'] });
  await w.settle();
  t.is(await prisma.accessGrant.count({ where: { staffNumber: '1101', revokedAt: null } }), 0, 'left: nothing stays open');
});

test('the register of critical values is the department’s only while the hospital opens it, in its columns; the ladder is never hindered', async (t) => {
  const w = await world(t);
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const gu = await w.signIn('1006');
  t.is((await register(gu)).length, 1, 'the demonstration opens its register');
  const wei = await stepped(w, '9102');
  const rule = { on: true, roles: ['doctor', 'nurse'], departments: [], columns: ['patient', 'progress'] };
  t.is((await wei('POST', '/data-scope/exceptions/critical-value-register', { ...rule, columns: ['diagnosis'] })).error.code, 'data-scope.unknown-column');
  t.is((await wei('POST', '/data-scope/exceptions/critical-value-register', rule)).status, 200);
  const [narrow] = await register(gu);
  t.like(narrow, { fact: '结果未对本科室开放', acknowledgedBy: null, deeds: [], patient: { name: '王**' } });
  t.is((await gu('GET', `/critical-values/${String(narrow?.['id'])}`)).status, 404, 'the row does not open');
  t.is((await register(await w.signIn('1002')))[0]?.['fact'], '血钾 7.1 mmol/L ↑↑', 'the own group sees it whole');

  t.is((await wei('POST', '/data-scope/exceptions/critical-value-register', { ...rule, on: false })).status, 200);
  t.deepEqual(await register(gu), []);
  for (const staff of ['1001', '1002', '1003', '1005', '3001', '9001']) t.is((await register(await w.signIn(staff))).length, 1, staff);
  // The duty doctor of another group is told by the ladder, and sees and takes that value.
  await w.hospital.database.prisma.duty.updateMany({ where: { departmentCode: 'CARD', duty: 'duty-doctor' }, data: { staffNumber: '1006' } });
  await w.pass(5);
  const told = await register(await w.signIn('1006'));
  t.like(told[0], { fact: '血钾 7.1 mmol/L ↑↑' });
  await w.press('dingtalk', '1006', 'acknowledge');
  t.like(await w.hospital.database.prisma.criticalValue.findFirst(), { clinical: 'acknowledged', holder: '1006' });
  t.deepEqual(await numbers(await w.signIn('1006')), ['P000016'], 'that value, not the whole patient');
});

test('flags narrow: the head needs a reason, the list leaves the patient out, who treats still sees her', async (t) => {
  const w = await world(t);
  const keeper = await stepped(w, '9301');
  t.is((await keeper('POST', '/data-scope/flags', { patient: 'P000001', flag: 'hiv', on: true })).status, 200);
  const security = await stepped(w, '9102');
  t.is((await security('POST', '/data-scope/flags', { patient: 'P000001', flag: 'psychiatric', on: true })).error.code, 'data-scope.flag-not-yours');
  t.is((await security('POST', '/data-scope/flags', { patient: 'P000002', flag: 'vip', on: true })).status, 200);
  t.deepEqual((await rows(security, '/data-scope/flags')).items.map((item) => item['number']), ['P000002'], 'marks about health are not shown to an administrator');
  t.deepEqual(await numbers(await w.signIn('1003')), ['P000003', 'P000004', 'P000016']);
  t.is((await (await w.signIn('1003'))('POST', '/patients/find', { number: 'P000001' })).error.code, 'data-scope.reason-needed');
  t.true((await numbers(await w.signIn('1001'))).includes('P000001'));
  t.deepEqual((await numbers(await w.signIn('1005'))).filter((number) => number === 'P000001' || number === 'P000002'), ['P000001', 'P000002'], 'the ward for infection control; her responsible nurse for the other');
});

test('“why can she see this patient?” and “who can?” answer with the policy that decided, without clinical data', async (t) => {
  const w = await world(t);
  const wei = await w.signIn('9102');
  const why = async (staff: string, patient = 'P000001') => (await wei('POST', '/data-scope/why', { staff, patient })).data as { verdict: string; relation: string; policy: string; relations: { relation: string; held: boolean }[] };
  t.like(await why('1001'), { verdict: 'yes', relation: 'attending', policy: 'patients/detail', patient: { name: '王**', number: '****0001' } });
  t.like(await why('1002'), { verdict: 'yes', relation: 'group' });
  t.like(await why('1006'), { verdict: 'reason', relation: 'department' });
  t.like(await why('3001'), { verdict: 'no', relation: null });
  const who = (await wei('POST', '/data-scope/who', { patient: 'P000001' })).data as { people: { number: string; verdict: string; relation: string }[] };
  t.deepEqual(who.people.map(({ number, relation }) => `${number} ${relation}`), ['1001 attending', '1002 group', '1003 head', '1004 responsible-nurse', '1005 ward']);
  t.is((await (await w.signIn('1003'))('POST', '/data-scope/who', { patient: 'P000001' })).status, 403);
});
