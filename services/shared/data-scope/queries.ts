/** What the pages of this module ask: uses of the glass, requests, exceptions, flags. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { maskName, maskRecordNumber } from '../../../cards/masking.ts';
import { type StaffActor, byAdmin, byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { type Person, findPeople } from '../directory/index.ts';
import { byFlagKeepers, flagsKeptBy } from './actions/hospital.ts';
import { exceptionColumns, exceptionNames, reviewVerdict } from './model.ts';
import { glassWords } from './phrases.ts';
import { matrix } from './rules.ts';
import { type GlassView, type RequestView, areas, colleagues, exceptionView, flaggedList, glassFilters, glassList, glassView, matrixView, requestFilters, requestList } from './schema.ts';
import { type GrantRow, type RequestRow, aboutGrant, allAreas, areaName, findColleagues, findException, findGlasses, flagsOf, patientsById } from './store.ts';
import { mayReview, reviewable, seenGlasses } from './store.review.ts';
import type { DataScope } from './store.scope.ts';

const nothing = z.object({});
const { sql } = Prisma;

export const showMatrix = defineQuery({ name: 'data-scope.matrix', input: nothing, output: matrixView, policy: byAdmin('security', 'audit'), audited: false, body: async () => ({ rows: matrix() }) });

export const listAreas = defineQuery({ name: 'data-scope.areas', input: nothing, output: areas, policy: byAnyStaff, audited: false, body: async ({ tx }) => allAreas(tx) });

/** Staff, not patients: for the pages that ask about a colleague. */
export const listColleagues = defineQuery({
  name: 'data-scope.colleagues',
  input: z.object({ text: z.string().trim().min(1).max(40) }),
  output: colleagues,
  policy: byAdmin('security'),
  audited: false,
  body: async ({ tx }, { text }) => ({ items: await findColleagues(tx, text) }),
});

export const listExceptions = defineQuery({
  name: 'data-scope.exceptions',
  input: nothing,
  output: z.object({ items: z.array(exceptionView) }),
  policy: byAdmin('security', 'audit'),
  audited: false,
  body: async ({ tx }) => {
    const items = [];
    for (const name of exceptionNames) {
      const { roles, departments, columns, ...rest } = await findException(tx, name);
      items.push({ ...rest, name, roles: [...roles], departments: [...departments], columns: [...columns], all: [...exceptionColumns[name]] });
    }
    return { items };
  },
});

const one = z.object({ id: z.uuid() });

export function listGlasses(scope: DataScope): Query<z.infer<typeof glassFilters>, z.infer<typeof glassList>> {
  return defineQuery({
    name: 'data-scope.glasses',
    input: glassFilters,
    output: glassList,
    policy: byAnyStaff,
    audited: true,
    body: async (context, { waiting, ...page }) => {
      const viewer = staffOf(context);
      const where = sql`${seenGlasses(scope, viewer, context.now)}${waiting === true ? sql` AND a.verdict IS NULL` : Prisma.empty}`;
      const { rows, total } = await findGlasses(context.tx, where, page);
      const mine = await reviewableOf(context, scope, viewer, rows);
      return { items: await glassViews(context.tx, rows, viewer, mine, context.now), total };
    },
  });
}

export function showGlass(scope: DataScope): Query<z.infer<typeof one>, GlassView> {
  return defineQuery({
    name: 'data-scope.glass',
    input: one,
    output: glassView,
    policy: byAnyStaff,
    audited: true,
    subject: ({ id }) => id,
    about: (tx, { id }) => aboutGrant(tx, id),
    body: async (context, { id }) => {
      const viewer = staffOf(context);
      const { rows } = await findGlasses(context.tx, sql`a.id = ${id}::uuid AND ${seenGlasses(scope, viewer, context.now)}`, { limit: 1, offset: 0 });
      const [view] = await glassViews(context.tx, rows, viewer, new Set((await mayReview(context.tx, scope, viewer, id, context.now)) ? [id] : []), context.now);
      if (view === undefined) throw new Refusal('core.not-found', {}, 404);
      return view;
    },
  });
}

async function reviewableOf({ tx, now }: QueryContext, scope: DataScope, viewer: StaffActor, rows: readonly GrantRow[]): Promise<Set<string>> {
  const ids = rows.map(({ id }) => id);
  const found = await tx.$queryRaw<{ id: string }[]>`SELECT a.id FROM access_grant a WHERE a.id = ANY(${ids}::uuid[]) AND ${reviewable(scope, viewer, now)}`;
  return new Set(found.map(({ id }) => id));
}

