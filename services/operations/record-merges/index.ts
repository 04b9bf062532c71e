/** The door of merging records: what the records office sees before and after it makes two numbers one. */
import { type Module, defineModule } from '../../core/module.ts';
import { actNames, phrases } from './phrases.ts';
import { type MergeParts, compareQuery, doneQuery, findQuery } from './queries.ts';

export type { MergeParts } from './queries.ts';

export function recordMerges(parts: MergeParts): Module {
  const [find, compare, done] = [findQuery(parts), compareQuery(parts), doneQuery(parts)];
  return defineModule({
    name: 'record-merges',
    queries: [find, compare, done],
    routes: [
      { method: 'POST', path: '/record-merges/find', does: find },
      { method: 'POST', path: '/record-merges/compare', does: compare },
      { method: 'GET', path: '/record-merges', does: done },
    ],
    acts: actNames,
    phrases,
  });
}
