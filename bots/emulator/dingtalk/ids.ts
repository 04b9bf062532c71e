/** Ids as DingTalk's look like, and who somebody is by them. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { People, Person } from '../core/people.ts';
import { dingtalkTenant } from '../tenant.ts';

/** Something nobody can guess. */
export const opaque = (bytes = 16): string => randomBytes(bytes).toString('hex');

export const requestId = (): string => randomUUID().toUpperCase();

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The same for a person in every app of one developer. */
export const unionIdOf = (userid: string): string => `${digest(`union ${userid}`).slice(0, 22)}iE`;

/** Case sensitive, and stored verbatim by whoever gets it. */
export const conversationOf = (clientId: string, userid: string): string =>
  `cid${digest(`${clientId} ${userid}`).slice(0, 24)}==`;

export const openSenderId = (userid: string): string => `$:LWCP_v1:$${digest(`sender ${userid}`).slice(0, 22)}==`;

export const CORP = dingtalkTenant.corpId;

/** Someone who still works here, by userId (type 1) or unionId (type 2). */
export function personBy(people: People, id: string, userIdType: 1 | 2): Person | undefined {
  const found = userIdType === 1 ? people.byUserid('dingtalk', id) : byUnionId(people, id);
  return found?.active ? found : undefined;
}

export function byUnionId(people: People, unionId: string): Person | undefined {
  return people.all('dingtalk').find(({ userid }) => unionIdOf(userid) === unionId);
}
