/**
 * Documents and pictures made wrong: real ones with bytes turned, cut, doubled and filled. Whatever comes, the caller gets pages or a
 * refusal it knows, within the pipeline's limits of time and memory, and the next document is prepared.
 */
import * as fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { readableOf, textOf } from '../../services/shared/viewing/content.ts';
import { openPipeline, type Pipeline } from '../../watermark/pipeline.ts';
import type { Mark } from '../../watermark/stamp.ts';
import { readPicture } from '../../watermark/trace.ts';

/** How a file is spoilt: at which part of it (0 to 1), how, and with what. */
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), how: fc.constantFrom('turn', 'cut', 'double', 'fill', 'insert'), size: fc.integer({ min: 1, max: 400 }), byte: fc.integer({ min: 0, max: 255 }) });
export const changes = fc.array(change, { minLength: 1, maxLength: 12 });
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

export function spoilt(bytes: Uint8Array, all: readonly Change[]): Buffer {
  return all.reduce<Buffer>((file, { at, how, size, byte }) => {
    const place = Math.floor(at * Math.max(1, file.length - 1));
    const [before, after] = [file.subarray(0, place), file.subarray(place)];
    if (how === 'cut') return size > 300 ? before : Buffer.concat([before, after.subarray(size)]);
    if (how === 'double') return Buffer.concat([before, after.subarray(0, size * 20), after]);
    if (how === 'insert') return Buffer.concat([before, Buffer.alloc(size, byte), after]);
    const changed = Buffer.from(file);
    if (how === 'turn') changed[place] = (changed[place] ?? 0) ^ (byte | 1);
    else changed.fill(byte, place, Math.min(changed.length, place + size));
    return changed;
  }, Buffer.from(bytes));
}

/** Small ones of each kind, as a start. */
export async function samples(): Promise<Buffer[]> {
  const pdf = await PDFDocument.create();
  for (const words of ['first', 'second']) pdf.addPage([300, 400]).drawText(words, { x: 40, y: 200 });
  const picture = sharp({ create: { width: 200, height: 160, channels: 3, background: '#d8c0b0' } });
  return [Buffer.from(await pdf.save({ useObjectStreams: false })), Buffer.from(await pdf.save()), await picture.clone().png().toBuffer(), await picture.clone().jpeg().toBuffer(), await picture.clone().webp().toBuffer(), Buffer.from('主诉：胸痛 3 小时。\n'.repeat(20))];
}

export function openDecoders(): Promise<Pipeline> {
  return openPipeline({ threads: 1, memoryBytes: 20_000_000, milliseconds: 20_000, megabytes: 256, limits: { dpi: 72, mostPages: 20, mostPixels: 4_000_000, mostBytes: 20_000_000 } });
}

const mark: Mark = { id: '0123456789ab', key: Buffer.alloc(32, 7), series: '1', lines: ['李静 1001'], strength: 'ordinary' };

/** `pages` (the last was marked), or why it was refused. @throws what no caller would know how to tell a person */
export function decoded(pipeline: Pipeline, bytes: Uint8Array): Promise<string> {
  return refused(async () => {
    const prepared = await pipeline.prepare({ bytes });
    await pipeline.page(async () => ({ bytes }), prepared, prepared.pages, mark, 'a');
    return 'pages';
  });
}

/** Taken out as a file that stays text, or as pictures where it cannot. @throws likewise */
export function taken(pipeline: Pipeline, bytes: Uint8Array, name: string): Promise<string> {
  return refused(async () => ((await pipeline.textPdf(async () => ({ bytes }), { name, pages: 1 }, mark, 'a', { viewer: '李静', at: new Date(0) })) === undefined ? 'as pictures' : 'as text'));
}

/** Its words, as they are shown without a browser. @throws likewise */
export function worded(mediaType: string, bytes: Uint8Array): Promise<string> {
  return refused(async () => {
    const readable = readableOf(mediaType, bytes);
    return 'html' in readable && textOf(readable.html).length > 0 ? 'words' : 'no words';
  });
}

async function refused(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'SourceRefused' && 'trouble' in error) return String(error.trouble);
    throw error;
  }
}

/** The tracing's door. @throws likewise */
export async function looked(bytes: Uint8Array): Promise<string> {
  try {
    await readPicture(bytes);
    return 'a picture';
  } catch (error) {
    if (error instanceof Error && error.name === 'UnreadablePicture') return 'unreadable';
    throw error;
  }
}
