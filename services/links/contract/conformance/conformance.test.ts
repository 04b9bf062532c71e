/** The kit against sides that are right and sides that are wrong in one way: it passes, and it names the right thing. */
import test, { type ExecutionContext } from 'ava';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signRequest } from '../../../core/machine-signature.ts';
import { type HospitalFault, SimulatedHospital, hospitalFaults } from '../commands/simulated-hospital.ts';
import { serveHospital } from '../commands/simulated-server.ts';
import { factsExamples } from '../facts/examples.ts';
import { checkCommands } from './commands.ts';
import { factsListener } from './facts.ts';
import { printed } from './print.ts';
import { type FactsCheck, commandChecks, factsChecks } from './words.ts';

const now = (): Date => new Date('2026-11-21T02:20:00Z');
const key = { id: 'wardline', algorithm: 'hmac-sha256', secret: Buffer.alloc(32, 7) } as const;
const bad = (report: { findings: readonly { check: string; ok: boolean }[] }): string[] => report.findings.filter(({ ok }) => !ok).map(({ check }) => check);

async function side(t: ExecutionContext, fault?: HospitalFault) {
  const hospital = new SimulatedHospital(key, now);
  hospital.fault = fault;
  const server = await serveHospital(hospital);
  t.teardown(() => server.stop());
  return { hospital, url: server.url };
}

for (const mood of ['accepts', 'refuses', 'pending'] as const) {
  test(`a side that ${mood} as the contract says passes every check`, async (t) => {
    const { hospital, url } = await side(t);
    hospital.mood = mood;
    const report = await checkCommands({ url, key, now });
    t.deepEqual(bad(report), []);
    t.true(report.ok);
    t.deepEqual(report.findings.map(({ check }) => check).toSorted(), Object.keys(commandChecks).toSorted());
    t.is(hospital.executed.length, 1, 'one command was done, whatever else was sent');
  });
}

/** What is wrong there, and what the kit names. */
const named: Readonly<Record<HospitalFault, readonly string[]>> = {
  'ignores-signature': ['wrong-signature', 'changed-body', 'stale', 'replayed', 'not-executed'],
  'ignores-digest': ['changed-body', 'not-executed'],
  'ignores-time': ['stale', 'not-executed'],
  'ignores-nonce': ['replayed'],
  'takes-unknown': ['unknown-command'],
  'takes-malformed': ['bad-request'],
  'takes-any-item': ['order-test'],
  'forgets-keys': ['repeat', 'status'],
  'ignores-content': ['key-reused'],
  'no-status': ['status', 'error-format'],
  'invents-status': ['status-unknown', 'not-executed'],
  'unsigned-answers': ['answer-signed', 'repeat', 'status'],
  'wrong-answer-signature': ['answer-signed', 'repeat', 'status'],
  'bare-errors': ['error-format'],
  'refuses-everybody': ['good-command', 'answer-signed', 'repeat', 'key-reused', 'status', 'status-unknown', 'stale', 'replayed', 'unknown-command', 'bad-request', 'order-test'],
  'slow': ['reachable', 'in-time'],
};

for (const fault of hospitalFaults) {
  test(`${fault}: named, with a way to mend it`, async (t) => {
    const { url } = await side(t, fault);
    const report = await checkCommands({ url, key, now, inTimeMs: fault === 'slow' ? 200 : 5000 });
    t.deepEqual(bad(report), [...named[fault]]);
    t.false(report.ok);
    for (const { ok, mend, seen } of report.findings) t.is(!ok, mend !== '' && seen !== '');
  });
}

test('nobody there: said so, and nothing else is claimed', async (t) => {
  const report = await checkCommands({ url: 'http://127.0.0.1:9', key, now });
  t.true(bad(report).includes('reachable'));
});

interface Sending {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly by?: { readonly id: string; readonly algorithm: 'hmac-sha256' | 'hmac-sm3'; readonly secret: Buffer };
  readonly at?: Date;
  readonly nonce?: string;
  readonly drop?: string;
  readonly sends?: string;
}

const { order, report: result } = factsExamples;
const bodyOf = (...messages: unknown[]): string => JSON.stringify({ messages });
let count = 0;

