/** The platform's own log (OPS-005): what came in and was refused, what did not arrive, what was synchronised or changed. */
import type { z } from 'zod';
import type { Tx } from '../../core/db.ts';
import { byAdmin } from '../../core/access.ts';
import type { QueueCensus } from '../../core/jobs.ts';
import { type Flow, type Query, defineFlow, defineQuery } from '../../core/module.ts';
import { detailWords, platformWords, readingWords, reasonWords, sourceWords } from './phrases.ts';
import { type PlatformLog, platformLog, platformLogInput } from './schema.ts';

const dayMs = 86_400_000;
const troubled = new Set(['notices.undeliverable', 'notices.delayed', 'directory.stopped', 'directory.failed', 'sign-in.locked', 'critical-values.feedback-failed', 'audit.unusual-reading']);

/** What the doors' refusal names mean, by name. */
export type RefusalWords = Readonly<Record<string, string>>;

/** Inside one transaction: what the log's tables say. */
export function platformLines(refusals: RefusalWords): Query<z.output<typeof platformLogInput>, Pick<PlatformLog, 'lines'>> {
  return defineQuery({
    name: 'audit.platform-lines',
    input: platformLogInput,
    output: platformLog.pick({ lines: true }),
    policy: byAdmin('audit', 'system'),
    audited: false,
    body: async ({ tx, now }, { from, until, limit }) => {
      const range = { gte: from ?? new Date(now.getTime() - dayMs), lt: until ?? new Date(now.getTime() + dayMs) };
      const lines = [...(await refusedMessages(tx, range, limit, refusals)), ...(await platformFacts(tx, range, limit))];
      return { lines: lines.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit) };
    },
  });
}

interface Range {
  readonly gte: Date;
  readonly lt: Date;
}
type Line = PlatformLog['lines'][number];

async function refusedMessages(tx: Tx, receivedAt: Range, take: number, refusals: RefusalWords): Promise<Line[]> {
  const rows = await tx.inboxMessage.findMany({ where: { outcome: 'refused', receivedAt }, orderBy: { receivedAt: 'desc' }, take, select: { key: true, door: true, receivedAt: true, reason: true } });
  return rows.map(({ key, door, receivedAt: at, reason }) => ({ at, source: '接收消息', what: '收到的消息被拒收', detail: [refusals[reason ?? ''] ?? reason ?? '', door === 'mllp' ? '检验系统' : '', `编号 ${key.slice(0, 80)}`].filter((part) => part !== '').join(' · '), tone: 'danger' }));
}

async function platformFacts(tx: Tx, at: Range, take: number): Promise<Line[]> {
  const rows = await tx.fact.findMany({ where: { name: { in: Object.keys(platformWords) }, at }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take, select: { at: true, name: true, subject: true, actor: true, data: true } });
  return rows.map(({ at: when, name, subject, actor, data }) => ({ at: when, source: sourceWords[name.split('.')[0] ?? ''] ?? '', what: platformWords[name] ?? name, detail: detailOf(name, subject, data, actor), tone: troubled.has(name) ? 'warn' : 'past' }));
}

/** Plain figures, codes and staff numbers only: what a fact says of people stays with its module. */
function detailOf(name: string, subject: string, data: unknown, actor: string): string {
  const plain = typeof data === 'object' && data !== null ? Object.entries(data).filter(([key, value]) => key in detailWords && typeof value !== 'object') : [];
  const staff = /^(?:sign-in|directory\.left)/.test(name) ? [`工号 ${subject}`] : [];
  const source = /^directory\.(?:synchronised|stopped|failed)$/.test(name) ? [`来源 ${readingWords[subject.split(':')[0] ?? ''] ?? subject}`] : [];
  const said = plain.map(([key, value]) => `${detailWords[key]} ${String(value).split(',').map((part) => reasonWords[part] ?? part).join('、')}`);
  const by = /^staff:(.+)$/.exec(actor)?.[1];
  return [...staff, ...source, ...said, by === undefined ? '系统自动' : `操作人 ${by}`].join(' · ');
}

export function platformLogOf(census: () => Promise<readonly QueueCensus[]>, lines: ReturnType<typeof platformLines>): Flow<z.output<typeof platformLogInput>, PlatformLog> {
  return defineFlow({
    name: 'audit.platform-log',
    input: platformLogInput,
    output: platformLog,
    policy: byAdmin('audit', 'system'),
    audited: true,
    body: async ({ ask }, input) => {
      const { lines: found } = await ask(lines, input);
      return { lines: found, queues: (await census()).filter(({ dead, waiting }) => dead > 0 || waiting > 0) };
    },
  });
}
