/** Commands from end to end: a critical value's answer over the real http adapter, and what happens when the hospital is not well. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { type World, potassium, world } from '../../../tests/kit/world.ts';
import { systemActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import type { Action } from '../../core/module.ts';
import { SimulatedHospital } from '../../links/contract/commands/simulated-hospital.ts';
import { type HospitalServer, serveHospital } from '../../links/contract/commands/simulated-server.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import type { CommandList, CommandView } from './schema.ts';

interface Context {
  readonly w: World;
  readonly hospital: SimulatedHospital;
  readonly server: HospitalServer;
  readonly end: () => Promise<void>;
}

const test = anyTest.serial as TestFn<Context>;
const secret = Buffer.alloc(32, 7);

test.before(async (t) => {
  const ends: (() => unknown)[] = [];
  const clock: { now?: () => Date } = {};
  const hospital = new SimulatedHospital({ id: 'wardline', algorithm: 'hmac-sha256', secret }, () => clock.now?.() ?? new Date(0));
  const server = await serveHospital(hospital);
  const env = { HOSPITAL_COMMANDS_URL: server.url, HOSPITAL_COMMANDS_SECRET: secret.toString('base64url'), HOSPITAL_COMMANDS_TIMEOUT_MS: '2000' };
  const w = await world({ teardown: (end: () => unknown) => ends.push(end) } as unknown as ExecutionContext, { env });
  clock.now = w.now;
  t.context = { w, hospital, server, end: async () => void (await Promise.all([server.stop(), ...ends.map((end) => end())])) };
});
test.after.always((t) => t.context.end());
test.beforeEach(({ context: { hospital } }) => Object.assign(hospital, { mood: 'accepts', fault: undefined }));

const stop = (w: World): CommandOf<'stop-session'> => ({ key: newId(), kind: 'stop-session', at: w.now().toISOString(), actor: { number: '1001', name: '李静' }, reason: '外出会诊', data: { session: 'CZ1' } });

async function issue(w: World, command: CommandOf<'stop-session'>): Promise<CommandView> {
  const { actions = [] } = w.hospital.service.modules.find(({ name }) => name === 'hospital-commands') ?? {};
  const action = actions.find(({ name }) => name === 'hospital-commands.issue') as unknown as Action<unknown, { id: string }>;
  const { id } = await w.hospital.service.corridor.run(systemActor, action, { command });
  await w.settle();
  return shown(w, id);
}

async function shown(w: World, id: string): Promise<CommandView> {
  const administrator = await w.signIn('9101');
  const { items } = (await administrator('GET', '/hospital-commands')).data as CommandList;
  return items.find((item) => item.id === id) as CommandView;
}

async function again(w: World, id: string): Promise<CommandView> {
  const administrator = await w.signIn('9101');
  await administrator('POST', '/hospital-commands/again', { id });
  await w.settle();
  return shown(w, id);
}

const doneFor = (hospital: SimulatedHospital, key: string): number => hospital.executed.filter((command) => command.key === key).length;

test('a critical value is acknowledged and disposed of in the hospital’s own system, signed, and closed', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'busy';
  await w.laboratorySends('CARD1-12', [potassium('7.1')], 'F-77');
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  await w.press('dingtalk', '1001', 'dispose', { choice: 'order-given' });
  const api = await w.signIn('1001');
  const [task] = ((await api('GET', '/tasks')).data as { items: { id: string }[] }).items;
  const id = task?.id ?? '';
  await api('POST', '/signatures/enrol', { pin: '258147' });
  t.is((await api('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
  await w.settle();
  const detail = async () => (await api('GET', `/critical-values/${id}`)).data as { clinical: string; feedback: string; signature: { ref: string } };
  t.deepEqual([(await detail()).feedback, hospital.executed.length], ['failed', 0], 'busy: not done, and said so');
  hospital.mood = 'accepts';
  await w.pass(2);
  const { clinical, feedback, signature } = await detail();
  t.deepEqual([clinical, feedback], ['closed', 'accepted']);
  t.deepEqual(hospital.executed.map(({ kind, actor }) => [kind, actor.number]), [['acknowledge-critical-value', '1001'], ['dispose-critical-value', '1001']]);
  const [, disposed] = hospital.executed;
  t.like(disposed, { data: { filler: 'F-77', value: '7.1', unit: 'mmol/L', text: '已下医嘱处理', signature: { reference: signature.ref, by: { number: '1001' } } } });
});

test('the answer was lost on the way: its status is asked, and nothing is done twice', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'closes';
  const command = stop(w);
  const lost = await issue(w, command);
  t.deepEqual([lost.state, lost.unsure, doneFor(hospital, command.key)], ['waiting', true, 1]);
  // A side that forgets keys would do it again if it were sent again.
  Object.assign(hospital, { mood: 'accepts', fault: 'forgets-keys' });
  const found = await again(w, lost.id);
  t.deepEqual([found.state, found.unsure, found.attempts, doneFor(hospital, command.key)], ['accepted', false, 1, 1]);
});

test('refused by a rule there: its reason is shown, sealed in the table, and it is not sent again', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'refuses';
  const command = stop(w);
  const refused = await issue(w, command);
  t.like(refused, { state: 'refused', code: 'over', message: '这张申请已经关闭', staff: { number: '1001', name: '李静' } });
  const administrator = await w.signIn('9101');
  t.is((await administrator('POST', '/hospital-commands/again', { id: refused.id })).error.code, 'hospital-commands.settled');
  const row = await w.hospital.database.prisma.hospitalCommand.findUniqueOrThrow({ where: { key: command.key } });
  t.false(JSON.stringify(row).includes('关闭') || JSON.stringify(row).includes('CZ1'));
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'hospital-commands.answered', subject: command.key } }), 1);
});

test('our key is not known there: failed at once, told as a fact; sent again once it is mended', async (t) => {
  const { w, hospital } = t.context;
  hospital.fault = 'refuses-everybody';
  const command = stop(w);
  const failed = await issue(w, command);
  t.like(failed, { state: 'failed', code: 'signature', attempts: 1 });
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'hospital-commands.failed', subject: command.key } }), 1);
  hospital.fault = undefined;
  t.is((await again(w, failed.id)).state, 'accepted');
  t.is(doneFor(hospital, command.key), 1);
});

test('pending there: shown as such, and asked for until decided', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'pending';
  const command = stop(w);
  const pending = await issue(w, command);
  t.is(pending.state, 'pending');
  hospital.decide(command.key, 'accepted');
  t.deepEqual([(await again(w, pending.id)).state, doneFor(hospital, command.key)], ['accepted', 1]);
});

test('only the system administrator sees them, and only by list', async (t) => {
  const { w } = t.context;
  const doctor = await w.signIn('1001');
  t.is((await doctor('GET', '/hospital-commands')).status, 403);
  const administrator = await w.signIn('9101');
  const { items, isSetUp } = (await administrator('GET', '/hospital-commands?state=accepted')).data as CommandList;
  t.true(isSetUp && items.length > 0 && items.every(({ state }) => state === 'accepted'));
});
