import test, { type ExecutionContext } from 'ava';
import { Failure } from '../../../core/errors.ts';
import type { HospitalCommands } from '../port.ts';
import type { HospitalCommandsSettings } from '../settings.ts';
import { commandsContract } from './commands.contract.ts';
import { commandExamples } from './examples.ts';
import { httpCommands } from './http.ts';
import { type HospitalFault, type HospitalMood, SimulatedHospital } from './simulated-hospital.ts';
import { serveHospital } from './simulated-server.ts';

const now = (): Date => new Date('2026-11-21T02:20:00Z');
const secret = Buffer.alloc(32, 7);
const settings = (url: string, more: Partial<HospitalCommandsSettings> = {}): HospitalCommandsSettings => ({ url, client: 'wardline', secret: secret.toString('base64url'), algorithm: 'hmac-sha256', timeoutMs: 2000, ...more });
const simulated = (algorithm: 'hmac-sha256' | 'hmac-sm3' = 'hmac-sha256') => new SimulatedHospital({ id: 'wardline', algorithm, secret }, now);

const direct = (hospital: SimulatedHospital): HospitalCommands => ({
  send: (command) => Promise.resolve(hospital.take(command)),
  status: (key) => Promise.resolve(hospital.find(key)),
  checkUp: () => Promise.resolve({ ok: true, detail: '' }),
});

commandsContract(test, 'without a wire', () => {
  const hospital = simulated();
  return Promise.resolve({ hospital, commands: direct(hospital) });
});

for (const algorithm of ['hmac-sha256', 'hmac-sm3'] as const) {
  commandsContract(test, `over HTTP with ${algorithm}`, async (release) => {
    const hospital = simulated(algorithm);
    const server = await serveHospital(hospital);
    release(() => server.stop());
    return { hospital, commands: httpCommands(settings(server.url, { algorithm }), now) };
  });
}

async function open(t: ExecutionContext, more: Partial<HospitalCommandsSettings> = {}) {
  const hospital = simulated();
  const server = await serveHospital(hospital);
  t.teardown(() => server.stop());
  return { hospital, server, commands: httpCommands(settings(server.url, more), now) };
}

const [asked] = commandExamples;
if (asked === undefined) throw new Error('no example');

async function failure(t: ExecutionContext, attempt: Promise<unknown>): Promise<[string, string]> {
  const thrown = await t.throwsAsync(attempt, { instanceOf: Failure });
  return [thrown.class, thrown.vendorCode];
}

/** What it is, what is known, and whether it was done there. */
const moods: readonly (readonly [HospitalMood | HospitalFault, string, string, number])[] = [
  ['busy', 'transient', 'busy', 0],
  ['slow', 'ambiguous', 'timeout', 1],
  ['closes', 'ambiguous', 'closed', 1],
  ['fails', 'ambiguous', '500', 1],
  ['wrong-signature', 'ambiguous', 'answer-wrong-signature', 1],
  ['unsigned-answers', 'ambiguous', 'answer-unsigned', 1],
  ['refuses-everybody', 'permanent', 'signature', 0],
  ['bare-errors', 'permanent', '400', 0],
];

for (const [what, known, code, done] of moods) {
  test(`${what}: ${known}`, async (t) => {
    const { hospital, commands } = await open(t, { timeoutMs: 300 });
    if (['unsigned-answers', 'refuses-everybody', 'bare-errors'].includes(what)) hospital.fault = what as HospitalFault;
    else hospital.mood = what as HospitalMood;
    const sent = what === 'bare-errors' ? { ...asked, kind: 'open-door' } as never : asked;
    t.deepEqual(await failure(t, commands.send(sent)), [known, code]);
    t.is(hospital.executed.length, done);
    hospital.mood = 'accepts';
    hospital.fault = undefined;
    t.is((await commands.status(asked.key))?.state, done === 1 ? 'accepted' : undefined);
  });
}

test('nobody there: transient; another key: permanent; the check-up says so in words', async (t) => {
  const { server, hospital } = await open(t);
  const stranger = httpCommands(settings(server.url, { secret: Buffer.alloc(32, 8).toString('base64url') }), now);
  t.deepEqual(await failure(t, stranger.send(asked)), ['permanent', 'signature']);
  t.deepEqual(await stranger.checkUp(), { ok: false, detail: `医院指令接口 ${server.url} 不认我方的签名：请核对客户端、密钥和算法` });
  t.deepEqual(hospital.executed, []);
  const gone = await serveHospital(hospital);
  await gone.stop();
  const commands = httpCommands(settings(gone.url), now);
  t.deepEqual(await failure(t, commands.send(asked)), ['transient', 'ECONNREFUSED']);
  t.deepEqual(await commands.checkUp(), { ok: false, detail: `医院指令接口 ${gone.url} 拒绝连接：请确认对方程序已启动、地址正确` });
});

test('a clock that is off is told as such; the same key with another content is refused', async (t) => {
  const { server, commands } = await open(t);
  const late = httpCommands(settings(server.url), () => new Date(now().getTime() - 6 * 60_000));
  t.deepEqual(await failure(t, late.send(asked)), ['permanent', 'time']);
  await commands.send(asked);
  t.deepEqual(await failure(t, commands.send({ ...asked, reason: '改了' })), ['permanent', 'key-reused']);
});
