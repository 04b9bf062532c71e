/** Plain text to pixels, lines broken where they are full. It has no paper of its own: it gets one that is read on a phone without enlarging. */
import { createCanvas } from '@napi-rs/canvas';
import { type Words, WordsMaker } from '../page/words.ts';
import { useFont } from '../paint/font.ts';
import type { NumberedRaster, Wanted } from './numbers.ts';
import { SourceRefused } from './refusal.ts';

/** Points: A5, its margin, type (14 pixels on a phone of 390) and the distance of lines. */
const [paperWidth, paperHeight, margin, type, pitch] = [420, 595, 26, 15, 24];

/** @throws SourceRefused where it makes too many pages */
export function* textPages(text: string, { dpi, mostPages, pick }: Wanted): Generator<NumberedRaster> {
  const scale = dpi / 72;
  const [width, height] = [Math.round(paperWidth * scale), Math.round(paperHeight * scale)];
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const set = (): void => { pen.font = `${type * scale}px ${useFont()}`; };
  set();
  const each = Math.floor((paperHeight - margin * 2) / pitch);
  const lines: string[] = [];
  for (const line of text.replaceAll('\r', '').split('\n')) {
    for (const part of broken(line.replaceAll('\t', '    '), (some) => pen.measureText(some).width <= (paperWidth - margin * 2) * scale)) {
      // Before the rest of a book is measured.
      if (lines.push(part) > each * mostPages) throw new SourceRefused('too-many-pages', `more than ${mostPages}`);
    }
  }
  for (const number of pick(Math.max(1, Math.ceil(lines.length / each)))) {
    const from = (number - 1) * each;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = '#000';
    const shown = lines.slice(from, from + each);
    shown.forEach((line, at) => pen.fillText(line, margin * scale, (margin + type + at * pitch) * scale));
    yield { number, width, height, rgb: opaque(canvas.data()), words: wordsOf(shown, (letter) => pen.measureText(letter).width / width) };
  }
}

/** The canvas was filled: nothing shines through. */
function opaque(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let to = 0, from = 0; to < rgb.length; to += 3, from += 4) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

/** @param wide of a letter, in parts of the page */
function wordsOf(lines: readonly string[], wide: (letter: string) => number): Words {
  const made = new WordsMaker();
  const known = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    let left = margin / paperWidth;
    const top = (margin + at * pitch) / paperHeight;
    for (const letter of line) {
      const width = known.get(letter) ?? wide(letter);
      known.set(letter, width);
      made.add(letter, left, top, left + width, top + (type * 1.2) / paperHeight);
      left += width;
    }
  }
  return made.made();
}

function* broken(line: string, fits: (part: string) => boolean): Generator<string> {
  let at = 0;
  do {
    // As a Chinese line breaks: after any character. How many of the next ones fit is found by halving.
    const next = Array.from(line.slice(at, at + mostAcross * 2)).slice(0, mostAcross);
    let [low, high] = [1, next.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(next.slice(0, middle).join(''))) low = middle;
      else high = middle - 1;
    }
    const part = next.slice(0, low).join('');
    yield part;
    at += Math.max(1, part.length);
  } while (at < line.length);
}

/** Characters that are looked at for a line: the narrowest fill it. */
const mostAcross = 200;
