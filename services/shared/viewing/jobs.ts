/** Looks of what was opened when its first page was there: noted when the last one is. */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type AnyJob, type AnyQuery, type Action, defineJob, defineQuery } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { openDocument } from '../documents/index.ts';
import { awaitLooks } from './actions.ts';
import { pagesFrom } from './content.ts';
import type { Copies } from './copies.ts';
import { windowNames } from './model.ts';
import { findOpening } from './store.ts';
import { hasLooks } from './store.looks.ts';

const unlooked = z.object({ source: z.string(), mediaType: z.string(), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array), window: z.enum(windowNames).optional() }).nullable();

/**
 * A process that dies before the last page takes the looks with it; this job makes the revision again, by whichever process is there.
 * One that lives shares the work that is going on.
 */
export function lookJobs(seal: KeyRing, copies: Copies, note: Action<{ source: string; looks: Uint8Array[] }, void>): { readonly jobs: readonly AnyJob[]; readonly queries: readonly AnyQuery[] } {
  const wanted = defineQuery({
    name: 'viewing.unlooked',
    input: z.object({ opening: z.uuid() }),
    output: unlooked,
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { opening: id }) => {
      const opening = await findOpening(tx, { id });
      if (opening === undefined || opening.patientId === null || opening.documentId === null || opening.contentId === null || opening.source === null) return null;
      if (await hasLooks(tx, opening.source)) return null;
      const { patientId, documentId, contentId, source, asked } = opening;
      const found = await openDocument(tx, seal, { patientId, documentId, contentId }).catch((error: unknown) => {
        // The document is there no longer.
        if (error instanceof Refusal) return undefined;
        throw error;
      });
      return found === undefined ? null : { source, mediaType: found.mediaType, bytes: found.bytes, ...(asked !== null && 'window' in asked && { window: asked.window }) };
    },
  });
  const job = defineJob(awaitLooks, async ({ ask, run, attempt }, { opening }) => {
    const found = await ask(wanted, { opening });
    if (found === null) return;
    const { source } = pagesFrom(found, found.window, copies.hasBrowser);
    const prepared = await (await copies.pipeline()).prepare(source);
    // Drawn otherwise since a browser came or went: not what anybody saw.
    if (prepared.name !== found.source) return;
    const { looks, isLost } = await prepared.finished();
    if (isLost && attempt + 1 < awaitLooks.tries) throw new Error('pages were lost for want of time or memory; they are tried again');
    await run(note, { source: prepared.name, looks: [...looks] });
  });
  return { jobs: [job], queries: [wanted] };
}
