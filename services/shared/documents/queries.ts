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
import { isSigned } from './rules.ts';
import { type DocumentView, contentPart, contentRef, documentDetail, documentFilters, documentList, documentRef } from './schema.ts';
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

  const content = defineQuery({
    name: 'documents.content',
    input: contentRef,
    output: contentPart,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, documentId, contentId, part }) => {
      const { contents } = await documentOf(tx, patientId, documentId);
      const wanted = contentId === undefined ? contents[0] : contents.find(({ id }) => id === contentId);
      if (wanted === undefined) throw notFound();
      const plain = wanted.where === 'kept' ? await openContent(tx, seal, wanted.id) : undefined;
      if (plain === undefined) throw refuse('documents.not-kept');
      const parts = Math.max(1, Math.ceil(plain.length / partBytes));
      if (part >= parts) throw notFound();
      return { mediaType: wanted.mediaType, bytes: plain.length, parts, part, base64: plain.subarray(part * partBytes, (part + 1) * partBytes).toString('base64') };
    },
  });

  return { list, one, content };
}

async function documentOf(tx: Tx, patientId: string, id: string): Promise<{ row: DocumentRow; contents: ContentRow[] }> {
  const patients = await personIds(tx, patientId);
  const row = await findDocument(tx, patients, id);
  if (row === undefined) throw notFound();
  return { row, contents: await contentsOf(tx, await rowsOfDocument(tx, patients, row)) };
}

/** Also for modules that link their own rows to sheets. */
export async function viewsOf(tx: Tx, rows: readonly DocumentRow[]): Promise<DocumentView[]> {
  const names = await namesOf(tx, rows.flatMap(({ author, signer }) => [author, signer]), rows.map(({ department }) => department));
  return rows.map((row) => viewOf(row, names));
}

function viewOf(row: DocumentRow, names: Names): DocumentView {
  const { id, visitId, number, shelf, kind, title, writtenAt, signedAt } = row;
  return {
    id, visitId, number, shelf, kind, title: title ?? row.type?.text ?? '', writtenAt, signedAt,
    kindTitle: titles.get(kind ?? '') ?? '',
    author: names.person(row.author),
    signer: names.person(row.signer),
    signed: isSigned(row),
    state: row.state ?? 'written',
    department: names.department(row.department),
  };
}
