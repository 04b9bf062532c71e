/** Who may enter, which way, and whether a ticket is good. Pure. */
import { type Claims, type Container, type Way, ticketSeconds } from './model.ts';

export interface Places {
  readonly url?: string | undefined;
  readonly dingtalk?: string | undefined;
  readonly wecomAppId?: string | undefined;
  readonly wecomPath: string;
}

export interface Entrance {
  /** With commas. */
  readonly roles: string;
  readonly departments?: string | undefined;
}

export function mayEnter({ roles, departments }: Entrance, person: { readonly role: string; readonly departmentCode: string; readonly isAdministrator: boolean }): boolean {
  return !person.isAdministrator && roles.split(',').includes(person.role) && (departments === undefined || departments.split(',').includes(person.departmentCode));
}

/** The chat's own mini-program where there is one, else the page; `undefined` where neither is set. Letters of a ticket need no escape in an address. */
export function wayOf({ url, dingtalk, wecomAppId, wecomPath }: Places, container: Container, ticket: string): Way | undefined {
  const withTicket = (template: string): string => template.replaceAll('{ticket}', ticket);
  if (container === 'dingtalk' && dingtalk !== undefined) return { kind: 'dingtalk', address: withTicket(dingtalk) };
  if (container === 'wecom' && wecomAppId !== undefined) return { kind: 'wecom', appId: wecomAppId, path: withTicket(wecomPath) };
  return url === undefined ? undefined : { kind: 'page', address: withTicket(url) };
}

export function claimsOf(person: Pick<Claims, 'sub' | 'name' | 'department' | 'departmentName'>, { iss, aud, jti }: Pick<Claims, 'iss' | 'aud' | 'jti'>, now: Date): Claims {
  const iat = Math.floor(now.getTime() / 1000);
  return { iss, aud, ...person, jti, iat, exp: iat + ticketSeconds };
}

/** Why a well-signed ticket is not good. `since`: when this process began, in seconds: what it took before then it no longer knows. */
export function troubleOf({ iss, aud, iat, exp }: Claims, asked: Pick<Claims, 'iss' | 'aud'>, now: Date, since: number): 'unknown' | 'over' | undefined {
  if (iss !== asked.iss || aud !== asked.aud) return 'unknown';
  return now.getTime() / 1000 >= exp || iat < since ? 'over' : undefined;
}
