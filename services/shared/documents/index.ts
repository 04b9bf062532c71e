/** The documents' door: what there is of a patient's record, report sheets and notices, and their sealed contents. */
import { type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { documentQueries } from './queries.ts';
import { sealedDocuments } from './store.content.ts';

export { applyDocument } from './actions.apply.ts';
export type { Document } from './model.ts';
export { kinds as documentKinds } from './model.kinds.ts';
export { kindOf } from './rules.ts';
export { type WantedContent, documentTitles, openDocument, viewsOf } from './queries.ts';
export { type ConsultationRecord, consultationRecords } from './queries.records.ts';
export { contentToFetch, documentOfContent, keepFetched } from './store.content.ts';
export { type DocumentFilters, type DocumentRow, documentsOfOrder, findDocument, findDocuments } from './store.ts';

export function documents(scope: DataScope, seal: KeyRing): Module {
  const { list, one, read, content } = documentQueries(scope, seal);
  return defineModule({
    name: 'documents',
    events,
    queries: [list, one, read, content],
    routes: [
      { method: 'GET', path: '/patients/:patientId/documents', does: list },
      { method: 'GET', path: '/patients/:patientId/documents/:documentId', does: one },
      { method: 'GET', path: '/patients/:patientId/documents/:documentId/reading', does: read },
      { method: 'GET', path: '/patients/:patientId/documents/:documentId/content', does: content },
    ],
    acts: actNames,
    sealed: [sealedDocuments],
    phrases,
  });
}
