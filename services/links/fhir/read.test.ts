/** Each resource as the hospital's systems send it, and what it says. */
import test from 'ava';
import type { FhirResource } from 'fhir/r4.js';
import { type Said, type Statement, said as saidSchema } from '../statements/schema.ts';
import { isNode } from './json.ts';
import { type FhirReading, digestOf, parseJson, readFhir } from './read.ts';
import { administration, allergy, appointment, bundle, condition, documentReference, encounter, loinc, patient, potassium, prescription, report, request, slot, surgery } from './samples.fixtures.ts';

function read(value: unknown, known?: ReadonlyMap<string, Readonly<Record<string, unknown>>>): FhirReading {
  const bytes = Buffer.from(JSON.stringify(value));
  const node = parseJson(bytes);
  if (!isNode(node)) throw new Error(String(node));
  const reading = readFhir(node, { sender: 'his', digest: digestOf(bytes), ...(known && { known }) });
  for (const each of reading.said) saidSchema.parse(structuredClone(each));
  return reading;
}

const of = (...resources: FhirResource[]): FhirReading => read(bundle('transaction', resources));
const statements = (reading: FhirReading): Statement[] => reading.said.flatMap((each) => each.statements);
const warnings = (reading: FhirReading): string[] => reading.entries.flatMap((entry) => entry.warnings.map(({ place, name }) => `${place} ${name}`));
const problems = (reading: FhirReading): (string | undefined)[] => reading.entries.map(({ problem }) => problem?.name);
const stayOf = (reading: FhirReading): Said | undefined => reading.said.find(({ visit }) => visit !== undefined);

test('a patient: numbers, papers apart, the name in characters, a mobile, the guardian', (t) => {
  const [one] = of(patient()).said;
  t.deepEqual(one?.patient, {
    ids: [{ value: 'F0001', type: 'MR', authority: '1.2.156.1' }, { value: 'p1', type: 'RI', authority: 'his' }],
    name: '王芳',
    sex: 'F',
    birthDate: '1949-12-31',
    identity: { idNumber: '11010519491231002X', phone: '13800138000', address: '山东省青禾市人民路1号', guardian: '王强', guardianPhone: '13900139000' },
  });
  t.deepEqual(one?.statements, [{ kind: 'person' }]);
  t.like(one, { controlId: 'b-1', type: 'Bundle/transaction', sentAt: '2026-11-02T00:00:00.000Z', sender: { application: 'his', facility: '' } });
});

test('birth to the hour only where it is told', (t) => {
  const born = of(patient({ birthDate: '2026-11-01', _birthDate: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: '2026-11-01T03:04:00+08:00' }] } }));
  t.like(born.said[0]?.patient, { birthDate: '2026-11-01', birthTime: '2026-10-31T19:04:00.000Z' });
  t.is(of(patient({ birthDate: '1949' })).said[0]?.patient?.birthDate, '1949');
});

const gone = (number: string, id: string) => [{ value: number, type: 'MR', ...(number === 'F0001' && { authority: '1.2.156.1' }) }, { value: id, type: 'RI', authority: 'his' }];

test('links of patients are merges, whichever side says it', (t) => {
  const other: FhirResource = { resourceType: 'Patient', id: 'p2', identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'F0002' }] };
  const replaces = of(patient({ link: [{ type: 'replaces', other: { reference: 'Patient/p2' } }] }), other);
  t.deepEqual(statements(replaces).filter(({ kind }) => kind === 'merge'), [{ kind: 'merge', gone: gone('F0002', 'p2') }]);
  const replaced = of(patient({ link: [{ type: 'replaced-by', other: { reference: 'Patient/p2' } }] }), other);
  const merge = replaced.said.find((each) => each.statements.some(({ kind }) => kind === 'merge'));
  t.is(merge?.patient?.ids[0]?.value, 'F0002', 'the one who stays');
  t.deepEqual(merge?.statements.filter(({ kind }) => kind === 'merge'), [{ kind: 'merge', gone: gone('F0001', 'p1') }]);
});

