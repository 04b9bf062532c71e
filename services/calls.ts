/** How pages call the service: what they speak, and which routes need no envelope. */
import type { Channels } from './core/channels.ts';
import { SettingsProblem } from './core/config.ts';
import type { CallParts } from './core/http.ts';
import type { Replays } from './core/replays.ts';
import type { Settings } from './settings.ts';

/** Routes below `/api` that are taken without an envelope, each with its reason. Everything else is refused plain. */
export const plainDoors: Readonly<Record<string, string>> = {
  'POST /api/channel': 'the agreement on the key itself; carries public keys only',
  'GET /api/sign-in/dingtalk/start': 'a browser follows it as a link; carries a page of ours to come back to',
  'GET /api/sign-in/dingtalk/return': 'the platform sends the browser here; carries a code that works once, and the state',
  'GET /api/sign-in/wecom/start': 'a browser follows it as a link; carries a page of ours to come back to',
  'GET /api/sign-in/wecom/return': 'the platform sends the browser here; carries a code that works once, and the state',
  'GET /api/machine/facts/openapi.json': 'the published contract: shapes and examples, for whoever builds the other side',
  'GET /api/doctor-station/jwks.json': 'public keys, for whoever checks a ticket',
  'GET /api/demo': 'the demonstration has no real patient',
  'POST /api/demo/send-critical': 'the demonstration has no real patient',
  'POST /api/demo/send-hl7': 'the demonstration has no real patient',
  'POST /api/demo/replay': 'the demonstration has no real patient',
  'GET /api/demo/replay': 'the demonstration has no real patient',
  'GET /api/demo/log': 'the demonstration has no real patient',
};

/** Pages without WebCrypto (plain http in a ward's network) speak the suite that needs none. @throws SettingsProblem */
export function callsOf({ calls, service }: Settings, channels: Channels, replays: Replays): CallParts {
  if (calls.allowPlain && !service.demo) throw new SettingsProblem(['CALLS_ALLOW_PLAIN: 正式环境（DEMO=0）不能接受不加密的请求，请去掉这一项']);
  return { channels, replays, suites: calls.cryptography === 'sm' ? ['sm2-sm4gcm'] : ['ecdh-a256gcm', 'sm2-sm4gcm'], plain: plainDoors, allowPlain: calls.allowPlain };
}
