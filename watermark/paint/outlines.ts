/**
 * The words of the visible mark as filled outlines, in the operators of a PDF's page: no font has to be there for a name
 * nobody foresaw, and each character's outline is worked out once a process.
 */
import { readFileSync } from 'node:fs';
import fontkit, { type Font } from '@pdf-lib/fontkit';
import { fontFile } from './font.ts';

/** Of a character, in the typeface's units: draws it and moves the origin on. */
interface Outline {
  readonly draw: Buffer;
  readonly advance: number;
}

/** What of fontkit's outlines its types leave out. */
interface Path {
  readonly commands: readonly { readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath'; readonly args: readonly number[] }[];
}

let font: Font | undefined;
const known = new Map<string, Outline>();
const mostKnown = 5000;

/** A character the typeface lacks is written as its number, `U+3A17`: left out, a name would be another one. */
function outlinesOf(character: string): Outline[] {
  const found = known.get(character);
  if (found !== undefined) return [found];
  font ??= fontkit.create(readFileSync(fontFile()));
  const code = character.codePointAt(0) ?? 0;
  if (!font.hasGlyphForCodePoint(code)) return Array.from(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`).flatMap(outlinesOf);
  const glyph = font.glyphForCodePoint(code);
  const made = { draw: Buffer.from(`${operatorsOf(glyph.path as unknown as Path)} 1 0 0 1 ${Math.round(glyph.advanceWidth)} 0 cm\n`, 'latin1'), advance: glyph.advanceWidth };
  if (known.size >= mostKnown) known.clear();
  known.set(character, made);
  return [made];
}

function operatorsOf({ commands }: Path): string {
  const parts: string[] = [];
  let [x, y] = [0, 0];
  const put = (operator: string, ...values: number[]): void => {
    parts.push(`${values.map((value) => Math.round(value)).join(' ')} ${operator}`);
    [x, y] = values.slice(-2) as [number, number];
  };
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    if (command === 'moveTo') put('m', a, b);
    else if (command === 'lineTo') put('l', a, b);
    else if (command === 'bezierCurveTo') put('c', ...args);
    // A PDF knows only cubic curves.
    else if (command === 'quadraticCurveTo') put('c', x + (2 / 3) * (a - x), y + (2 / 3) * (b - y), c + (2 / 3) * (a - c), d + (2 / 3) * (b - d), c, d);
    else parts.push('h');
  }
  return parts.length === 0 ? '' : `${parts.join(' ')} f`;
}

/** The typeface's units of a type's size. */
export const unitsPerEm = 1000;

export interface Written {
  readonly operators: readonly Buffer[];
  /** In the typeface's units. */
  readonly width: number;
}

/** A line that begins at the origin; each character moves the origin on. */
export function written(line: string): Written {
  const outlines = Array.from(line).flatMap(outlinesOf);
  return { operators: outlines.map(({ draw }) => draw), width: outlines.reduce((sum, { advance }) => sum + advance, 0) };
}
