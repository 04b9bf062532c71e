/** Departments, wards and medical groups as a master tells them. */
import type { Tx } from '../../../../core/db.ts';
import { newId } from '../../../../core/ids.ts';
import { bedTold, departmentTold, groupTold, wardTold } from '../../../../links/his/schema.ts';
import { judgeBed, judgeGroup, judgePlace } from '../../rules.ts';
import { upsertBeds, upsertDepartments, upsertGroups, upsertMembers, upsertWards } from '../../store/bulk.ts';
import { type Judged, type Kind, shown, wordOf } from './common.ts';

interface DepartmentRow extends Record<string, unknown> {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly source: string;
}

export const departments: Kind<DepartmentRow> = {
  judge: async (tx, reading, rows) => {
    const here = byCode(await tx.department.findMany({ where: { code: { in: rows.map(({ key }) => key) } }, select: { code: true, name: true, kind: true, parentCode: true, institutionCode: true, campusCode: true, active: true, source: true } }));
    const told = rows.map(({ row }) => departmentTold.parse(row));
    const parents = await presentDepartments(tx, told.map(({ parent }) => parent), reading.id);
    return told.map(({ code, name, kind, parent, institution, campus, active }) => {
      const row = { code, name, kind, parentCode: parent ?? null, institutionCode: institution ?? here.get(code)?.institutionCode ?? null, campusCode: campus ?? here.get(code)?.campusCode ?? null, active, source: wordOf(reading) };
      return judged(code, row, here.get(code), judgePlace('department', row, here.get(code), row.parentCode === null || parents.has(row.parentCode)));
    });
  },
  write: upsertDepartments,
};

interface WardRow extends Record<string, unknown> {
  readonly code: string;
  readonly name: string;
}

export const wards: Kind<WardRow> = {
  judge: async (tx, reading, rows) => {
    const here = byCode(await tx.ward.findMany({ where: { code: { in: rows.map(({ key }) => key) } } }));
    const told = rows.map(({ row }) => wardTold.parse(row));
    const present = await presentDepartments(tx, told.map(({ department }) => department));
    return told.map(({ code, name, department, campus, active }) => {
      const row = { code, name, departmentCode: department, campusCode: campus ?? here.get(code)?.campusCode ?? null, active, source: wordOf(reading) };
      return judged(code, row, here.get(code), judgePlace('ward', row, here.get(code), present.has(department)));
    });
  },
  write: upsertWards,
};

interface BedRow extends Record<string, unknown> {
  readonly code: string;
  readonly number: string;
}

export const beds: Kind<BedRow> = {
  judge: async (tx, reading, rows) => {
    const here = byCode(await tx.bed.findMany({ where: { code: { in: rows.map(({ key }) => key) } } }));
    const told = rows.map(({ key, row }) => ({ key, ...bedTold.parse(row) }));
    const present = new Set((await tx.ward.findMany({ where: { code: { in: [...new Set(told.map(({ ward }) => ward))] } }, select: { code: true } })).map(({ code }) => code));
    return told.map(({ key, ward, number, room, state, note, active }) => {
      const row = { code: key, wardCode: ward, number, room: room ?? null, state, note: state === 'blocked' ? (note ?? null) : null, active, source: wordOf(reading) };
      return judged(key, { ...row, name: number }, here.get(key), judgeBed(row, here.get(key), present.has(ward)));
    });
  },
  write: upsertBeds,
};

interface GroupRow extends Record<string, unknown> {
  readonly code: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly terms: readonly { readonly staff: string; readonly from?: string | null | undefined; readonly until?: string | null | undefined }[];
}

/** Members are compared by who is in the group now; when somebody joined or went stays in the rows. */
export const groups: Kind<GroupRow> = {
  judge: async (tx, reading, rows) => {
    const codes = rows.map(({ key }) => key);
    const found = await tx.medicalGroup.findMany({ where: { code: { in: codes } }, include: { members: { where: { until: null }, select: { staffNumber: true } } } });
    const here = byCode(found.map(({ members, ...group }) => ({ ...group, members: members.map(({ staffNumber }) => staffNumber).sort() })));
    const told = rows.map(({ row }) => groupTold.parse(row));
    const present = await presentDepartments(tx, told.map(({ department }) => department));
    const numbers = told.flatMap(({ leader, members }) => [leader, ...members.map(({ staff }) => staff)]);
    const known = new Set((await tx.staff.findMany({ where: { number: { in: [...new Set(numbers)] } }, select: { number: true } })).map(({ number }) => number));
    return told.map(({ code, name, department, leader, members, active }) => {
      const lasting = members.filter(({ until }) => until === null || until === undefined);
      const row = { code, name, departmentCode: department, leader, active, source: wordOf(reading), members: [...new Set(lasting.map(({ staff }) => staff))].sort(), terms: members };
      const staff = known.has(leader) && members.every((member) => known.has(member.staff));
      return judged(code, row, here.get(code), judgeGroup(row, here.get(code), { department: present.has(department), staff }));
    });
  },
  write: async (tx, rows, now) => {
    await upsertGroups(tx, rows);
    const running = await tx.medicalGroupMember.findMany({ where: { groupCode: { in: rows.map(({ code }) => code) }, until: null } });
    const stays = new Set(rows.flatMap(({ code, members }) => members.map((staff) => `${code} ${staff}`)));
    const isIn = new Set(running.map(({ groupCode, staffNumber }) => `${groupCode} ${staffNumber}`));
    const gone = running.filter(({ groupCode, staffNumber }) => !stays.has(`${groupCode} ${staffNumber}`));
    await tx.medicalGroupMember.updateMany({ where: { id: { in: gone.map(({ id }) => id) } }, data: { until: now } });
    const fresh = rows.flatMap(({ code, members, terms }) => members.filter((staff) => !isIn.has(`${code} ${staff}`)).map((staff) => {
      const from = terms.find((term) => term.staff === staff)?.from;
      return { id: newId(now.getTime()), groupCode: code, staffNumber: staff, from: from ?? now.toISOString(), until: null };
    }));
    await upsertMembers(tx, fresh);
  },
};

/** Departments that are here, or that the same reading tells. */
export async function presentDepartments(tx: Tx, codes: readonly (string | null | undefined)[], syncId?: string): Promise<Set<string>> {
  const asked = [...new Set(codes.filter((code) => code !== null && code !== undefined))];
  const here = await tx.department.findMany({ where: { code: { in: asked } }, select: { code: true } });
  const told = syncId === undefined ? [] : await tx.directoryTold.findMany({ where: { syncId, kind: 'department', key: { in: asked } }, select: { key: true } });
  return new Set([...here.map(({ code }) => code), ...told.map(({ key }) => key)]);
}

function byCode<R extends { readonly code: string }>(rows: readonly R[]): Map<string, R> {
  return new Map(rows.map((row) => [row.code, row]));
}

function judged<R extends { readonly name: string }>(key: string, row: R, here: object | undefined, verdict: Judged['verdict']): Judged<R> {
  return { key, row, verdict, subject: key, facts: { name: row.name, told: shown({ ...row }), here: shown(here === undefined ? undefined : { ...here }) } };
}
