/** DiagnosticReport with its Observations, and Observations that no report gathers. */
import type { Document, LaboratoryOrder, LaboratoryResult, Specimen } from '../../statements/schema.ts';
import type { Entry } from '../bundle.ts';
import { codeOf, codesIn, codeWithAlternates, wordsOf, meaningIn } from '../code.ts';
import { type Node, child, nodes, present, text, unlessEmpty } from '../node.ts';
import type { Target } from '../references.ts';
import { firstInstant, instant } from '../time.ts';
import { type Resource, numberIn } from './context.ts';
import { contentOf } from './document.ts';
import { staffIn, staffOf } from './people.ts';
import { resultsOf, separateSlots } from './result.ts';

/** Looks a found Observation up as a resource to be read; what was read for a report is not read again. */
export type Gather = (target: Target) => Resource | undefined;

const statuses: Readonly<Partial<Record<string, string>>> = { registered: 'I', partial: 'R', preliminary: 'P', final: 'F', amended: 'C', corrected: 'C', appended: 'C', cancelled: 'X', 'entered-in-error': 'X' };

export function reportOf(one: Resource, gather: Gather): LaboratoryOrder | undefined {
  const { resource, notes, reading } = one;
  const specimen = specimenOf(one);
  const observedAt = firstInstant(notes, [resource, 'effectiveDateTime'], [child(resource, 'effectivePeriod'), 'start']) ?? specimen?.collectedAt;
  const [request] = one.findAll('basedOn');
  const filler = numberIn(resource, 'FILL');
  const number = `${reading.origin}|${one.who}|${filler ?? observedAt ?? ''}`;
  const members = membersOf(one, gather);
  const results = members.flatMap((member) => resultsOf(member, { number, observedAt, origin: reading.origin }));
  const conclusion = [text(resource, 'conclusion'), ...codesIn(resource, 'conclusionCode').map((code) => code.text ?? code.id)].filter((each) => each !== undefined);
  // Named and not here yet: they come with the report when they come.
  if (results.length === 0 && conclusion.length === 0 && nodes(resource, 'result').length === 0) return undefined;
  return present({
    ...orderedBy(request, one),
    pieces: results.some(({ told }) => told !== undefined) ? ('gathered' as const) : undefined,
    filler,
    code: codeWithAlternates(child(resource, 'code')),
    service: serviceOf(resource),
    specimen,
    resultStatus: meaningIn(statuses, text(resource, 'status')),
    observedAt,
    reportedAt: instant(resource, 'issued', notes),
    results: separateSlots(results),
    notes: conclusion,
  });
}

/** Observations without a report, as one order by what they were ordered with. */
export function looseReport(all: readonly Resource[]): LaboratoryOrder | undefined {
  const [one] = all;
  if (one === undefined) return undefined;
  const { reading, resource } = one;
  const [request] = one.findAll('basedOn');
  const ordered = orderedBy(request, one);
  const number = ordered.placer === undefined ? undefined : `${reading.origin}|${one.who}|${ordered.placer}`;
  const results = all.flatMap((each) => resultsOf(each, { number, origin: reading.origin }));
  if (results.length === 0) return undefined;
  return present({
    ...ordered,
    pieces: results.some(({ told }) => told !== undefined) ? ('alone' as const) : undefined,
    code: request === undefined ? codeWithAlternates(child(resource, 'code')) : codeWithAlternates(child(request.entry.resource, 'code')),
    service: serviceOf(resource),
    specimen: specimenOf(one),
    resultStatus: latest(results),
    observedAt: results[0]?.observedAt,
    reportedAt: instant(resource, 'issued', one.notes),
    results: separateSlots(results),
    notes: [],
  });
}

const latest = (results: readonly LaboratoryResult[]): string | undefined => results.find(({ status }) => status === 'C' || status === 'D')?.status ?? results[0]?.status;

function orderedBy(request: Target | undefined, one: Resource): Pick<LaboratoryOrder, 'placer' | 'orderingDoctor' | 'priority'> {
  if (request === undefined) return {};
  const { resource } = request.entry;
  const requester = one.reading.references.resolve(child(resource, 'requester'), request.entry);
  return present({ placer: numberIn(resource, 'PLAC'), orderingDoctor: staffOf(requester, one.reading), priority: text(resource, 'priority') });
}

/** Table 0074 where the sender says it, else the first category. */
function serviceOf(resource: Node): string | undefined {
  const categories = codesIn(resource, 'category');
  return (categories.find(({ system }) => system === 'HL70074') ?? categories[0])?.id ?? categories[0]?.text;
}

/** Results by reference, in the bundle or contained; panels opened, each Observation once. */
function membersOf(one: Resource, gather: Gather): Resource[] {
  const found = new Map<Entry['resource'], Resource>();
  const open = (holder: Resource, name: string, depth: number): void => {
    for (const target of holder.findAll(name)) {
      const member = target.how === 'here' && target.entry.type === 'Observation' ? gather(target) : undefined;
      if (member === undefined || found.has(member.resource)) continue;
      found.set(member.resource, member);
      if (depth < 4) open(member, 'hasMember', depth + 1);
    }
  };
  open(one, 'result', 0);
  return [...found.values()];
}

function specimenOf(one: Resource): Specimen | undefined {
  const [target] = one.findAll('specimen');
  if (target === undefined) return undefined;
  const { resource } = target.entry;
  const collection = child(resource, 'collection');
  const type = codeOf(child(resource, 'type'));
  return unlessEmpty(
    present({
      number: numberIn(resource, 'FILL') ?? text(child(resource, 'accessionIdentifier'), 'value'),
      code: type?.id,
      text: wordsOf(child(resource, 'type')) ?? text(resource, 'display'),
      system: type?.system,
      source: wordsOf(child(collection, 'bodySite')),
      collectedAt: firstInstant(one.notes, [collection, 'collectedDateTime'], [child(collection, 'collectedPeriod'), 'start']),
      receivedAt: instant(resource, 'receivedTime', one.notes),
    }),
  );
}

/** The sheets of a report: PDF, pictures. */
export function sheetsOf(one: Resource): Document[] {
  const { resource, reading, notes } = one;
  const number = numberIn(resource, 'FILL');
  const [request] = one.findAll('basedOn');
  return nodes(resource, 'presentedForm').flatMap((form, at) => {
    const content = contentOf(form, one);
    if (content === undefined || number === undefined) return [];
    const status = text(resource, 'status');
    return [present({
      kind: 'document' as const,
      number: at === 0 ? number : `${number}#${at + 1}`,
      version: text(child(resource, 'meta'), 'versionId'),
      shelf: 'report' as const,
      type: codeOf(child(resource, 'code')) ?? {},
      title: text(form, 'title') ?? wordsOf(child(resource, 'code')),
      author: staffIn([...one.findAll('resultsInterpreter'), ...one.findAll('performer')], reading),
      writtenAt: firstInstant(notes, [resource, 'issued'], [resource, 'effectiveDateTime']),
      state: status === 'entered-in-error' || status === 'cancelled' ? ('withdrawn' as const) : status === 'amended' || status === 'corrected' || status === 'appended' ? ('corrected' as const) : status === 'final' ? ('signed' as const) : ('written' as const),
      order: request === undefined ? undefined : numberIn(request.entry.resource, 'PLAC'),
      content,
    })];
  });
}
