/** Huffman codes as deflate (RFC 1951) takes them: lengths from counts, codes from lengths, and how a block tells its lengths. */

/** Of each symbol the bits of its code, 0 where it does not occur. @param most bits a code may have */
export function codeLengths(counts: Uint32Array, most: number): Uint8Array {
  const used = Array.from(counts.keys()).filter((symbol) => counts[symbol]! > 0).sort((a, b) => counts[a]! - counts[b]! || a - b);
  const lengths = new Uint8Array(counts.length);
  if (used.length < 2) {
    for (const symbol of used) lengths[symbol] = 1;
    return lengths;
  }
  const depths = depthsOf(used.map((symbol) => counts[symbol]!));
  const perLength = limited(depths, most);
  // The rarest symbols come first and get the longest codes.
  let at = 0;
  for (let length = most; length > 0; length--) for (let left = perLength[length]!; left > 0; left--) lengths[used[at++]!] = length;
  return lengths;
}

/** Depth of each leaf in Huffman's tree over counts in rising order: leaves and joined nodes wait in two lines, both in order. */
function depthsOf(counts: readonly number[]): Uint8Array {
  const leaves = counts.length;
  const weights = new Float64Array(leaves * 2 - 1);
  const parents = new Uint32Array(leaves * 2 - 1);
  weights.set(counts);
  let [leaf, joined] = [0, leaves];
  for (let node = leaves; node < weights.length; node++) {
    for (let child = 0; child < 2; child++) {
      const next = leaf < leaves && (joined >= node || weights[leaf]! <= weights[joined]!) ? leaf++ : joined++;
      weights[node]! += weights[next]!;
      parents[next] = node;
    }
  }
  const depths = new Uint8Array(weights.length);
  for (let node = weights.length - 2; node >= 0; node--) depths[node] = depths[parents[node]!]! + 1;
  return depths.subarray(0, leaves);
}

/** How many codes of each length; where some would be too long, shorter ones make room until all fit (Kraft). */
function limited(depths: Uint8Array, most: number): Uint32Array {
  const perLength = new Uint32Array(most + 1);
  for (const depth of depths) perLength[Math.min(depth, most)]! += 1;
  let taken = perLength.reduce((sum, count, length) => sum + (length === 0 ? 0 : count * 2 ** (most - length)), 0);
  while (taken > 2 ** most) {
    let length = most - 1;
    while (perLength[length] === 0) length -= 1;
    // One shorter code becomes two longer ones, one of which takes in a code of the full length.
    perLength[length]! -= 1;
    perLength[length + 1]! += 2;
    perLength[most]! -= 1;
    taken -= 1;
  }
  return perLength;
}

/** Codes in the order of RFC 1951, 3.2.2, their bits turned round: they are written from the lowest bit on. */
export function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  for (let length = 1, code = 0; length < 16; length++, code <<= 1) {
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) codes[symbol] = turned(code++, length);
  }
  return codes;
}

function turned(code: number, length: number): number {
  let out = 0;
  for (let bit = 0; bit < length; bit++) out |= ((code >> bit) & 1) << (length - 1 - bit);
  return out;
}

/** A symbol and the bits that follow it. */
export interface Coded {
  readonly symbol: number;
  readonly extra: number;
  readonly extraBits: number;
}

/** Lengths as a block tells them (3.2.7): 16 repeats the last, 17 and 18 are runs of nothing. */
export function told(lengths: Uint8Array): Coded[] {
  const out: Coded[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at]!;
    let run = 1;
    while (at + run < lengths.length && lengths[at + run] === length) run += 1;
    at += run;
    if (length !== 0) {
      out.push({ symbol: length, extra: 0, extraBits: 0 });
      run -= 1;
    }
    while (run > 2) {
      const [symbol, least, extraBits] = length !== 0 ? [16, 3, 2] as const : run > 10 ? [18, 11, 7] as const : [17, 3, 3] as const;
      const taken = Math.min(run, least + 2 ** extraBits - 1);
      out.push({ symbol, extra: taken - least, extraBits });
      run -= taken;
    }
    for (; run > 0; run--) out.push({ symbol: length, extra: 0, extraBits: 0 });
  }
  return out;
}
