/** OBX-7: `3.5-5.3`, `3.5--5.3`, `[ 3.5 - 5.3 ]`, `3.5～5.3`, `3.5 to 5.3`, `<15`, `≥ 90`; anything else stays text. */
import type { ReferenceRange } from '../../statements/schema.ts';

const NUMBER = String.raw`[+-]?\d+(?:\.\d+)?`;
const BETWEEN = new RegExp(String.raw`^(${NUMBER})\s*(?:-{1,2}|~|–|—|至|to)\s*(${NUMBER})$`, 'i');
const BOUND = new RegExp(String.raw`^([<>≤≥])=?\s*(${NUMBER})$`);

/** The range with its limits where they are plain. An inverted pair is not a range. */
export function readRange(text: string): ReferenceRange {
  // NFKC turns the full-width digits, `～` and brackets of Chinese input methods into plain ones.
  const bare = text.normalize('NFKC').replace(/^[[(]\s*|\s*[\])]$/g, '').trim();
  const between = BETWEEN.exec(bare);
  const [low, high] = [Number(between?.[1]), Number(between?.[2])];
  // `-3--1`: to minus one or to one? Nobody can say.
  const plain = !(low < 0 && bare.includes('--'));
  if (between && low <= high && plain) return { text, low, high };
  const bound = BOUND.exec(bare);
  if (!bound) return { text };
  const limit = Number(bound[2]);
  return bound[1] === '<' || bound[1] === '≤' ? { text, high: limit } : { text, low: limit };
}
