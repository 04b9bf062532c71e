/** A DingTalk sign-in code for whoever holds the phone, through the platform's own sign-in door. */
import type { Core } from '../core/plug-in.ts';
import type { Person } from '../core/people.ts';
import { dingtalkTenant } from '../tenant.ts';

/** Undefined while the platform does not answer. */
export async function authCode(core: Core, person: Person): Promise<string | undefined> {
  const query = new URLSearchParams({
    client_id: dingtalkTenant.clientId, redirect_uri: `${core.origin()}/`, response_type: 'code', scope: 'openid', state: 'webview', emu_user: person.staffNumber,
  });
  try {
    const answer = await fetch(`${core.origin()}/oauth2/auth?${query.toString()}`, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('authCode') ?? undefined;
  } catch {
    return undefined;
  }
}
