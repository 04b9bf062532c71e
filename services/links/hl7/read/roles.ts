/** People and what they are to the stay or the operation: ROL (up to 2.6), PRT (since 2.7), AIP. */
import { partText, repeats, text, type Segment } from '../syntax/message.ts';
import type { Staff } from '../../statements/schema.ts';
import { orNothing, present, staffField } from './common.ts';

/** Somebody with the words and codes of the role. */
export interface Role {
  readonly staff: Staff;
  readonly role: string;
}

const PLACES: Readonly<Record<string, { readonly role: number; readonly staff: number; readonly action: number }>> = {
  ROL: { role: 3, staff: 4, action: 2 },
  PRT: { role: 4, staff: 5, action: 2 },
  AIP: { role: 4, staff: 3, action: 2 },
};

/** Everybody who is named; those taken off (action D, DE) are not. */
export function rolesIn(segments: readonly Segment[]): readonly Role[] {
  return segments.flatMap((segment) => {
    const at = PLACES[segment.name];
    if (at === undefined || /^D/i.test(text(segment, at.action) ?? '')) return [];
    const staff = orNothing(staffField(segment, at.staff) ?? {});
    const role = repeats(segment, at.role)[0];
    return staff === undefined ? [] : [{ staff: present(staff), role: [partText(role, 1), partText(role, 2)].filter((part) => part !== undefined).join(' ') }];
  });
}

export const NURSE = /护士|护师|\bnurse\b|^(RN|NU|NUR|PN)\b/i;
export const SURGEON = /主刀|术者|手术医|\bsurgeon\b|^(SURG|SUR|PRISUR)\b/i;
export const ASSISTANT = /助手|一助|二助|三助|\bassist/i;
export const ANAESTHETIST = /麻醉|an(a)?esthe|^(ANES|ANS)\b/i;

/** Those of one role; an assistant surgeon is an assistant. */
export function inRole(roles: readonly Role[], kind: RegExp): readonly Staff[] {
  return roles.filter(({ role }) => kind.test(role) && (kind === ASSISTANT || !ASSISTANT.test(role))).map(({ staff }) => staff);
}
