/**
 * Proves the chain of every lane, the digest of every row and the anchors, and names the first row that is not as it
 * was written. Reads only. Rows that are added meanwhile are proved too.
 */
import type { Audit, PrismaClient } from '../../prisma/generated/client.ts';
import { type Anchor, type FoundAnchors, anchorsInDatabase, isGenuine } from './audit-anchors.ts';
import { type ArchivedEnds, archivedEnds } from './audit-archive.ts';
import type { Breakage, Broken } from './audit-breakage.ts';
import { type AuditKeyring, genesis, hashOf, linkOf, macOf, sameBytes, suiteOf } from './audit-chain.ts';

export interface Verdict {
  readonly rows: number;
  /** Older than the chain: valid, but nothing proves them. */
  readonly beforeChain: number;
  readonly archived: number;
  readonly anchors: number;
  readonly lastAnchorAt: Date | null;
  /** The first of each lane, the earliest first; none: everything is as it was written. */
  readonly broken: readonly Broken[];
}

export interface VerifyOptions {
  readonly prisma: PrismaClient;
  readonly keys: AuditKeyring;
  /** Those kept outside the database. */
  readonly outside?: FoundAnchors;
  /** Only rows of this time; the lanes' ends are not asked then. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

interface Place {
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

interface Walk {
  readonly options: VerifyOptions;
  readonly lane: number;
  readonly expected: ReadonlyMap<string, Expected>;
  readonly counted: (rows: number) => Promise<void>;
}

interface Expected {
  readonly hash: string;
  readonly at: Date;
}

const atOnce = 2000;

export async function verifyAudit(options: VerifyOptions): Promise<Verdict> {
  const { prisma, keys, outside } = options;
  const ends = new Map((await prisma.auditLane.findMany()).map(({ lane, seq, hash }) => [lane, { seq, hash }]));
  const archive = await archivedEnds(prisma, keys);
  const inside = await anchorsInDatabase(prisma);
  const anchored = [...inside.anchors, ...(outside?.anchors ?? [])];
  const genuine = anchored.filter((anchor) => isGenuine(anchor, keys));
  const counted = await counter(options, ends, archive);
  const broken: Broken[] = [...anchorFaults(inside, outside, genuine), ...archive.faults, ...(await unchained(prisma))];
  for (const lane of await lanesOf(prisma, ends, genuine)) {
    const found = await walkLane({ options, lane, expected: headsOf(genuine, lane), counted }, archive.ends.get(lane), ends.get(lane));
    if (found !== undefined) broken.push(found);
  }
  return {
    rows: counted.done(),
    beforeChain: await prisma.audit.count({ where: { lane: null } }),
    archived: archive.rows,
    anchors: genuine.length,
    lastAnchorAt: inside.anchors.length === 0 ? null : new Date(inside.anchors.at(-1)?.at ?? 0),
    broken: broken.sort((a, b) => (a.at?.getTime() ?? Infinity) - (b.at?.getTime() ?? Infinity)),
  };
}

const nowhere = { lane: null, seq: null, id: null } as const;

function anchorFaults(inside: FoundAnchors, outside: FoundAnchors | undefined, genuine: readonly Anchor[]): Broken[] {
  const known = new Set(genuine);
  const all = [...inside.anchors, ...(outside?.anchors ?? [])];
  const changed = all.filter((anchor) => !known.has(anchor)).map(({ at }): Broken => ({ what: 'anchor-changed', ...nowhere, at: new Date(at) }));
  const unreadable = Array.from({ length: inside.unreadable + (outside?.unreadable ?? 0) }, (): Broken => ({ what: 'anchor-changed', ...nowhere, at: null }));
  const gaps = inside.anchors.filter(({ previous }, index) => previous !== (inside.anchors[index - 1]?.mac ?? null)).map(({ at }): Broken => ({ what: 'anchor-changed', ...nowhere, at: new Date(at) }));
  return [...changed, ...unreadable, ...gaps];
}

function headsOf(anchors: readonly Anchor[], wanted: number): Map<string, Expected> {
  return new Map(anchors.flatMap(({ at, heads }) => heads.filter(([lane]) => lane === wanted).map(([, seq, hash]) => [seq, { hash, at: new Date(at) }] as const)));
}

async function lanesOf(prisma: PrismaClient, ends: ReadonlyMap<number, Place>, anchors: readonly Anchor[]): Promise<number[]> {
  const rows = await prisma.$queryRaw<{ lane: number }[]>`SELECT DISTINCT lane FROM audit WHERE lane IS NOT NULL`;
  const anchored = anchors.flatMap(({ heads }) => heads.map(([lane]) => lane));
  return [...new Set([...ends.keys(), ...rows.map(({ lane }) => lane), ...anchored])].sort((a, b) => a - b);
}

/** A row without a place, younger than the first that has one. */
async function unchained(prisma: PrismaClient): Promise<Broken[]> {
  const rows = await prisma.$queryRaw<{ id: bigint; at: Date }[]>`
    SELECT id, at FROM audit WHERE lane IS NULL AND id > (SELECT min(id) FROM audit WHERE lane IS NOT NULL) ORDER BY id LIMIT 1`;
  return rows.map(({ id, at }) => ({ what: 'unchained', lane: null, seq: null, id: String(id), at }));
}

interface Counter {
  (rows: number): Promise<void>;
  done(): number;
}

async function counter({ onProgress, from, until, prisma }: VerifyOptions, ends: ReadonlyMap<number, Place>, archive: ArchivedEnds): Promise<Counter> {
  const whole = [...ends].reduce((sum, [lane, { seq }]) => sum + Number(seq - (archive.ends.get(lane)?.seq ?? 0n)), 0);
  const total = from === undefined && until === undefined ? whole : await prisma.audit.count({ where: { at: rangeOf(from, until), lane: { not: null } } });
  let done = 0;
  const count = async (rows: number): Promise<void> => {
    done += rows;
    await onProgress?.(done, Math.max(done, total));
  };
  return Object.assign(count, { done: () => done });
}

const rangeOf = (from: Date | undefined, until: Date | undefined) => ({ ...(from === undefined ? {} : { gte: from }), ...(until === undefined ? {} : { lte: until }) });

/** From the lane's beginning (or where the archive ends) to its end. */
async function walkLane(walk: Walk, archived: Place | undefined, end: Place | undefined): Promise<Broken | undefined> {
  const { options, lane } = walk;
  const start = archived ?? { seq: 0n, hash: genesis };
  const part = options.from === undefined ? start : await partFrom(options, lane, start);
  if (part === undefined) return undefined;
  let at: Place = part;
  const begin = at.seq;
  for (;;) {
    const rows = await options.prisma.audit.findMany({ where: { lane, seq: { gt: at.seq } }, orderBy: { seq: 'asc' }, take: atOnce });
    for (const [index, row] of rows.entries()) {
      if (options.until !== undefined && row.at > options.until) {
        await walk.counted(index);
        return undefined;
      }
      const what = faultOf(row, at, walk);
      if (what !== undefined) return brokenAt(what, row, lane, at.seq + 1n);
      at = { seq: at.seq + 1n, hash: row.hash ?? genesis };
    }
    await walk.counted(rows.length);
    if (rows.length < atOnce) break;
  }
  return options.until === undefined ? endFault(walk, begin, at, end) : undefined;
}

/** The place before the first row of the time asked for, taken as it stands; `undefined` where there is none of that time. */
async function partFrom({ prisma, from, until }: VerifyOptions, lane: number, start: Place): Promise<Place | undefined> {
  const [first] = await prisma.audit.findMany({ where: { lane, at: rangeOf(from, until) }, orderBy: { seq: 'asc' }, take: 1, select: { seq: true } });
  if (first?.seq === undefined || first.seq === null) return undefined;
  const before = await prisma.audit.findFirst({ where: { lane, seq: first.seq - 1n }, select: { hash: true } });
  return before === null ? start : { seq: first.seq - 1n, hash: before.hash ?? genesis };
}

function faultOf(row: Audit, before: Place, { options, lane, expected }: Walk): Breakage | undefined {
  if (row.seq !== before.seq + 1n) return 'missing';
  const made = row.mac === null ? undefined : suiteOf(row.mac);
  if (row.mac === null || row.hash === null || made === undefined) return 'changed';
  const keys = options.keys.of(made.version);
  if (keys === undefined) return 'unknown-key';
  if (!sameBytes(row.mac, macOf(keys, made.suite, lane, row))) return 'changed';
  if (!sameBytes(row.hash, hashOf(before.hash, row.seq, row.mac, linkOf(keys, row.mac)))) return 'moved';
  const anchored = expected.get(String(row.seq));
  return anchored === undefined || anchored.hash === Buffer.from(row.hash).toString('hex') ? undefined : 'not-as-anchored';
}

/** Of a gap the place that is empty is named, and the row after it. */
function brokenAt(what: Breakage, row: Audit, lane: number, seq: bigint): Broken {
  return { what, lane, seq: String(seq), id: String(row.id), at: row.at };
}

async function endFault({ options, lane, expected }: Walk, begin: bigint, last: Place, end: Place | undefined): Promise<Broken | undefined> {
  const gone = (what: Breakage, at: Date | null): Broken => ({ what, lane, seq: String(last.seq + 1n), id: null, at });
  const beyond = [...expected].filter(([seq]) => BigInt(seq) > last.seq).sort(([a], [b]) => Number(BigInt(a) - BigInt(b)))[0];
  if (beyond !== undefined) return gone('cut-off', beyond[1].at);
  if (end === undefined || end.seq > last.seq) return last.seq === 0n ? undefined : gone('cut-off', null);
  const now = await options.prisma.auditLane.findUnique({ where: { lane } });
  if (now === null || now.seq < last.seq) return gone('end-changed', null);
  if (end.seq > begin && end.seq === last.seq && !sameBytes(end.hash, last.hash)) return gone('end-changed', null);
  return undefined;
}
