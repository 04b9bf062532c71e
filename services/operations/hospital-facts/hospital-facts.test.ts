/** The facts' door over real http: signed as the page on the contract says, stored, answered message by message. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type World, world } from '../../../tests/kit/world.ts';
import type { StaffActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { signRequest } from '../../core/machine-signature.ts';
import type { Action } from '../../core/module.ts';
import { factsExamples } from '../../links/contract/facts/examples.ts';
import { openApiText } from '../../links/contract/openapi.ts';
import { type FactsOutcome, type FactsMessage, mostMessages } from '../../links/contract/schema.facts.ts';

interface Context {
  readonly w: World;
  readonly end: () => Promise<void>;
  readonly key: { readonly id: string; readonly algorithm: 'hmac-sha256'; readonly secret: Buffer };
}

const test = anyTest as TestFn<Context>;
const path = '/api/machine/facts';

test.before(async (t) => {
  // The page's example signs with the clock of the machine it runs on.
  const ends: (() => unknown)[] = [];
  const w = await world({ teardown: (end: () => unknown) => ends.push(end) } as unknown as ExecutionContext, { start: new Date().toISOString() });
  const given = await act<{ key: string; secret: string }>(w, 'create', { code: 'his', name: 'HIS', allowed: ['facts'], addresses: [], algorithm: 'hmac-sha256' });
  t.context = { w, end: async () => void (await Promise.all(ends.map((end) => end()))), key: { id: given.key, algorithm: 'hmac-sha256', secret: Buffer.from(given.secret, 'base64url') } };
});
test.after.always((t) => t.context.end());

function act<O>(w: World, name: string, input: unknown): Promise<O> {
  const administrator: StaffActor = { kind: 'staff', id: '9102', name: '魏然', role: 'administrator', adminRole: 'security', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session: { id: 's', terminal: 'desk', address: '127.0.0.1', steppedUpAt: w.now() } };
  const action = w.hospital.service.modules.flatMap((module) => module.actions ?? []).find((each) => each.name === `api-clients.${name}`);
  return w.hospital.service.corridor.run(administrator, action as unknown as Action<unknown, O>, input);
}

async function post({ w, key }: Context, body: string): Promise<{ status: number; outcomes: FactsOutcome[]; text: string }> {
  const signed = signRequest(key, { method: 'POST', path, query: '?', body: Buffer.from(body) }, w.now(), randomBytes(12).toString('base64url'));
  const answer = await fetch(`${w.url}${path}`, { method: 'POST', headers: { ...signed, 'content-type': 'application/json' }, body });
  const text = await answer.text();
  return { status: answer.status, text, outcomes: answer.ok ? (JSON.parse(text) as { data: { outcomes: FactsOutcome[] } }).data.outcomes : [] };
}

const send = (context: Context, ...messages: unknown[]) => post(context, JSON.stringify({ messages }));
const sentBy = (w: World, number: string) => ({ sentAt: w.now().toISOString(), patient: { ids: [{ value: number, type: 'MR' }], name: '门诊' } });
const report = (w: World, number: string, controlId: string, value: number): FactsMessage => ({
  ...sentBy(w, number),
  controlId,
  statements: [{ kind: 'report', orders: [{ code: { id: 'ELEC' }, filler: controlId, results: [{ code: { id: '2823-3', text: '血钾', system: 'LN' }, value: { kind: 'number', number: value, text: `${value}` }, unit: { id: 'mmol/L' } }] }] }],
});

test('every example is taken once, in one request; the same again is a repeat, in another order of fields too', async (t) => {
  const all = Object.values(factsExamples).map((message) => ({ ...message, sentAt: t.context.w.now().toISOString() }));
  const first = await send(t.context, ...all);
  t.deepEqual(first.outcomes, all.map(({ controlId }, index) => ({ index, controlId, outcome: 'accepted' })));
  t.deepEqual((await send(t.context, ...all)).outcomes.map(({ outcome }) => outcome), all.map(() => 'repeated'));
  const turned = all.map((message) => Object.fromEntries(Object.entries(message).toReversed()));
  t.deepEqual((await send(t.context, ...turned)).outcomes.map(({ outcome }) => outcome), all.map(() => 'repeated'));
  const other = await send(t.context, { ...all[0], type: 'again' });
  t.is(other.outcomes[0]?.outcome, 'accepted', 'another content under a known number is another message');
});

test('a bad message stops no other, is kept with its reason, and is told where it is wrong', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const uuid = newId();
  const bad = [{ ...report(w, 'F1', 'BAD-1', 4), patientt: {} }, 'x', { ...report(w, 'F1', 'BAD-2', 4), type: 'a\0' }];
  const { outcomes } = await send(t.context, report(w, 'F1', uuid, 4), ...bad, report(w, 'F1', 'GOOD-2', 4.1));
  t.deepEqual(outcomes.map(({ outcome, code = '', path: at = '' }) => [outcome, code, at]), [
    ['accepted', '', ''],
    ['refused', 'facts.unknown-field', '$.messages[1].patientt'],
    ['refused', 'facts.not-an-object', '$.messages[2]'],
    ['refused', 'facts.bad-text', '$.messages[3].type'],
    ['accepted', '', ''],
  ]);
  t.is(outcomes[0]?.controlId, uuid, 'numbers of the hospital are not ids of ours');
  t.is(outcomes[1]?.message, '没有这个字段：patientt。请核对拼写，字段名见接口文档。');
  const kept = await prisma.inboxMessage.findMany({ where: { key: { startsWith: 'http:his||BAD' } }, orderBy: { key: 'asc' } });
  t.deepEqual(kept.map(({ outcome, reason, door }) => [outcome, reason, door]), [['refused', 'facts.unknown-field', 'http'], ['refused', 'facts.bad-text', 'http']]);
  const patient = await prisma.patient.findUniqueOrThrow({ where: { number: 'F1' } });
  t.is(await prisma.fact.count({ where: { name: 'intake.result-received', subject: patient.id } }), 2);
});

test('what was refused for a clock ahead is taken when its time has come', async (t) => {
  const { w } = t.context;
  const early = { ...report(w, 'F2', 'EARLY', 4), sentAt: new Date(w.now().getTime() + 24 * 3_600_000 + 60_000).toISOString() };
  t.is((await send(t.context, early)).outcomes[0]?.code, 'facts.time-ahead');
  await w.pass(2);
  t.is((await send(t.context, early)).outcomes[0]?.outcome, 'accepted');
});

test('not signed, not JSON, too many, too large: the whole request is refused and nothing is kept', async (t) => {
  const { w } = t.context;
  t.is((await fetch(`${w.url}${path}`, { method: 'POST', body: JSON.stringify({ messages: [report(w, 'F3', 'X', 4)] }) })).status, 401);
  t.is((await post(t.context, '{"messages":')).status, 400);
  t.is((await post(t.context, '{"messages":[],"more":1}')).status, 400);
  t.is((await send(t.context, ...Array.from({ length: mostMessages + 1 }, (_, at) => report(w, 'F3', `M${at}`, 4)))).status, 400);
  t.is((await post(t.context, JSON.stringify({ messages: [{ filling: 'x'.repeat(4_194_304) }] }))).status, 413);
  t.is(await w.hospital.database.prisma.patient.count({ where: { number: 'F3' } }), 0);
});

test('a critical potassium by HTTP reaches the doctor like one by HL7', async (t) => {
  const { w } = t.context;
  const number = 'P000013';
  await send(t.context, { ...report(w, number, 'CRITICAL', 7.4), visit: { number: 'X', department: 'CARD', ward: 'CARD1', bed: '12' } });
  await w.settle();
  const patient = await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number } });
  t.is(await w.hospital.database.prisma.criticalValue.count({ where: { patientId: patient.id } }), 1);
});

test('the contract is served as it is written', async (t) => {
  const answer = await fetch(`${t.context.w.url}${path}/openapi.json`);
  t.is(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  t.is(await answer.text(), openApiText());
});

test('the example of docs/http-contract.md works as it stands there, in a plain shell', async (t) => {
  const { w, key } = t.context;
  const page = await readFile(join(import.meta.dirname, '../../../docs/http-contract.md'), 'utf8');
  const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const message = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'wardline-contract-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'message.json'), message.replace('2026-11-21T02:14:00Z', w.now().toISOString()));
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: folder, env: { ...process.env, WARDLINE: w.url, KEY_ID: key.id, SECRET: key.secret.toString('base64url') } });
  t.deepEqual(JSON.parse(stdout), { data: { outcomes: [{ index: 0, controlId: 'HIS-20261121-000731', outcome: 'accepted' }] } });
});
