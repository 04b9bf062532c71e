/** What pages look like from far, sealed: who has a copy of a page and the looks could tell that it is one of ours. */
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import { lengthOfLook } from './rules.ts';

const looksPurpose = (id: string): string => `page.looks ${id}`;

export const sealedLooks: SealedTable = { table: 'page_look', id: 'id', idType: 'uuid', columns: [{ column: 'sealed_looks', kind: 'bytes', purpose: looksPurpose }] };

export async function hasLooks(tx: Tx, source: string): Promise<boolean> {
  return (await tx.pageLook.count({ where: { source } })) > 0;
}

/** Once a revision: whoever opens it next changes nothing. */
export async function keepLooks(tx: Tx, seal: Pick<KeyRing, 'closeBytes'>, now: Date, source: string, looks: readonly Uint8Array[]): Promise<void> {
  if (looks.length === 0 || (await hasLooks(tx, source))) return;
  const id = newId(now.getTime());
  await tx.pageLook.createMany({ data: [{ id, source, at: now, pages: looks.length, sealedLooks: new Uint8Array(seal.closeBytes(Buffer.concat(looks), looksPurpose(id))) }], skipDuplicates: true });
}

export interface LooksOfSource {
  readonly source: string;
  /** Page by page; of one that could not be shown a 0 alone: no rows. */
  readonly looks: readonly Uint8Array[];
}

/** Of revisions that somebody opened within a time, those prepared last first, as many as hold at most `mostPages` pages. */
export async function looksBetween(db: Tx | PrismaClient, seal: Pick<KeyRing, 'openBytes'>, from: Date, until: Date, mostPages: number): Promise<{ readonly all: LooksOfSource[]; readonly whole: boolean }> {
  const all: LooksOfSource[] = [];
  let pages = 0;
  for (let offset = 0; ; offset += atOnce) {
    const rows = await db.$queryRaw<{ id: string; source: string; pages: number; sealedLooks: Uint8Array }[]>`
      SELECT p.id, p.source, p.pages, p.sealed_looks AS "sealedLooks" FROM page_look p
       WHERE EXISTS (SELECT 1 FROM opening o WHERE o.source = p.source AND o.at >= ${from}::timestamptz AND o.at <= ${until}::timestamptz)
       ORDER BY p.at DESC, p.id DESC LIMIT ${atOnce} OFFSET ${offset}`;
    for (const row of rows) {
      pages += row.pages;
      if (pages > mostPages) return { all, whole: false };
      all.push({ source: row.source, looks: parted(seal.openBytes(row.sealedLooks, looksPurpose(row.id))) });
    }
    if (rows.length < atOnce) return { all, whole: true };
  }
}

const atOnce = 500;

function parted(bytes: Uint8Array): Uint8Array[] {
  const looks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = lengthOfLook(bytes[at] ?? 0);
    looks.push(Uint8Array.from(bytes.subarray(at, at + length)));
    at += length;
  }
  return looks;
}

/** Of these openings, those whose viewer turned to the page, as far as the audit still holds it. */
export async function turnedTo(db: Tx | PrismaClient, openings: readonly string[], page: number): Promise<Set<string>> {
  const subjects = openings.map((id) => `${id}#${page}`);
  const rows = subjects.length === 0 ? [] : await db.$queryRaw<{ subject: string }[]>`SELECT DISTINCT a.subject FROM audit a WHERE a.subject IN (${Prisma.join(subjects)}) AND a.act = 'viewing.page' AND a.outcome = 'allowed'`;
  return new Set(rows.map(({ subject }) => subject.split('#')[0] ?? ''));
}
