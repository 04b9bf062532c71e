/** What pages ask for. The scope is in the query: counts, pages and single values obey the same rule. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { type StaffActor, byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { personIds } from '../../shared/patients/index.ts';
import { type Rules, byStanding } from './actions/common.ts';
import { cardPatient } from './face.ts';
import type { CriticalValue, Way } from './model.ts';
import { type Detail, type ListItem, type MessageKind, type PatientValues, detail, list, patientValues, registerFilters } from './schema.ts';
import { asksToContact, inHandsOf, mayDo } from './rules.ts';
import { dutyWords } from './phrases.ts';
import { findDocument } from './document.ts';
import { findSource, findValue, findValues, patientOfValue } from './store.ts';
import { bedsideOf, registerFor, relayable, standingOf, teamOf } from './team.ts';
import { setInWords } from './views.sets.ts';
import { type Seen, inColumns, toDetail, toListItem, waitsForMe } from './views.ts';

const one = z.object({ id: z.uuid() });
type Filters = z.infer<typeof registerFilters>;

async function seenBy(context: QueryContext, rules: Rules, value: CriticalValue | undefined, register?: ReadonlySet<string>): Promise<Seen> {
  const { tx, actor } = context;
  if (value === undefined || actor.kind !== 'staff') throw new Refusal('core.not-found', {}, 404);
  const bedside = await bedsideOf(tx, value, { now: context.now, ends: rules.ends });
  const team = teamOf(bedside, rules.offices);
  return { value, patient: await cardPatient(tx, value, bedside), standing: await standingOf(context, rules.scope, actor, value, team, register), team };
}

export function show(rules: Rules): Query<z.infer<typeof one>, Detail> {
  return defineQuery({
    name: 'critical-values.show',
    input: one,
    output: detail,
    policy: byStanding(rules, 'view'),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfValue,
    body: async (context, { id }) => {
      const facts = await context.tx.fact.findMany({ where: { subject: id, OR: [{ name: { startsWith: 'critical-values.' } }, { name: { in: ['urging.tried', 'notices.dinged'] } }] }, orderBy: { id: 'asc' } });
      const seen = await seenBy(context, rules, await findValue(context.tx, id));
      return toDetail(seen, { facts, relayTo: await relayTo(context, seen), set: await setInWords(context.tx, seen.value.setVersion) }, rules, context.now);
    },
  });
}

/** Whom it may be handed on to, where the reader may: who is on duty first, anybody else is searched for. */
async function relayTo({ tx, now }: QueryContext, { value, standing, team }: Seen): Promise<Detail['relayTo']> {
  if (value.clinical !== 'acknowledged' || !mayDo('relay', standing, value, team)) return [];
  const people = await relayable(tx, team, inHandsOf(value)?.by.number ?? '', now);
  return people.map(({ person: { number, name }, duty }) => ({ number, name, what: dutyWords[duty] }));
}

/**
 * Everybody sees what they were told or took and the values of patients in their data scope; the laboratory and the
 * medical office see all; the whole department's only where the hospital opened the register to it, in its columns.
 */
export function register(rules: Rules): Query<Filters, { items: ListItem[]; total: number }> {
  return defineQuery({
    name: 'critical-values.register',
    input: registerFilters,
    output: list,
    policy: byAnyStaff,
    audited: true,
    patients: (_input, { items }) => items.map(({ patientId }) => patientId),
    body: async (context, filters) => {
      const { actor } = context;
      if (actor.kind !== 'staff') return { items: [], total: 0 };
      const columns = await registerFor(context.tx, actor);
      const own = await ownScope(context.tx, actor, rules, context.now);
      const opened = columns.size === 0 ? Prisma.sql`FALSE` : Prisma.sql`c.department_code = ${actor.departmentCode}`;
      const { rows, total } = await findValues(context.tx, { own, where: Prisma.sql`(${own} OR ${opened}) AND ${filterOf(filters, context, rules)}` }, filters);
      const items = await Promise.all(rows.map(async (row) => {
        const item = toListItem(await seenBy(context, rules, row.value, columns), rules, context.now);
        return row.own ? item : inColumns(item, columns);
      }));
      return { items, total };
    },
  });
}

/** More than one person ever has; the newest. */
const mostOfOne = 200;

/** One patient's, whoever may read the patient. */
export function ofPatient(rules: Rules): Query<{ readonly patientId: string }, PatientValues> {
  return defineQuery({
    name: 'critical-values.of-patient',
    input: z.object({ patientId: z.uuid() }),
    output: patientValues,
    policy: rules.scope.mayRead({ module: 'critical-values', act: 'detail' }, ({ patientId }) => patientId),
    audited: true,
    subject: ({ patientId }) => patientId,
    patients: ({ patientId }) => [patientId],
    body: async (context, { patientId }) => {
      const where = Prisma.sql`c.patient_id = ANY(${await personIds(context.tx, patientId)}::uuid[])`;
      const { rows } = await findValues(context.tx, { own: Prisma.sql`TRUE`, where }, { limit: mostOfOne, offset: 0 });
      const items = await Promise.all(rows.map(async ({ value }) => {
        const { filler, placer, item } = await findSource(context.tx, value.id);
        const { id, fact, direction, clinical, state, openedAt } = toListItem(await seenBy(context, rules, value), rules, context.now);
        return { id, fact, direction, clinical, state, openedAt, reports: [filler, placer].flatMap((number) => number ?? []), item: item.id ?? item.text ?? '' };
      }));
      return { items };
    },
  });
}

