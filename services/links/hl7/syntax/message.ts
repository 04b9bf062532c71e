/**
 * A parsed message: segments in their order with their fields as sent, split and unescaped only where somebody looks.
 * Nothing is dropped: Z segments and fields nobody reads stay.
 */
import { unescape } from './escape.ts';
import type { Charset } from './charset.ts';
import type { Header } from './header.ts';
import type { Separators } from './separators.ts';

export interface Message {
  readonly header: Header;
  readonly separators: Separators;
  readonly charset: Charset;
  readonly segments: readonly Segment[];
  /** Characters before MSH and after the last segment that belong to no segment. */
  readonly junk: number;
}

export interface Segment {
  readonly name: string;
  /** `fields[n]` is field n, raw; 0 is the name. In MSH 1 and 2 are the separators. */
  readonly fields: readonly string[];
  readonly separators: Separators;
  readonly charset: Charset;
}

/** A text, `null` where the sender wrote `""` (delete what you know), undefined where it wrote nothing. */
export type Value = string | null | undefined;

/** Segments of one name, in order. */
export function segmentsOf(message: Message, name: string): readonly Segment[] {
  return message.segments.filter((segment) => segment.name === name);
}

/** The first segment of that name. */
export function segmentOf(message: Message, name: string): Segment | undefined {
  return message.segments.find((segment) => segment.name === name);
}

/** One repeat of a field, raw, with what is needed to read its components. */
export interface Repeat {
  readonly raw: string;
  readonly segment: Segment;
}

/** The field as sent. */
export function rawField(segment: Segment, field: number): string {
  return segment.fields[field] ?? '';
}

/** The repeats of a field that say something. */
export function repeats(segment: Segment, field: number): readonly Repeat[] {
  return split(rawField(segment, field), segment.separators.repeat)
    .filter((raw) => raw !== '')
    .map((raw) => ({ raw, segment }));
}

/** A component (1-based) and subcomponent of one repeat. */
export function part(repeat: Repeat | undefined, component = 1, subcomponent = 1): Value {
  if (repeat === undefined) return undefined;
  const { separators, charset } = repeat.segment;
  const whole = split(repeat.raw, separators.component)[component - 1] ?? '';
  const raw = split(whole, separators.subcomponent)[subcomponent - 1] ?? '';
  if (raw === '') return undefined;
  return raw === '""' ? null : unescape(raw, separators, charset);
}

/** Component and subcomponent of a field's first repeat: the value, `null` for `""`, undefined for nothing. */
export function value(segment: Segment | undefined, field: number, component = 1, subcomponent = 1): Value {
  return segment && part(repeats(segment, field)[0], component, subcomponent);
}

/** The same as a trimmed text; nothing and `""` are both undefined. */
export function text(
  segment: Segment | undefined,
  field: number,
  component = 1,
  subcomponent = 1,
): string | undefined {
  return said(value(segment, field, component, subcomponent));
}

/** A repeat's part as a trimmed text. */
export function partText(repeat: Repeat | undefined, component = 1, subcomponent = 1): string | undefined {
  return said(part(repeat, component, subcomponent));
}

/** Number of components of a repeat. */
export function componentCount(repeat: Repeat): number {
  return split(repeat.raw, repeat.segment.separators.component).length;
}

/** Everything a field says as one text: senders put bare separators into narrative (`3.5~5.3`, `R&D`). */
export function narrative(segment: Segment, field: number): string | undefined {
  return said(unescape(rawField(segment, field), segment.separators, segment.charset));
}

/** One repeat as one text, bare separators kept. */
export function repeatText(repeat: Repeat): string | undefined {
  return said(unescape(repeat.raw, repeat.segment.separators, repeat.segment.charset));
}

function said(value: Value): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' || trimmed === '""' ? undefined : trimmed;
}

function split(raw: string, separator: string): readonly string[] {
  return separator === '' ? [raw] : raw.split(separator);
}
