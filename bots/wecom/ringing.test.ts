/** Calls of WeCom's 紧急通知应用 against the emulator: answered, not answered, not linked, not opened, nothing left to pay with. */
import test from 'ava';
import { Failure } from '../../services/core/errors.ts';
import { startEmulator } from '../emulator/start.ts';
import { wecomClient } from './client.ts';
import { wecomRinging } from './ringing.ts';
import { wecomTenant } from '../emulator/tenant.ts';
import { contextFor, settingsFor } from './testing.ts';

const failureOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'rang', (error: unknown) => (error instanceof Failure ? `${error.class} ${error.vendorCode}` : String(error)));

test('rings by the account, asks what became of it, and tells the platform’s refusals apart', async (t) => {
  const emulator = await startEmulator();
  t.teardown(() => emulator.stop());
  const { corpId, agentId, secret } = wecomTenant;
  const settings = settingsFor(emulator.origin, { corpId, agentId, secret });
  const { ring, became } = wecomRinging(wecomClient(settings, contextFor()));
  const set = (body: object): Promise<Response> => fetch(`${emulator.origin}/_emu/wecom/calls`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  const { ref } = await ring('zhangwei');
  t.deepEqual(await became('ZhangWei', ref), { state: 'arrived', code: '' }, 'accounts ignore case');
  await set({ reason: 8 });
  t.deepEqual(await became('ZhangWei', (await ring('ZhangWei')).ref), { state: 'not-arrived', code: 'ring-8' });
  await set({ reason: 1 });
  t.deepEqual(await became('ZhangWei', (await ring('ZhangWei')).ref), { state: 'waiting', code: '' });
  t.is(await failureOf(ring('nobody')), 'permanent call-1');
  await set({ linked: false });
  t.is(await failureOf(ring('ZhangWei')), 'permanent 301049');
  await set({ linked: true, balance: 0 });
  t.is(await failureOf(ring('ZhangWei')), 'permanent 301051');
  await set({ open: false });
  t.is(await failureOf(ring('ZhangWei')), 'permanent 301050');
});
