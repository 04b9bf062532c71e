/** Who may see and review which use of the glass. In the query, as every scope. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { policyRoleOf } from './rules.ts';
import { condition, personOfNumber, whoIs } from './store.relations.ts';
import type { DataScope, Viewer } from './store.scope.ts';

const { sql } = Prisma;

/** Reviewers: the records office everywhere, the head in the own department; never whose it is. Over `access_grant a`. */
export function reviewable(scope: DataScope, viewer: Viewer, now: Date): Prisma.Sql {
  const others = sql`a.staff_number <> ${viewer.id}`;
  const role = policyRoleOf(viewer, scope.rules.offices);
  if (role === 'records-office' || role === 'medical-office') return others;
  if (role === 'duty-administrator') return sql`FALSE`;
  return sql`(${others} AND EXISTS (SELECT 1 FROM visit v WHERE v.patient_id = ${personOfNumber(sql`a.target::uuid`)} AND ${condition('head', whoIs(viewer), scope.whenOf(now))}))`;
}

/** Beside what one may review: one's own; the security and the audit administrator see all of them, without reasons. */
export function seenGlasses(scope: DataScope, viewer: Viewer, now: Date): Prisma.Sql {
  if (viewer.adminRole === 'security' || viewer.adminRole === 'audit') return sql`TRUE`;
  return sql`(a.staff_number = ${viewer.id} OR ${reviewable(scope, viewer, now)})`;
}

export async function mayReview(tx: Tx, scope: DataScope, viewer: Viewer, grant: string, now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ yes: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM access_grant a WHERE a.id = ${grant}::uuid AND a.kind = 'break-glass' AND ${reviewable(scope, viewer, now)}) AS yes`;
  return row?.yes === true;
}
