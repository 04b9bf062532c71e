/** Looks for many short texts in many bytes in one pass; asking for each of a thousand in turn is a thousand passes. */
export interface Needles {
  /** Those that stand in it, in the order they were given. */
  foundIn(hay: Uint8Array): string[];
}

/** `texts`: three bytes or longer, as UTF-8. @throws RangeError for a shorter one */
export function needles(texts: readonly string[]): Needles {
  // By the first three bytes: which can stand here at all is one look into a table of bits.
  const possible = new Uint8Array(1 << 21);
  const byStart = new Map<number, (readonly [string, Buffer])[]>();
  for (const text of new Set(texts)) {
    const bytes = Buffer.from(text);
    if (bytes.length < 3) throw new RangeError(`Too short to look for: ${text}`);
    const start = bytes.readUIntBE(0, 3);
    possible[start >> 3] = (possible[start >> 3] ?? 0) | (1 << (start & 7));
    byStart.set(start, [...(byStart.get(start) ?? []), [text, bytes]]);
  }
  return {
    foundIn: (hay) => {
      const found = new Set<string>();
      const whole = Buffer.from(hay.buffer, hay.byteOffset, hay.byteLength);
      let start = ((whole[0] ?? 0) << 8) | (whole[1] ?? 0);
      for (let at = 2; at < whole.length; at++) {
        start = ((start << 8) & 0xff_ff_ff) | (whole[at] as number);
        if (((possible[start >> 3] as number) & (1 << (start & 7))) === 0) continue;
        for (const [text, bytes] of byStart.get(start) ?? []) if (bytes.equals(whole.subarray(at - 2, at - 2 + bytes.length))) found.add(text);
      }
      return texts.filter((text) => found.has(text));
    },
  };
}
