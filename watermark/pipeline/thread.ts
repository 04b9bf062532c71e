/** What a thread does: make pages of a document, or a viewer's copy of a page. One work, one answer. */
import { parentPort } from 'node:worker_threads';
import { documentOf, type PagesOptions } from '../pages.ts';
import type { PreparedPage } from '../page/prepare.ts';
import { pdfOf, type PdfNote } from '../paint/pdf.ts';
import { fillSlots, type SlotPdf, slotPdf } from '../paint/slots.ts';
import { type Mark, stamp, tileFor } from '../stamp.ts';
import type { Tile } from '../paint/tile.ts';
import type { Answer } from './workers.ts';

export type Work =
  | { readonly do: 'prepare'; readonly bytes: Uint8Array; readonly options: PagesOptions }
  | { readonly do: 'stamp'; readonly page: PreparedPage; readonly mark: Mark }
  | { readonly do: 'pdf'; readonly pages: readonly PreparedPage[]; readonly mark: Mark; readonly note: PdfNote }
  | { readonly do: 'slots'; readonly bytes: Uint8Array; readonly mostPages: number }
  | { readonly do: 'fill'; readonly slots: SlotPdf; readonly mark: Mark; readonly note: PdfNote };

/** A viewer turns many pages in the minute one tile is good for. */
const tiles = new Map<string, Tile>();
const mostTiles = 32;

function tileOfMark(mark: Mark): Tile {
  const name = JSON.stringify([mark, Buffer.from(mark.key).toString('hex')]);
  const found = tiles.get(name);
  if (found !== undefined) return found;
  const made = tileFor(mark);
  if (tiles.size >= mostTiles) tiles.delete(tiles.keys().next().value!);
  tiles.set(name, made);
  return made;
}

async function carryOut(work: Work): Promise<unknown> {
  if (work.do === 'prepare') return documentOf(work.bytes, work.options);
  if (work.do === 'stamp') return stamp(work.page, work.mark, tileOfMark(work.mark));
  if (work.do === 'slots') return slotPdf(work.bytes, work.mostPages);
  if (work.do === 'fill') return fillSlots(work.slots, work.mark, work.note);
  return pdfOf(work.pages, work.mark, work.note);
}

parentPort?.on('message', (work: Work) => {
  carryOut(work).then(
    (done): Answer => ({ done }),
    (error: unknown): Answer => ({ failed: { name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : 'unknown', ...troubleOf(error) } }),
  ).then((answer) => parentPort?.postMessage(answer, [])).catch(() => undefined);
});

function troubleOf(error: unknown): { trouble?: string } {
  return error instanceof Error && 'trouble' in error && typeof error.trouble === 'string' ? { trouble: error.trouble } : {};
}