test('an encounter: the stay with ward and bed by the chain of places', (t) => {
  const one = stayOf(of(patient(), encounter()));
  t.deepEqual(one?.visit, { ward: 'CARD1', bed: '12', number: 'ZY20260001', patientClass: 'I', department: 'CARD', attending: { number: '1001', name: '李静' }, admittedAt: '2026-11-01T00:00:00.000Z' });
  t.deepEqual(one?.statements, [{ kind: 'stay', event: 'admit', steps: [{ event: 'admit', at: '2026-11-01T00:00:00.000Z', to: { ward: 'CARD1', bed: '12' } }] }]);
  t.is(one?.patient?.ids[0]?.value, 'F0001');
});

const events: readonly (readonly [string, string, string])[] = [
  ['planned', 'IMP', 'pre-admit'], ['arrived', 'EMER', 'arrive'], ['in-progress', 'IMP', 'admit'], ['in-progress', 'AMB', 'register'], ['onleave', 'IMP', 'leave'],
  ['finished', 'IMP', 'discharge'], ['cancelled', 'IMP', 'cancel-admit'], ['cancelled', 'PRENC', 'cancel-pre-admit'], ['unknown', 'IMP', 'update'],
];
for (const [status, kind, event] of events) {
  test(`an encounter ${status} of class ${kind} is ${event}`, (t) => {
    const reading = of(encounter({ status: status as 'planned', class: { code: kind } }), patient());
    t.like(stayOf(reading)?.statements[0], { kind: 'stay', event });
  });
}

test('the way through the hospital by the periods of its places: in, from bed to bed, out', (t) => {
  const [bed12, ward] = encounter().contained ?? [];
  const bed: FhirResource = { resourceType: 'Location', id: 'other', identifier: [{ value: '3' }], physicalType: { coding: [{ code: 'bd' }] }, partOf: { reference: '#ward' } };
  const went = encounter({
    status: 'finished', period: { start: '2026-11-01T08:00:00+08:00', end: '2026-11-09T10:00:00+08:00' }, contained: [bed12, bed, ward].filter((each) => each !== undefined),
    location: [{ location: { reference: '#bed' }, status: 'completed', period: { start: '2026-11-03T09:00:00+08:00' } }, { location: { reference: '#other' }, status: 'completed', period: { start: '2026-11-01T08:00:00+08:00', end: '2026-11-03T09:00:00+08:00' } }],
  });
  const [stay] = stayOf(of(patient(), went))?.statements ?? [];
  t.deepEqual(stay?.kind === 'stay' && stay.steps, [
    { event: 'admit', at: '2026-11-01T00:00:00.000Z', to: { ward: 'CARD1', bed: '3' } },
    { event: 'transfer', at: '2026-11-03T01:00:00.000Z', from: { ward: 'CARD1', bed: '3' }, to: { ward: 'CARD1', bed: '12' } },
    { event: 'discharge', at: '2026-11-09T02:00:00.000Z', from: { ward: 'CARD1', bed: '12' } },
  ]);
});

test('a report takes its observations with order, doctor, range, flag and unit; the LOINC code comes first', (t) => {
  const reading = of(patient(), encounter(), request(), report(), potassium(7.1));
  const [reported] = statements(reading).filter((one) => one.kind === 'report');
  t.like(reported?.orders[0], { placer: 'YZ-1', filler: 'L2026-1', code: { text: '电解质', alternates: [] }, service: 'CH', orderingDoctor: { number: '1001', name: '李静' }, priority: 'stat', resultStatus: 'F', reportedAt: '2026-11-01T23:00:00.000Z' });
  t.deepEqual(reported?.orders[0]?.results, [{
    code: { id: '2823-3', text: '血钾', system: 'LN', alternates: [{ id: 'K', text: '钾', system: '1.2.156.2' }] },
    valueType: 'Quantity',
    value: { kind: 'number', number: 7.1, text: '7.1' },
    unit: { id: 'mmol/L', text: 'mmol/L' },
    referenceRange: { text: '3.5-5.3', low: 3.5, high: 5.3 },
    flags: ['HH'],
    status: 'F',
    observedAt: '2026-11-01T22:00:00.000Z',
    notes: [],
    slot: 'his||Observation/o1',
  }]);
  t.is(statements(reading).filter(({ kind }) => kind === 'report').length, 1, 'and the observation is no second report');
  t.is(stayOf(reading)?.visit?.number, 'ZY20260001');
});

