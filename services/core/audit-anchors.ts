/**
 * Anchors: the ends of all lanes at a time, under a key, kept in the database and in a file outside it. A lane whose
 * end was cut off, or a database put back from an older copy, is shorter than an anchor says.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type AuditKeyring, sameBytes, sealOf, suiteOf } from './audit-chain.ts';
import type { Tx } from './db.ts';
import { newId } from './ids.ts';

const hex = z.string().regex(/^[0-9a-f]+$/);

export const anchorShape = z.object({
  at: z.iso.datetime(),
  /** Lane, its last place, the hash there. */
  heads: z.array(z.tuple([z.int(), z.string().regex(/^\d+$/), hex])),
  /** Digest of the anchor before: one taken out of the middle shows. */
  previous: hex.nullable(),
  mac: hex,
});
export type Anchor = z.infer<typeof anchorShape>;

/** Written in the transaction it describes: nobody's row is between the heads and the anchor. */
export async function dropAnchor(tx: Tx, keys: AuditKeyring, now: Date): Promise<Anchor> {
  const lanes = await tx.auditLane.findMany({ orderBy: { lane: 'asc' } });
  const [last] = await tx.auditAnchor.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 1 });
  const heads = lanes.map(({ lane, seq, hash }): Anchor['heads'][number] => [lane, String(seq), Buffer.from(hash).toString('hex')]);
  const content = { at: now.toISOString(), heads, previous: last === undefined ? null : Buffer.from(last.mac).toString('hex') };
  const mac = sealOf(keys.current, 'anchor', textOf(content));
  await tx.auditAnchor.create({ data: { id: newId(now.getTime()), at: now, heads: { heads, previous: content.previous }, mac: new Uint8Array(mac) } });
  return { ...content, mac: mac.toString('hex') };
}

/** One line a time, appended and never read back by the service: the place may be one that can only be written to. */
export async function noteAnchor(path: string, anchor: Anchor): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await appendFile(path, `${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true });
}

export interface FoundAnchors {
  readonly anchors: readonly Anchor[];
  /** Lines that are no anchor. */
  readonly unreadable: number;
}

export async function anchorsInFile(path: string): Promise<FoundAnchors> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? '' : Promise.reject(error)));
  return sorted(text.split('\n').filter((line) => line !== '').map((line) => anchorShape.safeParse(parsed(line)).data));
}

export async function anchorsInDatabase(tx: Tx): Promise<FoundAnchors> {
  const rows = await tx.auditAnchor.findMany({ orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return sorted(rows.map(({ at, heads, mac }) => anchorShape.safeParse({ ...(heads as object), at: at.toISOString(), mac: Buffer.from(mac).toString('hex') }).data));
}

function sorted(read: readonly (Anchor | undefined)[]): FoundAnchors {
  const anchors = read.filter((anchor) => anchor !== undefined);
  return { anchors, unreadable: read.length - anchors.length };
}

export function isGenuine(anchor: Anchor, keys: AuditKeyring): boolean {
  const mac = Buffer.from(anchor.mac, 'hex');
  const own = keys.of(suiteOf(mac)?.version ?? 0);
  return own !== undefined && sameBytes(mac, sealOf(own, 'anchor', textOf(anchor)));
}

function textOf({ at, heads, previous }: Omit<Anchor, 'mac'>): string {
  return JSON.stringify([at, heads, previous]);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
