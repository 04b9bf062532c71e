/** The viewing's door: documents and orders as pages that carry their viewer's mark, the screen's own mark, and the log of both. */
import { type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { DataScope } from '../data-scope/index.ts';
import { overlayTampered, pageTaken } from './events.ts';
import type { Copies } from './copies.ts';
import { viewingFlows } from './flows.ts';
import { actNames, phrases } from './phrases.ts';
import type { ViewingSettings } from './settings.ts';
import { sealedLooks } from './store.looks.ts';

export type { Copies } from './copies.ts';
export { markKey } from './marks.ts';
export type { MarkRead, Opening } from './model.ts';
export { linesOf, openingOf } from './rules.ts';
export { findOpening, openingsLike, openingsOf, openingsOfSource, seriesBetween } from './store.ts';
export { looksBetween, turnedTo } from './store.looks.ts';

/** What leaves a page, and how; and how marks look. */
type OwnSettings = Pick<ViewingSettings, 'copying' | 'saving' | 'printing' | 'picturePdf' | 'textPdf' | 'markAngle' | 'markSpacing' | 'markDarkness' | 'markStrength'>;

export function viewing(scope: DataScope, seal: KeyRing, copies: Copies, hospital: string, { copying, saving, printing, picturePdf, textPdf, markAngle, markSpacing, markDarkness, markStrength }: OwnSettings): Module {
  const rules = { allowed: { copy: copying, save: saving, print: printing }, pdfs: { pictures: picturePdf, text: textPdf }, look: { angle: markAngle, spacing: markSpacing, darkness: markDarkness }, strong: markStrength === 'all' };
  const { actions, queries, jobs, flows, routed } = viewingFlows(scope, seal, copies, hospital, rules);
  return defineModule({
    name: 'viewing',
    events: [pageTaken, overlayTampered],
    actions,
    queries,
    flows,
    jobs,
    routes: [
      { method: 'POST', path: '/patients/:patientId/documents/:documentId/openings', does: routed.open },
      { method: 'POST', path: '/patients/:patientId/orders/openings', does: routed.openOrders },
      { method: 'GET', path: '/patients/:patientId/openings/:openingId/pages/:page', does: routed.page },
      { method: 'POST', path: '/patients/:patientId/openings/:openingId/find', does: routed.find },
      { method: 'POST', path: '/patients/:patientId/openings/:openingId/pdf', does: routed.exportPdf },
      { method: 'GET', path: '/viewing/screen', does: routed.screen },
      { method: 'POST', path: '/viewing/takings', does: routed.taking },
      { method: 'POST', path: '/viewing/tamperings', does: routed.tamper },
    ],
    sealed: [sealedLooks],
    phrases,
    acts: actNames,
  });
}
