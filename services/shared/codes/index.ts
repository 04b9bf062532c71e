/** The codes' door: what senders' codes are here. The intake asks for every message; a page keeps the table. */
import { fileCallBytes } from '../../core/schema.ts';
import { type Module, defineModule } from '../../core/module.ts';
import { exportFile, importFile, previewFile, remove, save } from './actions.ts';
import { actNames, phrases } from './phrases.ts';
import { list } from './queries.ts';

export { type AskDiagnoses, type CodeMatcher, type Matched, codeMatcher } from './matching.ts';
export { type CodeKind, type CodeUse, type Mapping, codeKinds } from './model.ts';
export { type KnowsType, senderName } from './rules.ts';
export { allMappings, countMappedTo, raiseVersion } from './store.ts';

export const codes: Module = defineModule({
  name: 'codes',
  actions: [save, remove, importFile],
  queries: [list, previewFile, exportFile],
  routes: [
    { method: 'GET', path: '/codes', does: list },
    { method: 'POST', path: '/codes', does: save },
    { method: 'POST', path: '/codes/remove', does: remove },
    { method: 'POST', path: '/codes/file/preview', does: previewFile, maxBytes: fileCallBytes },
    { method: 'POST', path: '/codes/file', does: importFile, maxBytes: fileCallBytes },
    { method: 'GET', path: '/codes/file', does: exportFile },
  ],
  acts: actNames,
  phrases,
});
