/** Institutions, campuses, departments: adding and changing them by hand. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { Refusal } from '../../../core/errors.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { changed } from '../events.ts';
import { phrases } from '../phrases.ts';
import { changedFields, checkByHand, loops } from '../rules.ts';
import { campusDraft, departmentDraft, institutionDraft, wardDraft } from '../schema.ts';

export const refuse = refusals(phrases);
const admin = byAdmin('system');
const subject = ({ code }: { readonly code: string }) => code;

type Row = Readonly<Record<string, unknown>>;

/** Tells what became of it; nothing when nothing changed. */
export function tell({ emit }: Pick<ActionContext, 'emit'>, key: string, before: Row | null, after: Row): void {
  const fields = before === null ? [] : changedFields(before, after);
  if (before === null || fields.length > 0) emit(changed, key, { how: before === null ? 'added' : 'changed', fields, source: 'hand' });
}

/** @throws Refusal `directory.exists`, `core.not-found` */
export function checkNew(isNew: boolean, before: Row | null, code: string): void {
  if (isNew && before !== null) throw refuse('directory.exists', { code });
  if (!isNew && before === null) throw new Refusal('core.not-found', {}, 404);
}

async function checkPlaces(tx: Tx, institution: string | null, campus: string | null): Promise<void> {
  if (institution !== null && (await tx.institution.count({ where: { code: institution } })) === 0) throw refuse('directory.no-place', { code: institution });
  if (campus !== null && (await tx.campus.count({ where: { code: campus } })) === 0) throw refuse('directory.no-place', { code: campus });
}

export async function checkDepartment(tx: Tx, code: string): Promise<void> {
  if ((await tx.department.count({ where: { code } })) === 0) throw refuse('directory.no-department', { code });
}

export const saveInstitution = defineAction({
  name: 'directory.save-institution',
  input: institutionDraft,
  output: z.void(),
  policy: admin,
  subject,
  body: async (context, { isNew, ...row }) => {
    const { tx } = context;
    const before = await tx.institution.findUnique({ where: { code: row.code } });
    checkNew(isNew, before, row.code);
    await checkPlaces(tx, row.parentCode, null);
    if (row.parentCode === row.code) throw refuse('directory.loop');
    await tx.institution.upsert({ where: { code: row.code }, create: row, update: row });
    tell(context, `institution:${row.code}`, before, row);
  },
});

export const saveCampus = defineAction({
  name: 'directory.save-campus',
  input: campusDraft,
  output: z.void(),
  policy: admin,
  subject,
  body: async (context, { isNew, ...row }) => {
    const { tx } = context;
    const before = await tx.campus.findUnique({ where: { code: row.code } });
    checkNew(isNew, before, row.code);
    await checkPlaces(tx, row.institutionCode, null);
    await tx.campus.upsert({ where: { code: row.code }, create: row, update: row });
    tell(context, `campus:${row.code}`, before, row);
  },
});

export const saveDepartment = defineAction({
  name: 'directory.save-department',
  input: departmentDraft,
  output: z.void(),
  policy: admin,
  subject,
  body: async (context, { isNew, ...row }) => {
    const { tx } = context;
    const before = await tx.department.findUnique({ where: { code: row.code } });
    checkNew(isNew, before, row.code);
    if (before !== null) checkByHand('department', before, row);
    await checkPlaces(tx, row.institutionCode, row.campusCode);
    if (row.parentCode !== null) await checkParent(tx, row.code, row.parentCode);
    await tx.department.upsert({ where: { code: row.code }, create: row, update: row });
    tell(context, `department:${row.code}`, before, row);
  },
});

async function checkParent(tx: Tx, code: string, parentCode: string): Promise<void> {
  await checkDepartment(tx, parentCode);
  const rows = await tx.department.findMany({ select: { code: true, parentCode: true } });
  if (loops([...rows.filter((row) => row.code !== code), { code, parentCode }]).has(code)) throw refuse('directory.loop');
}

export const saveWard = defineAction({
  name: 'directory.save-ward',
  input: wardDraft,
  output: z.void(),
  policy: admin,
  subject,
  body: async (context, { isNew, ...row }) => {
    const { tx } = context;
    const before = await tx.ward.findUnique({ where: { code: row.code } });
    checkNew(isNew, before, row.code);
    if (before !== null) checkByHand('ward', before, row);
    await checkDepartment(tx, row.departmentCode);
    await checkPlaces(tx, null, row.campusCode);
    await tx.ward.upsert({ where: { code: row.code }, create: row, update: row });
    tell(context, `ward:${row.code}`, before, row);
  },
});
