/**
 * Old rows leave the database as a compressed file with a manifest under the anchors' key, and only after the file was
 * read back and proved. What stays in the database begins where the manifest says the file ends.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Audit, PrismaClient } from '../../prisma/generated/client.ts';
import type { Broken } from './audit-breakage.ts';
import { type AuditKeyring, genesis, hashOf, linkOf, macOf, sameBytes, sealOf, suiteOf } from './audit-chain.ts';
import type { Tx } from './db.ts';
import { Fault } from './errors.ts';

const hex = z.string().regex(/^[0-9a-f]+$/);
const place = z.string().regex(/^\d+$/);

/** First and last place of a lane in the file, and the hash before the first and at the last. */
const span = z.object({ lane: z.int(), from: place, until: place, before: hex, hash: hex });

export const manifestShape = z.object({
  id: z.uuid(),
  file: z.string(),
  sha256: hex,
  at: z.iso.datetime(),
  rows: z.int(),
  /** Rows older than the chain, by their numbers up to this. */
  beforeChain: z.int(),
  beforeChainUntil: place.nullable(),
  lanes: z.array(span),
  previous: hex.nullable(),
});
export type Manifest = z.infer<typeof manifestShape>;
export type Span = z.infer<typeof span>;

/** A row as a line of the file. */
const line = z.object({
  id: z.string(), lane: z.int().nullable(), seq: place.nullable(), at: z.coerce.date(), actor: z.string(), role: z.string().nullable(), adminRole: z.string().nullable(), act: z.string(),
  subject: z.string().nullable(), patients: z.array(z.string()), outcome: z.string(), reason: z.string().nullable(), door: z.string(), terminal: z.string().nullable(),
  address: z.string().nullable(), origin: z.string().nullable(), mac: hex.nullable(), hash: hex.nullable(),
});

export interface ArchivePlan {
  readonly spans: readonly Omit<Span, 'hash'>[];
  readonly beforeChainUntil: bigint | null;
}

const atOnce = 2000;

/** What is older than `cutoff`, from each lane's beginning without a gap; at most about `limit` rows. */
export async function planArchive(prisma: PrismaClient, keys: AuditKeyring, cutoff: Date, limit: number): Promise<ArchivePlan> {
  const { ends } = await archivedEnds(prisma, keys);
  const spans: Omit<Span, 'hash'>[] = [];
  let left = BigInt(limit);
  for (const { lane, seq: end } of await prisma.auditLane.findMany({ orderBy: { lane: 'asc' } })) {
    const begin = ends.get(lane) ?? { seq: 0n, hash: genesis };
    const young = await prisma.audit.findFirst({ where: { lane, at: { gte: cutoff } }, orderBy: { seq: 'asc' }, select: { seq: true } });
    const last = young === null || young.seq === null ? end : young.seq - 1n;
    const until = last - begin.seq > left ? begin.seq + left : last;
    if (until <= begin.seq) continue;
    left -= until - begin.seq;
    spans.push({ lane, from: String(begin.seq + 1n), until: String(until), before: Buffer.from(begin.hash).toString('hex') });
  }
  const old = await prisma.audit.findMany({ where: { lane: null, at: { lt: cutoff } }, orderBy: { id: 'asc' }, take: limit, select: { id: true } });
  return { spans, beforeChainUntil: old.at(-1)?.id ?? null };
}

export interface ArchiveOptions {
  readonly prisma: PrismaClient;
  readonly keys: AuditKeyring;
  readonly folder: string;
  readonly id: string;
  readonly now: Date;
}

