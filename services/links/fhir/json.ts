/**
 * FHIR JSON to plain data, bounded. Decimals keep the digits they were sent with (`7.10`): a number that prints otherwise
 * than it was written comes back as its text. Text that no database keeps (NUL, half a surrogate) is mended here, once.
 */

export type Json = unknown;
/** A resource or an element of one. */
export type Node = Readonly<Record<string, Json>>;

export interface JsonLimits {
  /** Levels of nesting; R4 needs about 30. */
  readonly depth: number;
  /** Values in the whole text. */
  readonly values: number;
}

export const usualLimits: JsonLimits = { depth: 60, values: 2_000_000 };

/** Why a body is not read. */
export type JsonProblem = 'not-utf8' | 'not-json' | 'not-an-object' | 'too-deep' | 'too-many-values';

type Parse = (text: string, reviver: (key: string, value: Json, context: { readonly source?: string }) => Json) => Json;
const parse = JSON.parse as Parse;

export function parseJson(bytes: Uint8Array, limits: JsonLimits = usualLimits): Node | JsonProblem {
  const text = decoded(bytes);
  if (text === undefined) return 'not-utf8';
  if (isTooDeep(text, limits.depth)) return 'too-deep';
  let values = 0;
  try {
    const read = parse(text, (_key, value, { source }) => {
      if (++values > limits.values) throw new RangeError();
      if (typeof value === 'number') return source !== undefined && source !== String(value) ? source : value;
      return typeof value === 'string' ? storable(value) : value;
    });
    return isNode(read) ? read : 'not-an-object';
  } catch (error) {
    return error instanceof RangeError ? 'too-many-values' : 'not-json';
  }
}

export function isNode(value: Json): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Counted on the text, before anything is built from it. */
function isTooDeep(text: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (inString) {
      if (sign === 0x5c) at++;
      else if (sign === 0x22) inString = false;
    } else if (sign === 0x22) inString = true;
    else if (sign === 0x7b || sign === 0x5b) {
      if (++depth > most) return true;
    } else if (sign === 0x7d || sign === 0x5d) depth--;
  }
  return false;
}

function storable(text: string): string {
  return (text.isWellFormed() ? text : text.toWellFormed()).replaceAll('\0', '');
}