test('contained observations, panels and what has no report are reports too; a correction names what it replaces', (t) => {
  const { id: _id, subject: _subject, ...bare } = potassium(3);
  const inside = of(patient(), report({ contained: [{ ...bare, id: 'k' }], result: [{ reference: '#k' }] }));
  t.is(statements(inside).flatMap((one) => (one.kind === 'report' ? one.orders.flatMap(({ results }) => results) : [])).length, 1);
  const panel = of(patient(), report({ result: [{ reference: 'Observation/panel' }] }), { ...bare, subject: { reference: 'Patient/p1' }, id: 'panel', hasMember: [{ reference: 'Observation/o1' }], valueQuantity: undefined } as unknown as FhirResource, potassium(3));
  t.is(statements(panel).flatMap((one) => (one.kind === 'report' ? one.orders.flatMap(({ results }) => results) : [])).length, 1);
  const alone = of(patient(), potassium(6.9, { status: 'corrected' }));
  const [reported] = statements(alone).filter((one) => one.kind === 'report');
  t.like(reported?.orders[0]?.results[0], { status: 'C', slot: 'his||Observation/o1', correctionOf: 'his||Observation/o1' });
});

const values: readonly (readonly [string, object, unknown, string?])[] = [
  ['a comparator', { valueQuantity: { value: 1000, comparator: '>' } }, { kind: 'bounded', comparator: '>', number: 1000, text: '>1000' }],
  ['a quantity with a comparator nobody knows', { valueQuantity: { value: 5, comparator: 'ad' } }, { kind: 'text', text: 'ad5' }, 'comparator-unknown'],
  ['a number written as text', { valueString: '７．１↑' }, { kind: 'number', number: 7.1, text: '７．１↑' }],
  ['words', { valueString: '溶血' }, { kind: 'text', text: '溶血' }],
  ['a grade', { valueString: '+1' }, { kind: 'text', text: '+1' }],
  ['a code', { valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '27268008', display: 'Salmonella' }] } }, { kind: 'coded', codes: [{ id: '27268008', text: 'Salmonella', system: 'SCT' }], text: 'Salmonella' }],
  ['a range', { valueRange: { low: { value: 3 }, high: { value: 5 } } }, { kind: 'range', low: 3, high: 5, text: '3-5' }],
  ['a ratio', { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }, { kind: 'ratio', numerator: 1, denominator: 128, text: '1:128' }],
  ['a time', { valueDateTime: '2026-11-02' }, { kind: 'time', at: '2026-11-01T16:00:00.000Z', text: '2026-11-02' }],
  ['a time that is none', { valueDateTime: '2026-02-31' }, { kind: 'text', text: '2026-02-31' }, 'not-a-time'],
  ['something of a later version', { valueReference: { reference: 'X/1' } }, { kind: 'none', text: '' }, 'value-type-unknown'],
  ['nothing, with the reason', { dataAbsentReason: { text: '标本溶血' } }, { kind: 'none', text: '' }],
  ['another meaning than it seems', { valueQuantity: { value: 7 }, modifierExtension: [{ url: 'http://his.example/negated', valueBoolean: true }] }, { kind: 'number', number: 7, text: '7' }, 'modifier-extension'],
];
for (const [what, more, value, unreadable] of values) {
  test(`a result with ${what}`, (t) => {
    const { valueQuantity: _left, ...bare } = potassium(1);
    const [reported] = statements(of(patient(), { ...bare, ...more } as FhirResource)).filter((one) => one.kind === 'report');
    t.deepEqual(reported?.orders[0]?.results[0]?.value, value as never);
    t.is(reported?.orders[0]?.results[0]?.unreadable, unreadable);
  });
}

