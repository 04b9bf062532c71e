/** Rows of this module: grants, requests, flags, exceptions. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { type ExceptionName, type ExceptionRule, type Flag, type GlassReason, type GrantKind, type GrantScope, closedException, flags } from './model.ts';
import { personIds } from '../patients/index.ts';
import { exceptionRule } from './schema.ts';
import { answering, personOfNumber, whoIs } from './store.relations.ts';

const { sql } = Prisma;

export type GrantRow = Prisma.AccessGrantGetPayload<object>;
export type RequestRow = Prisma.AccessRequestGetPayload<object>;

export interface NewGrant {
  readonly kind: GrantKind;
  readonly staffNumber: string;
  readonly departmentCode?: string;
  readonly scope: GrantScope;
  readonly target: string;
  readonly reason: string;
  readonly reasonKind?: GlassReason;
  readonly givenBy: string;
  readonly from: Date;
  readonly until: Date;
}

export async function insertGrant(tx: Tx, grant: NewGrant, now: Date): Promise<string> {
  const id = newId(now.getTime());
  await tx.accessGrant.create({ data: { id, ...grant } });
  return id;
}

/** What the departments are asked for whose duty the person has now, or which the person heads. */
export async function causesOfDuty(tx: Tx, staffNumber: string, now: Date): Promise<string[]> {
  const who = whoIs({ id: staffNumber, wardCode: undefined, departmentCode: '' });
  const rows = await tx.$queryRaw<{ reason: string }[]>`
    SELECT DISTINCT a.reason FROM access_grant a WHERE a.department_code = ANY(${answering(who, { now, since: now })}) AND a.kind = 'consultation' AND a.revoked_at IS NULL AND a.until > ${now}::timestamptz`;
  return rows.map(({ reason }) => reason);
}

export async function findGrant(tx: Tx, id: string): Promise<GrantRow | undefined> {
  return (await tx.accessGrant.findUnique({ where: { id } })) ?? undefined;
}

/** Of an invitation that is over, or of one kind about one target: ends what is open. */
export async function endGrants(tx: Tx, where: Prisma.AccessGrantWhereInput, by: string, now: Date): Promise<number> {
  return (await tx.accessGrant.updateMany({ where: { ...where, revokedAt: null, until: { gt: now } }, data: { revokedAt: now, revokedBy: by } })).count;
}

/** `false` when somebody was faster. */
export async function saveReview(tx: Tx, id: string, review: { readonly verdict: string; readonly reviewedBy: string; readonly reviewedAt: Date; readonly reviewNote: string }): Promise<boolean> {
  return (await tx.accessGrant.updateMany({ where: { id, verdict: null }, data: review })).count === 1;
}

export async function findRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  return (await tx.accessRequest.findUnique({ where: { id } })) ?? undefined;
}

/** Waiting → decided; `false` when it was not waiting any more. */
export async function decideRequest(tx: Tx, id: string, data: { readonly state: string; readonly decidedBy: string; readonly decidedAt: Date; readonly note: string; readonly grantId: string | null }): Promise<boolean> {
  return (await tx.accessRequest.updateMany({ where: { id, state: 'waiting' }, data })).count === 1;
}

/** The department a patient is or was last treated in; as in the relation `head`. */
export async function departmentOf(tx: Tx, patientId: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ code: string | null }[]>`
    SELECT coalesce(d.code, w.department_code, a.department_code) AS code
      FROM visit v LEFT JOIN department d ON d.code = v.department_code LEFT JOIN ward w ON w.code = v.ward_code LEFT JOIN staff a ON a.number = v.attending
     WHERE v.patient_id = ${personOfNumber(sql`${patientId}::uuid`)} ORDER BY v.counts DESC, v.discharged_at DESC NULLS FIRST, v.as_of DESC LIMIT 1`;
  return row?.code ?? undefined;
}

