/** ServiceRequest and the medication resources: what was ordered, what was done about it. */
import { consultationType } from '../../statements/format.consultations.ts';
import type { ClinicalOrder, Code, Consultation, Execution, Operation, OrderCategory, OrderState } from '../../statements/schema.ts';
import { codeOf, codesIn, codesOf, says, wordsOf, meaningIn } from '../code.ts';
import { type Node, child, extension, nodes, present, text, texts } from '../node.ts';
import { note } from '../notes.ts';
import type { Target } from '../references.ts';
import { firstInstant, instant } from '../time.ts';
import { type Resource, numberIn } from './context.ts';
import { departmentOfRole, organizationOf, staffIn, staffOf } from './people.ts';

const states: Readonly<Partial<Record<string, OrderState>>> = { draft: 'ordered', active: 'ordered', 'on-hold': 'held', revoked: 'cancelled', cancelled: 'cancelled', completed: 'completed', stopped: 'stopped', ended: 'stopped', 'entered-in-error': 'cancelled' };

/** By SNOMED CT codes of the R4 example value set, table 0074, and words. */
const categories: readonly (readonly [OrderCategory, readonly string[], RegExp])[] = [
  ['laboratory', ['108252007', 'laboratory', 'LAB'], /检验|化验|laborator/i],
  ['examination', ['363679005', 'imaging', 'RAD'], /检查|影像|imaging|radiolog/i],
  ['operation', ['387713003'], /手术|surg/i],
  ['nursing', ['9632001'], /护理|nursing/i],
  ['diet', ['182922004'], /饮食|膳食|diet/i],
  ['blood', ['116859006'], /输血|备血|transfusion/i],
  ['treatment', ['386053000', '277132007'], /治疗|处置|therap|treatment/i],
];

const consults = /会诊|consult/i;
const consultationCodes = ['11429006', '103696004'];
export const isConsultation = (resource: Node): boolean => says([...codesIn(resource, 'category'), ...codesOf(child(resource, 'code'))], consultationCodes, consults);

/** Known words first; what the sender alone knows goes on as sent, for the code mappings. */
function categoryOf({ resource }: Resource): Pick<ClinicalOrder, 'category' | 'sentCategory'> {
  const own = codesIn(resource, 'category');
  const found = categories.find(([, ids, words]) => says([...own, ...codesOf(child(resource, 'code'))], ids, words))?.[0] ?? (nodes(resource, 'specimen').length > 0 ? 'laboratory' : undefined);
  if (found !== undefined) return { category: found };
  const sent = own.find((code) => !isTerm(code) && !says([code], consultationCodes, consults));
  return present({ category: 'other' as const, sentCategory: sent?.id ?? sent?.text });
}

export function serviceOf(one: Resource): ClinicalOrder {
  const { resource, notes, reading } = one;
  const quantity = child(resource, 'quantityQuantity');
  const timing = child(resource, 'occurrenceTiming');
  const bounds = child(child(timing, 'repeat'), 'boundsPeriod');
  const stopAt = firstInstant(notes, [child(resource, 'occurrencePeriod'), 'end'], [bounds, 'end']);
  const status = text(resource, 'status') ?? '';
  return present({
    kind: 'order' as const,
    number: numberIn(resource, 'PLAC'),
    filler: nodes(resource, 'identifier').length > 1 ? fillerOf(resource) : undefined,
    group: text(child(resource, 'requisition'), 'value'),
    ...categoryOf(one),
    ...termOf(resource),
    code: codeOf(child(resource, 'code')),
    name: wordsOf(child(resource, 'code')),
    quantity: amountOf(quantity),
    frequency: frequencyOf(timing),
    notes: isConsultation(resource) ? undefined : notesOf(resource),
    startAt: firstInstant(notes, [resource, 'occurrenceDateTime'], [child(resource, 'occurrencePeriod'), 'start'], [bounds, 'start']),
    stopAt,
    // R4 has no "stopped" for a service: what was revoked with an end went on until then.
    state: status === 'revoked' && stopAt !== undefined ? 'stopped' : meaningIn(states, status),
    doctor: staffOf(one.find('requester'), reading),
    stoppedBy: stoppedBy(one, 'relevantHistory'),
    department: departmentOf(one) ?? (isConsultation(resource) ? undefined : departmentIn(one.findAll('performer'))),
    urgent: isUrgent(resource),
    orderedAt: instant(resource, 'authoredOn', notes),
  });
}

