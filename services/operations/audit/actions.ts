/** Judging what was read, reviewing what stands out, dropping anchors, taking out what was archived. */
import { z } from 'zod';
import { stamp } from '../../../cards/words.ts';
import { byAdmin, bySystem } from '../../core/access.ts';
import { anchorShape, dropAnchor } from '../../core/audit-anchors.ts';
import { manifestShape, takeArchived } from '../../core/audit-archive.ts';
import { type AuditKeyring, lanes } from '../../core/audit-chain.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { administrators } from '../../shared/directory/index.ts';
import { refresh, tell } from '../../shared/notices/index.ts';
import { archived, readingReviewed, unusualReading } from './events.ts';
import type { Finding, Thresholds } from './model.ts';
import { phrases } from './phrases.ts';
import { unusual } from './rules.ts';
import { reviewInput } from './schema.ts';
import { cursors, dayOf, moveCursor, rowsAfter } from './store.ts';
import { lookedAt, readerOf } from './store.people.ts';

export const refuse = refusals(phrases);
export const moduleName = 'audit';

const dayMs = 86_400_000;
/** Rows of a lane looked at in one transaction. */
const atOnce = 300;

const judged = z.object({ rows: z.int(), alerts: z.int(), more: z.boolean() });

/** Reads on from where it stopped, and asks the rules about everybody who did something since. */
export function judgeReadings(limits: Thresholds): Action<Record<string, never>, z.infer<typeof judged>> {
  return defineAction({
    name: 'audit.judge-readings',
    input: z.object({}),
    output: judged,
    policy: bySystem,
    body: async (context) => {
      const known = await cursors(context.tx);
      const people = new Map<string, Date>();
      let [rows, more] = [0, false];
      for (let lane = 0; lane < lanes; lane++) {
        const fresh = await rowsAfter(context.tx, lane, known.get(lane) ?? 0n, atOnce);
        const last = fresh.at(-1)?.seq ?? null;
        if (last === null) continue;
        rows += fresh.length;
        more ||= fresh.length === atOnce;
        for (const { actor, at } of fresh) if (actor.startsWith('staff:')) people.set(actor.slice('staff:'.length), at);
        await moveCursor(context.tx, lane, last);
      }
      let alerts = 0;
      for (const [staff, at] of people) alerts += await judgePerson(context, staff, at, limits);
      return { rows, alerts, more };
    },
  });
}

/** The hospital's day of that moment. */
function dayFrom(at: Date): { readonly day: string; readonly from: Date; readonly until: Date } {
  const day = stamp(at).slice(0, 10);
  const from = new Date(`${day}T00:00:00+08:00`);
  return { day, from, until: new Date(from.getTime() + dayMs) };
}

async function judgePerson(context: ActionContext, staff: string, at: Date, limits: Thresholds): Promise<number> {
  const { tx } = context;
  const reader = await readerOf(tx, staff, at);
  if (reader === undefined) return 0;
  const { day, from, until } = dayFrom(at);
  const looks = await dayOf(tx, staff, from, until);
  const found = unusual({ reader, looks, patients: await lookedAt(tx, looks.flatMap(({ patients }) => (patients.length <= 3 ? patients : [])), context.now), limits });
  let alerts = 0;
  for (const finding of found) if (await keepFinding(context, staff, day, finding)) alerts += 1;
  return alerts;
}

/** One a person, rule and day: more of the same is counted there and told nobody again. */
async function keepFinding(context: ActionContext, staff: string, day: string, { rule, count, patients, firstAt, lastAt }: Finding): Promise<boolean> {
  const { tx, now, emit } = context;
  const seen = { count, patients: [...patients], firstAt, lastAt };
  const key = { staffNumber: staff, rule, day };
  const known = await tx.auditAlert.findUnique({ where: { staffNumber_rule_day: key } });
  if (known !== null) {
    if (known.state === 'open' && known.count !== count) {
      await tx.auditAlert.update({ where: { id: known.id }, data: seen });
      await refresh(context, moduleName, known.id);
    }
    return false;
  }
  const id = newId(now.getTime());
  await tx.auditAlert.create({ data: { id, ...key, ...seen, state: 'open' } });
  emit(unusualReading, staff, { alert: id, rule, count });
  const security = (await administrators(tx)).filter(({ adminRole, active, number }) => adminRole === 'security' && active && number !== staff);
  await tell(context, { module: moduleName, subject: id, step: 'found', recipients: security.map(({ number }) => number), urgency: 'normal' });
  return true;
}

export const reviewAlert = defineAction({
  name: 'audit.review-alert',
  input: reviewInput,
  output: z.void(),
  policy: byAdmin('security'),
  subject: ({ alert }) => alert,
  about: async (tx, { alert }) => (await tx.auditAlert.findUnique({ where: { id: alert }, select: { patients: true } }))?.patients ?? [],
  body: async (context, { alert: id, state, note }) => {
    const { tx, now, actor, emit } = context;
    const { count } = await tx.auditAlert.updateMany({ where: { id, state: 'open', staffNumber: { not: actor.id } }, data: { state, note, reviewedBy: actor.id, reviewedAt: now } });
    const row = await tx.auditAlert.findUnique({ where: { id } });
    if (row === null || row.staffNumber === actor.id) throw new Refusal('core.not-found', {}, 404);
    if (count === 0) throw refuse('audit.reviewed-already');
    emit(readingReviewed, row.staffNumber, { alert: id, state });
    await refresh(context, moduleName, id);
  },
});

export function keepAnchor(keys: AuditKeyring): Action<Record<string, never>, z.infer<typeof anchorShape>> {
  return defineAction({ name: 'audit.keep-anchor', input: z.object({}), output: anchorShape, policy: bySystem, body: ({ tx, now }) => dropAnchor(tx, keys, now) });
}

export function takeOut(keys: AuditKeyring): Action<z.infer<typeof manifestShape>, void> {
  return defineAction({
    name: 'audit.take-out-archived',
    input: manifestShape,
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, emit }, manifest) => {
      await takeArchived(tx, keys, manifest);
      emit(archived, manifest.id, { file: manifest.file, rows: manifest.rows });
    },
  });
}
