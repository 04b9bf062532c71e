/** Unusual reading as pages and cards show it. */
import type { z } from 'zod';
import { byAdmin } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { defineQuery } from '../../core/module.ts';
import { fill } from '../../core/phrases.ts';
import { patientsById } from '../../shared/data-scope/index.ts';
import { findPeople, findPerson } from '../../shared/directory/index.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { type Prisma } from '../../../prisma/generated/client.ts';
import { unusualCard } from './cards.ts';
import { alertStates, unusualRules } from './model.ts';
import { ruleWords } from './phrases.ts';
import { type AlertView, alertFilters, alertList } from './schema.ts';

const namedPatients = 20;

export async function alertViews(tx: Tx, rows: readonly Prisma.AuditAlertGetPayload<object>[]): Promise<AlertView[]> {
  const people = await findPeople(tx, [...new Set(rows.flatMap(({ staffNumber, reviewedBy }) => [staffNumber, ...(reviewedBy === null ? [] : [reviewedBy])]))]);
  const patients = await patientsById(tx, [...new Set(rows.flatMap((row) => row.patients.slice(0, namedPatients)))]);
  return rows.map((row) => {
    const who = people.get(row.staffNumber);
    const rule = unusualRules.find((known) => known === row.rule) ?? 'refused';
    return {
      ...row,
      staff: { number: row.staffNumber, name: who?.name ?? row.staffNumber, department: who?.departmentName ?? '' },
      rule,
      sentence: fill(ruleWords[rule], { count: row.count }),
      patients: row.patients.slice(0, namedPatients).flatMap((id) => patients.get(id)?.number ?? []),
      state: alertStates.find((known) => known === row.state) ?? 'open',
      reviewedBy: row.reviewedBy === null ? null : (people.get(row.reviewedBy)?.name ?? row.reviewedBy),
    };
  });
}

export const listAlerts = defineQuery({
  name: 'audit.alerts',
  input: alertFilters,
  output: alertList,
  policy: byAdmin('security', 'audit'),
  audited: true,
  body: async ({ tx }, { state, limit, offset }): Promise<z.infer<typeof alertList>> => {
    const where = state === undefined ? {} : { state };
    const rows = await tx.auditAlert.findMany({ where, orderBy: [{ lastAt: 'desc' }, { id: 'desc' }], take: limit, skip: offset });
    return { items: await alertViews(tx, rows), total: await tx.auditAlert.count({ where }) };
  },
});

/** Drawn for security administrators of today; whoever is none any more sees nothing. */
export const face: CardFace = {
  module: 'audit',
  draw: async ({ tx, now }, subject, { staff }) => {
    const person = await findPerson(tx, staff);
    const row = await tx.auditAlert.findUnique({ where: { id: subject } });
    if (row === null || person?.active !== true || person.adminRole !== 'security') return undefined;
    const [view] = await alertViews(tx, [row]);
    return view === undefined ? undefined : unusualCard(view, now);
  },
  press: () => undefined,
};
