/** Observation: a measurement of a report, or what a nurse wrote down. */
import type { LaboratoryResult, Observation } from '../../statements/schema.ts';
import { codesIn, codeWithAlternates, codesOf, says, wordsOf, meaningIn } from '../code.ts';
import { type Node, child, nodes, present, text } from '../node.ts';
import { note } from '../notes.ts';
import { firstInstant } from '../time.ts';
import type { Version } from '../versions.ts';
import { type Resource, identifierOf } from './context.ts';
import { staffIn } from './people.ts';
import { rangeOf, readValue } from './value.ts';

/** R4 ObservationStatus to table 0085. */
const statuses: Readonly<Partial<Record<string, string>>> = { registered: 'I', preliminary: 'P', final: 'F', amended: 'C', corrected: 'C', cancelled: 'X', 'entered-in-error': 'D' };
export const statusOf = (resource: Node): string | undefined => meaningIn(statuses, text(resource, 'status'));
const replacing = new Set(['C', 'D']);

/** Of a ward rather than a laboratory. */
const nursing = ['vital-signs', 'survey', 'exam', 'social-history', 'activity', 'therapy'];
export const isNursing = (resource: Node): boolean => says(codesIn(resource, 'category'), nursing, /生命体征|体温单|护理|vital/i);

/** What a result takes from its report. */
export interface ReportFacts {
  /** Sender, patient and the number of the report; `undefined` in an Observation of its own. */
  readonly number: string | undefined;
  readonly observedAt?: string | undefined;
  readonly origin: string;
}

/** One Observation and its components, each a result. A panel that only holds others gives none. */
export function resultsOf(one: Resource, report: ReportFacts): LaboratoryResult[] {
  const { resource, notes } = one;
  const components = nodes(resource, 'component');
  const own = readValue(resource);
  const holdsOthers = components.length > 0 || nodes(resource, 'hasMember').length > 0;
  const base = baseOf(one, report);
  const whole = own.value.kind === 'none' && holdsOthers ? [] : [resultOf(one, resource, base, '')];
  const parts = components.map((component, at) => {
    const { id, text: words } = codeWithAlternates(child(component, 'code'));
    return resultOf(one, component, base, id ?? words ?? String(at + 1));
  });
  if (whole.length === 0 && parts.length === 0 && !holdsOthers) note(notes, 'value', 'value-missing');
  return [...whole, ...parts];
}

interface Base extends ReportFacts {
  readonly key: string;
  readonly status: string | undefined;
  readonly at: string | undefined;
  readonly told: Version | undefined;
}

/** The same for every version of a measurement: its own identifier, its id on the sender's server, else order and item. */
function baseOf(one: Resource, report: ReportFacts): Base {
  const { resource, entry, notes } = one;
  const identifier = identifierOf(resource, 'FILL');
  const value = text(identifier, 'value');
  const { id, text: words } = codeWithAlternates(child(resource, 'code'));
  const own = value !== undefined ? `${text(identifier, 'system') ?? ''}#${value}` : entry.owned && entry.id !== undefined ? `Observation/${entry.id}` : undefined;
  const at = firstInstant(notes, [resource, 'effectiveDateTime'], [resource, 'effectiveInstant'], [child(resource, 'effectivePeriod'), 'start'], [resource, 'issued']) ?? report.observedAt;
  const key = own === undefined ? [report.number ?? `${report.origin}|${at ?? ''}`, id ?? words ?? ''].join('|') : `${report.origin}|${own}`;
  return { ...report, key, status: statusOf(resource), at, told: own === undefined ? undefined : one.reading.versionOf(entry) };
}

function resultOf(one: Resource, holder: Node, base: Base, subId: string): LaboratoryResult {
  const { resource, notes, reading } = one;
  const code = codeWithAlternates(child(holder, 'code'));
  const { value, unit, type, unreadable } = readValue(holder);
  const nameless = code.id === undefined && code.text === undefined;
  if (nameless) note(notes, 'code', 'item-missing');
  const slot = subId === '' ? base.key : `${base.key}|${subId}`;
  const unsafe = nodes(resource, 'modifierExtension').length > 0 ? 'modifier-extension' : undefined;
  const absent = wordsOf(child(holder, 'dataAbsentReason'));
  return present({
    subId: subId === '' ? undefined : subId,
    code,
    valueType: type,
    value,
    unit,
    referenceRange: rangeOf(holder),
    flags: nodes(holder, 'interpretation').flatMap((each) => codesOf(each)[0]?.id ?? codesOf(each)[0]?.text ?? []),
    status: base.status,
    observedAt: base.at,
    method: wordsOf(child(resource, 'method')),
    observer: staffIn(one.findAll('performer'), reading),
    notes: [...nodes(resource, 'note').flatMap((each) => text(each, 'text') ?? []), ...(absent === undefined ? [] : [absent])],
    slot,
    correctionOf: replacing.has(base.status ?? '') ? slot : undefined,
    told: base.told,
    unreadable: unreadable ?? unsafe ?? (nameless && value.kind !== 'none' ? 'item-missing' : undefined),
  });
}

/** What a nurse measured; a blood pressure is two of them. */
export function observationsOf(one: Resource): Observation[] {
  const { resource, notes } = one;
  const at = firstInstant(notes, [resource, 'effectiveDateTime'], [resource, 'effectiveInstant'], [child(resource, 'effectivePeriod'), 'start'], [resource, 'issued']);
  if (at === undefined) {
    note(notes, 'effective', 'time-missing');
    return [];
  }
  return [resource, ...nodes(resource, 'component')].flatMap((holder) => {
    const code = codesOf(child(holder, 'code'))[0];
    const { value, unit } = readValue(holder);
    if (code === undefined || value.kind === 'none' || value.text === '') return [];
    return [present({
      kind: 'observation' as const,
      code,
      value: value.text,
      unit: unit?.id ?? unit?.text,
      at,
      by: staffIn(one.findAll('performer'), one.reading),
      site: wordsOf(child(resource, 'bodySite')),
      note: text(nodes(resource, 'note')[0], 'text'),
      withdrawn: text(resource, 'status') === 'entered-in-error' ? true : undefined,
    })];
  });
}

/** The same item twice in one report: told apart by their place. */
export function separateSlots(results: readonly LaboratoryResult[]): LaboratoryResult[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const count = (seen.get(result.slot) ?? 0) + 1;
    seen.set(result.slot, count);
    if (count === 1) return result;
    const slot = `${result.slot}#${count}`;
    return { ...result, slot, ...(result.correctionOf !== undefined && { correctionOf: slot }) };
  });
}

