/** Institutions, departments, wards and groups as the pages show them. */
import { z } from 'zod';
import { byAdmin, byAnyStaff } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { defineQuery } from '../../../core/module.ts';
import { bedsView, departmentView, departmentsView, picturesView, placesView, wardsView } from '../schema.ts';

/** Administrators of the system change it; those of the rights have to see what they give rights on. */
const readers = byAdmin('system', 'security');

export const places = defineQuery({
  name: 'directory.places',
  input: z.object({}),
  output: placesView,
  policy: readers,
  audited: false,
  body: async ({ tx }) => {
    const institutions = await tx.institution.findMany({ orderBy: { code: 'asc' } });
    const campuses = await tx.campus.findMany({ orderBy: { code: 'asc' } });
    const departments = await tx.department.findMany({ orderBy: { code: 'asc' }, include: { _count: { select: { staff: { where: { active: true } }, wards: { where: { active: true } } } } } });
    return { institutions, campuses, departments: departments.map(({ _count, ...row }) => ({ ...row, staff: _count.staff, wards: _count.wards })) };
  },
});

export const department = defineQuery({
  name: 'directory.department',
  input: z.object({ code: z.string() }),
  output: departmentView,
  policy: readers,
  audited: false,
  body: async ({ tx }, { code }) => {
    const row = await tx.department.findUnique({ where: { code }, include: { _count: { select: { staff: { where: { active: true } }, wards: { where: { active: true } } } } } });
    if (row === null) throw new Refusal('core.not-found', {}, 404);
    const bindings = await tx.departmentBinding.findMany({ where: { departmentCode: code }, orderBy: [{ platform: 'asc' }, { external: 'asc' }] });
    const { _count: hanging, ...columns } = row;
    return { ...columns, ...hanging, bindings };
  },
});

/** The picture-text page is for everybody in the house. */
export const pictures = defineQuery({
  name: 'directory.pictures',
  input: z.object({ owner: z.string().max(60) }),
  output: picturesView,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx }, { owner }) => {
    const rows = await tx.directoryPicture.findMany({ where: { owner }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
    return { pictures: rows.map(({ id, caption, mime, bytes }) => ({ id, caption, mime, base64: Buffer.from(bytes).toString('base64') })) };
  },
});

/** For choosing a department anywhere. */
export const departments = defineQuery({
  name: 'directory.departments',
  input: z.object({}),
  output: departmentsView,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx }) => ({ departments: await tx.department.findMany({ where: { active: true }, orderBy: { code: 'asc' } }) }),
});

export const wardsAndGroups = defineQuery({
  name: 'directory.wards-and-groups',
  input: z.object({}),
  output: wardsView,
  policy: readers,
  audited: false,
  body: async ({ tx, now }) => {
    const department = { select: { name: true } };
    const wards = await tx.ward.findMany({ orderBy: { code: 'asc' }, include: { department } });
    const perWard = new Map((await tx.staff.groupBy({ by: ['wardCode'], where: { active: true, wardCode: { not: null } }, _count: true })).map(({ wardCode, _count: people }) => [wardCode, people]));
    const beds = Map.groupBy(await tx.bed.findMany({ where: { active: true }, select: { wardCode: true, state: true } }), ({ wardCode }) => wardCode);
    const bedsOf = (code: string) => ({ beds: beds.get(code)?.length ?? 0, blocked: beds.get(code)?.filter(({ state }) => state === 'blocked').length ?? 0 });
    const groups = await tx.medicalGroup.findMany({ orderBy: { code: 'asc' }, include: { members: { where: { from: { lte: now }, OR: [{ until: null }, { until: { gt: now } }] }, orderBy: { staffNumber: 'asc' } } } });
    const departmentNames = new Map((await tx.department.findMany({ select: { code: true, name: true } })).map(({ code, name }) => [code, name]));
    const numbers = groups.flatMap(({ leader, members }) => [leader, ...members.map(({ staffNumber }) => staffNumber)]);
    const names = new Map((await tx.staff.findMany({ where: { number: { in: [...new Set(numbers)] } }, select: { number: true, name: true } })).map(({ number, name }) => [number, name]));
    const person = (number: string) => ({ number, name: names.get(number) ?? number });
    return {
      wards: wards.map((row) => ({ ...row, departmentName: row.department.name, staff: perWard.get(row.code) ?? 0, ...bedsOf(row.code) })),
      groups: groups.map((row) => ({ ...row, departmentName: departmentNames.get(row.departmentCode) ?? row.departmentCode, leader: person(row.leader), members: row.members.map(({ staffNumber, from }) => ({ ...person(staffNumber), from })) })),
    };
  },
});

/** Of one ward, as people walk along it. */
export const beds = defineQuery({
  name: 'directory.beds',
  input: z.object({ ward: z.string().max(40) }),
  output: bedsView,
  policy: readers,
  audited: false,
  body: async ({ tx }, { ward }) => {
    const rows = await tx.bed.findMany({ where: { wardCode: ward } });
    return { beds: rows.map(({ state, ...row }) => ({ ...row, state: state === 'blocked' ? ('blocked' as const) : ('open' as const) })).toSorted((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1)) };
  },
});
