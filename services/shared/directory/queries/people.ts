/** Finding people: administrators over everything, everybody a colleague by name, pinyin or number. */
import { z } from 'zod';
import type { Prisma } from '../../../../prisma/generated/client.ts';
import { byAdmin, byAnyStaff } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { defineQuery } from '../../../core/module.ts';
import { numbersReadAs } from '../store.pinyin.ts';
import { foundPeople, peopleQuery, peopleView, personView, searchPeopleQuery } from '../schema.ts';

const readers = byAdmin('system', 'security');

const columns = { number: true, name: true, role: true, title: true, departmentCode: true, department: { select: { name: true } }, wardCode: true, active: true, onLeaveUntil: true, source: true, _count: { select: { accounts: true } } } as const;
type Row = Prisma.StaffGetPayload<{ select: typeof columns }>;
const rowOf = ({ department, _count, ...row }: Row) => ({ ...row, departmentName: department.name, accounts: _count.accounts });

/** Every word has to be found somewhere: `心内 李` finds 李静 of 心血管内科 by its letters only where they stand together. */
function matching(text: string): Prisma.StaffWhereInput[] {
  return text.split(/\s+/).filter((word) => word !== '').map((word) => ({ OR: [{ name: { contains: word } }, { number: { startsWith: word, mode: 'insensitive' } }, { department: { name: { contains: word } } }] }));
}

export const people = defineQuery({
  name: 'directory.people',
  input: peopleQuery,
  output: peopleView,
  policy: readers,
  audited: false,
  body: async ({ tx }, { text, department, state, offset, limit }) => {
    const where: Prisma.StaffWhereInput = { AND: matching(text), ...(department === undefined || department === '' ? {} : { departmentCode: department }), ...(state === 'all' ? {} : { active: state === 'active' }) };
    const rows = await tx.staff.findMany({ where, select: columns, orderBy: { number: 'asc' }, skip: offset, take: limit });
    return { people: rows.map(rowOf), total: await tx.staff.count({ where }) };
  },
});

export const person = defineQuery({
  name: 'directory.person',
  input: z.object({ number: z.string() }),
  output: personView,
  policy: readers,
  audited: true,
  subject: ({ number }) => number,
  body: async ({ tx, now }, { number }) => {
    const row = await tx.staff.findUnique({ where: { number }, select: { ...columns, leftAt: true, adminRole: true, accounts: { select: { platform: true, corp: true, user: true } } } });
    if (row === null) throw new Refusal('core.not-found', {}, 404);
    const memberships = await tx.medicalGroupMember.findMany({ where: { staffNumber: number, from: { lte: now }, OR: [{ until: null }, { until: { gt: now } }] }, include: { group: true } });
    const led = await tx.medicalGroup.findMany({ where: { leader: number, active: true } });
    const groups = new Map<string, { code: string; name: string; leads: boolean }>(memberships.map(({ group }) => [group.code, { code: group.code, name: group.name, leads: false }]));
    for (const { code, name } of led) groups.set(code, { code, name, leads: true });
    const facts = await tx.fact.findMany({ where: { subject: { in: [number, `staff:${number}`] }, name: { startsWith: 'directory.' } }, orderBy: { id: 'desc' }, take: 20 });
    return { ...rowOf(row), leftAt: row.leftAt, adminRole: row.adminRole, bound: row.accounts, groups: [...groups.values()], history: facts.map(({ at, name, actor, data }) => ({ at, actor, ...storyOf(name, data) })) };
  },
});

const changedData = z.looseObject({ how: z.string().optional(), fields: z.array(z.string()).default([]) });

function storyOf(name: string, data: Prisma.JsonValue): { what: string; fields: string[] } {
  const { how, fields } = changedData.catch({ fields: [] }).parse(data);
  return { what: how ?? name.slice('directory.'.length), fields };
}

export const searchPeople = defineQuery({
  name: 'directory.search-people',
  input: searchPeopleQuery,
  output: foundPeople,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx }, { text, department, role, limit }) => {
    const words: Prisma.StaffWhereInput[] = [];
    for (const word of text.split(/\s+/).filter((each) => each !== '')) words.push({ OR: [{ name: { contains: word } }, { number: { startsWith: word, mode: 'insensitive' } }, { number: { in: await numbersReadAs(tx, word) } }] });
    const where: Prisma.StaffWhereInput = { active: true, AND: words, ...(department === undefined || department === '' ? {} : { departmentCode: department }), ...(role === undefined || role === '' ? {} : { role }) };
    const rows = await tx.staff.findMany({ where, select: { number: true, name: true, title: true, department: { select: { name: true } } }, orderBy: [{ name: 'asc' }, { number: 'asc' }], take: limit });
    return { people: rows.map((row) => ({ ...row, departmentName: row.department.name })) };
  },
});
