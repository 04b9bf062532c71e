/** Where a page's letters stand, so that a word can be found on a picture of it. The letters themselves stay here. */

/** Parts of a page's width and height, from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** UTF-16 units in reading order; of each its left, top, right and bottom in 65,535ths of the page. */
export interface Words {
  readonly kind: 'words';
  readonly units: Uint16Array;
  readonly edges: Uint16Array;
}

export interface Hit {
  readonly page: number;
  /** One a line. */
  readonly boxes: readonly Box[];
}

/** A heading of the document's own table of contents. */
export interface Heading {
  readonly title: string;
  readonly page: number;
  /** 0 for the highest. */
  readonly depth: number;
}

const whole = 65_535;

export class WordsMaker {
  readonly #units: number[] = [];
  readonly #edges: number[] = [];

  get length(): number {
    return this.#units.length;
  }

  /** @param text a character, or the two units of one */
  add(text: string, left: number, top: number, right: number, bottom: number): void {
    const edges = [left, top, right, bottom].map((part) => Math.round(Math.min(1, Math.max(0, part)) * whole));
    for (let at = 0; at < text.length; at++) {
      this.#units.push(text.charCodeAt(at));
      this.#edges.push(...edges);
    }
  }

  made(): Words {
    return { kind: 'words', units: Uint16Array.from(this.#units), edges: Uint16Array.from(this.#edges) };
  }
}

/** Letters as they are compared: wide ones narrow, capitals small, no blanks. `from` says of which unit each comes. */
function folded(units: Uint16Array): { readonly text: string; readonly from: readonly number[] } {
  const from: number[] = [];
  let text = '';
  for (let at = 0; at < units.length; at++) {
    const isHigh = (units[at]! & 0xfc00) === 0xd800 && at + 1 < units.length;
    const unit = fold(String.fromCharCode(...units.subarray(at, at + (isHigh ? 2 : 1))));
    for (let part = 0; part < unit.length; part++) from.push(at);
    text += unit;
    if (isHigh) at += 1;
  }
  return { text, from };
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');

/** Every place where `wanted` stands on the page, whatever blanks and line ends are between its letters. */
export function findIn({ units, edges }: Words, wanted: string, most: number): Box[][] {
  const [asked, { text, from }] = [fold(wanted), folded(units)];
  const found: Box[][] = [];
  if (asked === '') return found;
  for (let at = text.indexOf(asked); at !== -1 && found.length < most; at = text.indexOf(asked, at + asked.length)) found.push(linesOf(edges, from[at]!, from[at + asked.length - 1]!));
  return found;
}

type Edges = [left: number, top: number, right: number, bottom: number];

/** Letters beside each other, or below each other where text runs so, are one box; the next line begins another. */
function linesOf(edges: Uint16Array, first: number, last: number): Box[] {
  const lines: Edges[] = [];
  for (let at = first; at <= last; at++) {
    const letter = Array.from(edges.subarray(at * 4, at * 4 + 4)) as Edges;
    if (letter[2] <= letter[0] || letter[3] <= letter[1]) continue;
    const line = lines.at(-1);
    if (line === undefined || !(follows(line, letter, 0) || follows(line, letter, 1))) {
      lines.push(letter);
      continue;
    }
    for (const side of [0, 1] as const) {
      line[side] = Math.min(line[side], letter[side]);
      line[side + 2] = Math.max(line[side + 2]!, letter[side + 2]!);
    }
  }
  return lines.map(([left, top, right, bottom]) => ({ x: left / whole, y: top / whole, width: (right - left) / whole, height: (bottom - top) / whole }));
}

/** In a direction: beside the line, not far from it, its middle at the line's height. */
function follows(line: Edges, letter: Edges, along: 0 | 1): boolean {
  const across = (1 - along) as 0 | 1;
  const middle = (letter[across] + letter[across + 2]!) / 2;
  const gap = Math.max(letter[along] - line[along + 2]!, line[along] - letter[along + 2]!);
  return middle > line[across] && middle < line[across + 2]! && gap < 2 * Math.max(line[across + 2]! - line[across], letter[along + 2]! - letter[along]);
}
