/**
 * The hospital's own FHIR server: what was told, as the resources it has now. A server knows states and not messages: of
 * each resource everything told of it is folded in the order of its time, whichever was told first. Pure.
 */
import { createHash } from 'node:crypto';
import type { Bundle, Condition, Encounter, EncounterLocation, Extension, FhirResource, Location, MessageHeader, Procedure } from 'fhir/r4.js';
import type { Fact } from '../facts.ts';
import { moment } from './base.ts';
import { bundleOf } from './index.ts';

type Plain = Readonly<Record<string, unknown>>;

/** A resource as one fact tells it. */
interface Telling {
  readonly at: number;
  readonly order: number;
  /** Of ADT: what happened (table 0003). */
  readonly event: string | undefined;
  readonly resource: FhirResource;
}

export interface Shelf {
  /** The resources that are different now. */
  file(fact: Fact): FhirResource[];
  /** What was said of one will not be said again: its content is forgotten. */
  forget(name: string): void;
}

export function createShelf(): Shelf {
  const told = new Map<string, Telling[]>();
  let count = 0;
  return {
    file: (fact) => {
      const bundle = bundleOf(fact);
      const named = namesIn(bundle, fact);
      const event = (bundle.entry ?? []).map(({ resource }) => (resource as MessageHeader | undefined)?.eventCoding?.code).find((code) => code !== undefined);
      const here = new Set([...told.keys(), ...named.values()]);
      return (bundle.entry ?? []).flatMap(({ fullUrl = '', resource }) => {
        const name = named.get(fullUrl);
        if (name === undefined || resource === undefined) return [];
        const own = { ...(pointed(resource, named, here) as Plain), id: name.split('/')[1] } as FhirResource;
        const all = [...(told.get(name) ?? []), { at: fact.sample.at.getTime(), order: count++, event, resource: own }].toSorted((one, other) => one.at - other.at || one.order - other.order);
        told.set(name, all);
        return [resource.resourceType === 'Encounter' ? stayOf(all) : all.map((each) => each.resource).reduce(joined)];
      });
    },
    forget: (name) => void told.delete(name),
  };
}

const idOf = (type: string, key: string): string => `${type}/${createHash('sha256').update(`${type}|${key}`).digest('hex').slice(0, 24)}`;

/** By url in the bundle: the name each resource has on the server, the same whichever fact tells of it. */
function namesIn(bundle: Bundle, fact: Fact): Map<string, string> {
  const { sample } = fact;
  const whose = 'patients' in sample ? sample.patients[0]?.id : 'patient' in sample ? sample.patient.id : undefined;
  const visit = 'visit' in sample ? sample.visit?.number : undefined;
  const uses = new Map((bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'Encounter' ? ((resource as Encounter).diagnosis ?? []).map(({ condition, use }) => [condition.reference ?? '', use?.coding?.[0]?.code ?? ''] as const) : [])));
  const seen = new Map<string, number>();
  const entries = (bundle.entry ?? []).flatMap(({ fullUrl = '', resource }) => (resource === undefined || resource.resourceType === 'MessageHeader' ? [] : [{ fullUrl, resource: resource as FhirResource }]));
  const report = entries.find(({ resource }) => resource.resourceType === 'DiagnosticReport')?.resource;
  return new Map(entries.map(({ fullUrl, resource }) => {
    const key = keyOf(resource, { whose, visit, use: uses.get(fullUrl) ?? '', report: report === undefined ? undefined : numberOf(report) });
    const name = idOf(resource.resourceType, key);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return [fullUrl, times === 1 ? name : idOf(resource.resourceType, `${key}#${times}`)];
  }));
}

interface Around {
  readonly whose: string | undefined;
  readonly visit: string | undefined;
  readonly use: string;
  readonly report: string | undefined;
}

const numberOf = (resource: FhirResource): string => {
  const { masterIdentifier, identifier } = resource as { masterIdentifier?: { value?: string }; identifier?: readonly { value?: string }[] };
  return [masterIdentifier?.value ?? identifier?.[0]?.value ?? '', resource.resourceType === 'DiagnosticReport' ? codeOf(resource) : ''].join('|').replace(/\|$/, '');
};
const codeOf = (resource: FhirResource): string => {
  const { code } = resource as Condition;
  return code?.coding?.[0]?.code ?? code?.text ?? '';
};

function keyOf(resource: FhirResource, { whose = '', visit = '', use, report }: Around): string {
  switch (resource.resourceType) {
    case 'Condition':
      return [visit, use, codeOf(resource)].join('|');
    case 'AllergyIntolerance':
      return [whose, codeOf(resource)].join('|');
    case 'Location':
      return [...((resource.contained ?? []) as Location[]), resource].map(numberOf).join('|');
    case 'Observation':
      return report === undefined ? [whose, codeOf(resource), resource.effectiveDateTime ?? ''].join('|') : [report, codeOf(resource)].join('|');
    default:
      return numberOf(resource);
  }
}

const kept: ReadonlySet<string> = new Set(['Patient', 'Encounter', 'ServiceRequest', 'MedicationRequest', 'Slot']);

