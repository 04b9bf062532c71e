/** The clients' door: machines that call us with signed requests, their keys, and a call with which they try them. */
import { z } from 'zod';
import { byMachine } from '../../core/access.ts';
import { type Module, defineModule, defineQuery } from '../../core/module.ts';
import { type ClientParts, addKey, change, create, list, revokeKey } from './actions.ts';
import { phrases } from './phrases.ts';
import { pong } from './schema.ts';
import { sealedKeys } from './store.ts';

export type { ClientParts } from './actions.ts';
export { createMachines } from './machines.ts';

const ping = defineQuery({
  name: 'api-clients.ping',
  input: z.object({}),
  output: pong,
  policy: byMachine('status'),
  audited: true,
  body: async ({ actor, now }) => ({ now, client: actor.id, doors: actor.kind === 'link' ? [...(actor.doors ?? [])] : [] }),
});

export function apiClients(parts: ClientParts): Module {
  const [all, made, changed, given] = [list(parts), create(parts), change(parts), addKey(parts)];
  return defineModule({
    name: 'api-clients',
    queries: [all, ping],
    actions: [made, changed, given, revokeKey],
    routes: [
      { method: 'GET', path: '/api-clients', does: all },
      { method: 'POST', path: '/api-clients', does: made },
      { method: 'PUT', path: '/api-clients/:code', does: changed },
      { method: 'POST', path: '/api-clients/:code/keys', does: given },
      { method: 'POST', path: '/api-clients/:code/keys/:key/end', does: revokeKey },
      { method: 'GET', path: '/machine/status/ping', does: ping, machine: 'status' },
    ],
    acts: {
      'api-clients.list': '查看接口客户端',
      'api-clients.create': '新建接口客户端',
      'api-clients.change': '修改接口客户端',
      'api-clients.add-key': '发放接口密钥',
      'api-clients.end-key': '停用接口密钥',
      'api-clients.ping': '接口客户端测试连接',
    },
    phrases,
    sealed: [sealedKeys],
  });
}
