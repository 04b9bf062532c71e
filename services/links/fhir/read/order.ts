/** ServiceRequest and the medication resources: what was ordered, what was done about it. */
import type { ClinicalOrder, Consultation, Execution, OrderCategory, OrderState } from '../../statements/schema.ts';
import { codeOf, codesIn, codesOf, says, wordsOf } from '../code.ts';
import { type Node, child, nodes, present, text, texts } from '../node.ts';
import { note } from '../notes.ts';
import type { Target } from '../references.ts';
import { firstInstant, instant } from '../time.ts';
import { type Resource, numberIn } from './context.ts';
import { organizationOf, staffIn, staffOf } from './people.ts';

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
export const isConsultation = (resource: Node): boolean => says([...codesIn(resource, 'category'), ...codesOf(child(resource, 'code'))], ['11429006', '103696004'], consults);

function categoryOf(one: Resource): OrderCategory {
  const codes = [...codesIn(one.resource, 'category'), ...codesOf(child(one.resource, 'code'))];
  const found = categories.find(([, ids, words]) => says(codes, ids, words))?.[0];
  return found ?? (nodes(one.resource, 'specimen').length > 0 ? 'laboratory' : 'other');
}

export function serviceOf(one: Resource): ClinicalOrder {
  const { resource, notes, reading } = one;
  const quantity = child(resource, 'quantityQuantity');
  return present({
    kind: 'order' as const,
    number: numberIn(resource, 'PLAC'),
    filler: nodes(resource, 'identifier').length > 1 ? fillerOf(resource) : undefined,
    group: text(child(resource, 'requisition'), 'value'),
    category: categoryOf(one),
    code: codeOf(child(resource, 'code')),
    name: wordsOf(child(resource, 'code')),
    quantity: amountOf(quantity),
    frequency: frequencyOf(child(resource, 'occurrenceTiming')),
    notes: notesOf(resource),
    startAt: firstInstant(notes, [resource, 'occurrenceDateTime'], [child(resource, 'occurrencePeriod'), 'start']),
    stopAt: instant(child(resource, 'occurrencePeriod'), 'end', notes),
    state: states[text(resource, 'status') ?? ''],
    doctor: staffOf(one.find('requester'), reading),
    department: departmentIn([...one.findAll('requester'), ...one.findAll('performer')]),
    urgent: isUrgent(resource),
    orderedAt: instant(resource, 'authoredOn', notes),
  });
}

/** Who asks may be a person: only what says it is an organization is a department. */
const departmentIn = (targets: readonly Target[]): string | undefined => organizationOf(targets.find(({ entry }) => entry.type === 'Organization'));
const isUrgent = (resource: Node): boolean | undefined => (['urgent', 'asap', 'stat'].includes(text(resource, 'priority') ?? '') ? true : undefined);
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
  const invited = one.findAll('performer').map((target) => present({ department: organizationOf(target), staff: staffOf(target, reading) })).filter((each) => each.department !== undefined || each.staff !== undefined);
  const status = text(resource, 'status');
  return present({
    kind: 'consultation' as const,
    number,
    type: wordsOf(child(resource, 'code')),
    requestedBy: staffOf(one.find('requester'), reading),
    department: departmentIn(one.findAll('requester')),
    requestedAt: instant(resource, 'authoredOn', notes),
    plannedAt: firstInstant(notes, [resource, 'occurrenceDateTime'], [child(resource, 'occurrencePeriod'), 'start']),
    purpose: wordsOf(child(resource, 'reasonCode')) ?? notesOf(resource)?.[0],
    invited: invited.length === 0 ? undefined : invited,
    state: status === 'completed' ? ('done' as const) : status === 'revoked' || status === 'entered-in-error' ? ('cancelled' as const) : ('requested' as const),
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
  const words = [text(dosage, 'patientInstruction'), ...(notesOf(resource) ?? [])].filter((each) => each !== undefined);
  return present({
    kind: 'order' as const,
    number: numberIn(resource, 'PLAC'),
    filler: nodes(resource, 'identifier').length > 1 ? fillerOf(resource) : undefined,
    group: text(child(resource, 'groupIdentifier'), 'value'),
    category: 'drug' as const,
    term: termOf(resource),
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
    state: states[text(resource, 'status') ?? ''],
    doctor: staffOf(one.find('requester'), reading),
    department: departmentIn(one.findAll('requester')),
    urgent: isUrgent(resource),
    orderedAt: instant(resource, 'authoredOn', notes),
  });
}

function termOf(resource: Node): ClinicalOrder['term'] {
  const course = [...codesIn(resource, 'courseOfTherapyType'), ...codesIn(resource, 'category')];
  if (says(course, ['continuous', 'seasonal'], /长期/)) return 'long';
  if (says(course, ['acute'], /临时/)) return 'temporary';
  return says(course, ['outpatient', 'community', 'discharge'], /门诊|处方|出院带药/) ? 'prescription' : undefined;
}

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
  const state = given[text(one.resource, 'status') ?? ''];
  if (order === undefined || state === undefined) {
    note(one.notes, order === undefined ? 'request' : 'status', order === undefined ? 'order-missing' : 'status-unknown');
    return undefined;
  }
  return executionOf(one, order, { state });
}

export function dispenseOf(one: Resource): Execution | undefined {
  const order = one.reading.numberOf(one.findAll('authorizingPrescription')[0]);
  if (order === undefined) note(one.notes, 'authorizingPrescription', 'order-missing');
  const state = ['completed', 'in-progress'].includes(text(one.resource, 'status') ?? '') ? 'dispensed' : given[text(one.resource, 'status') ?? ''];
  if (order !== undefined && state === undefined) note(one.notes, 'status', 'status-unknown');
  return order === undefined || state === undefined ? undefined : executionOf(one, order, { state });
}
