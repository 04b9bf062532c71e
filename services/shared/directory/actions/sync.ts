/** The steps of a reading. Each is one transaction that leaves the place to go on at. */
import { z } from 'zod';
import { byAdmin, bySystem } from '../../../core/access.ts';
import { type Action, type ActionContext, defineAction, defineJobKind, defineQuery } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { newId } from '../../../core/ids.ts';
import { livingJobs } from '../../../core/jobs.ts';
import { toldKinds } from '../../../links/his/schema.ts';
import { failed, stopped, synchronised } from '../events.ts';
import type { Progress } from '../model.ts';
import { phrases } from '../phrases.ts';
import { loops, tooMany } from '../rules.ts';
import { type NewMatter, forgetUntold, matterKey, raise } from '../store/matters.ts';
import { type Reading, countTold, findReading, forgetTold, keepTold, lockReading, missingCounts, noCounts, notTold, saveReading } from '../store/readings.ts';

const refuse = refusals(phrases);
const one = z.object({ id: z.uuid() });
const kindList = z.array(z.enum(toldKinds));

/** Reads on where it stopped; safe to repeat. */
export const readOn = defineJobKind('directory.read-on', one, { tries: 8, pause: { first: 5, slowest: 300 } });

const wanted = z.object({ source: z.string().min(1).max(200) });
export type StartSync = Action<z.output<typeof wanted>, { id: string }>;

/** One reading of a source at a time, whoever asks. `names`: the sources that are set. */
export function startSyncOf(names: readonly string[]): StartSync {
  return defineAction({
    name: 'directory.start-sync',
    input: wanted,
    output: z.object({ id: z.string() }),
    policy: async (actor, input, context) => (actor.kind === 'system' ? bySystem(actor, input, context) : byAdmin('system')(actor, input, context)),
    subject: ({ source }) => source,
    body: async (context, { source }) => {
      if (!names.includes(source)) throw refuse('directory.no-source');
      await onlyOne(context, source);
      const id = newId(context.now.getTime());
      const cursor: Progress = { phase: 'read', at: null };
      await context.tx.directorySync.create({ data: { id, source, state: 'running', startedAt: context.now, startedBy: context.actor.id, cursor: { ...cursor }, counts: { ...noCounts } } });
      context.schedule(readOn, { id });
      return { id };
    },
  });
}