test('a decimal keeps the digits it was sent with', (t) => {
  const raw = JSON.stringify(bundle('transaction', [patient(), potassium(98.765)])).replace('98.765', '7.10');
  const reading = readFhir(parseJson(Buffer.from(raw)) as never, { sender: 'his', digest: '' });
  const [reported] = statements(reading).filter((one) => one.kind === 'report');
  t.deepEqual(reported?.orders[0]?.results[0]?.value, { kind: 'number', number: 7.1, text: '7.10' });
});

test('vital signs are what a nurse wrote down; a blood pressure is two of them', (t) => {
  const category = [{ coding: [{ code: 'vital-signs' }] }];
  const pressure = of(patient(), potassium(1, { category, id: 'bp', code: { coding: [{ system: loinc, code: '85354-9' }] }, valueQuantity: undefined as never, component: [{ code: { text: '收缩压' }, valueQuantity: { value: 120, code: 'mm[Hg]', unit: 'mmHg' } }, { code: { text: '舒张压' }, valueQuantity: { value: 80, unit: 'mmHg' } }] }));
  t.deepEqual(statements(pressure).filter(({ kind }) => kind === 'observation'), [
    { kind: 'observation', code: { text: '收缩压' }, value: '120', unit: 'mm[Hg]', at: '2026-11-01T22:00:00.000Z' },
    { kind: 'observation', code: { text: '舒张压' }, value: '80', unit: 'mmHg', at: '2026-11-01T22:00:00.000Z' },
  ]);
});

