/**
 * A marked page's rows deflated (RFC 1951 in the wrapping of RFC 1950). What repeats is known (`matches.ts`), so nothing is searched
 * for; one block with codes of its own, every token's bits ready in a table.
 */
import { type Coded, codeLengths, codesOf, told } from './huffman.ts';
import { again, labelLeft, leastMatch, mostMatch, type Rows, rowAbove, rowLead, tileLeft, tokenKinds, tokensOf } from './matches.ts';

/** With codes no longer than these a match is never more than 32 bits. */
const [mostBits, mostDistanceBits] = [11, 3];
const endOfBlock = 256;
const [lengthCodes, distanceCodes] = [286, 30];

/** Of each length from the least its code and what follows it. */
const lengths: readonly Coded[] = Array.from({ length: mostMatch - leastMatch + 1 }, (_, at) => {
  if (at === mostMatch - leastMatch) return { symbol: 285, extra: 0, extraBits: 0 };
  return inSteps(at, 4, 257);
});

/** How deflate counts up: each code stands for twice as many values as the one `perStep` codes before. */
function inSteps(at: number, perStep: 2 | 4, firstCode: number): Coded {
  if (at < perStep * 2) return { symbol: firstCode + at, extra: 0, extraBits: 0 };
  const extraBits = 31 - Math.clz32(at / perStep);
  return { symbol: firstCode + extraBits * perStep + (at >> extraBits), extra: at & (2 ** extraBits - 1), extraBits };
}

/** Bytes left free around what is deflated, for the file it stands in. */
export interface Around {
  readonly before: number;
  readonly behind: number;
}

/** @returns the deflated rows alone; what `around` leaves free is of the same buffer */
export function deflateRows(rows: Rows, around: Around = { before: 0, behind: 0 }): Buffer<ArrayBuffer> {
  const { list, count } = tokensOf(rows);
  const times = new Uint32Array(tokenKinds);
  for (let at = 0; at < count; at++) times[list[at]!]! += 1;
  const distances: Coded[] = [];
  for (const [source, distance] of [[again, 1], [tileLeft, rows.tile], [labelLeft, rows.label], [rowAbove, rows.stride]] as const) distances[source] = inSteps(distance - 1, 2, 0);
  const block = blockFor(times, distances);
  const put = writer(block.bytes, around);
  // Zlib's head: a window of 32 KB, quickly made.
  put.bits(0x0178, 16);
  putHead(put, block.literals, block.distances);
  put.tokens(list, count, block);
  put.bits(block.end, block.literals[endOfBlock]!);
  return put.done(rows.sum ?? adlerOf(rows));
}

interface Block {
  /** Of each token its bits and how many they are. */
  readonly codes: Int32Array;
  readonly sizes: Uint8Array;
  /** Lengths of codes, as the head tells them. */
  readonly literals: Uint8Array;
  readonly distances: Uint8Array;
  readonly end: number;
  /** More than all of it takes. */
  readonly bytes: number;
}

function blockFor(times: Uint32Array, distances: readonly Coded[]): Block {
  const [literalCounts, distanceCounts] = [new Uint32Array(lengthCodes), new Uint32Array(distanceCodes)];
  literalCounts[endOfBlock] = 1;
  for (let token = 0; token < tokenKinds; token++) {
    if (token < 256) literalCounts[token]! += times[token]!;
    else {
      literalCounts[lengths[token & 255]!.symbol]! += times[token]!;
      distanceCounts[distances[(token >> 8) - 1]!.symbol]! += times[token]!;
    }
  }
  const [literalLengths, distanceLengths] = [codeLengths(literalCounts, mostBits), codeLengths(distanceCounts, mostDistanceBits)];
  const [literalCodes, distanceOwn] = [codesOf(literalLengths), codesOf(distanceLengths)];
  const [codes, sizes] = [new Uint32Array(tokenKinds), new Uint8Array(tokenKinds)];
  let bits = 0;
  for (let token = 0; token < tokenKinds; token++) {
    if (times[token] === 0) continue;
    // Not shifted: a code may have 32 bits.
    const add = (value: number, size: number): void => {
      codes[token]! += value * 2 ** sizes[token]!;
      sizes[token]! += size;
    };
    const { symbol, extra, extraBits } = token < 256 ? { symbol: token, extra: 0, extraBits: 0 } : lengths[token & 255]!;
    add(literalCodes[symbol]!, literalLengths[symbol]!);
    add(extra, extraBits);
    if (token >= 256) {
      const distance = distances[(token >> 8) - 1]!;
      add(distanceOwn[distance.symbol]!, distanceLengths[distance.symbol]!);
      add(distance.extra, distance.extraBits);
    }
    bits += times[token]! * sizes[token]!;
  }
  return { codes: new Int32Array(codes.buffer), sizes, literals: literalLengths, distances: distanceLengths, end: literalCodes[endOfBlock]!, bytes: Math.ceil(bits / 8) + mostHead };
}

