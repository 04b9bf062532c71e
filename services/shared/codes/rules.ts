/**
 * Codes of a message and what they are here. Pure: the same message and table give the same answer. What no mapping
 * names stays as it was sent, the very object, so a message without mapped codes costs a walk and no copy.
 */
import { readUnit } from '../../links/statements/format.units.ts';
import type { LaboratoryResult, Said, Sender, Statement } from '../../links/statements/schema.ts';
import { type CodeKind, type CodeUse, type Mapping, noUnit } from './model.ts';
import { type Place, statementPlaces, visitPlaces } from './model.places.ts';

/** Mappings by kind, sender and code. */
export interface MappingTable {
  readonly size: number;
  /** The sender's own goes before the one for all senders. */
  find(kind: CodeKind, sender: string, code: string): Mapping | undefined;
}

const keyOf = (kind: string, sender: string, code: string): string => `${kind} ${sender} ${code}`;

export function tableOf(mappings: readonly Mapping[]): MappingTable {
  const all = new Map(mappings.map((one) => [keyOf(one.kind, one.sender, one.foreign), one]));
  return { size: all.size, find: (kind, sender, code) => all.get(keyOf(kind, sender, code)) ?? all.get(keyOf(kind, '', code)) };
}

export const senderName = ({ application, facility }: Sender): string => `${application}|${facility}`;

/** A code as sent, with what it is here when a mapping says so. */
export interface Met extends CodeUse {
  readonly mapped: Mapping | undefined;
}

export interface Translated {
  readonly said: Said;
  readonly met: readonly Met[];
}

interface Desk {
  readonly sender: string;
  readonly table: MappingTable;
  readonly met: Met[];
}

export function translate(said: Said, table: MappingTable): Translated {
  const desk: Desk = { sender: senderName(said.sender), table, met: [] };
  const visit = said.visit === undefined ? undefined : walkAll(desk, said.visit, visitPlaces);
  const statements = said.statements.map((one) => walkAll<Statement>(desk, one, statementPlaces[one.kind] ?? []));
  const changed = visit !== said.visit || statements.some((one, place) => one !== said.statements[place]);
  return { said: changed ? { ...said, statements, ...(visit !== undefined && { visit }) } : said, met: desk.met };
}

function walkAll<T extends object>(desk: Desk, from: T, places: readonly Place[]): T {
  return places.reduce<T>((known, place) => walk(desk, known, place, 0) as T, from);
}

/** Down one path; what nothing changed in is given back itself. */
function walk(desk: Desk, value: unknown, place: Place, depth: number): unknown {
  if (value === undefined || value === null) return value;
  const step = place.path[depth];
  if (step === undefined) return meet(desk, value, place);
  if (step === '*') return Array.isArray(value) ? sameUnlessChanged(value, value.map((each) => walk(desk, each, place, depth + 1))) : value;
  const known = (value as Readonly<Record<string, unknown>>)[step];
  const next = walk(desk, known, place, depth + 1);
  return next === known ? value : { ...value, [step]: next };
}

function sameUnlessChanged(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.some((each, at) => each !== before[at]) ? after : before;
}

function meet(desk: Desk, value: unknown, place: Place): unknown {
  if (place.kind === 'item') return meetResult(desk, value as LaboratoryResult);
  if (typeof value === 'string') return note(desk, { kind: place.kind, code: value, place: place.hl7 })?.ours ?? value;
  if (place.kind === 'staff') return meetStaff(desk, value as { number?: string; name?: string }, place);
  return meetType(desk, value as { id?: string; text?: string }, place);
}

function note({ sender, table, met }: Desk, use: CodeUse): Mapping | undefined {
  const mapped = use.code === '' ? undefined : table.find(use.kind, sender, use.code);
  met.push({ ...use, mapped });
  return mapped;
}

function meetStaff(desk: Desk, person: { readonly number?: string; readonly name?: string }, { hl7 }: Place): unknown {
  if (person.number === undefined) return person;
  const mapped = note(desk, { kind: 'staff', code: person.number, text: person.name, place: hl7 });
  return mapped === undefined ? person : { ...person, number: mapped.ours };
}

