/** The three administrators against each other, and everything that widens what somebody sees. */
import anyTest, { type TestFn } from 'ava';
import { type Api, type World, world } from '../kit/world.ts';
import { stepUp } from './support/people.ts';

const test = anyTest as TestFn;
const patient = 'P000001';
const reason = '夜间抢救，需要了解病史';

async function stepped(w: World, staff: string): Promise<Api> {
  const api = await w.signIn(staff);
  await stepUp(w, api);
  return api;
}

const codeOf = async (answer: ReturnType<Api>): Promise<string> => (await answer).error?.code ?? String((await answer).status);

test.serial('nobody takes another duty: not for oneself, not by another’s account, and no duty opens a patient', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const [system, security, audit, doctor] = [await stepped(w, '9101'), await stepped(w, '9102'), await stepped(w, '9201'), await stepped(w, '1001')];

  t.is(await codeOf(security('POST', '/sign-in/administrators', { number: '9102', duty: 'audit' })), 'sign-in.not-yourself');
  t.is(await codeOf(security('POST', '/sign-in/administrators/9102/dismiss')), 'sign-in.not-yourself');
  for (const [who, api] of [['system', system], ['audit', audit], ['doctor', doctor]] as const) {
    t.is(await codeOf(api('POST', '/sign-in/administrators', { number: '9301', duty: 'security' })), 'core.not-allowed', who);
    t.is(await codeOf(api('POST', '/sign-in/administrators/9102/dismiss')), 'core.not-allowed', who);
    t.is(await codeOf(api('POST', '/data-scope/exceptions/rosters', { on: true, roles: ['doctor'], departments: [], columns: [] })), 'core.not-allowed', who);
  }
  t.is(await codeOf(system('POST', '/sign-in/accounts/9102/reset-password')), 'sign-in.administrators-account', 'one could sign in as the other');
  t.is(await codeOf(security('POST', '/sign-in/accounts/1001/reset-password')), 'sign-in.ordinary-account');
  t.is(await codeOf(system('POST', '/sign-in/accounts/9101/reset-factors')), 'sign-in.not-yourself');

  const { id: patientId } = await prisma.patient.findUniqueOrThrow({ where: { number: patient } });
  for (const [who, api] of [['system', system], ['security', security], ['audit', audit]] as const) {
    t.is((await api('GET', `/patients/${patientId}`)).status, 404, who);
    t.is((await api('GET', `/patients/${patientId}/identity`)).status, 404, who);
    t.is(await codeOf(api('GET', '/patients')), 'core.not-allowed', who);
    t.is(await codeOf(api('POST', '/data-scope/emergency-views', { patient, kind: 'rescue', reason })), 'core.not-allowed', who);
    t.is(await codeOf(api('POST', '/data-scope/requests', { scope: 'ward', target: 'CARD1', reason, until: '2026-11-20T14:00:00Z' })), 'core.not-allowed', who);
    t.deepEqual((await api('GET', '/critical-values')).data, { items: [], total: 0 } as never, who);
  }
  const duties = await prisma.staff.findMany({ where: { adminRole: { not: null } }, orderBy: { number: 'asc' }, select: { number: true, adminRole: true } });
  t.deepEqual(duties, [{ number: '9101', adminRole: 'system' }, { number: '9102', adminRole: 'security' }, { number: '9201', adminRole: 'audit' }]);
});

test.serial('a doctor who becomes an administrator sees no patients from that moment', async (t) => {
  const w = await world(t);
  const { id } = await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number: patient } });
  const [security, doctor] = [await stepped(w, '9102'), await w.signIn('1001')];
  t.is((await doctor('GET', `/patients/${id}`)).status, 200);
  t.is((await security('POST', '/sign-in/administrators', { number: '1001', duty: 'system' })).status, 200);
  t.is((await doctor('GET', `/patients/${id}`)).status, 404);
  t.is(await codeOf(doctor('POST', '/data-scope/emergency-views', { patient, kind: 'rescue', reason })), 'core.not-allowed');
});

