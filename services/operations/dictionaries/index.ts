/** The dictionaries' door: drugs, drug companies, diagnoses, items, document types, and the system's own lists. */
import { fileCallBytes } from '../../core/schema.ts';
import { type Module, defineModule } from '../../core/module.ts';
import { exportFile, importFile, previewFile } from './actions.files.ts';
import { prepare, removeEntry, removeList, saveEntry, saveList, setActive } from './actions.ts';
import { actNames, phrases } from './phrases.ts';
import { entries, find, lists } from './queries.ts';

export { diagnosisNames, orderItems } from './store.ts';

export const dictionaries: Module = defineModule({
  name: 'dictionaries',
  actions: [prepare, saveList, removeList, saveEntry, setActive, removeEntry, importFile],
  queries: [lists, entries, find, previewFile, exportFile],
  ticks: [{ name: 'dictionaries.keep-standard', cron: '20 3 * * *', body: ({ run }) => run(prepare, {}) }],
  routes: [
    { method: 'GET', path: '/dictionaries', does: lists },
    { method: 'GET', path: '/dictionaries/entries', does: entries },
    { method: 'GET', path: '/dictionaries/find', does: find },
    { method: 'POST', path: '/dictionaries/prepare', does: prepare },
    { method: 'POST', path: '/dictionaries/lists', does: saveList },
    { method: 'POST', path: '/dictionaries/lists/remove', does: removeList },
    { method: 'POST', path: '/dictionaries/entries', does: saveEntry },
    { method: 'POST', path: '/dictionaries/entries/active', does: setActive },
    { method: 'POST', path: '/dictionaries/entries/remove', does: removeEntry },
    { method: 'POST', path: '/dictionaries/file/preview', does: previewFile, maxBytes: fileCallBytes },
    { method: 'POST', path: '/dictionaries/file', does: importFile, maxBytes: fileCallBytes },
    { method: 'GET', path: '/dictionaries/file', does: exportFile },
  ],
  acts: actNames,
  phrases,
});
