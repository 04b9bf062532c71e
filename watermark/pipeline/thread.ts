/** What a thread does: make pages of a document, or a viewer's copy of a page. One work at a time, one end of it. */
import { parentPort } from 'node:worker_threads';
import { type DocumentFacts, eachPageOf, type MadePage, type PagesOptions } from '../pages.ts';
import type { PreparedPage } from '../page/prepare.ts';
import { pictureOf, type PdfNote } from '../paint/pdf.ts';
import { fillSlots, type SlotPdf, slotPdf } from '../paint/slots.ts';
import type { SourceTrouble } from '../source/refusal.ts';
import { type Mark, stamp } from '../stamp.ts';
import { type Board, takes } from './board.ts';
import { share } from './shared.ts';
import type { Answer, Part, Told } from './workers.ts';

/** Pages and files are named: what of them the thread has, it was lent. */
export type Work =
  | { readonly do: 'prepare'; readonly bytes: Uint8Array; readonly options: PagesOptions; readonly pages: PagesAsked }
  | { readonly do: 'stamp'; readonly page: string; readonly mark: Mark }
  | { readonly do: 'picture'; readonly page: string; readonly mark: Mark }
  | { readonly do: 'slots'; readonly bytes: Uint8Array; readonly mostPages: number }
  | { readonly do: 'fill'; readonly slots: string; readonly mark: Mark; readonly note: PdfNote };

/** Those numbers, or what a board has left, as `taker`. */
export type PagesAsked = { readonly only: readonly number[] } | { readonly board: Board; readonly taker: number };

/** What preparing says while it goes on. */
export type Ready = { readonly facts: DocumentFacts } | { readonly made: MadePage } | { readonly refused: SourceTrouble; readonly number: number; readonly detail: string };

const held = new Map<string, unknown>();

function lent(name: string): unknown {
  if (!held.has(name)) throw new Error('what the work needs was not lent');
  return held.get(name);
}

async function carryOut(work: Work, askedFor: Told['askedFor']): Promise<unknown> {
  if (work.do === 'prepare') return preparedBy(work, () => askedFor !== undefined && Atomics.load(askedFor, 0) !== 0);
  if (work.do === 'stamp') return stamp(lent(work.page) as PreparedPage, work.mark);
  if (work.do === 'picture') return pictureOf(lent(work.page) as PreparedPage, work.mark);
  if (work.do === 'slots') return share(await slotPdf(work.bytes, work.mostPages));
  return { bytes: fillSlots(lent(work.slots) as SlotPdf, work.mark, work.note) };
}

async function preparedBy({ bytes, options, pages }: Extract<Work, { do: 'prepare' }>, isAskedFor: () => boolean): Promise<void> {
  // A copy of its own: what threads share cannot be read by every library.
  await eachPageOf(bytes.buffer instanceof SharedArrayBuffer ? bytes.slice() : bytes, options, {
    facts: (facts) => ready({ facts }),
    pick: (count) => ('only' in pages ? pages.only.filter((number) => number <= count) : takes(pages.board, count, pages.taker, isAskedFor)),
    made: (made) => ready({ made: { ...made, page: share(made.page), words: share(made.words) } }),
    refused: (number, { trouble, message }) => ready({ number, refused: trouble, detail: message }),
  });
}

const ready = (part: Ready): void => say({ part });

/** A file that was made for one viewer is handed over, not copied. */
function say(answer: Answer | Part): void {
  const made: unknown = 'done' in answer ? answer.done : undefined;
  const bytes = typeof made === 'object' && made !== null && 'bytes' in made && made.bytes instanceof Uint8Array ? made.bytes : undefined;
  const isAlone = bytes !== undefined && bytes.buffer instanceof ArrayBuffer && bytes.length > Buffer.poolSize;
  parentPort?.postMessage(answer, isAlone ? [bytes.buffer] : []);
}

parentPort?.on('message', ({ work, askedFor, lent: more, back = [] }: Told) => {
  for (const name of back) held.delete(name);
  for (const [name, thing] of more ?? []) held.set(name, thing);
  if (work === undefined) return;
  carryOut(work as Work, askedFor).then(
    (done): Answer => ({ done }),
    (error: unknown): Answer => ({ failed: { name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : 'unknown', ...troubleOf(error) } }),
  ).then(say).catch(() => undefined);
});

function troubleOf(error: unknown): { trouble?: string } {
  return error instanceof Error && 'trouble' in error && typeof error.trouble === 'string' ? { trouble: error.trouble } : {};
}