/** Who asks may be a person: only what says it is an organization is a department. */
const departmentIn = (targets: readonly Target[]): string | undefined => organizationOf(targets.find(({ entry }) => entry.type === 'Organization'));
const hastes: Readonly<Partial<Record<string, boolean>>> = { urgent: true, asap: true, stat: true, routine: false };
const isUrgent = (resource: Node): boolean | undefined => hastes[text(resource, 'priority') ?? ''];

/** Of whoever asks: an organization, a role's, else where the hospital's profile says it. */
function departmentOf(one: Resource): string | undefined {
  const [requester] = one.findAll('requester');
  const told = requester === undefined ? undefined : (departmentIn([requester]) ?? departmentOfRole(requester, one.reading));
  return told ?? organizationOf(one.find('valueReference', extension(one.resource, 'request-department')));
}

/** Who ended it, in the request's own history (Provenance). */
function stoppedBy(one: Resource, element: 'relevantHistory' | 'eventHistory'): ClinicalOrder['stoppedBy'] {
  if (!['revoked', 'stopped', 'cancelled', 'ended'].includes(text(one.resource, 'status') ?? '')) return undefined;
  const last = one.findAll(element).findLast(({ entry }) => entry.type === 'Provenance');
  const agent = nodes(last?.entry.resource, 'agent').map((each) => (last === undefined ? undefined : one.reading.references.resolve(child(each, 'who'), last.entry)));
  return staffIn(agent.filter((each) => each !== undefined), one.reading);
}
const notesOf = (resource: Node): string[] | undefined => {
  const all = [...nodes(resource, 'note').flatMap((each) => text(each, 'text') ?? []), ...texts(resource, 'patientInstruction')];
  return all.length === 0 ? undefined : all;
};

function fillerOf(resource: Node): string | undefined {
  const filled = nodes(resource, 'identifier').find((each) => codesOf(child(each, 'type')).some(({ id }) => id === 'FILL'));
  return text(filled, 'value');
}

export function consultationOf(one: Resource): Consultation | undefined {
  const { resource, notes, reading } = one;
  const number = numberIn(resource, 'PLAC');
  if (number === undefined) return undefined;
  const invited = one.findAll('performer').map((target) => present({ department: organizationOf(target) ?? departmentOfRole(target, reading), staff: staffOf(target, reading) })).filter((each) => each.department !== undefined || each.staff !== undefined);
  const opinions = opinionsIn(one, invited);
  const status = text(resource, 'status');
  return present({
    kind: 'consultation' as const,
    number,
    type: consultationType(wordsOf(child(resource, 'code')) ?? '', isUrgent(resource)),
    requestedBy: staffOf(one.find('requester'), reading),
    department: departmentOf(one),
    requestedAt: instant(resource, 'authoredOn', notes),
    plannedAt: firstInstant(notes, [resource, 'occurrenceDateTime'], [child(resource, 'occurrencePeriod'), 'start']),
    purpose: wordsOf(child(resource, 'reasonCode')) ?? nodes(resource, 'note').flatMap((each) => (child(each, 'authorReference') === undefined ? (text(each, 'text') ?? []) : []))[0],
    invited: invited.length === 0 ? undefined : invited,
    opinions: opinions.length === 0 ? undefined : opinions,
    state: status === 'completed' ? ('done' as const) : status === 'revoked' || status === 'entered-in-error' ? ('cancelled' as const) : ('requested' as const),
  });
}