/** Writes file and manifest and proves them. @throws Fault when what was read is not as it was written */
export async function writeArchive({ prisma, keys, folder, id, now }: ArchiveOptions, plan: ArchivePlan): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Without dashes: an id would leave the server as somebody's token, and the auditor would look for a file that is not there.
  const file = `audit-${now.toISOString().slice(0, 10)}-${id.replaceAll('-', '')}.ndjson.gz`;
  const path = join(folder, file);
  await pipeline(linesOf(prisma, plan), createGzip(), createWriteStream(`${path}.part`, { mode: 0o600, flush: true }));
  await rename(`${path}.part`, path);
  const last = await lastArchive(prisma);
  const { spans, rows, beforeChain } = await readBack(path, plan, keys);
  const manifest: Manifest = { id, file, sha256: await digestOf(path), at: now.toISOString(), rows, beforeChain, beforeChainUntil: plan.beforeChainUntil === null ? null : String(plan.beforeChainUntil), lanes: spans, previous: last };
  await writeFile(`${path}.manifest.json`, JSON.stringify({ ...manifest, mac: macOfManifest(keys, manifest).toString('hex') }, null, 2), { mode: 0o600, flush: true });
  return manifest;
}

async function lastArchive(prisma: Tx): Promise<string | null> {
  const [last] = await prisma.auditArchive.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 1, select: { mac: true } });
  return last === undefined ? null : Buffer.from(last.mac).toString('hex');
}

async function* linesOf(prisma: PrismaClient, { spans, beforeChainUntil }: ArchivePlan): AsyncGenerator<string> {
  for (let after: bigint | undefined = beforeChainUntil === null ? undefined : 0n; after !== undefined; ) {
    const rows: Audit[] = await prisma.audit.findMany({ where: { lane: null, id: { gt: after, lte: beforeChainUntil ?? 0n } }, orderBy: { id: 'asc' }, take: atOnce });
    for (const row of rows) yield lineOf(row);
    after = rows.length < atOnce ? undefined : rows.at(-1)?.id;
  }
  for (const { lane, from, until } of spans) {
    for (let seq = BigInt(from); seq <= BigInt(until); seq += BigInt(atOnce)) {
      const rows = await prisma.audit.findMany({ where: { lane, seq: { gte: seq, lt: seq + BigInt(atOnce), lte: BigInt(until) } }, orderBy: { seq: 'asc' } });
      for (const row of rows) yield lineOf(row);
    }
  }
}

function lineOf(row: object): string {
  return `${JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value))}\n`;
}

interface ReadBack {
  readonly spans: Span[];
  readonly rows: number;
  readonly beforeChain: number;
}

/** Every line of the file proves itself and its place. @throws Fault naming the first that does not */
async function readBack(path: string, plan: Pick<ArchivePlan, 'spans'>, keys: AuditKeyring): Promise<ReadBack> {
  const at = new Map(plan.spans.map(({ lane, from, before }) => [lane, { seq: BigInt(from) - 1n, hash: new Uint8Array(Buffer.from(before, 'hex')) }]));
  let rows = 0;
  let beforeChain = 0;
  for await (const text of createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })) {
    const row = line.parse(JSON.parse(text));
    rows += 1;
    if (row.lane === null) {
      beforeChain += 1;
      continue;
    }
    const before = at.get(row.lane);
    const proved = before === undefined ? undefined : provedPlace(row, before, keys);
    if (proved === undefined) throw new Fault(`Audit row ${row.id} (lane ${row.lane}, place ${row.seq ?? '?'}) does not prove itself; nothing is archived.`);
    at.set(row.lane, proved);
  }
  const spans = plan.spans.map((given): Span => ({ ...given, hash: Buffer.from(at.get(given.lane)?.hash ?? []).toString('hex') }));
  const short = plan.spans.find(({ lane, until }) => at.get(lane)?.seq !== BigInt(until));
  if (short !== undefined) throw new Fault(`Audit lane ${short.lane} has gaps; nothing is archived.`);
  return { spans, rows, beforeChain };
}

interface Proved {
  readonly seq: bigint;
  readonly hash: Uint8Array<ArrayBuffer>;
}