function meetType(desk: Desk, type: { readonly id?: string; readonly text?: string }, { hl7 }: Place): unknown {
  const mapped = note(desk, { kind: 'document-type', code: type.id ?? type.text ?? '', text: type.text, place: hl7 });
  return mapped === undefined ? type : { ...type, id: mapped.ours, ...(mapped.text !== '' && { text: mapped.text }) };
}

/** The measurement's slot stays, so a version that was stored before a mapping was mended is known again. */
function meetResult(desk: Desk, result: LaboratoryResult): LaboratoryResult {
  const sent = result.code.id ?? result.code.text ?? '';
  const item = sent === '' ? undefined : note(desk, { kind: 'item', code: sent, text: result.code.text, place: 'OBX-3' });
  const code = item === undefined ? result.code : { ...result.code, id: item.ours, ...(item.text !== '' && { text: item.text }), system: item.system === '' ? undefined : item.system };
  const unit = meetUnit(desk, result, sent);
  const observer = result.observer === undefined ? undefined : (meetStaff(desk, result.observer as { number?: string }, { path: [], kind: 'staff', hl7: 'OBX-16' }) as LaboratoryResult['observer']);
  if (code === result.code && unit === result.unit && observer === result.observer) return result;
  return { ...result, code, ...(unit !== undefined && { unit }), ...(observer !== undefined && { observer }) };
}

function meetUnit(desk: Desk, { unit, value, code }: LaboratoryResult, item: string): LaboratoryResult['unit'] {
  const sent = unit?.id ?? unit?.text ?? '';
  if (sent !== '') {
    const mapped = note(desk, { kind: 'unit', code: sent, place: 'OBX-6' });
    return mapped === undefined ? unit : { id: mapped.ours };
  }
  if (item === '' || (value.kind !== 'number' && value.kind !== 'bounded')) return unit;
  const mapped = note(desk, { kind: 'item-unit', code: item, text: code.text, place: 'OBX-6' });
  return mapped === undefined || mapped.ours === noUnit ? unit : { id: mapped.ours };
}

/** Kinds whose codes only the directory can judge. */
export const directoryKinds = ['department', 'ward', 'staff'] as const;
type DirectoryKind = (typeof directoryKinds)[number];
export const isDirectoryKind = (kind: CodeKind): kind is DirectoryKind => (directoryKinds as readonly string[]).includes(kind);

/** The code as it stands after mapping: what the directory is asked for. */
export const effective = ({ code, mapped }: Met): string => mapped?.ours ?? code;

/** What a document type must be known by; lent by whoever keeps the kinds. */
export type KnowsType = (type: { readonly id: string; readonly text: string }) => boolean;

/** Units that name no quantity we convert, and are right as they are. */
export const otherUnits = /^(\/?(HPF|LPF|HP|LP|h|24h|d|min|次|年|月|日|天|岁|周)|mm\/h|mm\/hr|cm|mm|m|kg|g|mg|ug|pg|fl|℃|cel|°c|degc|bpm|次\/分|mL|mL\/min.*|l\/min|mosm\/kg.*|mosmol\/kg.*|s\/co|coi|cfu\/mL|copies\/mL|拷贝\/ml|mg\/g.*|mg\/mmol.*|ru\/mL|au\/mL|log.*|titer|阳性|\+)$/i;

/** Whether a code that no directory keeps is understood: by its mapping, its name, its system, the table of units. */
export function isUnderstood(met: Met, knowsType: KnowsType): boolean {
  if (met.mapped !== undefined) return true;
  if (met.kind === 'item') return met.text !== undefined && met.text !== met.code ? true : /^\d{1,5}-\d$/.test(met.code) || /\p{Script=Han}/u.test(met.code);
  if (met.kind === 'unit') return readUnit(met.code) !== undefined || otherUnits.test(met.code.trim());
  if (met.kind === 'document-type') return knowsType({ id: met.code, text: met.text ?? '' });
  return false;
}
