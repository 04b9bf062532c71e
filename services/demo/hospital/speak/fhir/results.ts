/** Results as DiagnosticReport with its Observations; nurses' rounds as vital signs; documents and sheets with their content. */
import type { Bundle, DiagnosticReport, DocumentReference, FhirResource, Observation, ServiceRequest, Specimen } from 'fhir/r4.js';
import type { DocumentSample, ResultSample, SampleItem } from '../facts.ts';
import { coded, concept, exact, moment, patientRef, staffRef, transaction, typed, urlOf, v2, visitRef } from './base.ts';

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

export function resultBundle(sample: ResultSample): Bundle {
  return transaction(sample, sample.application === 'NIS' ? sample.items.map((item, index) => rounds(item, sample, index)) : reportOf(sample));
}

const valueOf = ({ value, valueType, unit }: SampleItem): Partial<Observation> => (valueType === undefined && isNumber(value) ? { valueQuantity: { value: exact(value), ...(unit !== undefined && { unit, code: unit }) } } : { valueString: value });

function rounds(item: SampleItem, { patient, visit, at, collectedAt = at, interpreter }: ResultSample, index: number): Observation {
  return {
    resourceType: 'Observation', id: String(index), status: 'final', category: [coded('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')], code: concept(item.code), subject: patientRef(patient), ...visitRef(visit), effectiveDateTime: moment(collectedAt),
    ...valueOf(item), ...((item.observer ?? interpreter) !== undefined && { performer: [staffRef(item.observer ?? interpreter ?? { number: '', name: '' })] }),
  };
}

function rangeOf(range: string | undefined): Pick<Observation, 'referenceRange'> {
  const [, low, high] = /^(-?[\d.]+)-([\d.]+)$/.exec(range ?? '') ?? [];
  if (low === undefined || high === undefined) return range === undefined ? {} : { referenceRange: [{ text: range }] };
  return { referenceRange: [{ low: { value: exact(low) }, high: { value: exact(high) }, text: range ?? '' }] };
}

const statuses = { F: 'final', P: 'preliminary', C: 'corrected' } as const;
const statusOf = (status: string | undefined): 'final' | 'preliminary' | 'corrected' => statuses[(status ?? 'F') as 'F'] ?? 'final';

function reportOf(sample: ResultSample): FhirResource[] {
  const { patient, visit, at, collectedAt = at, items, order, filler, placer, specimen, service = 'LAB', orderingDoctor, interpreter, sheet } = sample;
  const about = { subject: patientRef(patient), ...visitRef(visit), effectiveDateTime: moment(collectedAt) };
  const observations = items.map((item, index): Observation => ({
    resourceType: 'Observation', id: String(index), status: statusOf(item.status), category: [coded('http://terminology.hl7.org/CodeSystem/observation-category', service === 'LAB' ? 'laboratory' : 'imaging')], code: concept(item.code), ...about, ...valueOf(item), ...rangeOf(item.range),
    ...(item.flags !== undefined && { interpretation: item.flags.map((flag) => coded('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', flag)) }), ...(item.note !== undefined && { note: [{ text: item.note }] }),
  }));
  const asked = placer !== undefined || orderingDoctor !== undefined;
  const specimens: Specimen[] = specimen === undefined ? [] : [{ resourceType: 'Specimen', id: 'specimen', type: concept(specimen), collection: { collectedDateTime: moment(collectedAt) } }];
  const requests: ServiceRequest[] = asked ? [{ resourceType: 'ServiceRequest', id: 'asked', status: 'completed', intent: 'order', subject: about.subject, ...(placer !== undefined && { identifier: [typed('PLAC', placer)] }), ...(orderingDoctor !== undefined && { requester: staffRef(orderingDoctor) }) }] : [];
  const report: DiagnosticReport = {
    resourceType: 'DiagnosticReport', id: '0', ...(filler !== undefined && { identifier: [typed('FILL', filler)] }), status: statusOf(sample.status), category: [coded(v2('0074'), service)], code: order === undefined ? concept(items[0]?.code ?? { id: '', text: '' }) : concept(order), ...about, issued: moment(at),
    contained: [...specimens, ...requests],
    ...(specimen !== undefined && { specimen: [{ reference: '#specimen' }] }), ...(asked && { basedOn: [{ reference: '#asked' }] }), ...(interpreter !== undefined && { resultsInterpreter: [staffRef(interpreter)] }),
    result: observations.map((each) => ({ reference: urlOf(each) })), ...(sheet !== undefined && { presentedForm: [{ contentType: 'application/pdf', data: sheet.pdf, ...(sheet.title !== undefined && { title: sheet.title }) }] }),
  };
  return [report, ...observations];
}

const docStatuses = { DI: 'preliminary', IP: 'preliminary', IN: 'preliminary', PA: 'final', DO: 'final', AU: 'final', LA: 'final' } as const;

export function documentBundle(sample: DocumentSample): Bundle {
  const { patient, visit, number, type, title, author, signer, writtenAt, signedAt, text, cda, pdf, status = 'LA', parent, order, event } = sample;
  const content = pdf !== undefined ? { contentType: 'application/pdf', data: pdf } : cda !== undefined ? { contentType: 'text/xml', data: base64(cda) } : { contentType: /^<!doctype html|^<html/i.test(text ?? '') ? 'text/html' : 'text/plain', data: base64(text ?? '') };
  const context = 'encounter' in visitRef(visit) ? { encounter: [visitRef(visit).encounter ?? {}] } : {};
  const document: DocumentReference = {
    resourceType: 'DocumentReference', id: '0', masterIdentifier: { value: number }, status: event === 'T11' ? 'entered-in-error' : 'current', docStatus: (event === 'T07' || event === 'T08') && docStatuses[status] === 'final' ? 'amended' : docStatuses[status], type: { coding: [{ code: type.id, ...(type.text !== undefined && { display: type.text }) }] }, subject: patientRef(patient),
    ...(writtenAt !== undefined && { date: moment(writtenAt) }), ...(author !== undefined && { author: [staffRef(author)] }), ...(signer !== undefined && { authenticator: staffRef(signer) }),
    ...(signedAt !== undefined && { extension: [{ url: 'https://qinghe.example/fhir/StructureDefinition/document-signedAt', valueDateTime: moment(signedAt) }] }),
    ...(parent !== undefined && { relatesTo: [{ code: event === 'T05' || event === 'T06' ? 'appends' : 'replaces', target: { type: 'DocumentReference', identifier: { value: parent } } }] }),
    content: [{ attachment: { ...content, ...(title !== undefined && { title }) } }], context: { ...context, ...(order !== undefined && { related: [{ type: 'ServiceRequest', identifier: typed('PLAC', order) }] }) },
  };
  return transaction(sample, [document]);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
