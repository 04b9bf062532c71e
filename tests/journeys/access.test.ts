import test from 'ava';
import type { Press } from '../../bots/bot.ts';
import { type Api, type World, admit, potassium, world } from '../kit/world.ts';

type Item = { id: string; overdue: boolean; deeds: string[]; patient: { bed: string; ward: string } };

const register = async (api: Api, query = '') => ((await api('GET', `/critical-values${query}`)).data as { items: Item[]; total: number });

async function openOne(w: World): Promise<string> {
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const row = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  return row.id;
}

test('a stranger learns nothing: not in the list, not by its id, not by a deed, not from a card passed on', async (t) => {
  const w = await world(t);
  const id = await openOne(w);
  const stranger = await w.signIn('1101');
  t.deepEqual(await register(stranger), { items: [], total: 0 });
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['POST', '/acknowledge', {}],
    ['POST', '/dispose', { choices: ['observe'] }],
    ['POST', '/sign', { pin: '258147' }],
    ['POST', '/cancel', { reason: 'other', note: 'x' }],
  ] as const) {
    const real = await stranger(method, `/critical-values/${id}${path}`, body);
    const madeUp = await stranger(method, `/critical-values/0198f000-0000-7000-8000-000000000000${path}`, body);
    t.is(real.status, 404, path);
    t.deepEqual(real, madeUp, 'no difference between hidden and not there');
  }
  const { prisma } = w.hospital.database;
  t.is(await prisma.audit.count({ where: { actor: 'staff:1101', subject: id, outcome: 'refused' } }), 5);
  const { patientId } = await prisma.criticalValue.findUniqueOrThrow({ where: { id } });
  t.is(await prisma.audit.count({ where: { actor: 'staff:1101', outcome: 'refused', patients: { has: patientId } } }), 5, 'the patient can ask who tried');

  const delivery = await prisma.delivery.findFirstOrThrow({ where: { recipient: '1001' } });
  const press = (button: string, user: string, key: string): Press => ({ key, platform: 'dingtalk', corp: delivery.corp ?? '', user, card: delivery.id, button, answers: {}, ref: {} });
  for (const button of ['acknowledge', 'no-such-button']) {
    const reply = await w.hospital.inbound.press(press(button, 'zhaolei1101', `stranger-${button}`));
    t.is(reply.card, undefined, button);
    t.truthy(reply.toast);
  }
  const own = await w.hospital.inbound.press(press('no-such-button', 'lijing1001', 'own'));
  t.truthy(own.card, 'her own old card answers with the card as it stands');
  t.is(await prisma.audit.count({ where: { actor: 'staff:1001', act: 'notices.look', subject: id, patients: { has: patientId } } }), 1);
});

test('a colleague of the department sees it, a nurse reads but does not take it over', async (t) => {
  const w = await world(t);
  const id = await openOne(w);
  const nurse = await w.signIn('1004');
  t.is((await register(nurse)).total, 1);
  const refused = await nurse('POST', `/critical-values/${id}/acknowledge`, {});
  t.deepEqual([refused.status, refused.error.code], [403, 'critical-values.not-yours']);
});

test('what was signed is seen by whoever may see the alert', async (t) => {
  const w = await world(t);
  const id = await openOne(w);
  const doctor = await w.signIn('1001');
  await doctor('POST', `/critical-values/${id}/dispose`, { choices: ['observe'] });
  await doctor('POST', '/signatures/enrol', { pin: '258147' });
  const [first, second] = await Promise.all([0, 1].map(() => doctor('POST', `/critical-values/${id}/sign`, { pin: '258147' })));
  const answers = [first, second].toSorted((a, b) => (a?.status ?? 0) - (b?.status ?? 0));
  t.deepEqual(answers.map((answer) => answer?.status), [200, 409], 'two taps: one signature');
  t.is(answers[1]?.error.code, 'critical-values.already-signed');
  const { id: signature } = await w.hospital.database.prisma.signature.findFirstOrThrow();
  t.is((await doctor('GET', `/signatures/${signature}`)).status, 200);
  t.is((await (await w.signIn('1002'))('GET', `/signatures/${signature}`)).status, 200);
  t.is((await (await w.signIn('1101'))('GET', `/signatures/${signature}`)).status, 404);
});

test('a transferred patient’s alert goes with her: lists, single value and card agree', async (t) => {
  const w = await world(t);
  const id = await openOne(w);
  const [before, after] = [await w.signIn('1005'), await w.signIn('1304')];
  t.is((await register(after)).total, 0);
  const { number, patientId } = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { wardCode: 'CARD1', bed: '12' } });
  const { number: patient, name } = await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { id: patientId } });
  await w.pass(1);
  t.is(await admit(w, { event: 'A02', patient: { id: patient, name }, visit: { number, ward: 'ICU1', bed: '9', attending: { number: '1301', name: '欧阳海' } } }), 'AA');
  await w.settle();
  t.is((await register(before)).total, 0);
  t.is((await before('GET', `/critical-values/${id}`)).status, 404);
  t.like((await register(after)).items[0], { id, patient: { bed: '9床', ward: '重症监护室' } });
  t.is((await after('GET', `/critical-values/${id}`)).status, 200);
  t.regex((await w.card('dingtalk', '1001')).title, /9床/);
  await w.pass(4);
  t.is((await w.cards('dingtalk', '1302')).length, 1, 'the duty doctor of the department where she is now');
  t.is((await register(after)).total, 1, 'still there after the state was saved again');
});

test('overdue in the filter is overdue in the row', async (t) => {
  const w = await world(t);
  await openOne(w);
  const api = await w.signIn('1004');
  const overdue = async () => (await register(api, '?overdue=true')).total;
  t.is(await overdue(), 0);
  await w.pass(30);
  t.true((await register(api)).items[0]?.overdue);
  t.is(await overdue(), 1);
  await w.press('dingtalk', '1001', 'acknowledge');
  t.is(await overdue(), 0);
  await w.pass(30);
  const again = await w.signIn('1004');
  t.true((await register(again)).items[0]?.overdue);
  t.is((await register(again, '?overdue=true&mine=false')).total, 1);
});