const single: readonly (readonly [string, FhirResource[], Statement])[] = [
  ['a diagnosis', [condition()], { kind: 'diagnoses', all: [{ code: 'I21.9', system: 'I10', name: '急性心肌梗死', type: 'encounter-diagnosis', at: '2026-11-01T01:00:00.000Z', certainty: 'confirmed' }], partial: true }],
  ['a refuted diagnosis', [condition({ verificationStatus: { coding: [{ code: 'refuted' }] } })], { kind: 'diagnoses', all: [{ code: 'I21.9', system: 'I10', name: '急性心肌梗死', type: 'encounter-diagnosis', at: '2026-11-01T01:00:00.000Z', certainty: 'refuted', removed: true }], partial: true }],
  ['an allergy', [allergy()], { kind: 'person', allergyChanges: [{ substance: '青霉素', code: { text: '青霉素' }, reaction: '皮疹', severity: 'high' }] }],
  ['a laboratory order', [request()], { kind: 'order', number: 'YZ-1', category: 'laboratory', code: { text: '电解质六项' }, name: '电解质六项', state: 'ordered', doctor: { number: '1001', name: '李静' }, urgent: true, orderedAt: '2026-11-01T21:30:00.000Z' }],
  ['a consultation', [request({ id: 'h1', identifier: [{ value: 'HZ-1' }], category: [{ text: '会诊' }], code: { text: '急会诊' }, performer: [{ type: 'Organization', identifier: { value: 'NEUR' } }] })], { kind: 'consultation', number: 'HZ-1', type: '急会诊', requestedBy: { number: '1001', name: '李静' }, requestedAt: '2026-11-01T21:30:00.000Z', invited: [{ department: 'NEUR' }], state: 'requested' }],
  ['a prescription', [prescription()], { kind: 'order', number: 'YZ-2', group: 'G7', category: 'drug', term: 'long', code: { id: 'D001', text: '氯化钾缓释片', system: '1.2.156.3' }, name: '氯化钾缓释片', dose: { amount: '1', unit: '片' }, route: '口服', frequency: '每日两次', notes: ['饭后'], startAt: '2026-11-02T01:00:00.000Z', state: 'ordered', orderedAt: '2026-11-02T01:00:00.000Z' }],
  ['an administration', [prescription(), administration()], { kind: 'execution', order: 'YZ-2', number: 'a1', state: 'given', at: '2026-11-02T02:00:00.000Z', by: { number: '2001' }, dose: { amount: '1', unit: '片' } }],
  ['a dispense', [prescription(), { resourceType: 'MedicationDispense', id: 'md1', status: 'completed', medicationCodeableConcept: { text: 'x' }, subject: { reference: 'Patient/p1' }, authorizingPrescription: [{ reference: 'MedicationRequest/m1' }], whenHandedOver: '2026-11-02T10:00:00+08:00' }], { kind: 'execution', order: 'YZ-2', number: 'md1', state: 'dispensed', at: '2026-11-02T02:00:00.000Z' }],
  ['an operation', [surgery()], { kind: 'operation', number: 'SS-1', startedAt: '2026-11-03T01:00:00.000Z', endedAt: '2026-11-03T02:00:00.000Z', procedure: { text: '腹腔镜阑尾切除术' }, name: '腹腔镜阑尾切除术', surgeon: { number: '1001' }, anaesthetist: { number: '1009' }, state: 'over' }],
  ['a booking', [...slot(), appointment()], { kind: 'booking', number: 'YY-1', session: 'HY-1', doctor: { number: '1001' }, from: '2026-11-05T01:00:00.000Z', until: '2026-11-05T01:15:00.000Z', state: 'booked' }],
  ['a clinic session, on the hospital’s calendar day', slot(), { kind: 'session', number: 'HY-1', department: 'CARD', doctor: { number: '1001' }, clinic: '专家门诊', day: '2026-11-05', from: '2026-11-04T17:00:00.000Z', until: '2026-11-04T20:00:00.000Z', state: 'open' }],
  ['a document with its Binary', [documentReference(), { resourceType: 'Binary', id: 'b1', contentType: 'application/pdf', data: 'JVBERg==' }], { kind: 'document', number: 'BL-1', shelf: 'record', type: { id: 'EMR0201', text: '入院记录' }, title: '入院记录', author: { number: '1002' }, writtenAt: '2026-11-01T04:00:00.000Z', state: 'written', content: { mediaType: 'application/pdf', base64: 'JVBERg==' } }],
  ['a document kept elsewhere', [documentReference({ content: [{ attachment: { contentType: 'text/html', url: 'http://emr.example/1' } }] })], { kind: 'document', number: 'BL-1', shelf: 'record', type: { id: 'EMR0201', text: '入院记录' }, title: '入院记录', author: { number: '1002' }, writtenAt: '2026-11-01T04:00:00.000Z', state: 'written', content: { mediaType: 'text/html', url: 'http://emr.example/1' } }],
  ['a composition', [{ resourceType: 'Composition', id: 'co1', status: 'final', type: { text: '出院小结' }, date: '2026-11-09T08:00:00+08:00', title: '出院小结', subject: { reference: 'Patient/p1' }, author: [{ identifier: { value: '1002' } }], section: [{ title: '诊断 <1>', text: { status: 'generated', div: '<div>急性心肌梗死</div>' } }] }], { kind: 'document', number: 'co1', shelf: 'record', type: { text: '出院小结' }, title: '出院小结', author: { number: '1002' }, writtenAt: '2026-11-09T00:00:00.000Z', state: 'written', content: { mediaType: 'text/html', text: '<h2>诊断 &lt;1&gt;</h2>\n<div>急性心肌梗死</div>' } }],
  ['the sheet of a report', [request(), report({ result: [], presentedForm: [{ contentType: 'application/pdf', data: 'JVBERg==' }] })], { kind: 'document', number: 'L2026-1', shelf: 'report', type: { text: '电解质' }, title: '电解质', writtenAt: '2026-11-01T23:00:00.000Z', state: 'signed', order: 'YZ-1', content: { mediaType: 'application/pdf', base64: 'JVBERg==' } }],
];
for (const [what, resources, statement] of single) {
  test(`${what}: what it says`, (t) => {
    const reading = of(patient(), ...resources);
    t.deepEqual(problems(reading).filter((problem) => problem !== undefined), []);
    t.deepEqual(statements(reading).find(({ kind }) => kind === statement.kind), statement);
  });
}

