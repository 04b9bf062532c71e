/**
 * OBX-5 to a meaning. Laboratories write numbers in many ways (`7.1`, `>1000`, `<^0.1`, `７．１`, `7.1↑`), and a
 * number that a machine would misjudge is worse than none: what is doubtful is kept as text and marked unreadable.
 */
import { narrative, partText, rawField, repeats, repeatText, type Repeat, type Segment } from '../syntax/message.ts';
import { readTime } from '../syntax/time.ts';
import type { ResultValue } from '../../statements/schema.ts';
import { codeOf, codeText } from './common.ts';

/** A value, and why it must not be judged by a machine. */
export interface ReadValue {
  readonly value: ResultValue;
  readonly unreadable?: string;
}

const NONE: ReadValue = { value: { kind: 'none', text: '' } };

/** Reads OBX-5 by the type in OBX-2. */
export function readValue(obx: Segment, type: string, zone: string): ReadValue {
  const said = repeats(obx, 5);
  const first = said[0];
  if (!first || rawField(obx, 5) === '""') return NONE;
  const whole = said.map((repeat) => repeatText(repeat) ?? '').join('\n').trim();
  switch (type) {
    case 'NM':
      return said.length > 1 ? severalValues(obx) : readNumber(partText(first) ?? whole, true);
    case 'SN':
      return said.length > 1 ? severalValues(obx) : readStructured(first);
    case 'CE':
    case 'CWE':
    case 'CNE':
    case 'CF':
      return readCoded(said);
    case 'DT':
    case 'DTM':
    case 'TS':
      return readMoment(first, zone);
    case 'ED':
    case 'RP':
      return attachment(first, type);
    case '':
    case 'ST':
    case 'TX':
    case 'FT':
      return readNumber(whole, false);
    default:
      return whole === '' ? NONE : { value: { kind: 'text', text: whole } };
  }
}

function unsure(text: string, unreadable: string): ReadValue {
  return { value: text === '' ? { kind: 'none', text: '' } : { kind: 'text', text }, unreadable };
}

/** `60~120`: which of them would be judged? A person looks. */
function severalValues(obx: Segment): ReadValue {
  return unsure(narrative(obx, 5) ?? '', 'several-values');
}

const NUMBER = /^([<>≤≥]=?|=[<>])?\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*[↑↓]*$/;
const COMPARATORS = { '<': '<', '>': '>', '≤': '<=', '≥': '>=', '<=': '<=', '>=': '>=', '=<': '<=', '=>': '>=' } as const;

/** A number in words. `declared`: the sender says it is one, so digits that are none are suspicious. */
function readNumber(text: string, declared: boolean): ReadValue {
  if (text === '') return NONE;
  // Full-width digits and signs of Chinese input methods.
  const found = NUMBER.exec(text.normalize('NFKC').trim());
  const number = Number(found?.[2]?.replaceAll(',', ''));
  if (!found || !Number.isFinite(number)) {
    return declared && /\d/.test(text) ? unsure(text, 'not-a-number') : { value: { kind: 'text', text } };
  }
  const comparator = COMPARATORS[found[1] as keyof typeof COMPARATORS] as '<' | '>' | '<=' | '>=' | undefined;
  if (comparator) return { value: { kind: 'bounded', comparator, number, text } };
  // `+1` in an undeclared text is a grade (urine protein), not a number.
  if (!declared && /^[+]/.test(text)) return { value: { kind: 'text', text } };
  return { value: { kind: 'number', number, text } };
}

/** SN: comparator ^ number ^ separator or suffix ^ number. */
function readStructured(repeat: Repeat): ReadValue {
  const [comparator = '', first = '', between = '', second = ''] = [1, 2, 3, 4].map((at) => partText(repeat, at));
  const text = comparator + first + between + second;
  if (first === '' && second === '') return text === '' ? NONE : readNumber(text, true);
  const low = numberOf(first);
  if (low === undefined || (second !== '' && numberOf(second) === undefined)) return unsure(text, 'not-a-number');
  if (second === '') return between === '' ? readNumber(comparator.replace(/^=$/, '') + first, true) : { value: { kind: 'text', text } };
  const high = Number(numberOf(second));
  if (comparator !== '' && comparator !== '=') return unsure(text, 'comparator-with-two-numbers');
  if (between === '-') return { value: { kind: 'range', low, high, text } };
  if (between === ':' || between === '/') return { value: { kind: 'ratio', numerator: low, denominator: high, text } };
  return unsure(text, 'not-a-number');
}

function numberOf(text: string): number | undefined {
  const { value } = readNumber(text, true);
  return value.kind === 'number' ? value.number : undefined;
}

function readCoded(said: readonly Repeat[]): ReadValue {
  const codes = said.flatMap((repeat) => [codeOf(repeat), codeOf(repeat, 4)]).filter((code) => Object.keys(code).length > 0);
  const text = said.map((repeat) => codeText(repeat) ?? '').join('\n').trim();
  if (text === '') return NONE;
  return codes.length === 0 ? { value: { kind: 'text', text } } : { value: { kind: 'coded', codes, text } };
}

function readMoment(repeat: Repeat, zone: string): ReadValue {
  const text = repeatText(repeat) ?? '';
  const moment = readTime(partText(repeat) ?? '', zone);
  if (!moment) return unsure(text, 'not-a-time');
  return { value: { kind: 'time', at: moment.at.toISOString(), text } };
}

/** The document's bytes stay in the stored message: they can be megabytes. */
function attachment(repeat: Repeat, type: string): ReadValue {
  const main = partText(repeat, type === 'ED' ? 2 : 3) ?? '';
  const sub = partText(repeat, type === 'ED' ? 3 : 4) ?? '';
  const pointer = type === 'RP' ? (partText(repeat, 1) ?? '') : '';
  return { value: { kind: 'attachment', mediaType: [main, sub].filter((word) => word !== '').join('/'), text: pointer } };
}