/** A note that somebody who was asked wrote under her name; what the doctor who asks writes is no opinion. */
function opinionsIn(one: Resource, invited: NonNullable<Consultation['invited']>): NonNullable<Consultation['opinions']> {
  const asker = staffOf(one.find('requester'), one.reading)?.number;
  return nodes(one.resource, 'note').flatMap((each) => {
    const [author, said] = [one.find('authorReference', each), text(each, 'text')];
    const by = staffOf(author, one.reading);
    if (author === undefined || by === undefined || said === undefined || (by.number !== undefined && by.number === asker)) return [];
    const department = departmentOfRole(author, one.reading) ?? invited.find(({ staff }) => staff?.number === by.number)?.department ?? (invited.length === 1 ? invited[0]?.department : undefined);
    return [present({ by, department, at: instant(each, 'time', one.notes), text: said })];
  });
}

function amountOf(quantity: Node | undefined): { amount: string; unit?: string } | undefined {
  const amount = text(quantity, 'value');
  return amount === undefined ? undefined : present({ amount, unit: text(quantity, 'unit') ?? text(quantity, 'code') });
}

/** The sender's word (`bid`, `每日两次`), else the repeat in numbers. */
function frequencyOf(timing: Node | undefined): string | undefined {
  const said = wordsOf(child(timing, 'code'));
  if (said !== undefined) return said;
  const repeat = child(timing, 'repeat');
  const [times, period, unit] = [text(repeat, 'frequency'), text(repeat, 'period'), text(repeat, 'periodUnit')];
  return period === undefined || unit === undefined ? undefined : `${times ?? '1'}/${period}${unit}`;
}

/** The drug itself, coded or referred to. */
function drugOf(one: Resource): { concept: Node | undefined; form: string | undefined } {
  const { resource } = one;
  const coded = child(resource, 'medicationCodeableConcept') ?? child(child(resource, 'medication'), 'concept');
  if (coded !== undefined) return { concept: coded, form: undefined };
  const target = one.find('medicationReference') ?? one.find('reference', child(resource, 'medication'));
  const held = target?.entry.resource;
  return { concept: child(held, 'code') ?? (text(held, 'display') === undefined ? undefined : { text: text(held, 'display') }), form: wordsOf(child(held, 'form')) };
}

export function prescriptionOf(one: Resource): ClinicalOrder {
  const { resource, notes, reading } = one;
  const { concept, form } = drugOf(one);
  const [dosage] = nodes(resource, 'dosageInstruction');
  const [rate] = nodes(dosage, 'doseAndRate');
  const dispense = child(resource, 'dispenseRequest');
  const timing = child(dosage, 'timing');
  const term = termOf(resource);
  const together = text(child(resource, 'groupIdentifier'), 'value');
  const words = [text(dosage, 'patientInstruction'), ...(notesOf(resource) ?? [])].filter((each) => each !== undefined);
  return present({
    kind: 'order' as const,
    number: numberIn(resource, 'PLAC'),
    filler: nodes(resource, 'identifier').length > 1 ? fillerOf(resource) : undefined,
    // Lines given together; of outpatients the sheet of paper they stand on.
    ...(term.term === 'prescription' ? { prescription: together } : { group: together }),
    category: 'drug' as const,
    ...term,
    code: codeOf(concept),
    name: wordsOf(concept),
    specification: form,
    dose: amountOf(child(rate, 'doseQuantity')),
    quantity: amountOf(child(dispense, 'quantity')),
    route: wordsOf(child(dosage, 'route')),
    frequency: frequencyOf(timing) ?? text(dosage, 'text'),
    notes: words.length === 0 ? undefined : words,
    startAt: firstInstant(notes, [child(child(timing, 'repeat'), 'boundsPeriod'), 'start'], [child(dispense, 'validityPeriod'), 'start'], [resource, 'authoredOn']),
    stopAt: firstInstant(notes, [child(child(timing, 'repeat'), 'boundsPeriod'), 'end']),
    state: meaningIn(states, text(resource, 'status')),
    doctor: staffOf(one.find('requester'), reading),
    stoppedBy: stoppedBy(one, 'eventHistory'),
    department: departmentOf(one),
    urgent: isUrgent(resource),
    orderedAt: instant(resource, 'authoredOn', notes),
  });
}

