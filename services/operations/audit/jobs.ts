/** Anchors each hour, archives each night, verifying when asked. Files are written here, outside any transaction. */
import { join } from 'node:path';
import { z } from 'zod';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { byAdmin } from '../../core/access.ts';
import { anchorsInFile, noteAnchor } from '../../core/audit-anchors.ts';
import { archivedEnds, planArchive, writeArchive } from '../../core/audit-archive.ts';
import type { Broken } from '../../core/audit-breakage.ts';
import type { AuditKeyring } from '../../core/audit-chain.ts';
import { type Verdict, verifyAudit } from '../../core/audit-verify.ts';
import { newId } from '../../core/ids.ts';
import { type Flow, type JobContext, type Query, defineFlow, defineQuery } from '../../core/module.ts';
import { keepAnchor, refuse, takeOut } from './actions.ts';
import { breakageWords } from './phrases.ts';
import { type ChainView, chainView } from './schema.ts';
import { findRun, saveRun } from './store.ts';

export interface ChainParts {
  readonly prisma: PrismaClient;
  readonly keys: AuditKeyring;
  /** Anchors outside the database. */
  readonly anchorsFile: string;
  /** Archives are written below it. */
  readonly folder: string;
  readonly keepMonths: number;
  readonly now: () => Date;
}

/** In the database first, then outside it, then a line of the log, which hospitals collect elsewhere too. */
export async function anchor({ keys, anchorsFile }: ChainParts, { run, log }: JobContext): Promise<void> {
  const dropped = await run(keepAnchor(keys), {});
  await noteAnchor(anchorsFile, dropped);
  log.info({ at: dropped.at, rows: dropped.heads.reduce((sum, [, seq]) => sum + Number(seq), 0), mac: dropped.mac }, 'audit anchored');
}

const rowsPerFile = 50_000;
const filesPerNight = 20;

/** Written, read back and proved; only then taken out. What cannot be proved stays and is told as a fault. */
export async function archive({ prisma, keys, folder, keepMonths }: ChainParts, { run, now, log }: JobContext): Promise<void> {
  const cutoff = new Date(now);
  cutoff.setUTCMonth(cutoff.getUTCMonth() - keepMonths);
  for (let files = 0; files < filesPerNight; files++) {
    const plan = await planArchive(prisma, keys, cutoff, rowsPerFile);
    if (plan.spans.length === 0 && plan.beforeChainUntil === null) return;
    const manifest = await writeArchive({ prisma, keys, folder: join(folder, 'archive'), id: newId(now.getTime()), now }, plan);
    await run(takeOut(keys), manifest);
    log.info({ file: manifest.file, rows: manifest.rows }, 'audit rows archived');
  }
}

const storedRun = chainView.shape.run;
type Run = NonNullable<ChainView['run']>;

/** Silent for so long, the process that verified is gone. */
const goneMs = 60_000;
const toldEveryMs = 1000;

async function currentRun(parts: ChainParts): Promise<Run | undefined> {
  const run = storedRun.safeParse(await findRun(parts.prisma)).data ?? undefined;
  if (run?.state !== 'running' || parts.now().getTime() - run.seenAt.getTime() < goneMs) return run;
  return { ...run, state: 'failed' };
}

/** Begins and answers at once; the page asks how far it is. */
export function verify(parts: ChainParts): Flow<Record<string, never>, { started: boolean }> {
  return defineFlow({
    name: 'audit.verify',
    input: z.object({}),
    output: z.object({ started: z.boolean() }),
    policy: byAdmin('audit'),
    audited: true,
    body: async ({ actor, now }) => {
      if ((await currentRun(parts))?.state === 'running') throw refuse('audit.running');
      const begun: Run = { state: 'running', by: actor.kind === 'staff' ? `${actor.name} ${actor.id}` : actor.id, startedAt: now, seenAt: now, done: 0, total: 0, verdict: null };
      await saveRun(parts.prisma, begun, actor.id, now);
      void verifyAlong(parts, begun, actor.id);
      return { started: true };
    },
  });
}

async function verifyAlong(parts: ChainParts, begun: Run, by: string): Promise<void> {
  let seen = begun;
  let told = 0;
  const keep = async (more: Partial<Run>): Promise<void> => {
    seen = { ...seen, ...more, seenAt: parts.now() };
    await saveRun(parts.prisma, seen, by, parts.now());
  };
  try {
    const verdict = await verifyAudit({
      prisma: parts.prisma,
      keys: parts.keys,
      outside: await anchorsInFile(parts.anchorsFile),
      onProgress: async (done, total) => {
        if (performance.now() - told < toldEveryMs) return;
        told = performance.now();
        await keep({ done, total });
      },
    });
    await keep({ state: 'done', done: verdict.rows, total: verdict.rows, verdict: inWords(verdict) });
  } catch {
    await keep({ state: 'failed' }).catch(() => undefined);
  }
}

export function inWords({ broken, ...rest }: Verdict): NonNullable<Run['verdict']> {
  return { ...rest, broken: broken.map((found) => ({ what: breakageWords[found.what] ?? found.what, where: placeOf(found), at: found.at })) };
}

export function placeOf({ lane, seq, id }: Broken): string {
  return [lane === null ? '' : `第 ${lane} 道`, seq === null ? '' : `第 ${seq} 条`, id === null ? '' : `编号 ${id}`].filter((part) => part !== '').join(' ') || '锚点';
}

export function chain(parts: ChainParts): Query<Record<string, never>, ChainView> {
  return defineQuery({
    name: 'audit.chain',
    input: z.object({}),
    output: chainView,
    policy: byAdmin('audit', 'security'),
    audited: false,
    body: async ({ tx }) => {
      const ends = await tx.auditLane.findMany();
      const [last] = await tx.auditAnchor.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 1, select: { at: true } });
      const { manifests } = await archivedEnds(tx, parts.keys);
      const run = storedRun.safeParse(await findRun(tx)).data ?? null;
      const gone = run?.state === 'running' && parts.now().getTime() - run.seenAt.getTime() >= goneMs;
      return { rows: ends.reduce((sum, { seq }) => sum + Number(seq), 0), lanes: ends.length, lastAnchorAt: last?.at ?? null, archives: manifests.length, run: run !== null && gone ? { ...run, state: 'failed' } : run };
    },
  });
}
