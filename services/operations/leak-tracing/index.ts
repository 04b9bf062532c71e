/** Leak tracing (泄露追查): a picture from outside is traced by its hidden code to the opening it was made from. */
import { type Module, defineModule } from '../../core/module.ts';
import { fileCallBytes } from '../../core/schema.ts';
import type { KeyRing } from '../../core/seal.ts';
import { answer, begin, conclude, noteProgress } from './actions.ts';
import { traced } from './events.ts';
import { type Comparer, type Tracer, lookingInto, pictureOf } from './jobs.ts';
import { actNames, phrases } from './phrases.ts';
import type { Papers } from '../../core/papers/index.ts';
import { list, show, visible } from './queries.ts';
import { report } from './report.ts';
import { sealedTracings } from './store.ts';

export type { Comparer, Tracer } from './jobs.ts';

/** @param watermark reads a picture's code, and compares the picture with pages */
export function leakTracing(seal: KeyRing, watermark: { readonly tracer: Tracer; readonly comparer: Comparer }, papers: Papers): Module {
  const reporting = report(papers);
  const beginning = begin(seal);
  const picture = pictureOf(seal);
  return defineModule({
    name: 'leak-tracing',
    events: [traced],
    actions: [beginning, noteProgress, conclude, answer],
    queries: [list, show, visible, picture],
    flows: [reporting],
    jobs: [lookingInto(seal, watermark, picture)],
    routes: [
      { method: 'POST', path: '/leak-tracing', does: beginning, maxBytes: fileCallBytes },
      { method: 'GET', path: '/leak-tracing', does: list },
      { method: 'GET', path: '/leak-tracing/:id', does: show },
      { method: 'GET', path: '/leak-tracing/:id/visible', does: visible },
      { method: 'POST', path: '/leak-tracing/:id/answer', does: answer },
      { method: 'GET', path: '/leak-tracing/:id/report', does: reporting },
    ],
    sealed: [sealedTracings],
    phrases,
    acts: actNames,
  });
}