/** Zlib's head and sum, and 316 lengths of codes at up to 14 bits. */
const mostHead = 600;

type Writer = ReturnType<typeof writer>;

/** Bits into words, the lowest first. */
function writer(most: number, { before, behind }: Around): { bits: (value: number, size: number) => void; tokens: (list: Uint16Array, count: number, block: Block) => void; done: (sum: number) => Buffer<ArrayBuffer> } {
  const first = Math.ceil(before / 4);
  const words = new Int32Array(first + Math.ceil((most + behind) / 4) + 2);
  const state: Written = { length: first, held: 0, waiting: 0 };
  /** At most 16 bits. */
  const bits = (value: number, size: number): void => {
    state.held |= value << state.waiting;
    state.waiting += size;
    if (state.waiting < 32) return;
    words[state.length++] = state.held;
    state.waiting -= 32;
    state.held = state.waiting === 0 ? 0 : value >>> (size - state.waiting);
  };
  return {
    bits,
    tokens: (list, count, block) => putTokens(words, state, list, count, block),
    done: (sum) => {
      words[state.length] = state.held;
      const out = Buffer.from(words.buffer);
      return out.subarray(first * 4, out.writeUInt32BE(sum, state.length * 4 + Math.ceil(state.waiting / 8)));
    },
  };
}

/** Whole words so far, and the bits of the next one. */
interface Written {
  length: number;
  held: number;
  waiting: number;
}

/** A hundred thousand and more a page: apart from the writer, whose own numbers are slower to reach. */
function putTokens(words: Int32Array, state: Written, list: Uint16Array, count: number, { codes, sizes }: Block): void {
  let { length, held, waiting } = state;
  for (let at = 0; at < count; at++) {
    const token = list[at]!;
    const code = codes[token]!;
    const size = sizes[token]!;
    held |= code << waiting;
    waiting += size;
    if (waiting < 32) continue;
    words[length++] = held;
    waiting -= 32;
    held = waiting === 0 ? 0 : code >>> (size - waiting);
  }
  Object.assign(state, { length, held, waiting });
}

/** In which order the lengths of the codes of lengths are told. */
const tellingOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The only block, with its own codes. */
function putHead(put: Writer, literals: Uint8Array, distances: Uint8Array): void {
  const [literalsTold, distancesTold] = [usedOf(literals, 257), usedOf(distances, 1)];
  const all = told(Uint8Array.from([...literalsTold, ...distancesTold]));
  const counts = new Uint32Array(tellingOrder.length);
  for (const { symbol } of all) counts[symbol]! += 1;
  const sizes = codeLengths(counts, 7);
  const codes = codesOf(sizes);
  const shown = usedOf(Uint8Array.from(tellingOrder, (symbol) => sizes[symbol]!), 4);
  put.bits(0b101, 3);
  put.bits(literalsTold.length - 257, 5);
  put.bits(distancesTold.length - 1, 5);
  put.bits(shown.length - 4, 4);
  for (const size of shown) put.bits(size, 3);
  for (const { symbol, extra, extraBits } of all) {
    put.bits(codes[symbol]!, sizes[symbol]!);
    put.bits(extra, extraBits);
  }
}

function usedOf(sizes: Uint8Array, least: number): Uint8Array {
  return sizes.subarray(0, Math.max(least, sizes.findLastIndex((size) => size > 0) + 1));
}

const adlerPrime = 65_521;
/** Bytes whose sums stay below 2^31. */
const mostSummed = 2048;

/** Zlib's check sum. */
function adlerOf({ bytes, height, stride, pitch }: Rows): number {
  let [low, high] = [1, 0];
  for (let y = 0; y < height; y++) {
    const end = y * pitch + rowLead + stride;
    for (let from = end - stride; from < end; from += mostSummed) {
      const until = Math.min(end, from + mostSummed);
      for (let at = from; at < until; at++) {
        low = (low + bytes[at]!) | 0;
        high = (high + low) | 0;
      }
      low %= adlerPrime;
      high %= adlerPrime;
    }
  }
  return high * 65_536 + low;
}
