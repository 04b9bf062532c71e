/** Contents: sealed, apart from the index. One row for each content, whoever sends it how often; the greatest stamp holds. */
import { createHash } from 'node:crypto';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { type Stamp, countable } from '../../core/registers.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import type { Content } from '../../links/statements/schema.ts';
import { mostBytes } from './model.ts';
import type { DocumentRow } from './store.ts';

const purpose = (id: string): string => `document.content ${id}`;

export const sealedDocuments: SealedTable = { table: 'document_content', id: 'id', idType: 'uuid', columns: [{ column: 'sealed_content', kind: 'bytes', purpose }] };

/** By version as people count them, then by time; what names no version is older than what does. */
export function versionStamp(version: string | undefined, stamp: Stamp): Stamp {
  return `${countable(version ?? '')} ${stamp}`;
}

export interface ContentToSave {
  readonly documentId: string;
  /** Nothing can be known of a document that was just made. */
  readonly isNew: boolean;
  readonly stamp: string;
  readonly version: string | undefined;
  readonly content: Content;
}

/** True when nobody had sent this content before and it is the one that holds. */
export async function saveContent(tx: Tx, seal: KeyRing, now: Date, { documentId, isNew, stamp, version, content }: ContentToSave): Promise<boolean> {
  const plain = bytesOf(content);
  if (plain === undefined && (await isFetched(tx, documentId, stamp))) return false;
  const digest = createHash('sha256').update(plain ?? content.url ?? '').digest('hex');
  if (!isNew && (await isKnown(tx, documentId, digest, stamp, version))) return false;
  const id = newId(now.getTime());
  const sealedContent = plain === undefined || plain.length > mostBytes ? null : new Uint8Array(seal.closeBytes(plain, purpose(id)));
  const row = { id, documentId, digest, stamp, version: version ?? null, mediaType: content.mediaType, bytes: plain?.length ?? 0, sealedContent, url: content.url ?? null };
  const { count } = await tx.documentContent.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) await isKnown(tx, documentId, digest, stamp, version);
  return count === 1 && (isNew || (await contentsOf(tx, [documentId]))[0]?.id === id);
}

/** What this very message named by its address was fetched already. */
async function isFetched(tx: Tx, documentId: string, stamp: string): Promise<boolean> {
  return (await tx.documentContent.findFirst({ where: { documentId, stamp, sealedContent: { not: null } }, select: { id: true } })) !== null;
}

/** The content of a document that stands at an address and is not kept yet. */
export async function contentAt(tx: Tx, documentId: string, url: string): Promise<string | undefined> {
  return (await tx.documentContent.findFirst({ where: { documentId, url, sealedContent: null }, select: { id: true } }))?.id;
}

/** Where a content is to be fetched; `undefined` when there is nothing to fetch any more. */
export async function contentToFetch(tx: Tx, id: string): Promise<{ url: string; mediaType: string } | undefined> {
  const row = await tx.documentContent.findUnique({ where: { id }, select: { url: true, mediaType: true, sealedContent: true } });
  return row === null || row.url === null || row.sealedContent !== null ? undefined : { url: row.url, mediaType: row.mediaType };
}

/** The number of the document that a content is of. */
export async function documentOfContent(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.documentContent.findUnique({ where: { id }, select: { documentId: true } });
  return row === null ? undefined : (await tx.document.findUnique({ where: { id: row.documentId }, select: { number: true } }))?.number;
}

/** As if it had been sent with the message that named its address; the address alone is no version any more. */
export async function keepFetched(tx: Tx, seal: KeyRing, now: Date, id: string, content: Content): Promise<void> {
  const row = await tx.documentContent.findUnique({ where: { id }, select: { documentId: true, stamp: true, version: true, sealedContent: true } });
  if (row === null || row.sealedContent !== null) return;
  await saveContent(tx, seal, now, { documentId: row.documentId, isNew: false, stamp: row.stamp, version: row.version ?? undefined, content });
  await tx.documentContent.delete({ where: { id } });
}

/** Moves its stamp on. Stamps compare by their characters, whatever the database's language. */
async function isKnown(tx: Tx, documentId: string, digest: string, stamp: string, version: string | undefined): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE document_content SET stamp = greatest(stamp COLLATE "C", ${stamp}::text COLLATE "C"), version = CASE WHEN ${stamp}::text COLLATE "C" > stamp COLLATE "C" THEN ${version ?? null}::text ELSE version END
     WHERE document_id = ${documentId}::uuid AND digest = ${digest}`;
  return moved > 0;
}

function bytesOf({ base64, text }: Content): Buffer | undefined {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return text === undefined ? undefined : Buffer.from(text, 'utf8');
}

export interface ContentRow {
  readonly id: string;
  readonly stamp: string;
  readonly version: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  readonly digest: string;
  /** `kept` here, `elsewhere` at the source, or `too-large` to be kept. */
  readonly where: 'kept' | 'elsewhere' | 'too-large';
}

/** Of one document, told under several numbers perhaps; what holds first. */
export async function contentsOf(tx: Tx, documents: readonly string[]): Promise<ContentRow[]> {
  return tx.$queryRaw<ContentRow[]>`
    SELECT id, stamp, version, media_type AS "mediaType", bytes, digest, CASE WHEN sealed_content IS NOT NULL THEN 'kept' WHEN url IS NOT NULL THEN 'elsewhere' ELSE 'too-large' END AS "where"
      FROM document_content WHERE document_id = ANY(${documents}::uuid[]) ORDER BY stamp COLLATE "C" DESC, sealed_content IS NULL, digest`;
}

/** Ids of the rows a document stands in, one for each number of the person it was told for. */
export async function rowsOfDocument(tx: Tx, patients: readonly string[], { id, source, number }: DocumentRow): Promise<string[]> {
  if (patients.length < 2) return [id];
  return (await tx.document.findMany({ where: { patientId: { in: [...patients] }, source, number }, select: { id: true } })).map((row) => row.id);
}

export async function openContent(tx: Tx, seal: KeyRing, id: string): Promise<Buffer | undefined> {
  const row = await tx.documentContent.findUnique({ where: { id }, select: { sealedContent: true } });
  return row?.sealedContent === null || row === null ? undefined : seal.openBytes(row.sealedContent, purpose(id));
}
