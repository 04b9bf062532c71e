/**
 * Reads a value as laboratories send it into an interval of numbers or a text. A comparator is an interval with an
 * open end, so `>1000` and `6-10` are judged by the same comparison as `7.1`. What is not certain stays text.
 */

export interface NumberReading {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  /** The end itself is not in the interval. */
  readonly minOpen: boolean;
  readonly maxOpen: boolean;
  /** A unit written behind the number inside the value. */
  readonly unit: string;
}

export type Reading = NumberReading | { readonly kind: 'text'; readonly text: string } | { readonly kind: 'empty' };

const NUMBER = '[+-]?(?:\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';
const SIGNED = new RegExp(`^(>=|<=|>|<|=)?\\s*(${NUMBER})$`, 'u');
const RANGE = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(?:-|–|—|~|至|to)\\s*(\\d+(?:\\.\\d+)?)$`, 'u');
const WITH_UNIT = new RegExp(`^((?:>=|<=|>|<|=)?\\s*${NUMBER})\\s*([a-z%/].*)$`, 'iu');
/** Marks some systems print behind the number: `7.1*`, `7.1 H`, `7.1↑↑`. */
const MARKS = /(?<=[\d.])\s*(?:[*↑↓!]+|HH|LL|H|L)\s*$/u;

export function readValue(valueType: string, sent: string): Reading {
  const text = fold(sent);
  if (text === '' || text === '""') return { kind: 'empty' };
  if (valueType.toUpperCase() === 'SN' && text.includes('^')) return readStructured(text) ?? { kind: 'text', text };
  return readNumber(text) ?? { kind: 'text', text };
}

const ABOVE = /^(?:hi|high|>+|高于(?:检测|仪器|线性)?(?:上限|范围)|超出?(?:检测|仪器|线性)?上限|over(?:\s*range)?|above (?:range|linearity))$/iu;
const BELOW = /^(?:lo|low|<+|低于(?:检测|仪器|线性)?(?:下限|检出限|检测限|范围)|under(?:\s*range)?|below (?:range|detection(?: limit)?|detectable))$/iu;

/** What a device says instead of a number: a glucose meter's `HI`, an analyser's `高于检测上限`. */
export function beyondRange(sent: string): 'above' | 'below' | undefined {
  const text = fold(sent);
  if (ABOVE.test(text)) return 'above';
  return BELOW.test(text) ? 'below' : undefined;
}

/** The upper end of a reference range as printed: `3.5-5.3`, `0--0.04`, `<0.04`, `≤0.04`. */
export function upperReference(range: string): number | undefined {
  const text = fold(range).replace(/^[[(]\s*|\s*[\])]$/gu, '').replace(/--+/gu, '-');
  const reading = readNumber(text);
  return reading !== undefined && Number.isFinite(reading.max) && reading.min !== reading.max ? reading.max : undefined;
}

/** SN: comparator ^ number ^ separator ^ number. `1^:^128` is a titre, not a number. */
function readStructured(text: string): Reading | undefined {
  const [comparator = '', first = '', separator = '', second = ''] = text.split('^').map((part) => part.trim());
  if (separator === '' || separator === '+') return readNumber(`${comparator}${first}`);
  if (separator === '-') return readNumber(`${first}-${second}`);
  return undefined;
}

function readNumber(text: string): NumberReading | undefined {
  const bare = text.replace(MARKS, '');
  const range = RANGE.exec(bare);
  if (range !== null) return interval(Number(range[1]), Number(range[2]));
  const signed = SIGNED.exec(bare);
  if (signed !== null) return compared(signed[1] ?? '', Number(signed[2]?.replaceAll(',', '')));
  const withUnit = WITH_UNIT.exec(bare);
  const inner = withUnit?.[1] === undefined ? undefined : readNumber(withUnit[1]);
  return inner === undefined ? undefined : { ...inner, unit: withUnit?.[2]?.trim() ?? '' };
}

function interval(min: number, max: number): NumberReading | undefined {
  return min <= max ? { kind: 'number', min, max, minOpen: false, maxOpen: false, unit: '' } : undefined;
}

function compared(comparator: string, value: number): NumberReading | undefined {
  if (!Number.isFinite(value)) return undefined;
  const point: NumberReading = { kind: 'number', min: value, max: value, minOpen: false, maxOpen: false, unit: '' };
  if (comparator.startsWith('>')) return { ...point, max: Infinity, minOpen: comparator === '>', maxOpen: true };
  if (comparator.startsWith('<')) return { ...point, min: -Infinity, minOpen: true, maxOpen: comparator === '<' };
  return point;
}

/** Full-width digits and signs as some Chinese systems send them; `≥`, `≤`. */
function fold(sent: string): string {
  return sent.normalize('NFKC').replace(/≥|=>/gu, '>=').replace(/≤|=</gu, '<=').trim();
}