export interface PatientName {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

export async function patientByNumber(tx: Tx, number: string): Promise<PatientName | undefined> {
  return (await tx.patient.findUnique({ where: { number }, select: { id: true, number: true, name: true } })) ?? undefined;
}

/** Whose data an act that names a patient by number is about. */
export async function aboutNumber(tx: Tx, { patient }: { readonly patient: string }): Promise<readonly string[]> {
  const found = await patientByNumber(tx, patient);
  return found === undefined ? [] : [found.id];
}

/** And of one that names a grant. */
export async function aboutGrant(tx: Tx, id: string): Promise<readonly string[]> {
  const grant = await findGrant(tx, id);
  return grant?.scope === 'patient' ? [grant.target] : [];
}

export async function patientsById(tx: Tx, ids: readonly string[]): Promise<Map<string, PatientName>> {
  const rows = await tx.patient.findMany({ where: { id: { in: [...ids] } }, select: { id: true, number: true, name: true } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of the person, under whichever number it was set. */
export async function flagsOf(tx: Tx, patientId: string): Promise<{ flag: Flag; setBy: string; setAt: Date }[]> {
  const all = await tx.patientFlag.findMany({ where: { patientId: { in: await personIds(tx, patientId) } }, orderBy: [{ flag: 'asc' }, { setAt: 'asc' }] });
  const rows = all.filter(({ flag }, place) => all[place - 1]?.flag !== flag);
  return rows.flatMap(({ flag, setBy, setAt }) => flags.filter((known) => known === flag).map((known) => ({ flag: known, setBy, setAt })));
}

export async function saveFlag(tx: Tx, patientId: string, flag: Flag, on: boolean, by: string, now: Date): Promise<void> {
  if (on) await tx.patientFlag.createMany({ data: [{ patientId, flag, setBy: by, setAt: now }], skipDuplicates: true });
  else await tx.patientFlag.deleteMany({ where: { patientId: { in: await personIds(tx, patientId) }, flag } });
}

const settingOf = (name: ExceptionName): string => `data-scope.exception.${name}`;
const stored = exceptionRule.catch({ ...closedException, roles: [], departments: [], columns: [] });

export interface StoredException extends ExceptionRule {
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
}

/** Off where nobody said anything, or where what was said cannot be read any more. */
export async function findException(tx: Tx, name: ExceptionName): Promise<StoredException> {
  const row = await tx.setting.findUnique({ where: { name: settingOf(name) } });
  return row === null ? { ...closedException, changedAt: null, changedBy: null } : { ...stored.parse(row.value), changedAt: row.changedAt, changedBy: row.changedBy };
}

export async function saveException(tx: Tx, name: ExceptionName, rule: z.infer<typeof exceptionRule>, by: string, now: Date): Promise<void> {
  const data = { value: rule, changedAt: now, changedBy: by };
  await tx.setting.upsert({ where: { name: settingOf(name) }, create: { name: settingOf(name), ...data }, update: data });
}

const named = z.array(z.object({ code: z.string(), name: z.string() }));

/** What a permission can be asked for. */
export async function allAreas(tx: Tx): Promise<{ departments: z.infer<typeof named>; wards: z.infer<typeof named>; groups: z.infer<typeof named> }> {
  const where = { active: true };
  const pick = { where, select: { code: true, name: true }, orderBy: { code: 'asc' } } as const;
  return {
    departments: await tx.department.findMany({ ...pick, where: { active: true, kind: { in: ['inpatient', 'outpatient'] } } }),
    wards: await tx.ward.findMany(pick),
    groups: await tx.medicalGroup.findMany(pick),
  };
}

export async function areaName(tx: Tx, scope: GrantScope, code: string): Promise<string | undefined> {
  const where = { code };
  if (scope === 'ward') return (await tx.ward.findUnique({ where }))?.name;
  if (scope === 'group') return (await tx.medicalGroup.findUnique({ where }))?.name;
  return scope === 'department' ? (await tx.department.findUnique({ where }))?.name : undefined;
}

/** Active people of departments, or with an administrator's duty; for cards. */
export async function activeStaff(tx: Tx, where: { readonly departments: readonly string[] } | { readonly adminRole: string }): Promise<string[]> {
  const of = 'departments' in where ? { departmentCode: { in: [...where.departments] } } : { adminRole: where.adminRole };
  return (await tx.staff.findMany({ where: { ...of, active: true }, select: { number: true }, orderBy: { number: 'asc' }, take: 20 })).map(({ number }) => number);
}

/** Colleagues by a beginning of number or name. */
export async function findColleagues(tx: Tx, text: string): Promise<{ number: string; name: string; department: string }[]> {
  const rows = await tx.staff.findMany({
    where: { OR: [{ number: { startsWith: text } }, { name: { contains: text } }] },
    select: { number: true, name: true, department: { select: { name: true } } },
    orderBy: { number: 'asc' },
    take: 20,
  });
  return rows.map(({ number, name, department }) => ({ number, name, department: department.name }));
}

/** Break-glass rows by a condition over `access_grant a`. */
export async function findGlasses(tx: Tx, where: Prisma.Sql, page: { readonly limit: number; readonly offset: number }): Promise<{ rows: GrantRow[]; total: number }> {
  const all = sql`FROM access_grant a WHERE a.kind = 'break-glass' AND ${where}`;
  const ids = await tx.$queryRaw<{ id: string }[]>`SELECT a.id ${all} ORDER BY a."from" DESC LIMIT ${page.limit} OFFSET ${page.offset}`;
  const [count] = await tx.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total ${all}`;
  const rows = await tx.accessGrant.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, orderBy: { from: 'desc' } });
  return { rows, total: count?.total ?? 0 };
}
