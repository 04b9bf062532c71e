/**
 * The access token: one for the app, in the store that all processes share, fetched by one of them at a time. DingTalk
 * gives the same token again while it is valid (7 200 s), so a lost store costs one call and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BotContext } from '../bot.ts';
import { failureOf, judgeHttp } from './failures.ts';
import { exchange } from './http.ts';
import { apiErrorSchema, tokenSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

/** Fetched anew this long before it ends, so that no call leaves with a token about to die. */
const EARLY_MS = 60_000;
/** How long one process may take to fetch while the others wait. */
const LEASE_MS = 10_000;
const LOOK_MS = 100;

const storedSchema = z.object({ token: z.string(), until: z.number() });

export interface Tokens {
  current(): Promise<string>;
  /** The platform refused `bad`: another one, unless somebody has fetched it already. */
  renew(bad: string): Promise<string>;
}

export function tokens(
  settings: Pick<DingtalkSettings, 'clientId' | 'clientSecret' | 'apiBase'>,
  context: Pick<BotContext, 'now' | 'store'>,
): Tokens {
  const key = `dingtalk.${settings.clientId}.token`;
  let flight: Promise<string> | undefined;

  async function stored(): Promise<string | undefined> {
    const text = await context.store.get(key);
    if (text === undefined) return undefined;
    const read = storedSchema.safeParse(JSON.parse(text));
    return read.success && read.data.until - EARLY_MS > context.now() ? read.data.token : undefined;
  }

  async function fetchToken(): Promise<string> {
    const { token, lifeMs } = await requestToken(settings);
    await context.store.set(key, JSON.stringify({ token, until: context.now() + lifeMs }), lifeMs);
    return token;
  }

  async function fetchAlone(): Promise<string> {
    const lease = `${key}.lease`;
    const mine = randomUUID();
    if (!(await context.store.claim(lease, mine, LEASE_MS))) {
      const others = await appears(stored);
      if (others !== undefined) return others;
      return await fetchToken();
    }
    try {
      return (await stored()) ?? (await fetchToken());
    } finally {
      await context.store.release(lease, mine);
    }
  }

  async function current(): Promise<string> {
    flight ??= (async () => (await stored()) ?? (await fetchAlone()))().finally(() => {
      flight = undefined;
    });
    return await flight;
  }

  return {
    current,
    async renew(bad) {
      await flight?.catch(() => undefined);
      if ((await stored()) === bad) await context.store.delete(key);
      return await current();
    },
  };
}

/** Another process is fetching: looks for its token until the lease would have ended. */
async function appears(stored: () => Promise<string | undefined>): Promise<string | undefined> {
  for (let waited = 0; waited < LEASE_MS; waited += LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const token = await stored();
    if (token !== undefined) return token;
  }
  return undefined;
}

/** Asks the platform itself. @throws Failure permanent `invalidClientIdOrSecret` on a wrong secret */
export async function requestToken(
  settings: Pick<DingtalkSettings, 'clientId' | 'clientSecret' | 'apiBase'>,
): Promise<{ token: string; lifeMs: number }> {
  const call = 'POST /v1.0/oauth2/accessToken';
  const body = { appKey: settings.clientId, appSecret: settings.clientSecret };
  const answer = await exchange({ call, method: 'POST', url: `${settings.apiBase}/v1.0/oauth2/accessToken`, body, repeatable: true });
  if (answer.status >= 300) throw failureOf(call, judgeHttp(answer.status, apiErrorSchema.parse(answer.body).code));
  const read = tokenSchema.safeParse(answer.body);
  if (!read.success) throw failureOf(call, { code: 'bad-answer', class: 'transient', remedy: 'none' });
  return { token: read.data.accessToken, lifeMs: read.data.expireIn * 1000 };
}
