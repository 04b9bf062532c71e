/**
 * What the demonstration sets where nobody else did: both platforms at the local emulator, the laboratory at the
 * simulated one. Only addresses and ids; the code that runs is the product's.
 */
import { dingtalkTenant, wecomTenant } from '../../bots/emulator/tenant.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const emulatorUrl = (env: Environment): string => `http://127.0.0.1:${env['EMULATOR_PORT'] ?? '3400'}`;

/**
 * Off with `DEMO=0`, and unless somebody asks for it also where a tenant is named: an invented hospital does not mix
 * with a real one, and a real secret does not go to the emulator.
 */
export function isDemo(env: Environment): boolean {
  if (env['DEMO'] !== undefined && env['DEMO'] !== '') return !['0', 'false', 'no', 'off'].includes(env['DEMO']);
  return !tenants.some((variable) => env[variable] !== undefined && env[variable] !== '');
}

const tenants = ['DINGTALK_CLIENT_ID', 'WECOM_CORP_ID'];

export function withDemo(env: Environment): Environment {
  if (!isDemo(env)) return { ...env, DEMO: '0' };
  const emulator = emulatorUrl(env);
  const defaults: Environment = {
    PAGES_URL: `http://localhost:${env['PORT'] ?? '3000'}`,
    DINGTALK_CLIENT_ID: dingtalkTenant.clientId,
    DINGTALK_CLIENT_SECRET: dingtalkTenant.clientSecret,
    DINGTALK_CORP_ID: dingtalkTenant.corpId,
    DINGTALK_ROBOT_CODE: dingtalkTenant.robotCode,
    DINGTALK_AGENT_ID: dingtalkTenant.agentId,
    DINGTALK_TEMPLATE_ID: dingtalkTenant.cardTemplateId,
    DINGTALK_API_BASE: emulator,
    DINGTALK_OAPI_BASE: emulator,
    WECOM_CORP_ID: wecomTenant.corpId,
    WECOM_SECRET: wecomTenant.secret,
    WECOM_AGENT_ID: String(wecomTenant.agentId),
    WECOM_TOKEN: wecomTenant.token,
    WECOM_AES_KEY: wecomTenant.aesKey,
    WECOM_API_BASE: emulator,
    WECOM_OAUTH_BASE: emulator,
    WECOM_BOT_ID: wecomTenant.botId,
    WECOM_BOT_SECRET: wecomTenant.botSecret,
    WECOM_BOT_URL: `${emulator.replace('http', 'ws')}/aibot`,
    // Whoever tries the command port is answered by it.
    ...((env['HOSPITAL_COMMANDS_URL'] ?? '') === '' && { LIS_HOST: '127.0.0.1' }),
  };
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  return { ...defaults, ...Object.fromEntries(set) };
}
