/** Prepared pages in memory that threads share: handed from one to another without a copy. */
import type { PreparedPage } from '../page/prepare.ts';
import type { Words } from '../page/words.ts';
import type { SlotPdf } from '../paint/slots.ts';

/** What is kept of a page. */
export type Kept = PreparedPage | Words | SlotPdf;

type Numbers = Uint8Array | Int8Array | Uint16Array | Int32Array | Uint32Array;

export function share<K extends Kept>(page: K): K {
  return Object.fromEntries(Object.entries(page).map(([name, value]) => [name, ArrayBuffer.isView(value) ? shared(value as Numbers) : (value as unknown)])) as unknown as K;
}

function shared(value: Numbers): Numbers {
  if (value.buffer instanceof SharedArrayBuffer) return value;
  const room = new SharedArrayBuffer(value.byteLength);
  new Uint8Array(room).set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  const Kind = value.constructor as new (buffer: SharedArrayBuffer) => Numbers;
  return new Kind(room);
}

/** With numbers of its own: what goes to a disk. */
export function unshare<K extends Kept>(page: K): K {
  return Object.fromEntries(Object.entries(page).map(([name, value]) => [name, ArrayBuffer.isView(value) ? (value as Numbers).slice() : (value as unknown)])) as unknown as K;
}

/** What a value of its own takes beside its contents: an object's head, its place in another. */
const head = 48;

/** Bytes that plain data hold in this process, with everything in them; what several share is counted for each. */
export function weightOf(data: unknown): number {
  if (typeof data === 'string') return head + 2 * data.length;
  if (typeof data !== 'object' || data === null) return 8;
  if (ArrayBuffer.isView(data)) return 2 * head + data.byteLength;
  return Object.values(data).reduce((sum: number, value: unknown) => sum + weightOf(value), head);
}