function provedPlace(row: z.infer<typeof line>, before: Proved, keys: AuditKeyring): Proved | undefined {
  const [mac, hash] = [Buffer.from(row.mac ?? '', 'hex'), new Uint8Array(Buffer.from(row.hash ?? '', 'hex'))];
  const made = suiteOf(mac);
  const own = made === undefined ? undefined : keys.of(made.version);
  const seq = BigInt(row.seq ?? 0);
  if (made === undefined || own === undefined || row.lane === null || seq !== before.seq + 1n) return undefined;
  const genuine = sameBytes(mac, macOf(own, made.suite, row.lane, row)) && sameBytes(hash, hashOf(before.hash, seq, mac, linkOf(own, mac)));
  return genuine ? { seq, hash } : undefined;
}

/** The file as it lies there against its manifest. @throws Fault */
export async function proveArchive(folder: string, manifest: Manifest, keys: AuditKeyring): Promise<void> {
  const path = join(folder, manifest.file);
  if ((await stat(path).catch(() => undefined)) === undefined) throw new Fault(`Archive ${manifest.file} is not there.`);
  if ((await digestOf(path)) !== manifest.sha256) throw new Fault(`Archive ${manifest.file} was changed.`);
  const { rows, spans } = await readBack(path, { spans: manifest.lanes }, keys);
  if (rows !== manifest.rows || JSON.stringify(spans) !== JSON.stringify(manifest.lanes)) throw new Fault(`Archive ${manifest.file} does not hold what its manifest says.`);
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Takes out what the manifest's file holds, and keeps the manifest; one transaction. @throws Fault when more or less would go */
export async function takeArchived(tx: Tx, keys: AuditKeyring, manifest: Manifest): Promise<void> {
  await tx.$executeRawUnsafe("SET LOCAL wardline.archiving = 'on'");
  let gone = 0;
  for (const { lane, from, until } of manifest.lanes) gone += (await tx.audit.deleteMany({ where: { lane, seq: { gte: BigInt(from), lte: BigInt(until) } } })).count;
  if (manifest.beforeChainUntil !== null) gone += (await tx.audit.deleteMany({ where: { lane: null, id: { lte: BigInt(manifest.beforeChainUntil) } } })).count;
  if (gone !== manifest.rows) throw new Fault(`The archive holds ${manifest.rows} audit rows, the database ${gone}; nothing was taken out.`);
  await tx.auditArchive.create({ data: { id: manifest.id, at: new Date(manifest.at), manifest, mac: new Uint8Array(macOfManifest(keys, manifest)) } });
}

function macOfManifest(keys: AuditKeyring, manifest: Manifest, version = keys.current.version): Buffer {
  return sealOf(keys.of(version) ?? keys.current, 'archive', JSON.stringify(manifestShape.parse(manifest)));
}

export interface ArchivedEnds {
  /** Where each lane was cut. */
  readonly ends: ReadonlyMap<number, { readonly seq: bigint; readonly hash: Uint8Array }>;
  readonly rows: number;
  readonly manifests: readonly Manifest[];
  readonly faults: readonly Broken[];
}

/** What the archives' records say; those that do not prove themselves count for nothing. */
export async function archivedEnds(db: Tx, keys: AuditKeyring): Promise<ArchivedEnds> {
  const ends = new Map<number, { seq: bigint; hash: Uint8Array }>();
  const faults: Broken[] = [];
  const manifests: Manifest[] = [];
  for (const row of await db.auditArchive.findMany({ orderBy: [{ at: 'asc' }, { id: 'asc' }] })) {
    const manifest = manifestShape.safeParse(row.manifest).data;
    if (manifest === undefined || !sameBytes(row.mac, macOfManifest(keys, manifest, suiteOf(row.mac)?.version))) {
      faults.push({ what: 'archive-changed', lane: null, seq: null, id: null, at: row.at });
      continue;
    }
    manifests.push(manifest);
    for (const { lane, until, hash } of manifest.lanes) ends.set(lane, { seq: BigInt(until), hash: Buffer.from(hash, 'hex') });
  }
  return { ends, rows: manifests.reduce((sum, { rows }) => sum + rows, 0), manifests, faults };
}
