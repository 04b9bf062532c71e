import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { dingtalk } from '../dingtalk/plug-in.ts';
import { startKit, until } from './kit.ts';

test('people: seeded, listed with their unread count, one changed', async (t) => {
  const kit = await startKit([dingtalk]);
  t.teardown(() => kit.stop());
  const { people } = await kit.get<{ people: Record<string, unknown>[] }>('/_emu/people');
  const first = people.find((person) => person['platform'] === 'dingtalk' && person['staffNumber'] === '1001');
  t.like(first, { name: '李一', role: 'doctor', departmentCode: 'XXNK1', departmentName: '心内科一病区', wardCode: 'XXNK1', userid: 'li.yi', unread: 0 });
  const after = await kit.post<{ people: { userid: string; active: boolean }[] }>('/_emu/people', { ...first, active: false });
  t.false(after.people.find(({ userid }) => userid === 'li.yi')?.active);
});

test('mistakes are answered with a sentence', async (t) => {
  const kit = await startKit([dingtalk]);
  t.teardown(() => kit.stop());
  const nobody = await fetch(`${kit.origin}/_emu/inbox?platform=dingtalk&user=nobody`);
  t.is(nobody.status, 404);
  t.like(await nobody.json(), { code: 'no-such-person', error: '钉钉里没有工号为 nobody 的人。' });
  t.like(await kit.post('/_emu/press', { platform: 'dingtalk', user: '1001', message: 'x', button: 'y' }), { code: 'no-such-message' });
  t.like(await kit.post('/_emu/faults', { platform: 'dingtalk', kind: 'nonsense' }), { code: 'bad-request' });
  t.like(await kit.get('/_emu/nothing'), { code: 'not-found' });
  const big = await fetch(`${kit.origin}/_emu/say`, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
  t.is(big.status, 413);
});

test('down cuts the connection, and only of that platform; the call is in the log', async (t) => {
  const kit = await startKit([dingtalk]);
  t.teardown(() => kit.stop());
  await kit.fault({ platform: 'dingtalk', kind: 'down', count: 1 });
  await t.throwsAsync(fetch(`${kit.origin}/gettoken`));
  t.is((await fetch(`${kit.origin}/_emu/health`)).status, 200);
  t.is((await fetch(`${kit.origin}/gettoken`)).status, 200);
  const { calls, totals } = await kit.get<{ calls: { status: number; route: string; code: string }[]; totals: Record<string, number> }>('/_emu/calls');
  t.deepEqual(calls.map(({ status, route, code }) => [status, route, code]), [[200, '/gettoken', '40089'], [0, '/gettoken', 'down']]);
  t.is(totals['dingtalk in /gettoken'], 2);
});

test('latency, a broken gateway, and an answer lost on the way', async (t) => {
  const kit = await startKit([dingtalk]);
  t.teardown(() => kit.stop());
  await kit.fault({ platform: 'dingtalk', kind: 'latency', ms: 60_000, count: 1 });
  const slow = fetch(`${kit.origin}/gettoken`);
  await until(async () => (await kit.get<{ faults: unknown[] }>('/_emu/faults')).faults.length === 0);
  await kit.advance(60_000);
  t.is((await slow).status, 200);
  await kit.fault({ platform: 'dingtalk', kind: 'http', status: 504, body: 'gateway timeout', count: 1 });
  const broken = await fetch(`${kit.origin}/gettoken`);
  t.deepEqual([broken.status, await broken.text()], [504, 'gateway timeout']);
  await kit.fault({ platform: 'dingtalk', kind: 'cutAfter', count: 1 });
  await t.throwsAsync(fetch(`${kit.origin}/gettoken`));
});

test('the state is there again after the emulator was restarted', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'emulator-'));
  t.teardown(() => rm(dataDir, { recursive: true }));
  const first = await startKit([dingtalk], { dataDir });
  await first.say('dingtalk', '1001', '今天谁值班');
  await first.advance(3_600_000);
  await first.fault({ platform: 'dingtalk', kind: 'down', forMs: 600_000 });
  await first.fault({ platform: 'wecom', kind: 'latency', ms: 5 });
  await first.stop();
  const second = await startKit([dingtalk], { dataDir });
  t.teardown(() => second.stop());
  t.is((await second.inbox('dingtalk', '1001'))[0]?.text, '今天谁值班');
  t.true(second.core.clock.offset >= 3_600_000);
  const { faults } = await second.get<{ faults: { kind: string; forMs?: number }[] }>('/_emu/faults');
  t.deepEqual(faults.map(({ kind }) => kind), ['down', 'latency']);
  t.true((faults[0]?.forMs ?? 0) > 500_000);
});

test('the state is written by itself, a second after a change', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'emulator-'));
  const kit = await startKit([dingtalk], { dataDir });
  t.teardown(async () => {
    await kit.stop();
    await rm(dataDir, { recursive: true });
  });
  await kit.say('dingtalk', '1001', '写下来');
  const written = await until(() => readFile(join(dataDir, 'emulator.json'), 'utf8').catch(() => undefined));
  t.regex(written, /写下来/);
  t.notThrows(() => JSON.parse(written) as unknown);
});

test('live events tell the phones page of a new message', async (t) => {
  const kit = await startKit([dingtalk]);
  t.teardown(() => kit.stop());
  const stop = new AbortController();
  const response = await fetch(`${kit.origin}/_emu/events`, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await kit.say('dingtalk', '1001', '在吗');
  let seen = '';
  while (!seen.includes('event: message')) seen += (await reader?.read())?.value ?? '';
  stop.abort();
  t.regex(seen, /"staffNumber":"1001".*在吗/);
});

test('reset empties inboxes, faults and the call log, and keeps the people', async (t) => {
  const kit = await startKit([dingtalk]);
  t.teardown(() => kit.stop());
  await kit.say('dingtalk', '1001', '在吗');
  await kit.fault({ platform: 'dingtalk', kind: 'down' });
  await kit.post('/_emu/reset', {});
  t.deepEqual(await kit.inbox('dingtalk', '1001'), []);
  t.deepEqual(await kit.get('/_emu/faults'), { faults: [] });
  t.is((await kit.get<{ people: unknown[] }>('/_emu/people')).people.length, 6);
});
