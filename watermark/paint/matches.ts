/**
 * What a marked page repeats, found without a search: a row is mostly the row above, else what stands one tile or one label to the
 * left, or the same two pixels again. Looking everywhere, as zlib does, finds some per cent more and takes several times as long.
 */

/**
 * Rows of a picture as PNG has them, each behind `rowLead` bytes of nothing, so that its pixels begin with a whole word: four bytes
 * are compared at once, and a chip of a four-bit page is one word.
 */
export interface Rows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly height: number;
  /** Bytes of a row, PNG's filter byte with them. */
  readonly stride: number;
  /** Bytes from one row to the next: whole words. */
  readonly pitch: number;
  /** Bytes from one tile to the next, and from one label: whole words. */
  readonly tile: number;
  readonly label: number;
  /** Zlib's check sum, where whoever made the rows knows it. */
  readonly sum?: number;
}

export const rowLead = 3;

/** Deflate's shortest and longest match, and how far back one may lie (RFC 1951). */
export const [leastMatch, mostMatch, farthest] = [3, 258, 32_768];

/** Where a match is copied from. */
export const [again, tileLeft, labelLeft, rowAbove] = [0, 1, 2, 3];
const sources = 4;
export const tokenKinds = 256 * (1 + sources);

/** Bytes and matches, in order. Good until the next page is looked at: the list is one for a thread. */
export interface Tokens {
  /** Below 256 a byte; else 256 × (1 + source) + length − 3. */
  readonly list: Uint16Array;
  readonly count: number;
}

const matchToken = (source: number): number => 256 * (1 + source) - leastMatch;
const tokenOf = [again, tileLeft, labelLeft, rowAbove].map(matchToken);

/** Words from which on nothing is better than the row above. */
const enough = 40;

const usual = 2 ** 18;
/** A page of noise is not kept for. */
const mostKept = 2 ** 21;
let list = new Uint16Array(0);
let count = 0;
/** Bytes that are the row above's and not written yet: they may go on in the next row. */
let above = 0;

export function tokensOf(rows: Rows): Tokens {
  if (list.length === 0 || list.length > mostKept) list = new Uint16Array(usual);
  count = 0;
  above = 0;
  const words = new Int32Array(rows.bytes.buffer, rows.bytes.byteOffset, rows.bytes.length >> 2);
  for (let y = 0; y < rows.height; y++) {
    makeRoom(rows.stride + above / leastMatch);
    putRow(rows, y, words);
  }
  makeRoom(above);
  putAbove();
  return { list, count };
}

function putRow({ bytes, stride, pitch, tile, label }: Rows, y: number, words: Int32Array): void {
  const rowWords = pitch >> 2;
  // A first row has none above; rows that are too long cannot be reached.
  const up = y > 0 && stride <= farthest ? rowWords : 0;
  const first = y * rowWords;
  const last = first + rowWords;
  const begin = first * 4 + rowLead;
  const end = begin + stride;
  /** The first byte that is not written yet. */
  let written = begin;
  for (let word = first; word < last;) {
    const found = longestAt(words, word, first, last, up, tile >> 2, label >> 2);
    const source = found & 3;
    if (source === again) {
      word++;
      continue;
    }
    const back = source === rowAbove ? up : (source === tileLeft ? tile : label) >> 2;
    const until = found >> 2;
    // Bytes of the words beside that are the same too; inside the row, and not from what is before its first byte.
    const before = word > first ? sameAtEnd(words[word - 1]! ^ words[word - 1 - back]!) : 0;
    const behind = until < last ? sameAtStart(words[until]! ^ words[until - back]!) : 0;
    const from = Math.max(word * 4 - before, written, source === rowAbove ? begin : begin + back * 4);
    const to = Math.min(until * 4 + behind, end);
    word = until;
    if (to - from < leastMatch) continue;
    if (from > written) putBytes(bytes, words, written, from);
    if (source === rowAbove) above += to - from;
    else putMatch(source, to - from);
    written = to;
  }
  if (written < end) putBytes(bytes, words, written, end);
}

/** Where the longest match that begins with a word ends, and its source: end × 4 + source; `again` where there is none. */
function longestAt(words: Int32Array, word: number, first: number, last: number, up: number, tile: number, label: number): number {
  const value = words[word]!;
  let until = word;
  let source: number = again;
  if (up > 0 && value === words[word - up]) {
    until = sameUntil(words, word + 1, last, up);
    source = rowAbove;
    if (until - word >= enough || until === last) return until * 4 + source;
  }
  if (word - tile > first && value === words[word - tile]) {
    const other = sameUntil(words, word + 1, last, tile);
    if (other > until) {
      until = other;
      source = tileLeft;
    }
  }
  if (word - label > first && value === words[word - label]) {
    const other = sameUntil(words, word + 1, last, label);
    if (other > until) {
      until = other;
      source = labelLeft;
    }
  }
  return until * 4 + source;
}

function makeRoom(most: number): void {
  if (list.length - count >= most) return;
  const larger = new Uint16Array(Math.ceil((count + most) * 2));
  larger.set(list.subarray(0, count));
  list = larger;
}

function sameUntil(words: Int32Array, from: number, last: number, back: number): number {
  let at = from;
  while (at < last && words[at] === words[at - back]) at++;
  return at;
}

/** Bytes that are the same at the start of two words, by what differs; the lowest byte comes first on every machine Node runs on here. */
function sameAtStart(difference: number): number {
  return (31 - Math.clz32(difference & -difference)) >> 3;
}

function sameAtEnd(difference: number): number {
  return Math.clz32(difference) >> 3;
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
    list[count++] = tokenOf[source]! + part;
    left -= part;
  }
}

/** A hundred thousand and more a page: what is shared by all is read once and written once. */
function putBytes(bytes: Uint8Array, words: Int32Array, from: number, until: number): void {
  putAbove();
  const tokens = list;
  let to = count;
  let at = from;
  while (at < until && (at & 3) !== 0) tokens[to++] = bytes[at++]!;
  while (at + 4 <= until) {
    const word = words[at >> 2]!;
    if (word === ((word << 8) | (word >>> 24))) {
      // Four times the same: a byte, and the rest copied from it, with what was the same before.
      const [begun, end] = [sameBytesSince(bytes, at, from), sameBytesUntil(bytes, at, until)];
      to -= at - begun;
      tokens[to++] = word & 255;
      count = to;
      putMatch(again, end - begun - 1);
      to = count;
      at = end;
      while (at < until && (at & 3) !== 0) tokens[to++] = bytes[at++]!;
      continue;
    }
    tokens[to] = word & 255;
    tokens[to + 1] = (word >>> 8) & 255;
    tokens[to + 2] = (word >>> 16) & 255;
    tokens[to + 3] = word >>> 24;
    to += 4;
    at += 4;
  }
  while (at < until) tokens[to++] = bytes[at++]!;
  count = to;
}

function sameBytesSince(bytes: Uint8Array, from: number, first: number): number {
  let at = from;
  while (at > first && bytes[at - 1] === bytes[from]) at--;
  return at;
}

function sameBytesUntil(bytes: Uint8Array, from: number, until: number): number {
  let at = from + 4;
  while (at < until && bytes[at] === bytes[from]) at++;
  return at;
}