async function glassViews(tx: Tx, rows: readonly GrantRow[], viewer: StaffActor, mayReviewIds: ReadonlySet<string>, now: Date): Promise<GlassView[]> {
  const people = await findPeople(tx, rows.flatMap((row) => [row.staffNumber, ...(row.reviewedBy === null ? [] : [row.reviewedBy])]));
  const patients = await patientsById(tx, rows.map((row) => row.target));
  return rows.map((row) => {
    const patient = patients.get(row.target);
    const verdict = reviewVerdict(row.verdict) ?? null;
    return {
      id: row.id,
      staff: colleague(people, row.staffNumber),
      patient: { number: maskRecordNumber(patient?.number ?? ''), name: maskName(patient?.name ?? '') },
      kind: glassWords[row.reasonKind as keyof typeof glassWords] ?? '',
      reason: viewer.adminRole === undefined ? row.reason : null,
      from: row.from,
      until: row.revokedAt ?? row.until,
      open: row.revokedAt === null && row.until > now,
      verdict,
      reviewedBy: row.reviewedBy === null ? null : colleague(people, row.reviewedBy).name,
      reviewedAt: row.reviewedAt,
      note: viewer.adminRole === undefined ? row.reviewNote : null,
      mayReview: verdict === null && mayReviewIds.has(row.id),
    };
  });
}

export function listRequests(scope: DataScope): Query<z.infer<typeof requestFilters>, z.infer<typeof requestList>> {
  return defineQuery({
    name: 'data-scope.requests',
    input: requestFilters,
    output: requestList,
    policy: byAnyStaff,
    audited: true,
    body: async (context, { mine, waiting, limit, offset }) => {
      const { tx, now } = context;
      const viewer = staffOf(context);
      const all = viewer.adminRole === 'security' && mine !== true;
      const where = { ...(all ? {} : { staffNumber: viewer.id }), ...(waiting === true ? { state: 'waiting' } : {}) };
      const rows = await tx.accessRequest.findMany({ where, orderBy: { askedAt: 'desc' }, take: limit, skip: offset });
      return { items: await requestViews(tx, rows, now), total: await tx.accessRequest.count({ where }), maxDays: scope.rules.permissionMaxDays };
    },
  });
}

export async function requestViews(tx: Tx, rows: readonly RequestRow[], now: Date): Promise<RequestView[]> {
  const people = await findPeople(tx, rows.flatMap((row) => [row.staffNumber, ...(row.decidedBy === null ? [] : [row.decidedBy])]));
  const grants = new Map((await tx.accessGrant.findMany({ where: { id: { in: rows.flatMap(({ grantId }) => grantId ?? []) } } })).map((row) => [row.id, row]));
  const views = [];
  for (const row of rows) {
    const grant = row.grantId === null ? undefined : grants.get(row.grantId);
    views.push({
      id: row.id,
      staff: colleague(people, row.staffNumber),
      scope: row.scope as RequestView['scope'],
      target: await targetWords(tx, row),
      reason: row.reason,
      from: grant?.from ?? row.from,
      until: grant?.until ?? row.until,
      askedAt: row.askedAt,
      state: stateOf(row, grant, now),
      decidedBy: row.decidedBy === null ? null : colleague(people, row.decidedBy).name,
      decidedAt: grant?.revokedAt ?? row.decidedAt,
      note: row.note,
      grant: row.grantId,
    });
  }
  return views;
}

function stateOf(row: RequestRow, grant: GrantRow | undefined, now: Date): RequestView['state'] {
  if (grant !== undefined && grant.revokedAt !== null) return 'revoked';
  if (grant !== undefined && grant.until <= now) return 'expired';
  return row.state as RequestView['state'];
}

async function targetWords(tx: Tx, { scope, target }: RequestRow): Promise<string> {
  if (scope !== 'patient') return (await areaName(tx, scope as RequestView['scope'], target)) ?? target;
  const patient = (await patientsById(tx, [target])).get(target);
  return `${maskName(patient?.name ?? '')} ${maskRecordNumber(patient?.number ?? '')}`;
}

export function listFlagged(scope: DataScope): Query<Record<string, never>, z.infer<typeof flaggedList>> {
  return defineQuery({
    name: 'data-scope.flagged',
    input: nothing,
    output: flaggedList,
    policy: byFlagKeepers(scope),
    audited: true,
    body: async (context) => {
      const { tx } = context;
      const settable = flagsKeptBy(scope, staffOf(context));
      const rows = await tx.patientFlag.findMany({ where: { flag: { in: settable } }, select: { patientId: true }, distinct: ['patientId'], orderBy: { setAt: 'desc' }, take: 200 });
      const patients = await patientsById(tx, rows.map(({ patientId }) => patientId));
      const items = [];
      for (const patient of patients.values()) {
        const marks = (await flagsOf(tx, patient.id)).filter(({ flag }) => settable.includes(flag));
        items.push({ number: patient.number, name: maskName(patient.name), flags: marks });
      }
      return { items, settable };
    },
  });
}

export function staffOf({ actor }: Pick<QueryContext, 'actor'>): StaffActor {
  if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
  return actor;
}

export function colleague(people: ReadonlyMap<string, Person>, number: string): { number: string; name: string; department: string } {
  const person = people.get(number);
  return { number, name: person?.name ?? number, department: person?.departmentName ?? '' };
}