/** @throws Refusal `directory.sync-running` */
export async function onlyOne({ tx }: Pick<ActionContext, 'tx'>, source: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`directory ${source}`}))`;
  if ((await tx.directorySync.count({ where: { source, state: { in: ['running', 'stopped'] } } })) > 0) throw refuse('directory.sync-running');
}

/** For the job: what to do next. */
export const whereIs = defineQuery({
  name: 'directory.where-is',
  input: one,
  output: z.object({ source: z.string(), progress: z.custom<Progress>() }).nullable(),
  policy: bySystem,
  audited: false,
  body: async ({ tx }, { id }) => {
    const reading = await findReading(tx, id);
    return reading?.state === 'running' ? { source: reading.source, progress: reading.progress } : null;
  },
});

const toldRow = z.object({ kind: z.enum(toldKinds), key: z.string(), row: z.record(z.string(), z.unknown()) });

/** A page is kept once: a process that read it a second time finds the place moved on. */
export const takePage = defineAction({
  name: 'directory.take-page',
  input: one.extend({ at: z.string().nullable(), rows: z.array(toldRow), next: z.string().nullable() }),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx }, { id, at, rows, next }) => {
    const reading = await lockReading(tx, id);
    if (reading?.state !== 'running' || reading.progress.phase !== 'read' || reading.progress.at !== at) return;
    await keepTold(tx, id, reading.counts.told, rows);
    await saveReading(tx, id, next === null ? { phase: 'check' } : { phase: 'read', at: next }, { ...reading.counts, told: reading.counts.told + rows.length });
  },
});

/** Before anything is changed: does so much go that a person has to look first? */
export const checkSync = defineAction({
  name: 'directory.check-sync',
  input: one.extend({ kinds: kindList, percent: z.number() }),
  output: z.void(),
  policy: bySystem,
  body: async (context, { id, kinds, percent }) => {
    const reading = await lockReading(context.tx, id);
    if (reading?.state !== 'running' || reading.progress.phase !== 'check') return;
    await countTold(context.tx);
    const [most] = reading.confirmed ? [] : tooMany(await missingCounts(context.tx, reading, kinds), percent);
    if (most === undefined) return saveReading(context.tx, id, { phase: 'apply', kind: 'department', after: null }, reading.counts);
    context.emit(stopped, reading.source, most);
    await saveReading(context.tx, id, reading.progress, reading.counts, { state: 'stopped', failure: `too-many ${most.kind} ${most.known} ${most.missing} ${most.leaving}` });
  },
});

/** A person looked and says: go on, or drop it. */
export const answerStopped = defineAction({
  name: 'directory.answer-stopped',
  input: one.extend({ goOn: z.boolean() }),
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ id }) => id,
  body: async (context, { id, goOn }) => {
    const reading = await lockReading(context.tx, id);
    if (reading?.state !== 'stopped') throw refuse('directory.not-stopped');
    if (goOn) {
      await saveReading(context.tx, id, reading.progress, reading.counts, { state: 'running', confirmed: true, failure: null });
      return context.schedule(readOn, { id });
    }
    await forgetTold(context.tx, id);
    await saveReading(context.tx, id, reading.progress, reading.counts, { state: 'cancelled', finishedAt: context.now });
  },
});

/** What is missing becomes matters, what is mended is closed, and what was told is forgotten. */
export const finishSync = defineAction({
  name: 'directory.finish-sync',
  input: one.extend({ kinds: kindList }),
  output: z.void(),
  policy: bySystem,
  body: async (context, { id, kinds }) => {
    const { tx, now, emit } = context;
    const reading = await lockReading(tx, id);
    if (reading?.state !== 'running' || reading.progress.phase !== 'finish') return;
    const raised = await raise(tx, reading.source, [...(reading.complete ? await vanished(context, reading, kinds) : []), ...(await circles(context, reading))], now);
    if (reading.complete) await forgetUntold(tx, reading.source, id, now);
    await forgetTold(tx, id);
    const counted = { ...reading.counts, matters: reading.counts.matters + raised };
    await saveReading(tx, id, reading.progress, counted, { state: 'finished', finishedAt: now });
    const { added, changed, left, matters } = counted;
    if (added + changed + left + matters > 0) emit(synchronised, reading.source, { added, changed, left, matters });
  },
});

async function vanished({ tx }: ActionContext, reading: Reading, kinds: z.output<typeof kindList>): Promise<NewMatter[]> {
  const matters: NewMatter[] = [];
  for (const on of kinds) {
    for (const { key, name } of await notTold(tx, reading, on)) matters.push({ kind: 'vanished', key: matterKey(on, key), facts: { reason: 'not-told', on, name } });
  }
  return matters;
}

/** Departments that stand below themselves: shown at the top until the source mends it. */
async function circles({ tx }: ActionContext, reading: Reading): Promise<NewMatter[]> {
  if (reading.source !== 'his') return [];
  const rows = await tx.department.findMany({ where: { active: true }, select: { code: true, name: true, parentCode: true } });
  const looped = loops(rows);
  return rows.filter(({ code }) => looped.has(code)).map(({ code, name, parentCode }) => ({ kind: 'contradictory', key: matterKey('department', code), facts: { reason: 'no-parent', on: 'department', name, told: { code, name, parentCode } } }));
}

/** `code`: the other side's, or `unknown`. What was told is kept nowhere: the next reading begins anew. */
export const failSync = defineAction({
  name: 'directory.fail-sync',
  input: one.extend({ code: z.string().max(200) }),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, now, emit }, { id, code }) => {
    const reading = await lockReading(tx, id);
    if (reading?.state !== 'running') return;
    emit(failed, reading.source, { reason: code });
    await forgetTold(tx, id);
    await saveReading(tx, id, reading.progress, reading.counts, { state: 'failed', finishedAt: now, failure: code });
  },
});

/** A reading that runs and has no job: its process died for good. It goes on where it was. */
export const reviveSyncs = defineAction({
  name: 'directory.revive-syncs',
  input: z.object({}),
  output: z.object({ revived: z.number() }),
  policy: bySystem,
  body: async ({ tx, schedule }) => {
    const running = (await tx.directorySync.findMany({ where: { state: 'running' }, select: { id: true } })).map(({ id }) => id);
    const living = await livingJobs(tx, readOn, 'id', running);
    const lost = running.filter((id) => !living.has(id));
    for (const id of lost) schedule(readOn, { id });
    return { revived: lost.length };
  },
});

/** Gives the job's place to another: one job may not take for ever. */
export const scheduleOn = defineAction({ name: 'directory.schedule-on', input: one, output: z.void(), policy: bySystem, body: async ({ schedule }, { id }) => schedule(readOn, { id }) });
