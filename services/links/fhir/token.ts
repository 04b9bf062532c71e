/** What proves who we are to a FHIR server: a fixed token, or one had for client and secret (RFC 6749, 4.4). */
import { z } from 'zod';
import type { FhirServerSettings } from './settings.ts';
import { ServerTrouble } from './trouble.ts';

export interface Token {
  /** `undefined`: the server asks for none. @throws ServerTrouble */
  give(): Promise<string | undefined>;
  /** The server no longer takes it. */
  forget(): void;
}

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().default(300) });
/** Renewed this long before it ends. */
const earlyMs = 30_000;

export function tokenOf({ token, tokenUrl, clientId = '', clientSecret = '', timeoutMs }: FhirServerSettings, now: () => number): Token {
  let held: { readonly value: string; readonly until: number } | undefined;
  return {
    forget: () => {
      held = undefined;
    },
    give: async () => {
      if (tokenUrl === undefined) return token;
      if (held !== undefined && held.until > now()) return held.value;
      const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
      const response = await fetch(tokenUrl, { method: 'POST', headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials', redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
        throw new ServerTrouble('the token server did not answer', 'transient', 'token-unreachable', { cause: error });
      });
      if (!response.ok) throw new ServerTrouble(`the token server answered ${response.status}`, response.status >= 500 ? 'transient' : 'permanent', `token-${response.status}`);
      const read = granted.safeParse(await response.json().catch(() => undefined));
      if (!read.success) throw new ServerTrouble('the token server answered in another shape', 'permanent', 'token-shape');
      held = { value: read.data.access_token, until: now() + read.data.expires_in * 1000 - earlyMs };
      return held.value;
    },
  };
}
