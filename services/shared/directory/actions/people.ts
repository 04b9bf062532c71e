/** Staff, medical groups and accounts by hand. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { defineAction } from '../../../core/module.ts';
import { newId } from '../../../core/ids.ts';
import { endSessions } from '../../../core/session.ts';
import { changed } from '../events.ts';
import { checkByHand } from '../rules.ts';
import { account, groupDraft, staffDraft } from '../schema.ts';
import { checkDepartment, checkNew, refuse, tell } from './places.ts';

const admin = byAdmin('system');

export const saveStaff = defineAction({
  name: 'directory.save-staff',
  input: staffDraft,
  output: z.void(),
  policy: admin,
  subject: ({ number }) => number,
  body: async (context, { isNew, ...row }) => {
    const { tx } = context;
    const before = await tx.staff.findUnique({ where: { number: row.number } });
    checkNew(isNew, before, row.number);
    if (before !== null) checkByHand('staff', before, row);
    await checkDepartment(tx, row.departmentCode);
    if (row.wardCode !== null && (await tx.ward.count({ where: { code: row.wardCode, active: true } })) === 0 && before?.wardCode !== row.wardCode) throw refuse('directory.no-ward', { code: row.wardCode });
    await tx.staff.upsert({ where: { number: row.number }, create: row, update: row });
    tell(context, `staff:${row.number}`, before, row);
  },
});

/** Who is no longer named leaves the group now; who is new joins now. */
export const saveGroup = defineAction({
  name: 'directory.save-group',
  input: groupDraft,
  output: z.void(),
  policy: admin,
  subject: ({ code }) => code,
  body: async (context, { isNew, members: named, ...row }) => {
    const { tx, now } = context;
    const found = await tx.medicalGroup.findUnique({ where: { code: row.code }, include: { members: { where: { until: null } } } });
    const members = [...new Set(named)].sort();
    const before = found === null ? null : { ...row, name: found.name, departmentCode: found.departmentCode, leader: found.leader, source: found.source, members: found.members.map(({ staffNumber }) => staffNumber).sort() };
    checkNew(isNew, before, row.code);
    if (before !== null) checkByHand('group', before, { ...row, members });
    await checkDepartment(tx, row.departmentCode);
    await checkStaff(tx, [row.leader, ...members.filter((number) => before?.members.includes(number) !== true)]);
    await tx.medicalGroup.upsert({ where: { code: row.code }, create: row, update: row });
    await tx.medicalGroupMember.updateMany({ where: { groupCode: row.code, until: null, staffNumber: { notIn: members } }, data: { until: now } });
    const fresh = members.filter((number) => before?.members.includes(number) !== true);
    await tx.medicalGroupMember.createMany({ data: fresh.map((staffNumber) => ({ id: newId(now.getTime()), groupCode: row.code, staffNumber, from: now })) });
    tell(context, `group:${row.code}`, before, { ...row, members });
  },
});

/** @throws Refusal `directory.no-person` */
export async function checkStaff(tx: Tx, numbers: readonly string[]): Promise<void> {
  const known = new Set((await tx.staff.findMany({ where: { number: { in: [...numbers] }, active: true }, select: { number: true } })).map(({ number }) => number));
  const missing = numbers.find((number) => !known.has(number));
  if (missing !== undefined) throw refuse('directory.no-person', { code: missing });
}

const platformAccount = account.extend({ number: z.string(), platform: z.enum(['dingtalk', 'wecom']), corp: z.string().trim().min(1).max(100), user: z.string().trim().min(1).max(100) });

export const bindAccount = defineAction({
  name: 'directory.bind-account',
  input: platformAccount,
  output: z.void(),
  policy: admin,
  subject: ({ number }) => number,
  body: async ({ tx, emit }, { number, platform, corp, user }) => {
    await checkStaff(tx, [number]);
    const userFolded = user.toLowerCase();
    const held = await tx.staffAccount.findUnique({ where: { platform_corp_userFolded: { platform, corp, userFolded } } });
    if (held?.staffNumber === number) return;
    if (held !== null) throw refuse('directory.taken', { code: held.staffNumber });
    await tx.staffAccount.create({ data: { platform, corp, user, userFolded, staffNumber: number } });
    emit(changed, `account:${platform}:${corp}:${user}`, { how: 'added', fields: [number], source: 'hand' });
  },
});

/** The account opens nothing from this moment, and what it opened is closed. */
export const unbindAccount = defineAction({
  name: 'directory.unbind-account',
  input: platformAccount,
  output: z.void(),
  policy: admin,
  subject: ({ number }) => number,
  body: async ({ tx, now, emit }, { number, platform, corp, user }) => {
    const { count } = await tx.staffAccount.deleteMany({ where: { platform, corp, userFolded: user.toLowerCase(), staffNumber: number } });
    if (count === 0) return;
    await endSessions(tx, number, now);
    emit(changed, `account:${platform}:${corp}:${user}`, { how: 'removed', fields: [number], source: 'hand' });
  },
});