function heard({ method = 'POST', path = '/api/machine/facts', body = bodyOf(order), by = key, at = now(), nonce = `nonce-number-${++count}`.padEnd(20, '0'), drop, sends = body }: Sending = {}) {
  const headers: Record<string, string> = signRequest(by, { method, path: '/api/machine/facts', query: '?', body: Buffer.from(body) }, at, nonce);
  if (drop !== undefined) delete headers[drop];
  return { method, path, headers, body: Buffer.from(sends) };
}

test('a sender that is right: turned away once, it comes again, and passes', (t) => {
  const listener = factsListener(key, now);
  t.is(listener.answer(heard()).status, 503);
  t.is(listener.answer(heard()).status, 200);
  t.is(listener.answer(heard({ body: bodyOf(result) })).status, 200);
  t.deepEqual([bad(listener.report()), listener.count], [[], 2]);
});

/** What the sender does, and what the kit names. */
const senders: readonly (readonly [string, readonly Sending[], FactsCheck])[] = [
  ['sends nothing', [], 'received'],
  ['another path', [{ path: '/facts' }], 'address'],
  ['no digest header', [{ drop: 'content-digest' }], 'signed'],
  ['another key id', [{ by: { ...key, id: 'k-9' } }], 'key'],
  ['another algorithm', [{ by: { ...key, algorithm: 'hmac-sm3' } }], 'key'],
  ['changes the body after signing', [{ sends: `${bodyOf(order)}\n` }], 'digest'],
  ['does not decode the secret', [{ by: { ...key, secret: Buffer.from(key.secret.toString('base64url')) } }], 'signature'],
  ['a clock that is off', [{ at: new Date(now().getTime() + 8 * 3_600_000) }], 'time'],
  ['one nonce for all', [{ nonce: 'always-the-same-nonce' }, { nonce: 'always-the-same-nonce' }, {}], 'nonce'],
  ['a bare array', [{ body: '[]' }], 'json'],
  ['a misspelt field', [{}, {}, { body: bodyOf({ ...order, sentat: '' }) }], 'messages'],
  ['does not come again', [{}], 'resent'],
  ['a new time when it comes again', [{}, { body: bodyOf({ ...order, sentAt: '2026-11-21T02:15:00Z' }) }], 'stable'],
];

for (const [what, sent, check] of senders) {
  test(`a sender that ${what}: ${check}`, (t) => {
    const listener = factsListener(key, now);
    for (const each of sent) listener.answer(heard(each));
    t.deepEqual(bad(listener.report()), [check]);
    t.regex(printed(listener.report()), new RegExp(`✘ .*（${check}）[\\s\\S]*改法：`));
  });
}

test('every check of senders is shown by one', (t) => t.deepEqual([...new Set(senders.map(([, , check]) => check))].toSorted(), Object.keys(factsChecks).toSorted()));

test('the command: report in Chinese, exit code, JSON', async (t) => {
  const hospital = new SimulatedHospital(key, () => new Date());
  const server = await serveHospital(hospital);
  t.teardown(() => server.stop());
  const folder = await mkdtemp(join(tmpdir(), 'wardline-check-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const json = join(folder, 'report.json');
  const run = (...more: string[]) =>
    new Promise<{ code: number; text: string }>((resolve) => {
      execFile(process.execPath, [join(import.meta.dirname, '../cli/check.ts'), '--client', key.id, ...more], { env: { ...process.env, CONTRACT_SECRET: key.secret.toString('base64url') } }, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }));
    });
  const right = await run('--commands', server.url, '--json', json);
  t.is(right.code, 0, right.text);
  t.regex(right.text, /共 17 项，全部通过。/);
  t.true((JSON.parse(await readFile(json, 'utf8')) as { ok: boolean }).ok);
  hospital.fault = 'ignores-time';
  const wrong = await run('--commands', server.url);
  t.is(wrong.code, 1);
  t.regex(wrong.text, /✘ 十分钟前签的请求，拒绝（stale）：不通过。答了 200，应为 401 time\n {4}改法：/);
  t.is((await run()).code, 2);
});
