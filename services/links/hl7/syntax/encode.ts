/** Building messages: values in, escaped bytes out. */
import { encodingCharacters, STANDARD, type Separators } from './separators.ts';
import { encode, type Charset } from './charset.ts';
import { escape } from './escape.ts';

/** A leaf: `null` is written `""` (delete), undefined and `''` as nothing. */
export type Scalar = string | number | null | undefined;
/** One component: a leaf or its subcomponents. */
export type Component = Scalar | readonly Scalar[];
/** One field: a leaf, its components, or repeats made by `repeated`. */
export type Field = Scalar | readonly Component[] | Repeated;
/** A segment: its name, then field 1, 2, … (for MSH from MSH-3 on: the separators are written by `encodeMessage`). */
export type SegmentInput = readonly [name: string, ...fields: Field[]];

/** A field of several repeats. */
export interface Repeated {
  readonly repeats: readonly (Scalar | readonly Component[])[];
}

/** A field of several repeats. */
export function repeated(...repeats: Repeated['repeats']): Repeated {
  return { repeats };
}

/** The message as text, segments ended by CR as the standard wants. */
export function encodeText(segments: readonly SegmentInput[], separators: Separators = STANDARD): string {
  return segments.map((segment) => `${encodeSegment(segment, separators)}\r`).join('');
}

/** The message as bytes. */
export function encodeMessage(
  segments: readonly SegmentInput[],
  charset: Charset = 'utf-8',
  separators: Separators = STANDARD,
): Buffer {
  return encode(encodeText(segments, separators), charset);
}

function encodeSegment([name, ...fields]: SegmentInput, separators: Separators): string {
  const written = fields.map((field) => encodeField(field, separators));
  while (written.at(-1) === '') written.pop();
  const head = name === 'MSH' ? [name, encodingCharacters(separators)] : [name];
  // A bare `NTE` without a separator would not be read as a segment.
  const tail = written.length === 0 ? [''] : written;
  return [...head, ...tail].join(separators.field);
}

function encodeField(field: Field, separators: Separators): string {
  if (!isRepeated(field)) return encodeRepeat(field, separators);
  return field.repeats.map((repeat) => encodeRepeat(repeat, separators)).join(separators.repeat);
}

function encodeRepeat(repeat: Scalar | readonly Component[], separators: Separators): string {
  if (!isList(repeat)) return encodeScalar(repeat, separators);
  const written = repeat.map((component) => encodeComponent(component, separators));
  while (written.at(-1) === '') written.pop();
  return written.join(separators.component);
}

function encodeComponent(component: Component, separators: Separators): string {
  if (!isList(component)) return encodeScalar(component, separators);
  const written = component.map((leaf) => encodeScalar(leaf, separators));
  while (written.at(-1) === '') written.pop();
  return written.join(separators.subcomponent);
}

function encodeScalar(leaf: Scalar, separators: Separators): string {
  if (leaf === null) return '""';
  return leaf === undefined ? '' : escape(String(leaf), separators);
}

function isList<T>(input: Scalar | readonly T[] | Repeated): input is readonly T[] {
  return Array.isArray(input);
}

function isRepeated(field: Field): field is Repeated {
  return typeof field === 'object' && field !== null && 'repeats' in field;
}