/** References of the bundle, and those by number to what stands on the server, as the server has them. */
function pointed(value: unknown, named: ReadonlyMap<string, string>, here: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => pointed(each, named, here));
  if (typeof value !== 'object' || value === null) return value;
  const { reference, type, identifier } = value as { reference?: string; type?: string; identifier?: { value?: string } };
  if (typeof reference === 'string' && named.has(reference)) return { ...value, reference: named.get(reference) };
  if (typeof type === 'string' && kept.has(type) && typeof identifier?.value === 'string') {
    const name = idOf(type, identifier.value);
    if (here.has(name)) return { reference: name };
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pointed(each, named, here)]));
}

/** What a later fact says in place of an earlier one; what it does not mention stays. */
function joined(before: FhirResource, next: FhirResource): FhirResource {
  const extension = extensionsOf(before, next);
  return { ...before, ...next, ...(extension.length > 0 && { extension }), ...(next.resourceType === 'Procedure' && before.resourceType === 'Procedure' && plannedIn(before, next)) } as FhirResource;
}

const extensionsIn = (resource: FhirResource): Extension[] => (resource as Encounter).extension ?? [];

function extensionsOf(before: FhirResource, next: FhirResource): Extension[] {
  return [...new Map([...extensionsIn(before), ...extensionsIn(next)].map((each) => [each.url, each])).values()];
}

const plannedUrl = 'https://qinghe.example/fhir/StructureDefinition/procedure-plannedPeriod';

/** R4 has one period of a procedure: when it was to be is kept beside it once it runs. */
function plannedIn(before: Procedure, next: Procedure): Pick<Procedure, 'extension'> {
  const known = before.extension?.find(({ url }) => url === plannedUrl);
  const planned = known ?? (before.status === 'preparation' && before.performedPeriod !== undefined ? { url: plannedUrl, valuePeriod: before.performedPeriod } : undefined);
  return next.status === 'preparation' || planned === undefined ? {} : { extension: [...extensionsOf(before, next).filter(({ url }) => url !== plannedUrl), planned] };
}

interface Way {
  readonly places: readonly { readonly contained: readonly Location[]; readonly from: string; readonly until?: string }[];
  readonly planned: readonly Location[] | undefined;
  readonly bookedAt: string | undefined;
}

/** A stay with the whole of its way: each place with its period, what it was before (planned) in its history. */
function stayOf(tellings: readonly Telling[]): Encounter {
  const stays = tellings.map(({ resource, ...more }) => ({ ...more, stay: resource as Encounter }));
  const state = stays.map(({ stay }) => stay as FhirResource).reduce(joined) as Encounter;
  const way = stays.reduce(step, { places: [], planned: undefined, bookedAt: undefined });
  const diagnosis = [...new Map(stays.flatMap(({ stay }) => stay.diagnosis ?? []).map((each) => [each.condition.reference, each])).values()];
  const isPlanned = state.status === 'planned';
  const listed = isPlanned && way.planned !== undefined ? [{ contained: way.planned, status: 'planned' as const, period: undefined }] : way.places.map(({ contained, from, until }, index) => ({ contained, status: index < way.places.length - 1 || state.status === 'finished' ? ('completed' as const) : ('active' as const), period: { start: from, ...(until !== undefined ? { end: until } : state.status === 'finished' && state.period?.end !== undefined && { end: state.period.end }) } }));
  const location = listed.map(({ contained, status, period }, index): EncounterLocation => ({ location: { reference: `#${index}-${contained[0]?.id ?? ''}` }, status, ...(period !== undefined && { period }) }));
  const { contained: _places, location: _old, ...bare } = state;
  return {
    ...bare, ...(listed.length > 0 && { contained: listed.flatMap(({ contained }, index) => contained.map((each) => ({ ...each, id: `${index}-${each.id ?? ''}`, ...(each.partOf?.reference !== undefined && { partOf: { reference: `#${index}-${each.partOf.reference.slice(1)}` } }) }))), location }),
    ...(diagnosis.length > 0 && { diagnosis }), ...(way.bookedAt !== undefined && !isPlanned && { statusHistory: [{ status: 'planned' as const, period: { start: way.bookedAt } }] }),
    // Whoever sees a doctor is there; R4's `arrived` would wait.
    ...(state.status === 'arrived' && { status: 'in-progress' as const }),
  };
}

function step(way: Way, { at, event, stay }: { readonly at: number; readonly event: string | undefined; readonly stay: Encounter }): Way {
  const now = ((stay.contained ?? []) as Location[]).filter(({ id }) => id?.startsWith('now-') === true);
  if (event === 'A05') return { ...way, planned: now, bookedAt: way.bookedAt ?? moment(new Date(at)) };
  const last = way.places.at(-1);
  if (now.length === 0 || (last !== undefined && JSON.stringify(last.contained) === JSON.stringify(now))) return way;
  const from = last === undefined ? (stay.period?.start ?? moment(new Date(at))) : moment(new Date(at));
  return { ...way, places: [...way.places.slice(0, -1), ...(last === undefined ? [] : [{ ...last, until: from }]), { contained: now, from }] };
}
