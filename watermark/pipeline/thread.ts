/** What a thread does: make pages of a document, or a viewer's copy of a page. One work at a time, one end of it. */
import { parentPort } from 'node:worker_threads';
import { eachPageOf, type MadePage, type PagesOptions } from '../pages.ts';
import type { PreparedPage } from '../page/prepare.ts';
import { pictureOf, type PdfNote } from '../paint/pdf.ts';
import { fillSlots, type SlotPdf, slotPdf } from '../paint/slots.ts';
import { type Mark, stamp } from '../stamp.ts';
import { share } from './shared.ts';
import type { Answer, Part, Told } from './workers.ts';

/** Pages and files are named: what of them the thread has, it was lent. */
export type Work =
  | { readonly do: 'prepare'; readonly bytes: Uint8Array; readonly options: PagesOptions }
  | { readonly do: 'stamp'; readonly page: string; readonly mark: Mark }
  | { readonly do: 'picture'; readonly page: string; readonly mark: Mark }
  | { readonly do: 'slots'; readonly bytes: Uint8Array; readonly mostPages: number }
  | { readonly do: 'fill'; readonly slots: string; readonly mark: Mark; readonly note: PdfNote };

const held = new Map<string, unknown>();

function lent(name: string): unknown {
  if (!held.has(name)) throw new Error('what the work needs was not lent');
  return held.get(name);
}

async function carryOut(work: Work): Promise<unknown> {
  if (work.do === 'prepare') return eachPageOf(work.bytes, work.options, (made) => say({ part: { ...made, page: share(made.page), words: share(made.words) } satisfies MadePage }));
  if (work.do === 'stamp') return stamp(lent(work.page) as PreparedPage, work.mark);
  if (work.do === 'picture') return pictureOf(lent(work.page) as PreparedPage, work.mark);
  if (work.do === 'slots') return share(await slotPdf(work.bytes, work.mostPages));
  return { bytes: fillSlots(lent(work.slots) as SlotPdf, work.mark, work.note) };
}

/** A file that was made for one viewer is handed over, not copied. */
function say(answer: Answer | Part): void {
  const made: unknown = 'done' in answer ? answer.done : undefined;
  const bytes = typeof made === 'object' && made !== null && 'bytes' in made && made.bytes instanceof Uint8Array ? made.bytes : undefined;
  const isAlone = bytes !== undefined && bytes.buffer instanceof ArrayBuffer && bytes.length > Buffer.poolSize;
  parentPort?.postMessage(answer, isAlone ? [bytes.buffer] : []);
}

parentPort?.on('message', ({ work, lent: more, back = [] }: Told) => {
  for (const name of back) held.delete(name);
  for (const [name, thing] of more ?? []) held.set(name, thing);
  if (work === undefined) return;
  carryOut(work as Work).then(
    (done): Answer => ({ done }),
    (error: unknown): Answer => ({ failed: { name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : 'unknown', ...troubleOf(error) } }),
  ).then(say).catch(() => undefined);
});

function troubleOf(error: unknown): { trouble?: string } {
  return error instanceof Error && 'trouble' in error && typeof error.trouble === 'string' ? { trouble: error.trouble } : {};
}
