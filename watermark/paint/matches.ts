/**
 * What a marked page repeats, found without a search: a row is mostly the row above, and where it is not, what stands one tile or one label to the
 * left, or the same byte again. Looking everywhere, as zlib does, finds some per cent more and takes several times as long.
 */
import { type Rows, rowLead } from './rows.ts';

/** Deflate's shortest and longest match, and how far back one may lie (RFC 1951). */
export const [leastMatch, mostMatch, farthest] = [3, 258, 32_768];

/** Where a match is copied from. */
export const [again, tileLeft, labelLeft, rowAbove] = [0, 1, 2, 3];
const sources = 4;
export const tokenKinds = 256 * (1 + sources);

/** Bytes and matches, in order. Good until the next page is looked at: the lists are one for a thread. */
export interface Tokens {
  /** A match is 256 × (1 + source) + length − 3; a run of bytes is how many, below nothing, and where they begin in `bytes`. */
  readonly runs: Int32Array;
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Bytes that are copied from `bytes` or lie beside such: words are kept whole. */
  readonly kept: number;
}

const matchToken = (source: number): number => 256 * (1 + source) - leastMatch;
const tokenOf = [again, tileLeft, labelLeft, rowAbove].map(matchToken);

const usual = 2 ** 16;
/** A page of noise is not kept for. */
const mostKept = 2 ** 20;
let runs = new Int32Array(0);
let literals = new Int32Array(0);
let [runCount, literalCount] = [0, 0];
/** Bytes that are the row above's and not written yet: they may go on in the next row. */
let above = 0;

export function tokensOf(rows: Rows): Tokens {
  if (runs.length === 0 || runs.length > mostKept) runs = new Int32Array(usual);
  if (literals.length === 0 || literals.length > mostKept) literals = new Int32Array(usual);
  [runCount, literalCount, above] = [0, 0, 0];
  const { row, stride, height } = rows;
  for (let y = 0; y < height; y++) {
    const count = rows.next();
    // At most one run and one match a word, and what was the row above's.
    runs = roomIn(runs, runCount, row.length * 4 + above / leastMatch);
    literals = roomIn(literals, literalCount, row.length * 3);
    // A first row has none above; rows that are too long cannot be reached.
    putRow(rows, y > 0 && stride <= farthest ? count : -1);
  }
  runs = roomIn(runs, runCount, above);
  putAbove();
  return { runs, count: runCount, bytes: new Uint8Array(literals.buffer), kept: literalCount * 4 };
}

/** @param count of words that are not the row above's; below nothing where none may be taken from there */
function putRow({ row, bytes, changed, before, stride, tile, label }: Rows, count: number): void {
  const last = row.length;
  const end = rowLead + stride;
  const tileWords = tile >> 2;
  const labelWords = label >> 2;
  /** The first byte that is not written yet. */
  let written = rowLead;
  for (let word = 0, next = 0; word < last;) {
    const stop = count < 0 ? word : next < count ? changed[next]! : last;
    let until = stop;
    let source: number = rowAbove;
    let back = 0;
    if (stop === word) {
      const found = leftOf(row, word, last, tileWords, labelWords);
      until = found >> 2;
      source = found & 3;
      if (until === word) {
        word++;
        next++;
        continue;
      }
      back = source === tileLeft ? tileWords : source === labelLeft ? labelWords : 0;
    }
    // Bytes of the words beside that are the same too; inside the row, and not from what is before its first byte.
    let from = word * 4;
    let to = until * 4;
    if (source === rowAbove) {
      if (next > 0 && changed[next - 1] === word - 1) from -= sameAtEnd(row[word - 1]! ^ before[next - 1]!);
      if (until < last) to += sameAtStart(row[until]! ^ before[next]!);
    } else if (source === again) {
      from = sameSince(bytes, Math.max(from, rowLead), written) + 1;
      if (until < last) to += sameAtStart(row[until]! ^ row[word]!);
    } else {
      if (word > back) from = Math.max(from - sameAtEnd(row[word - 1]! ^ row[word - 1 - back]!), rowLead + back * 4);
      if (until < last) to += sameAtStart(row[until]! ^ row[until - back]!);
    }
    from = Math.max(from, written, rowLead);
    to = Math.min(to, end);
    word = until;
    while (next < count && changed[next]! < word) next++;
    if (to - from < leastMatch) continue;
    if (from > written) putBytes(row, written, from);
    if (source === rowAbove) above += to - from;
    else putMatch(source, to - from);
    written = to;
  }
  if (written < end) putBytes(row, written, end);
}

/** Where the longest run ends that begins with a word and stands to its left too, or is one byte again and again, and its source: end × 4 + source; ends where it begins if there is none. */
function leftOf(row: Int32Array, word: number, last: number, tile: number, label: number): number {
  const value = row[word]!;
  let until = word;
  let source: number = again;
  if (word > tile && value === row[word - tile]) {
    until = sameUntil(row, word + 1, last, tile);
    source = tileLeft;
  }
  if (word > label && value === row[word - label]) {
    const other = sameUntil(row, word + 1, last, label);
    if (other > until) {
      until = other;
      source = labelLeft;
    }
  }
  if (value === ((value << 8) | (value >>> 24))) {
    const other = sameUntil(row, word + 1, last, 1);
    if (other > until) {
      until = other;
      source = again;
    }
  }
  return until * 4 + source;
}

function sameUntil(row: Int32Array, from: number, last: number, back: number): number {
  let at = from;
  while (at < last && row[at] === row[at - back]) at++;
  return at;
}

/** Where the bytes begin that are not written yet and all the same as one. */
function sameSince(bytes: Uint8Array, from: number, written: number): number {
  let at = from;
  while (at > written && bytes[at - 1] === bytes[from]) at--;
  return at;
}

/** Bytes that are the same at the start of two words, by what differs; the lowest byte comes first on every machine Node runs on here. */
function sameAtStart(difference: number): number {
  return (31 - Math.clz32(difference & -difference)) >> 3;
}

function sameAtEnd(difference: number): number {
  return Math.clz32(difference) >> 3;
}

function roomIn(list: Int32Array<ArrayBuffer>, used: number, most: number): Int32Array<ArrayBuffer> {
  if (list.length - used >= most) return list;
  const larger = new Int32Array(Math.ceil((used + most) * 2));
  larger.set(list.subarray(0, used));
  return larger;
}

function putAbove(): void {
  const length = above;
  above = 0;
  if (length > 0) putMatch(rowAbove, length);
}

function putMatch(source: number, length: number): void {
  putAbove();
  for (let left = length; left > 0;) {
    // What is left over is long enough for a match too.
    const part = left <= mostMatch ? left : left < mostMatch + leastMatch ? left - leastMatch : mostMatch;
    runs[runCount++] = tokenOf[source]! + part;
    left -= part;
  }
}

/** A hundred thousand and more a page. */
function putBytes(row: Int32Array, from: number, until: number): void {
  putAbove();
  const list = literals;
  let to = literalCount;
  runs[runCount++] = from - until;
  runs[runCount++] = to * 4 + (from & 3);
  for (let word = from >> 2, end = (until + 3) >> 2; word < end; word++) list[to++] = row[word]!;
  literalCount = to;
}