const references: readonly (readonly [string, string, object?])[] = [
  ['relative', 'Patient/p1'], ['with its version', 'Patient/p1/_history/4'], ['absolute', 'http://his.example/fhir/Patient/p1'], ['by urn', 'urn:uuid:9a3d9b0e-0000-4000-8000-000000000001'],
  ['conditional', 'Patient?identifier=urn:oid:1.2.156.1%7CF0001'], ['conditional, unescaped', 'Patient?identifier=urn:oid:1.2.156.1|F0001'],
];
for (const [how, reference] of references) {
  test(`a reference ${how} finds the patient of the bundle`, (t) => {
    const sent = bundle('transaction', [patient(), potassium(7, { subject: { reference } })]);
    if (how === 'by urn') Object.assign(sent.entry?.[0] ?? {}, { fullUrl: reference });
    const { said } = read(sent);
    t.deepEqual(said.flatMap((each) => each.patient?.ids[0]?.value ?? []), ['F0001', 'F0001']);
    t.true(said.every((each) => each.patient?.name === '王芳'));
  });
}

const alone = (subject: object, known?: ReadonlyMap<string, Readonly<Record<string, unknown>>>) => read(potassium(7, { subject }), known);

test('outside the bundle: what was told before, else the identifier of the reference; whose logical id is all there is waits for her', (t) => {
  const first = alone({ reference: 'Patient/p1', display: '王芳' });
  t.deepEqual([...first.missing].toSorted(), ['Encounter/e1', 'Patient/p1']);
  t.deepEqual([first.entries[0]?.problem?.name, first.said.flatMap(({ statements: all, patient: whose }) => [...all, whose])], ['patient-unknown', [undefined]], 'an id of a server is nobody’s number');
  t.deepEqual([...first.awaits].toSorted(), ['Encounter/e1', 'Patient/p1']);
  const known = new Map([...of(patient(), encounter()).remembered].map(({ name, resource }) => [name, resource]));
  t.notRegex(JSON.stringify([...known.values()]), /王芳|11010519491231002X|13800138000/, 'no name, no papers are remembered');
  const second = alone({ reference: 'Patient/p1' }, known);
  t.deepEqual(second.missing, []);
  t.like(second.said[0], { patient: { ids: [{ value: 'F0001', type: 'MR', authority: '1.2.156.1' }, { value: 'p1', type: 'RI', authority: 'his' }] }, visit: { number: 'ZY20260001', patientClass: 'I' } });
  t.deepEqual(alone({ identifier: { value: 'F0001', type: { coding: [{ code: 'MR' }] } } }).said[0]?.patient?.ids, [{ value: 'F0001', type: 'MR' }]);
});

test('an administration of an order that is known by its logical id alone waits for it', (t) => {
  const [given] = [administration()];
  const known = new Map([...of(patient(), encounter()).remembered].map(({ name, resource }) => [name, resource]));
  const early = read(given, known);
  t.deepEqual([problems(early), early.awaits, statements(early)], [['order-unknown'], ['MedicationRequest/m1'], []]);
  const named = read(administration({ request: { reference: 'MedicationRequest/m1', identifier: { value: 'YZ-2' } } }), known);
  t.deepEqual([problems(named), named.awaits, statements(named).map(({ kind }) => kind)], [[undefined], [], ['execution']]);
});

test('a word that is no word of any table says nothing', (t) => {
  for (const word of ['constructor', 'toString', '__proto__']) {
    const said = statements(of(patient({ gender: word as never }), prescription({ status: word as never }), potassium(7, { status: word as never })));
    t.deepEqual(said, structuredClone(said));
    t.false(said.some((one) => one.kind === 'order' && one.state !== undefined), word);
  }
});