test.serial('a broken glass: not without reason or second factor, for this patient and these hours only, never reviewed by oneself', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const idOf = async (number: string): Promise<string> => (await prisma.patient.findUniqueOrThrow({ where: { number } })).id;
  const [his, other] = [await idOf(patient), await idOf('P000002')];
  const zhao = await w.signIn('1101');
  const open = (more: object = {}) => zhao('POST', '/data-scope/emergency-views', { patient, kind: 'rescue', reason, ...more });
  t.is(await codeOf(open()), 'core.step-up');
  await stepUp(w, zhao, new Date(w.now().getTime() - 11 * 60_000));
  t.is(await codeOf(open()), 'core.step-up', 'shown too long ago');
  await stepUp(w, zhao);
  for (const said of ['', '   ', '抢救', 'xx']) t.not((await open({ reason: said })).status, 200, said);
  t.not((await open({ kind: 'curiosity' })).status, 200);
  t.is((await zhao('GET', `/patients/${his}`)).status, 404, 'nothing is open yet');
  t.is((await open({ until: '2099-01-01T00:00:00Z', hours: 9999 })).status, 200);
  const grant = await prisma.accessGrant.findFirstOrThrow({ where: { kind: 'break-glass' } });
  t.is(grant.until.getTime() - w.now().getTime(), 4 * 3_600_000, 'the hospital’s hours, not hers');

  t.is((await zhao('GET', `/patients/${his}`)).status, 200);
  t.is((await zhao('GET', `/patients/${other}`)).status, 404, 'the patient in the next bed stays closed');
  const colleague = await w.signIn('1102');
  t.is((await colleague('GET', `/patients/${his}`)).status, 404, 'and to her colleague');
  t.is(await codeOf(zhao('POST', `/data-scope/emergency-views/${grant.id}/review`, { verdict: 'justified' })), 'data-scope.own-review');
  t.is((await colleague('POST', `/data-scope/emergency-views/${grant.id}/review`, { verdict: 'justified' })).status, 404);
  t.is((await prisma.accessGrant.findUniqueOrThrow({ where: { id: grant.id } })).verdict, null);
  const told = await w.cards('dingtalk', '1003').then(async (cards) => (cards.length > 0 ? cards : (await w.settle(), await w.cards('dingtalk', '1003'))));
  t.true(told.length > 0, 'the head is told at once');

  await prisma.accessGrant.update({ where: { id: grant.id }, data: { until: w.now() } });
  t.is((await zhao('GET', `/patients/${his}`)).status, 404, 'over');
});

test.serial('a permission: only what was asked and granted, until it ends or is taken back', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const [zhao, security] = [await w.signIn('1101'), await stepped(w, '9102')];
  const { id } = await prisma.patient.findUniqueOrThrow({ where: { number: patient } });
  const ask = (more: object = {}) => zhao('POST', '/data-scope/requests', { scope: 'patient', target: patient, reason, until: '2026-11-20T14:00:00Z', ...more });
  t.not((await ask({ until: '2099-01-01T00:00:00Z' })).status, 200, 'not for ever');
  t.not((await ask({ reason: '' })).status, 200);
  t.not((await ask({ scope: 'institution', target: 'QH01' })).status, 200, 'not everything');
  t.is((await ask({ state: 'granted', decidedBy: '9102', staffNumber: '1102' })).status, 200);
  const asked = await prisma.accessRequest.findFirstOrThrow();
  t.like(asked, { state: 'waiting', staffNumber: '1101', decidedBy: null }, 'said about oneself only, and decided by nobody');
  t.is((await zhao('GET', `/patients/${id}`)).status, 404);
  for (const api of [zhao, await stepped(w, '9101'), await stepped(w, '9201')]) t.is((await api('POST', '/data-scope/requests/decide', { id: asked.id, granted: true })).status, 403);
  t.is((await security('POST', '/data-scope/requests/decide', { id: asked.id, granted: true })).status, 200);
  t.is((await zhao('GET', `/patients/${id}`)).status, 200);
  const grant = await prisma.accessGrant.findFirstOrThrow({ where: { kind: 'permission' } });
  t.is((await zhao('POST', '/data-scope/grants/revoke', { id: grant.id })).status, 403);
  t.is((await security('POST', '/data-scope/grants/revoke', { id: grant.id })).status, 200);
  t.is((await zhao('GET', `/patients/${id}`)).status, 404, 'taken back');
});
