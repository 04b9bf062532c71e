/** The platform's own log (OPS-005): what came in and was refused, what did not arrive, what was synchronised or changed. */
import type { z } from 'zod';
import type { Tx } from '../../core/db.ts';
import { byAdmin } from '../../core/access.ts';
import type { QueueCensus } from '../../core/jobs.ts';
import { type Flow, defineFlow, defineQuery } from '../../core/module.ts';
import { platformWords } from './phrases.ts';
import { type PlatformLog, platformLog, platformLogInput } from './schema.ts';

const dayMs = 86_400_000;
const troubled = new Set(['notices.undeliverable', 'directory.stopped', 'sign-in.locked', 'critical-values.feedback-failed', 'audit.unusual-reading']);

/** Inside one transaction: what the log's tables say. */
export const platformLines = defineQuery({
  name: 'audit.platform-lines',
  input: platformLogInput,
  output: platformLog.pick({ lines: true }),
  policy: byAdmin('audit', 'system'),
  audited: false,
  body: async ({ tx, now }, { from, until, limit }) => {
    const range = { gte: from ?? new Date(now.getTime() - dayMs), lt: until ?? new Date(now.getTime() + dayMs) };
    const lines = [...(await refusedMessages(tx, range, limit)), ...(await platformFacts(tx, range, limit))];
    return { lines: lines.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit) };
  },
});

interface Range {
  readonly gte: Date;
  readonly lt: Date;
}
type Line = PlatformLog['lines'][number];

async function refusedMessages(tx: Tx, receivedAt: Range, take: number): Promise<Line[]> {
  const rows = await tx.inboxMessage.findMany({ where: { outcome: 'refused', receivedAt }, orderBy: { receivedAt: 'desc' }, take, select: { key: true, door: true, receivedAt: true, reason: true } });
  return rows.map(({ key, door, receivedAt: at, reason }) => ({ at, source: `接收（${door}）`, what: '收到的消息被拒收', detail: [reason ?? '', key.slice(0, 80)].filter((part) => part !== '').join(' · '), tone: 'danger' }));
}

async function platformFacts(tx: Tx, at: Range, take: number): Promise<Line[]> {
  const rows = await tx.fact.findMany({ where: { name: { in: Object.keys(platformWords) }, at }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take, select: { at: true, name: true, actor: true, data: true } });
  return rows.map(({ at: when, name, actor, data }) => ({ at: when, source: name.split('.')[0] ?? '', what: platformWords[name] ?? name, detail: detailOf(data, actor), tone: troubled.has(name) ? 'warn' : 'past' }));
}

/** Plain figures and codes only: what a fact says of people stays with its module. */
function detailOf(data: unknown, actor: string): string {
  const plain = typeof data === 'object' && data !== null ? Object.entries(data).filter(([key, value]) => ['reason', 'platform', 'recipient', 'rows', 'count', 'rule', 'file', 'source', 'state', 'failures'].includes(key) && typeof value !== 'object') : [];
  return [...plain.map(([key, value]) => `${key} ${String(value)}`), actor].join(' · ');
}

export function platformLogOf(census: () => Promise<readonly QueueCensus[]>): Flow<z.output<typeof platformLogInput>, PlatformLog> {
  return defineFlow({
    name: 'audit.platform-log',
    input: platformLogInput,
    output: platformLog,
    policy: byAdmin('audit', 'system'),
    audited: true,
    body: async ({ ask }, input) => {
      const { lines } = await ask(platformLines, input);
      return { lines, queues: (await census()).filter(({ dead, waiting }) => dead > 0 || waiting > 0) };
    },
  });
}