test('an allergy alone never makes hearsay the master’s word', (t) => {
  const [one] = read(allergy({ patient: { reference: 'Patient/p1', identifier: { value: 'F0001' }, display: '王方' } })).said;
  t.deepEqual(one?.patient, { ids: [{ value: 'F0001' }] });
});

const refused: readonly (readonly [string, object, string])[] = [
  ['no subject', { resource: { ...potassium(7), subject: undefined, encounter: undefined } }, 'subject-missing'],
  ['a delete', { resource: patient(), request: { method: 'DELETE', url: 'Patient/p1' } }, 'delete-not-taken'],
  ['a question', { request: { method: 'GET', url: 'Patient' } }, 'method-not-taken'],
  ['nothing in it', { request: { method: 'POST', url: 'Patient' } }, 'resource-missing'],
  ['no type', { resource: { id: 'x' } }, 'type-missing'],
  ['a bundle in it', { resource: bundle('batch', []) }, 'bundle-in-bundle'],
  ['a patient without any number', { resource: { resourceType: 'Patient', name: [{ text: '王芳' }] } }, 'patient-id-missing'],
];
for (const [what, entry, name] of refused) {
  test(`an entry with ${what} is refused by name, and the others are read`, (t) => {
    const reading = read({ ...bundle('batch', [patient()]), entry: [entry, ...(bundle('batch', [patient()]).entry ?? [])] });
    t.is(problems(reading)[0], name);
    t.is(reading.entries[0]?.problem?.expression.startsWith('Bundle.entry[0]'), true);
    t.deepEqual(statements(reading), [{ kind: 'person' }]);
  });
}

test('what nobody reads is kept with its name; another meaning than it seems is not guessed', (t) => {
  const reading = of(patient(), { resourceType: 'Immunization', id: 'i', status: 'completed', vaccineCode: {}, patient: { reference: 'Patient/p1' } }, condition({ modifierExtension: [{ url: 'http://his.example/not' }], encounter: undefined }), surgery({ category: { text: '护理操作' }, performer: [], code: { text: '换药' }, encounter: undefined }));
  t.deepEqual(warnings(reading), ['Immunization type-not-read', 'Condition.modifierExtension modifier-extension', 'Procedure procedure-not-surgical']);
  t.deepEqual(statements(reading), [{ kind: 'person' }]);
  t.deepEqual(reading.said.flatMap((each) => each.warnings.map(({ name }) => name)).toSorted(), ['modifier-extension', 'procedure-not-surgical', 'type-not-read']);
});

test('a message is about its one patient although an entry does not say so; a batch is not', (t) => {
  const { subject: _subject, encounter: _encounter, ...bare } = potassium(7);
  t.is(statements(read(bundle('message', [patient(), bare as FhirResource]))).filter(({ kind }) => kind === 'report').length, 1);
  t.is(problems(read(bundle('batch', [patient(), bare as FhirResource])))[1], 'subject-missing');
  t.is(statements(read(bundle('message', [patient(), patient({ id: 'p2' }), bare as FhirResource]))).filter(({ kind }) => kind === 'report').length, 0, 'of two nobody knows which');
});

test('text that no database keeps is mended; too deep, not JSON and not an object are named', (t) => {
  const [one] = of(patient({ name: [{ text: '王\0芳\ud800' }] })).said;
  t.is(one?.patient?.name, '王芳�');
  t.is(parseJson(Buffer.from('['.repeat(100) + ']'.repeat(100))), 'too-deep');
  t.is(parseJson(Buffer.from('{"a":"' + '['.repeat(100) + '"}')) instanceof Object, true, 'brackets in a text are none');
  t.is(parseJson(Buffer.from('{')), 'not-json');
  t.is(parseJson(Buffer.from('[]')), 'not-an-object');
  t.is(parseJson(Buffer.from([0x7b, 0xff, 0x7d])), 'not-utf8');
  t.is(parseJson(Buffer.from('{"a":[1,2,3]}'), { depth: 9, values: 3 }), 'too-many-values');
});
