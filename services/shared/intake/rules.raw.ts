/**
 * A stored message as the triage desk shows it: segment by segment or as JSON, the places at fault marked, and who the
 * patient is covered. The desk mends codes and formats; it never needs to know whom a message is about. Pure.
 */
export interface RawField {
  /** `PID-5` */
  readonly at: string;
  readonly text: string;
  readonly covered: boolean;
  readonly fault: boolean;
}

export interface RawLine {
  /** `PID`; '' in JSON. */
  readonly name: string;
  readonly fields: readonly RawField[];
  /** Of JSON, or what is no segment: the line as it is. */
  readonly text: string;
  readonly fault: boolean;
}

export interface RawMessage {
  readonly format: 'hl7' | 'json' | 'text';
  readonly lines: readonly RawLine[];
}

/** Lines shown at most; a message with a document in it is longer than anybody reads. */
const mostLines = 400;
const mostText = 300;

/** @param faults places as the matters name them: `OBX-6`, `PID`, `Observation.effectiveDateTime` */
export function showRaw(body: Uint8Array, faults: readonly string[]): RawMessage {
  const text = textOf(body).replace(/^\uFEFF/, '').replaceAll('\u000b', '').trimStart();
  if (/^(MSH|FHS|BHS)/.test(text)) return { format: 'hl7', lines: hl7Lines(text, new Set(faults)).slice(0, mostLines) };
  const json = jsonOf(text);
  if (json === undefined) return { format: 'text', lines: text.split(/\r\n|\r|\n/).slice(0, mostLines).map((line) => lineOf(coverText(line), false)) };
  const keys = new Set(faults.map((fault) => fault.split(/[.\-[\]]/).findLast((part) => /^[a-z]/i.test(part)) ?? ''));
  const lines = JSON.stringify(coverJson(json, []), undefined, 2).split('\n');
  return { format: 'json', lines: lines.slice(0, mostLines).map((line) => lineOf(cut(line), keys.has(/^\s*"([^"]+)":/.exec(line)?.[1] ?? '\0'))) };
}

const lineOf = (text: string, fault: boolean): RawLine => ({ name: '', fields: [], text, fault });

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('gb18030').decode(body);
  }
}

function jsonOf(text: string): unknown {
  try {
    return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function hl7Lines(text: string, faults: ReadonlySet<string>): RawLine[] {
  const separator = text[3] ?? '|';
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').map((line) => {
    const name = line.slice(0, 3);
    if (!/^[A-Z][A-Z0-9]{2}$/.test(name)) return lineOf(coverText(line), false);
    const cells = line.slice(3).split(separator).slice(1);
    const first = /^(MSH|FHS|BHS)$/.test(name) ? 2 : 1;
    const valueType = cells[1] ?? '';
    const fields = cells.map((cell, place) => fieldOf(name, first + place, cell, valueType, faults));
    return { name, fields, text: '', fault: faults.has(name) || [...faults].some((fault) => fault.startsWith(`${name}-`) && fields.every(({ at }) => at !== placeOf(fault))) };
  });
}

/** `PV1-3.4` and `OBX-5(2)` are in PV1-3 and OBX-5. */
const placeOf = (fault: string): string => /^[A-Z][A-Z0-9]{2}-\d+/.exec(fault)?.[0] ?? fault;

function fieldOf(name: string, place: number, cell: string, valueType: string, faults: ReadonlySet<string>): RawField {
  const at = `${name}-${place}`;
  const covered = cell !== '' && isPersonal(name, place, valueType);
  return { at, text: cut(covered ? coverAll(cell) : coverText(cell)), covered, fault: [...faults].some((fault) => placeOf(fault) === at) };
}

/** Segments that are about people outside the hospital's staff, all of them but their counting field. */
const wholePersons = new Set(['NK1', 'GT1', 'IN1', 'IN2', 'IN3', 'PD1', 'CON']);
const personalFields: Readonly<Record<string, readonly number[]>> = {
  PID: [2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 14, 18, 19, 20, 21, 23, 26, 28],
  MRG: [1, 2, 3, 4, 5, 6, 7],
  PV1: [5, 19, 50],
  NTE: [3],
  AL1: [5],
  ARV: [3],
};
/** Findings in words name people; numbers and codes do not. */
const wordTypes = new Set(['TX', 'FT', 'ED', 'RP', 'XPN', 'XAD', 'XTN', 'CX']);

function isPersonal(name: string, place: number, valueType: string): boolean {
  if (wholePersons.has(name)) return place > 1;
  return (personalFields[name] ?? []).includes(place) || (name === 'OBX' && place === 5 && wordTypes.has(valueType));
}

/** Letters, digits and characters covered; separators stay, so that one sees how it is built. */
const coverAll = (text: string): string => text.replaceAll(/[\p{L}\p{N}]/gu, '＊');

/** Numbers of identity cards and telephones, wherever they stand. */
const coverText = (text: string): string => cut(text.replaceAll(/(?<![\dA-Za-z])(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![\dA-Za-z])/g, (number) => '＊'.repeat(number.length)));

const cut = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText)}…（共 ${text.length} 个字）` : text);

const personalKeys = new Set(['family', 'given', 'line', 'city', 'district', 'postalCode', 'div', 'data', 'birthDate', 'birthTime', 'phone', 'address', 'idNumber', 'guardian', 'guardianPhone', 'base64', 'valueString', 'conclusion', 'note', 'notes', 'photo']);
const patientKeys = new Set(['patient', 'subject', 'beneficiary', 'contact']);

/** @param path keys from the top; places in lists left out */
function coverJson(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => coverJson(each, path));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, coverJson(each, [...path, key])]));
  if (typeof value !== 'string') return value;
  return isPersonalPath(path) ? coverAll(value) : coverText(value);
}

function isPersonalPath(path: readonly string[]): boolean {
  const [key = '', parent = ''] = path.toReversed();
  if (path.some((each) => personalKeys.has(each))) return true;
  if (key === 'value') return ['identifier', 'telecom', 'ids', 'gone'].includes(parent);
  if (key === 'text' || key === 'name') return parent === 'name' || patientKeys.has(parent);
  return key === 'display' && patientKeys.has(parent);
}
