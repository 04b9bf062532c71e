/**
 * A marked page's rows deflated (RFC 1951 in the wrapping of RFC 1950). What repeats is known (`matches.ts`), so nothing is searched
 * for; one block with codes of its own, every token's bits ready in a table.
 */
import { type Coded, codeLengths, codesOf, told } from './huffman.ts';
import { again, labelLeft, leastMatch, mostMatch, rowAbove, tileLeft, tokenKinds, type Tokens, tokensOf } from './matches.ts';
import type { Rows } from './rows.ts';

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
  const tokens = tokensOf(rows);
  const distances: Coded[] = [];
  for (const [source, distance] of [[again, 1], [tileLeft, rows.tile], [labelLeft, rows.label], [rowAbove, rows.stride]] as const) distances[source] = inSteps(distance - 1, 2, 0);
  const block = blockFor(timesOf(tokens), distances);
  const put = writer(block.bytes, around);
  // Zlib's head: a window of 32 KB, quickly made.
  put.bits(0x0178, 16);
  putHead(put, block.literals, block.distances);
  put.tokens(tokens, block);
  put.bits(block.end, block.literals[endOfBlock]!);
  return put.done(rows.sum());
}

/** How often each token stands. A byte beside one that is written may be counted with it: its code is a little shorter than it need be. */
function timesOf({ runs, count, bytes, kept }: Tokens): Uint32Array {
  const [times, others] = [new Uint32Array(tokenKinds), new Uint32Array(256)];
  // Two counts, by turns: the same byte mostly follows itself, and one would wait for the other.
  for (let at = 0; at < kept; at += 2) {
    times[bytes[at]!]! += 1;
    others[bytes[at + 1]!]! += 1;
  }
  others.forEach((more, byte) => { times[byte]! += more; });
  for (let at = 0; at < count; at++) {
    if (runs[at]! < 0) at++;
    else times[runs[at]!]! += 1;
  }
  return times;
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

/** Bits into bytes, the lowest first. */
function writer(most: number, { before, behind }: Around): { bits: (value: number, size: number) => void; tokens: (tokens: Tokens, block: Block) => void; done: (sum: number) => Buffer<ArrayBuffer> } {
  // Four bytes are written at a time, of which the last three may be nothing yet.
  const out = Buffer.from(new ArrayBuffer(before + most + behind + 4));
  const view = new DataView(out.buffer);
  const state: Written = { bytes: before, held: 0, waiting: 0 };
  /** At most 16 bits. */
  const bits = (value: number, size: number): void => {
    state.held |= value << state.waiting;
    state.waiting += size;
    view.setInt32(state.bytes, state.held, true);
    state.bytes += state.waiting >> 3;
    state.held >>>= state.waiting & 24;
    state.waiting &= 7;
  };
  return {
    bits,
    tokens: (tokens, block) => putTokens(view, state, tokens, block),
    done: (sum) => out.subarray(before, out.writeUInt32BE(sum, state.bytes + (state.waiting > 0 ? 1 : 0))),
  };
}

/** Whole bytes so far, and the fewer than eight bits of the next one. */
interface Written {
  bytes: number;
  held: number;
  waiting: number;
}

/** Of two bytes the code of both and, in the lowest five bits, its length: bytes are written by twos. One for a thread. */
const pairs = new Int32Array(2 ** 16);

function codePairs({ codes, sizes }: Block): void {
  const used: number[] = [];
  for (let byte = 0; byte < 256; byte++) if (sizes[byte]! > 0) used.push(byte);
  for (const second of used) {
    const [code, size] = [codes[second]!, sizes[second]!];
    for (const first of used) pairs[(second << 8) | first] = ((codes[first]! | (code << sizes[first]!)) << 5) | (size + sizes[first]!);
  }
}

/** A hundred thousand and more a page: nothing is asked for each but where it stands. */
function putTokens(view: DataView, state: Written, { runs, count, bytes }: Tokens, block: Block): void {
  codePairs(block);
  const { codes, sizes } = block;
  let { bytes: to, held, waiting } = state;
  for (let at = 0; at < count; at++) {
    const run = runs[at]!;
    let code: number;
    let size: number;
    if (run < 0) {
      const begin = runs[++at]!;
      const end = begin - run;
      let byte = begin;
      for (; byte + 1 < end; byte += 2) {
        const pair = pairs[bytes[byte]! | (bytes[byte + 1]! << 8)]!;
        held |= (pair >>> 5) << waiting;
        waiting += pair & 31;
        view.setInt32(to, held, true);
        to += waiting >> 3;
        held >>>= waiting & 24;
        waiting &= 7;
      }
      if (byte === end) continue;
      code = codes[bytes[byte]!]!;
      size = sizes[bytes[byte]!]!;
    } else {
      code = codes[run]!;
      size = sizes[run]!;
      // More than there is room for beside what waits.
      if (size > 24) {
        held |= (code & 0xffff) << waiting;
        view.setInt32(to, held, true);
        to += 2;
        held >>>= 16;
        code >>>= 16;
        size -= 16;
      }
    }
    held |= code << waiting;
    waiting += size;
    view.setInt32(to, held, true);
    to += waiting >> 3;
    held >>>= waiting & 24;
    waiting &= 7;
  }
  Object.assign(state, { bytes: to, held, waiting });
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
