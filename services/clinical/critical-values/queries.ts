/** What pages ask for. The scope is in the query: counts, pages and single values obey the same rule. */
import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/client.ts';
import { type Actor, byAnyStaff } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { type Rules, byStanding } from './actions/common.ts';
import { cardPatient } from './face.ts';
import type { CriticalValue } from './model.ts';
import { type Detail, type ListItem, detail, list, registerFilters } from './schema.ts';
import { findDocument } from './document.ts';
import { findValue, findValues } from './store.ts';
import { bedsideOf, standingOf, teamOf } from './team.ts';
import { type Seen, toDetail, toListItem } from './views.ts';

const one = z.object({ id: z.uuid() });
type Filters = z.infer<typeof registerFilters>;

async function seenBy({ tx, actor }: QueryContext, rules: Rules, value: CriticalValue | undefined): Promise<Seen> {
  if (value === undefined || actor.kind !== 'staff') throw new Refusal('core.not-found', {}, 404);
  const bedside = await bedsideOf(tx, value);
  return { value, patient: await cardPatient(tx, value, bedside), standing: standingOf(actor), team: teamOf(bedside, rules.offices) };
}

export function show(rules: Rules): Query<z.infer<typeof one>, Detail> {
  return defineQuery({
    name: 'critical-values.show',
    input: one,
    output: detail,
    policy: byStanding(rules, 'view'),
    audited: true,
    subject: ({ id }) => id,
    body: async (context, { id }) => {
      const facts = await context.tx.fact.findMany({ where: { subject: id, name: { startsWith: 'critical-values.' } }, orderBy: { id: 'asc' } });
      return toDetail(await seenBy(context, rules, await findValue(context.tx, id)), facts, rules, context.now);
    },
  });
}

/** A department sees its own, the laboratory and the medical office see all, everybody what they were told or took. */
export function register(rules: Rules): Query<Filters, { items: ListItem[]; total: number }> {
  return defineQuery({
    name: 'critical-values.register',
    input: registerFilters,
    output: list,
    policy: byAnyStaff,
    audited: true,
    body: async (context, filters) => {
      const { rows, total } = await findValues(context.tx, { AND: [scopeOf(context.actor, rules), filterOf(filters, context, rules)] }, filters);
      const items = await Promise.all(rows.map(async (value) => toListItem(await seenBy(context, rules, value), rules, context.now)));
      return { items, total };
    },
  });
}

function scopeOf(actor: Actor, { offices }: Rules): Prisma.CriticalValueWhereInput {
  if (actor.kind !== 'staff') return { id: { in: [] } };
  const everywhere = [...offices.laboratories, ...offices.medicalOffices].includes(actor.departmentCode);
  if (everywhere) return {};
  const clinical = actor.role === 'doctor' || actor.role === 'nurse';
  return { OR: [...mine(actor.id), ...(clinical ? [{ departmentCode: actor.departmentCode }] : [])] };
}

function mine(staff: string): Prisma.CriticalValueWhereInput[] {
  return [{ holder: staff }, { body: { path: ['escalation', 'told'], array_contains: [{ people: [{ number: staff }] }] } }];
}

function filterOf(filters: Filters, { actor, now }: QueryContext, rules: Rules): Prisma.CriticalValueWhereInput {
  return {
    ...(filters.clinical === undefined ? {} : { clinical: { in: filters.clinical } }),
    ...(filters.feedback === undefined ? {} : { feedback: { in: filters.feedback } }),
    ...(filters.department === undefined ? {} : { departmentCode: filters.department }),
    ...(filters.item === undefined ? {} : { itemCode: filters.item }),
    AND: [...(filters.overdue === true ? [overdue(rules, now)] : []), ...(filters.mine === true ? [{ OR: mine(actor.id) }] : [])],
    openedAt: { ...(filters.from === undefined ? {} : { gte: filters.from }), ...(filters.until === undefined ? {} : { lt: filters.until }) },
  };
}

/** The same question as the rule `isOverdue`, asked of many rows. */
function overdue({ ladder, process }: Rules, now: Date): Prisma.CriticalValueWhereInput {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  return {
    OR: [
      { clinical: 'open', openedAt: { lte: ago(ladder.steps.at(-1)?.minutes ?? 0) } },
      { clinical: 'acknowledged', body: { path: ['acknowledged', 'at'], lte: ago(process.disposeMinutes).toISOString() } },
    ],
  };
}

/** My work, most urgent first: to acknowledge, to dispose of, to sign. */
export function tasks(rules: Rules): Query<Record<string, never>, { items: ListItem[] }> {
  return defineQuery({
    name: 'critical-values.tasks',
    input: z.object({}),
    output: z.object({ items: list.shape.items }),
    policy: byAnyStaff,
    audited: true,
    body: async (context) => {
      const staff = context.actor.id;
      const waiting: Prisma.CriticalValueWhereInput = {
        OR: [{ AND: [{ clinical: 'open' }, { OR: mine(staff) }] }, { AND: [{ clinical: { in: ['acknowledged', 'disposed'] } }, { holder: staff }] }],
      };
      const { rows } = await findValues(context.tx, waiting, { limit: 100, offset: 0 });
      const items = await Promise.all(rows.map(async (value) => toListItem(await seenBy(context, rules, value), rules, context.now)));
      return { items: items.filter((item) => item.deeds.some((deed) => deed !== 'cancel')).sort(byUrgency) };
    },
  });
}

const order = ['open', 'acknowledged', 'disposed', 'signed', 'closed', 'cancelled'];

function byUrgency(a: ListItem, b: ListItem): number {
  return order.indexOf(a.clinical) - order.indexOf(b.clinical) || a.openedAt.getTime() - b.openedAt.getTime();
}

/** What a signature is put under: the whole disposal, so that nothing of it can be changed later. */
export function documentToSign(rules: Rules): Query<{ id: string }, unknown> {
  return defineQuery({
    name: 'critical-values.document-to-sign',
    input: one,
    output: z.unknown(),
    policy: byStanding(rules, 'sign'),
    audited: true,
    subject: ({ id }) => id,
    body: async ({ tx }, { id }) => findDocument(tx, id),
  });
}
