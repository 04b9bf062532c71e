/** `value[x]` and reference ranges to a meaning. What a machine would misjudge is kept as text and marked unreadable. */
import type { ReferenceRange, ResultValue } from '../../statements/schema.ts';
import { codesOf, wordsOf } from '../code.ts';
import { type Node, child, nodes, number, present, text } from '../node.ts';
import { readTime } from '../time.ts';

export interface ReadValue {
  readonly value: ResultValue;
  readonly unit?: { id?: string; text?: string } | undefined;
  /** As FHIR calls it: `Quantity`. */
  readonly type?: string | undefined;
  readonly unreadable?: string | undefined;
}

const none: ReadValue = { value: { kind: 'none', text: '' } };

export function readValue(holder: Node): ReadValue {
  const name = Object.keys(holder).find((key) => /^value[A-Z]/.test(key) && holder[key] !== undefined && holder[key] !== null);
  if (name === undefined) return none;
  const type = name.slice('value'.length);
  return { ...byType(holder, name, type), type };
}

function byType(holder: Node, name: string, type: string): ReadValue {
  switch (type) {
    case 'Quantity':
      return quantity(child(holder, name));
    case 'CodeableConcept':
      return coded(child(holder, name));
    case 'Range':
      return between(child(holder, name));
    case 'Ratio':
      return ratio(child(holder, name));
    case 'DateTime':
    case 'Date':
    case 'Instant':
      return moment(text(holder, name) ?? '');
    case 'String':
    case 'Integer':
    case 'Decimal':
      return plain(text(holder, name) ?? '', type !== 'String');
    case 'Attachment':
      return { value: { kind: 'attachment', mediaType: text(child(holder, name), 'contentType') ?? 'application/octet-stream', text: text(child(holder, name), 'url') ?? '' } };
    case 'Boolean':
    case 'Time':
    case 'Code':
      return words(text(holder, name) ?? '');
    default:
      return { value: { kind: 'none', text: '' }, unreadable: 'value-type-unknown' };
  }
}

const words = (written: string): ReadValue => (written === '' ? none : { value: { kind: 'text', text: written } });
const unsure = (written: string, unreadable: string): ReadValue => ({ ...words(written), unreadable });

const comparators = ['<', '<=', '>', '>='] as const;

function quantity(held: Node | undefined): ReadValue {
  const written = text(held, 'value');
  const unit = unitOf(held);
  if (written === undefined) return { ...none, unit };
  const read = Number(written);
  if (!Number.isFinite(read)) return { ...unsure(written, 'not-a-number'), unit };
  const sign = text(held, 'comparator');
  if (sign === undefined) return { value: { kind: 'number', number: read, text: written }, unit };
  const comparator = comparators.find((known) => known === sign);
  return comparator === undefined ? { ...unsure(`${sign}${written}`, 'comparator-unknown'), unit } : { value: { kind: 'bounded', comparator, number: read, text: `${comparator}${written}` }, unit };
}

/** As sent: UCUM code and what people read. */
export function unitOf(held: Node | undefined): ReadValue['unit'] {
  const unit = present({ id: text(held, 'code'), text: text(held, 'unit') });
  return unit.id === undefined && unit.text === undefined ? undefined : unit;
}

function coded(concept: Node | undefined): ReadValue {
  const codes = codesOf(concept);
  const written = wordsOf(concept);
  if (written === undefined) return none;
  return codes.length === 0 ? words(written) : { value: { kind: 'coded', codes, text: written } };
}

function between(range: Node | undefined): ReadValue {
  const [low, high] = [child(range, 'low'), child(range, 'high')];
  const unit = unitOf(low) ?? unitOf(high);
  const [from, to] = [number(low, 'value'), number(high, 'value')];
  const written = `${text(low, 'value') ?? ''}-${text(high, 'value') ?? ''}`;
  if (from !== undefined && to !== undefined) return { value: { kind: 'range', low: from, high: to, text: written }, unit };
  if (from === undefined && to === undefined) return none;
  return { value: from === undefined ? { kind: 'bounded', comparator: '<=', number: to ?? 0, text: `<=${to ?? ''}` } : { kind: 'bounded', comparator: '>=', number: from, text: `>=${from}` }, unit };
}

function ratio(held: Node | undefined): ReadValue {
  const [over, under] = [child(held, 'numerator'), child(held, 'denominator')];
  const [numerator, denominator] = [number(over, 'value'), number(under, 'value')];
  if (numerator === undefined || denominator === undefined) return unsure(text(over, 'value') ?? '', 'not-a-number');
  return { value: { kind: 'ratio', numerator, denominator, text: `${text(over, 'value') ?? ''}:${text(under, 'value') ?? ''}` } };
}

function moment(written: string): ReadValue {
  const at = readTime(written)?.at.toISOString();
  if (written === '') return none;
  return at === undefined ? unsure(written, 'not-a-time') : { value: { kind: 'time', at, text: written } };
}

const numberForm = /^([<>≤≥]=?|=[<>])?\s*(-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*[↑↓]*$/;
const signs = { '<': '<', '>': '>', '≤': '<=', '≥': '>=', '<=': '<=', '>=': '>=', '=<': '<=', '=>': '>=' } as const;

/** Senders that keep every value as text write numbers there too; full-width ones as well. `+1` is a grade. */
function plain(written: string, declared: boolean): ReadValue {
  if (written === '') return none;
  const found = numberForm.exec(written.normalize('NFKC').trim());
  const read = Number(found?.[2]?.replaceAll(',', ''));
  if (found === null || !Number.isFinite(read)) return declared ? unsure(written, 'not-a-number') : words(written);
  const comparator = signs[found[1] as keyof typeof signs] as (typeof comparators)[number] | undefined;
  return { value: comparator === undefined ? { kind: 'number', number: read, text: written } : { kind: 'bounded', comparator, number: read, text: written } };
}

/** The range for this result: the normal one where there are several. */
export function rangeOf(holder: Node): ReferenceRange | undefined {
  const all = nodes(holder, 'referenceRange');
  const range = all.find((each) => codesOf(child(each, 'type')).some(({ id }) => id === 'normal')) ?? all[0];
  const [low, high] = [child(range, 'low'), child(range, 'high')];
  const [from, to] = [number(low, 'value'), number(high, 'value')];
  const [lowText, highText] = [text(low, 'value'), text(high, 'value')];
  const built = lowText !== undefined && highText !== undefined ? `${lowText}-${highText}` : lowText !== undefined ? `>=${lowText}` : highText !== undefined ? `<=${highText}` : undefined;
  const written = text(range, 'text') ?? built;
  if (written === undefined) return undefined;
  if (from === undefined && to === undefined) return { text: written, ...limitsIn(written) };
  return from !== undefined && to !== undefined && from > to ? { text: written } : present({ text: written, low: from, high: to });
}

/** `70-80` in words only. */
function limitsIn(written: string): { low?: number; high?: number } {
  const [, low, high] = /^\s*(\d+(?:\.\d+)?)\s*(?:-{1,2}|~|–|—|至)\s*(\d+(?:\.\d+)?)\s*$/.exec(written.normalize('NFKC')) ?? [];
  const [from, to] = [Number(low), Number(high)];
  return low !== undefined && high !== undefined && from <= to ? { low: from, high: to } : {};
}