/** Over `critical_value c`. */
async function ownScope(tx: Tx, actor: StaffActor, { offices, scope }: Rules, now: Date): Promise<Prisma.Sql> {
  // Their own results, and the office that watches over all of them; also of patients without a stay.
  if ([...offices.laboratories, ...offices.medicalOffices].includes(actor.departmentCode) && actor.adminRole === undefined) return Prisma.sql`TRUE`;
  return Prisma.sql`(${mine(actor.id)} OR c.patient_id IN ${await scope.visiblePatients(tx, actor, { module: 'critical-values', act: 'list' }, now)})`;
}

function mine(staff: string): Prisma.Sql {
  const told = JSON.stringify([{ people: [{ number: staff }] }]);
  return Prisma.sql`(c.holder = ${staff} OR c.body #> '{escalation,told}' @> ${told}::text::jsonb)`;
}

export function filterOf(filters: Filters, { actor, now }: QueryContext, rules: Rules): Prisma.Sql {
  const asked = [
    filters.clinical && Prisma.sql`c.clinical = ANY(${filters.clinical}::text[])`,
    filters.feedback && Prisma.sql`c.feedback = ANY(${filters.feedback}::text[])`,
    filters.department && Prisma.sql`c.department_code = ${filters.department}`,
    filters.item && Prisma.sql`c.item_code = ${filters.item}`,
    filters.overdue && overdue(rules, now),
    filters.message && toldOf(filters.message, rules, now),
    filters.mine && mine(actor.id),
    filters.from && Prisma.sql`c.opened_at >= ${filters.from}::timestamptz`,
    filters.until && Prisma.sql`c.opened_at < ${filters.until}::timestamptz`,
  ].filter((each) => each instanceof Prisma.Sql);
  return asked.length === 0 ? Prisma.sql`TRUE` : Prisma.join(asked, ' AND ');
}

function toldOf(message: MessageKind, rules: Rules, now: Date): Prisma.Sql {
  const step = Prisma.sql`coalesce((c.body #>> '{escalation,step}')::int, 0)`;
  if (message === 'overdue') return overdue(rules, now);
  if (message === 'relayed') return Prisma.sql`c.body #>> '{relays,0,at}' IS NOT NULL`;
  if (message === 'corrected') return Prisma.sql`(c.body #>> '{correction,at}' IS NOT NULL OR c.body ->> 'corrects' IS NOT NULL)`;
  return message === 'escalated' ? Prisma.sql`${step} > 1` : Prisma.sql`${step} <= 1`;
}

/** The same question as the rule `isOverdue`, asked of many rows. */
function overdue({ ladders, process }: Rules, now: Date): Prisma.Sql {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const limit = (way: Way) => ago(ladders[way].steps.at(-1)?.minutes ?? 0);
  return Prisma.sql`((c.clinical = 'open' AND greatest(c.opened_at, (c.body #>> '{reopened,-1,at}')::timestamptz, (c.body #>> '{turned,-1}')::timestamptz)
        <= CASE c.body ->> 'way' WHEN 'outpatient' THEN ${limit('outpatient')}::timestamptz WHEN 'emergency' THEN ${limit('emergency')}::timestamptz ELSE ${limit('inpatient')}::timestamptz END)
    OR (c.clinical = 'acknowledged' AND c.body #>> '{acknowledged,at}' <= ${ago(process.disposeMinutes).toISOString()}))`;
}

/** My work, most urgent first: to acknowledge, to dispose of, to sign. */
export function tasks(rules: Rules): Query<Record<string, never>, { items: ListItem[] }> {
  return defineQuery({
    name: 'critical-values.tasks',
    input: z.object({}),
    output: z.object({ items: list.shape.items }),
    policy: byAnyStaff,
    audited: true,
    patients: (_input, { items }) => items.map(({ patientId }) => patientId),
    body: async (context) => {
      const staff = context.actor.id;
      const waiting = Prisma.sql`((c.clinical = 'open' AND ${mine(staff)}) OR (c.clinical IN ('acknowledged', 'disposed') AND c.holder = ${staff})
        OR (c.clinical = 'acknowledged' AND c.body #>> '{relays,-1,to,number}' = ${staff} AND c.body #>> '{relays,-1,ended}' IS NULL))`;
      const { rows } = await findValues(context.tx, { own: Prisma.sql`TRUE`, where: waiting }, { limit: 100, offset: 0 });
      const items = await Promise.all(rows.map(async ({ value }) => ({ item: toListItem(await seenBy(context, rules, value), rules, context.now), calls: value.clinical === 'open' && asksToContact(value, staff) })));
      return { items: items.filter(({ item, calls }) => calls || item.deeds.some(waitsForMe)).map(({ item }) => item).sort(byUrgency) };
    },
  });
}

const order = ['open', 'acknowledged', 'disposed', 'signed', 'closed', 'cancelled'];

function byUrgency(a: ListItem, b: ListItem): number {
  return order.indexOf(a.clinical) - order.indexOf(b.clinical) || a.openedAt.getTime() - b.openedAt.getTime();
}

/** What a signature is put under: the whole disposal, so that nothing of it can be changed later. */
export function documentToSign(rules: Rules): Query<{ id: string }, { document: unknown; key: string }> {
  return defineQuery({
    name: 'critical-values.document-to-sign',
    input: one,
    output: z.object({ document: z.unknown(), key: z.string() }),
    policy: byStanding(rules, 'sign'),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfValue,
    body: async ({ tx }, { id }) => ({ document: await findDocument(tx, id), key: signingKeyOf(await findValue(tx, id), id) }),
  });
}

/** The same for every try at one signature; what was opened again is signed anew. */
function signingKeyOf(value: CriticalValue | undefined, id: string): string {
  const rounds = value?.reopened.length ?? 0;
  return `critical-values:${id}:dispose${rounds === 0 ? '' : `:${rounds}`}`;
}
