/**
 * Codes of a message and what they are here. Pure: the same message and table give the same answer. What no mapping
 * names stays as it was sent, the very object, so a message without mapped codes costs a walk and no copy.
 */
import { readUnit } from '../../links/statements/format.units.ts';
import type { ClinicalOrder, Diagnosis, LaboratoryResult, Said, Sender, Statement } from '../../links/statements/schema.ts';
import { type CodeKind, type CodeUse, type Mapping, noUnit, orderCategories, orderTerms } from './model.ts';
import { type Diagnoses, nameIn } from './rules.diagnoses.ts';
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
  const statements = said.statements.map((one) => walkAll<Statement>(desk, one, placesOf(one)));
  const changed = visit !== said.visit || statements.some((one, place) => one !== said.statements[place]);
  return { said: changed ? { ...said, statements, ...(visit !== undefined && { visit }) } : said, met: desk.met };
}

/** A report's sheet is called after what was examined: it is no kind of record to be mapped. */
function placesOf(statement: Statement): readonly Place[] {
  const places = statementPlaces[statement.kind] ?? [];
  return statement.kind === 'document' && statement.shelf === 'report' ? places.filter(({ kind }) => kind !== 'document-type') : places;
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
  if (place.kind === 'order-category' || place.kind === 'order-term') return meetOrder(desk, value as ClinicalOrder, place);
  if (place.kind === 'diagnosis') return meetDiagnosis(desk, value as Diagnosis, place);
  if (typeof value === 'string') return note(desk, { kind: place.kind, code: value, place: place.hl7 })?.ours ?? value;
  if (place.kind === 'staff') return meetStaff(desk, value as { number?: string; name?: string }, place);
  return meetType(desk, value as { id?: string; text?: string }, place);
}

/** What a sender calls an order's category or term is asked for only where its reader knows no meaning of it. */
function meetOrder(desk: Desk, order: ClinicalOrder, { kind, hl7 }: Place): ClinicalOrder {
  const sent = kind === 'order-category' ? order.sentCategory : order.sentTerm;
  if (sent === undefined) return order;
  const ours = note(desk, { kind, code: sent, place: hl7 })?.ours;
  const [category, term] = [orderCategories.find((each) => each === ours), orderTerms.find((each) => each === ours)];
  if (kind === 'order-category') return category === undefined ? order : { ...order, category };
  return term === undefined ? order : { ...order, term };
}

function meetDiagnosis(desk: Desk, diagnosis: Diagnosis, { hl7 }: Place): Diagnosis {
  if (diagnosis.code === undefined) return diagnosis;
  // Its words say nothing of what the code is here, so they do not make it known.
  const met = note(desk, { kind: 'diagnosis', code: diagnosis.code, text: diagnosis.name, place: hl7 });
  return met === undefined ? diagnosis : { ...diagnosis, code: met.ours, system: met.system === '' ? 'ICD-10' : met.system, ...(met.text !== '' && { name: met.text }) };
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

/** ICD-10 as GB/T 14396 and the national clinical edition extend it (`I21.900`, `I21.900x001`, `M06.991+G63.6*`), and GB/T 15657 of Chinese medicine. */
export const diagnosisCode = /^[A-Z]\d{2}([.\d]\w{0,8})?[+*†]?([A-Z]\d{2}[\w.]*\*?)?$|^[AB]\d{2}(\.\d{2}){1,4}$/i;

/** How often, as wards write it: Chinese words, or the Latin abbreviations. */
const usualFrequency = /^(q(\d{1,2}|o)?(d|h|n|w|m|od|on|am|pm)|\d?(bid|tid|qid)|bid|tid|qid|biw|tiw|qn|qm|qd|qod|qow|st|stat|once|prn|sos|hs|ac|pc|am|pm|continuous|cont)([\s(/-].*)?$/i;
const usualRoute = /^(po|iv|ivgtt|ivd|iv\.?drip|ivp|im|ih|sc|hypo|id|sl|pr|pv|top|inh|neb|ng|nasal|ou|od|os|it|ip|ia|ivpush|oral|intravenous|intramuscular|subcutaneous)\.?$/i;
const han = /\p{Script=Han}/u;

/** Whether a code that no directory keeps is understood: by its mapping, its name, its system, the table of units. */
export function isUnderstood(met: Met, knowsType: KnowsType, diagnoses?: Diagnoses): boolean {
  if (met.mapped !== undefined) return true;
  if (met.kind === 'item') return met.text !== undefined && met.text !== met.code ? true : /^\d{1,5}-\d$/.test(met.code) || /\p{Script=Han}/u.test(met.code);
  if (met.kind === 'unit') return readUnit(met.code) !== undefined || otherUnits.test(met.code.trim());
  if (met.kind === 'diagnosis') return diagnoses === undefined ? diagnosisCode.test(met.code.trim()) : nameIn(diagnoses, met.code) !== undefined;
  if (met.kind === 'frequency') return han.test(met.code) || usualFrequency.test(met.code.trim());
  if (met.kind === 'route') return han.test(met.code) || usualRoute.test(met.code.trim());
  if (met.kind === 'document-type') return knowsType({ id: met.code, text: met.text ?? '' });
  return false;
}
