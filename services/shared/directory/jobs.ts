/** Reading a source: page by page outside any transaction, batch by batch inside one, from wherever it stood. */
import { Failure, Refusal, failureClassOf } from '../../core/errors.ts';
import { type AnyJob, type JobContext, type Tick, defineJob } from '../../core/module.ts';
import type { DirectorySource } from '../../links/his/port.ts';
import { applyBatch } from './actions/apply.ts';
import { checkSync, failSync, finishSync, readOn, reviveSyncs, scheduleOn, type StartSync, takePage, whereIs } from './actions/sync.ts';
import { fileKinds } from './read-file.ts';

export interface ReadingRules {
  readonly sources: readonly DirectorySource[];
  /** More than this share missing stops a reading until a person has looked. */
  readonly vanishedPercent: number;
  /** Work of one job in milliseconds; then the next job goes on. */
  readonly stintMs?: number;
  readonly clock?: () => number;
}

/** Well below what one job may take. */
const stint = 45_000;

export function readingJob(rules: ReadingRules): AnyJob {
  return defineJob(readOn, async (context, { id }) => {
    try {
      await work(rules, context, id);
    } catch (error) {
      const last = failureClassOf(error) === 'permanent' || context.attempt + 1 >= readOn.tries;
      if (!last) throw error;
      context.log.error({ id, error }, 'reading of a directory source ended');
      await context.run(failSync, { id, code: error instanceof Failure && error.vendorCode !== '' ? error.vendorCode : 'unknown' });
    }
  });
}

async function work(rules: ReadingRules, context: JobContext, id: string): Promise<void> {
  const clock = rules.clock ?? (() => performance.now());
  const until = clock() + (rules.stintMs ?? stint);
  for (;;) {
    const place = await context.ask(whereIs, { id });
    if (place === null) return;
    await step(rules, context, id, place);
    if (place.progress.phase === 'finish') return;
    if (clock() >= until) return context.run(scheduleOn, { id });
  }
}

type Place = { readonly source: string; readonly progress: { readonly phase: string; readonly at?: string | null } };

async function step(rules: ReadingRules, context: JobContext, id: string, { source: name, progress }: Place): Promise<void> {
  const source = rules.sources.find((each) => each.name === name);
  if (source === undefined && name !== 'file') throw new Failure(`the source ${name} is not set any more`, 'permanent', 'not-set');
  const kinds = [...(source?.kinds ?? fileKinds)];
  if (progress.phase === 'read' && source !== undefined) {
    const at = progress.at ?? null;
    const page = await source.page(at ?? undefined);
    return context.run(takePage, { id, at, rows: page.rows.map((row) => ({ ...row, row: { ...row.row } })), next: page.next ?? null });
  }
  if (progress.phase === 'check') return context.run(checkSync, { id, kinds, percent: rules.vanishedPercent });
  if (progress.phase === 'finish') return context.run(finishSync, { id, kinds });
  await context.run(applyBatch, { id });
}

/** Every night each source is read; a reading whose process died goes on within minutes. */
export function readingTicks(rules: ReadingRules, startSync: StartSync): Tick[] {
  return [
    { name: 'directory.nightly', cron: '10 2 * * *', body: (context) => startAll(rules, startSync, context) },
    { name: 'directory.revive', cron: '*/5 * * * *', body: async ({ run }) => void (await run(reviveSyncs, {})) },
  ];
}

async function startAll(rules: ReadingRules, startSync: StartSync, { run, log }: JobContext): Promise<void> {
  for (const { name } of rules.sources) {
    await run(startSync, { source: name }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      log.info({ source: name }, 'still being read, or waits for a person; not started again');
    });
  }
}
