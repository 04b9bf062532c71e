/** One patient's documents, under all her numbers; whoever may read the patient. */
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { pageOf } from '../../core/told.ts';
import { type DataScope, ofPatient } from '../data-scope/index.ts';
import { type Names, namesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';
import { partBytes } from './model.ts';
import { kinds } from './model.kinds.ts';
import { phrases } from './phrases.ts';
import { readingOf } from './read-content.ts';
import { isSigned } from './rules.ts';
import { type DocumentReading, type DocumentView, contentPart, contentRef, documentDetail, documentFilters, documentList, documentReading, documentRef, readingRef } from './schema.ts';
import { type ContentRow, contentsOf, openContent, rowsOfDocument } from './store.content.ts';
import { type DocumentRow, findDocument, findDocuments } from './store.ts';

const refuse = refusals(phrases);
const titles = new Map(kinds);
const notFound = (): Refusal => new Refusal('core.not-found', {}, 404);

export function documentQueries(scope: DataScope, seal: KeyRing) {
  const list = defineQuery({
    name: 'documents.list',
    input: documentFilters,
    output: documentList,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, limit, offset, ...filters }) => {
      const { items, more } = pageOf(await findDocuments(tx, await personIds(tx, patientId), filters, { limit: limit + 1, offset }), limit);
      return { items: await viewsOf(tx, items), more };
    },
  });

  const one = defineQuery({
    name: 'documents.show',
    input: documentRef,
    output: documentDetail,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, documentId }) => {
      const { row, contents } = await documentOf(tx, patientId, documentId);
      const [view] = await viewsOf(tx, [row]);
      if (view === undefined) throw notFound();
      return { ...view, contents: contents.map(({ stamp: _stamp, ...content }) => content) };
    },
  });

  const read = defineQuery({
    name: 'documents.read',
    input: readingRef,
    output: documentReading,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, documentId, contentId }) => {
      const { row, contents } = await documentOf(tx, patientId, documentId);
      const [view] = await viewsOf(tx, [row]);
      const wanted = contentId === undefined ? contents[0] : contents.find(({ id }) => id === contentId);
      if (view === undefined || (contentId !== undefined && wanted === undefined)) throw notFound();
      return { ...view, contents: contents.map(({ stamp: _stamp, ...each }) => each), contentId: wanted?.id ?? null, ...(await readingIn(tx, seal, wanted)), ...(await neighboursOf(tx, patientId, row)) };
    },
  });

  const content = defineQuery({
    name: 'documents.content',
    input: contentRef,
    output: contentPart,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, documentId, contentId, part }) => {
      const { mediaType, bytes: plain } = await openDocument(tx, seal, { patientId, documentId, contentId });
      const parts = Math.max(1, Math.ceil(plain.length / partBytes));
      if (part >= parts) throw notFound();
      return { mediaType, bytes: plain.length, parts, part, base64: plain.subarray(part * partBytes, (part + 1) * partBytes).toString('base64') };
    },
  });

  return { list, one, read, content };
}

type Reading = Pick<DocumentReading, 'form' | 'blocks'>;

async function readingIn(tx: Tx, seal: KeyRing, wanted: ContentRow | undefined): Promise<Reading> {
  if (wanted === undefined) return { form: 'none', blocks: [] };
  if (wanted.where !== 'kept') return { form: wanted.where, blocks: [] };
  const plain = await openContent(tx, seal, wanted.id);
  const blocks = plain === undefined ? undefined : readingOf(wanted.mediaType, plain);
  return blocks === undefined ? { form: 'file', blocks: [] } : { form: 'words', blocks: blocks.map(({ title, lines }) => ({ title, lines: [...lines] })) };
}

/** More than anybody turns over one by one. */
const mostNeighbours = 2000;

async function neighboursOf(tx: Tx, patientId: string, { id, shelf, visitId }: DocumentRow): Promise<Pick<DocumentReading, 'previous' | 'next' | 'place' | 'of'>> {
  const filters = { ...(shelf === null ? {} : { shelf }), ...(visitId === null ? {} : { visitId }) };
  const beside = await findDocuments(tx, await personIds(tx, patientId), filters, { limit: mostNeighbours, offset: 0 });
  const at = beside.findIndex((each) => each.id === id);
  return { previous: beside[at - 1]?.id ?? null, next: at < 0 ? null : (beside[at + 1]?.id ?? null), place: at + 1, of: beside.length };
}

export interface WantedContent {
  readonly patientId: string;
  readonly documentId: string;
  /** Without it the version that holds. */
  readonly contentId?: string | undefined;
}

/** A content as it was sent, for whoever shows it; who may see it was decided before. @throws Refusal `core.not-found`, `documents.not-kept` */
export async function openDocument(tx: Tx, seal: KeyRing, { patientId, documentId, contentId }: WantedContent): Promise<{ contentId: string; mediaType: string; bytes: Buffer; kind: string | null; title: string }> {
  const { row, contents } = await documentOf(tx, patientId, documentId);
  const wanted = contentId === undefined ? contents[0] : contents.find(({ id }) => id === contentId);
  if (wanted === undefined) throw notFound();
  const bytes = wanted.where === 'kept' ? await openContent(tx, seal, wanted.id) : undefined;
  if (bytes === undefined) throw refuse('documents.not-kept');
  return { contentId: wanted.id, mediaType: wanted.mediaType, bytes, kind: row.kind, title: row.title ?? titles.get(row.kind ?? '') ?? '' };
}

async function documentOf(tx: Tx, patientId: string, id: string): Promise<{ row: DocumentRow; contents: ContentRow[] }> {
  const patients = await personIds(tx, patientId);
  const row = await findDocument(tx, patients, id);
  if (row === undefined) throw notFound();
  return { row, contents: await contentsOf(tx, await rowsOfDocument(tx, patients, row)) };
}

/** What kinds of documents these are, without a word of theirs: `入院记录`. */
export async function documentTitles(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.document.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, kind: true, shelf: true } });
  return new Map(rows.map(({ id, kind, shelf }) => [id, titles.get(kind ?? '') ?? (shelf === 'report' ? '报告单' : '文书')]));
}

/** Also for modules that link their own rows to sheets. */
export async function viewsOf(tx: Tx, rows: readonly DocumentRow[]): Promise<DocumentView[]> {
  const names = await namesOf(tx, rows.flatMap(({ author, signer }) => [author, signer]), rows.map(({ department }) => department));
  return rows.map((row) => viewOf(row, names));
}

function viewOf(row: DocumentRow, names: Names): DocumentView {
  const { id, visitId, number, shelf, kind, title, writtenAt, signedAt, version } = row;
  return {
    id, visitId, number, shelf, kind, version, title: title ?? row.type?.text ?? '', writtenAt, signedAt,
    kindTitle: titles.get(kind ?? '') ?? '',
    author: names.person(row.author),
    signer: names.person(row.signer),
    signed: isSigned(row),
    state: row.state ?? 'written',
    department: names.department(row.department),
  };
}