const terms: readonly (readonly [NonNullable<ClinicalOrder['term']>, readonly string[], RegExp])[] = [
  ['long', ['continuous', 'seasonal'], /长期/],
  ['temporary', ['acute'], /临时/],
  ['prescription', ['outpatient', 'community', 'discharge'], /门诊|处方|出院带药/],
];
const isTerm = (code: Code): boolean => terms.some(([, ids, words]) => says([code], ids, words));

/** Of drugs R4 has an element for it; of services a category says it, or the hospital's profile. What is not known goes on as sent. */
function termOf(resource: Node): Pick<ClinicalOrder, 'term' | 'sentTerm'> {
  const own = codesOf(child(extension(resource, 'request-term'), 'valueCodeableConcept'));
  const plain = text(extension(resource, 'request-term'), 'valueString');
  const course = [...own, ...(plain === undefined ? [] : [{ text: plain }]), ...codesIn(resource, 'courseOfTherapyType')];
  const term = terms.find(([, ids, words]) => says([...course, ...codesIn(resource, 'category')], ids, words))?.[0];
  const [sent] = course;
  return present({ term, sentTerm: term === undefined ? (sent?.id ?? sent?.text) : undefined });
}

/** What an order of the theatre asks for; its list (Procedure) speaks of the same number. */
export function operationAsked(order: ClinicalOrder): Operation | undefined {
  if (order.category !== 'operation' || order.number === undefined) return undefined;
  const { number, filler, department, startAt, stopAt, code, name, urgent, state } = order;
  return present({ kind: 'operation' as const, number, aliases: filler === undefined || filler === number ? undefined : [filler], department, plannedFrom: startAt, plannedUntil: stopAt ?? undefined, procedure: code, name, urgent, state: state === undefined ? undefined : operationStates[state] });
}

const operationStates: Readonly<Record<OrderState, NonNullable<Operation['state']>>> = { ordered: 'requested', checked: 'planned', running: 'running', completed: 'over', stopped: 'cancelled', cancelled: 'cancelled', refused: 'cancelled', held: 'requested' };

const given: Readonly<Partial<Record<string, Execution['state']>>> = { completed: 'given', 'in-progress': 'given', 'not-done': 'not-given', stopped: 'given', declined: 'refused' };

/** MedicationAdministration, MedicationDispense, and a Procedure that carries out an order. */
export function executionOf(one: Resource, order: string, base: Partial<Execution>): Execution {
  const { resource, notes, reading } = one;
  const dosage = child(resource, 'dosage');
  return present({
    kind: 'execution' as const,
    order,
    number: numberIn(resource),
    state: 'done' as const,
    at: firstInstant(notes, [resource, 'effectiveDateTime'], [child(resource, 'effectivePeriod'), 'start'], [resource, 'occurenceDateTime'], [resource, 'whenHandedOver'], [resource, 'whenPrepared'], [resource, 'performedDateTime'], [child(resource, 'performedPeriod'), 'start']),
    by: staffIn(nodes(resource, 'performer').flatMap((each) => one.find('actor', each) ?? []), reading),
    dose: amountOf(child(dosage, 'dose')) ?? amountOf(child(resource, 'quantity')),
    note: text(nodes(resource, 'note')[0], 'text') ?? wordsOf(child(resource, 'statusReason')),
    ...base,
  });
}

export function administrationOf(one: Resource): Execution | undefined {
  const order = one.reading.numberOf(one.find('request'));
  const state = meaningIn(given, text(one.resource, 'status'));
  if (order === undefined || state === undefined) {
    note(one.notes, order === undefined ? 'request' : 'status', order === undefined ? 'order-missing' : 'status-unknown');
    return undefined;
  }
  return executionOf(one, order, { state });
}

export function dispenseOf(one: Resource): Execution | undefined {
  const order = one.reading.numberOf(one.findAll('authorizingPrescription')[0]);
  if (order === undefined) note(one.notes, 'authorizingPrescription', 'order-missing');
  const state = ['completed', 'in-progress'].includes(text(one.resource, 'status') ?? '') ? 'dispensed' : meaningIn(given, text(one.resource, 'status'));
  if (order !== undefined && state === undefined) note(one.notes, 'status', 'status-unknown');
  return order === undefined || state === undefined ? undefined : executionOf(one, order, { state });
}
