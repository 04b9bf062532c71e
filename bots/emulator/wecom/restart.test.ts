import test from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKit } from '../core/kit.ts';
import type { Kit } from '../core/kit.ts';
import { wecomTenant } from '../tenant.ts';
import { createWecom } from './index.ts';
import { ask } from './kit.ts';

const { agentId, corpId, secret } = wecomTenant;

async function call(kit: Kit, path: string, body: object): Promise<{ errcode: number; [field: string]: unknown }> {
  const { access_token } = await kit.get<{ access_token: string }>(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`);
  return kit.post(`/cgi-bin/message/${path}?access_token=${access_token}`, body);
}

test('messages, tokens, task ids and response codes outlive the emulator', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wecom-'));
  t.teardown(() => rm(dataDir, { recursive: true, force: true }));
  const first = await startKit([createWecom()], { dataDir });
  const card = { touser: 'li.yi', msgtype: 'template_card', agentid: agentId, template_card: ask('kept') };
  const sent = await call(first, 'send', card);
  const path = `/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`;
  const before = await first.get<{ access_token: string }>(path);
  await first.stop();

  const second = await startKit([createWecom()], { dataDir });
  t.teardown(() => second.stop());
  t.is((await second.get<{ access_token: string }>(path)).access_token, before.access_token);
  t.is((await call(second, 'send', card)).errcode, 42_014);
  const update = { atall: 1, agentid: agentId, response_code: sent['response_code'], button: { replace_name: '已处理' } };
  t.is((await call(second, 'update_template_card', update)).errcode, 0);
  t.is((await second.inbox('wecom', '1001'))[0]?.buttons[0]?.label, '已处理');
});
