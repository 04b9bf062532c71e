/** Medical proofs, check-up reports and discharge summaries by HL7, signed facts and FHIR: one kind and one place each, read as marked pages by who may see the patient. */
import anyTest, { type TestFn } from 'ava';
import type { DiagnosticReport, DocumentReference, Encounter, FhirResource, Patient } from 'fhir/r4.js';
import { admission, document, result } from '../../services/links/hl7/samples.ts';
import { contractSender } from '../kit/contract-sender.ts';
import { fhirSender } from '../kit/fhir-sender.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

type Row = Readonly<Record<string, unknown>>;
const patient = { id: 'P000001', name: '王德顺', sex: 'M', birth: '19590314' } as const;
const visit = { number: 'ZY26110001', ward: 'CARD1', bed: '12', department: 'CARD' } as const;
const li = { number: '1001', name: '李静' };
const pdf = Buffer.from('%PDF-1.7\n').toString('base64');

const idOf = async (w: World, number: string): Promise<string> => (await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number } })).id;
const listed = async (api: Api, patientId: string, query: string): Promise<Row[]> => ((await api('GET', `/patients/${patientId}/documents?${query}`)).data as { items: Row[] }).items;
const whose = (number: string): { readonly type: 'Patient'; readonly identifier: object } => ({ type: 'Patient', identifier: { type: { coding: [{ code: 'MR' }] }, value: number } });
const referenceTo = (id: string, title: string, more: Partial<DocumentReference> = {}): FhirResource => ({
  resourceType: 'DocumentReference', id, masterIdentifier: { value: `FD-${id}` }, status: 'current', docStatus: 'final', type: { text: title }, subject: whose('P000001'), date: '2026-11-19T21:00:00+08:00',
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('兹证明患者在我院住院治疗，建议休息两周。').toString('base64'), title } }],
  context: { encounter: [{ type: 'Encounter', identifier: { type: { coding: [{ code: 'VN' }] }, value: 'ZY26110001' } }] }, ...more,
});

test.serial('a medical proof is one kind in one place, whichever way it comes and whatever shelf its sender has for it; read in words and as marked pages', async (t) => {
  const { w } = t.context;
  const of = (controlId: string) => ({ at: w.now(), controlId, application: 'EMR', patient, visit, author: li, signer: li, writtenAt: w.now(), signedAt: w.now(), status: 'LA' as const });
  t.is(await w.sends(document({ ...of('ZM-1'), number: 'ZM-1', type: { id: 'ZM01', text: '诊断证明书' }, title: '诊断证明书', text: '【诊断】慢性心力衰竭急性加重。\n【建议】休息两周。' })), 'AA');
  const facts = await contractSender(w, 'emr-facts');
  t.is(await facts({ controlId: 'ZM-2', sentAt: w.now().toISOString(), patient: { ids: [{ value: 'P000001', type: 'MR' }] }, visit: { number: 'ZY26110001' }, statements: [{ kind: 'document', number: 'ZM-2', shelf: 'notice', type: { text: '病假证明' }, title: '病假证明单', writtenAt: w.now().toISOString(), state: 'signed', content: { mediaType: 'text/plain', text: '建议休息两周。' } }] }), 'accepted');
  const fhir = await fhirSender(w, { code: 'emr-zm' });
  // By its category a report, by its words a certificate.
  t.is((await fhir.send('POST', '/DocumentReference', JSON.stringify(referenceTo('zm3', '住院证明', { category: [{ text: '报告' }] })))).status, 201);
  await w.settle();
  const [doctor, id] = [await w.signIn('1001'), await idOf(w, 'P000001')];
  const proofs = await listed(doctor, id, 'kind=W0001');
  t.deepEqual(proofs.map(({ number }) => number).toSorted(), ['FD-zm3', 'ZM-1', 'ZM-2']);
  t.true(proofs.every(({ shelf, kindTitle }) => shelf === 'record' && kindTitle === '医学证明'));
  t.is((await listed(doctor, id, 'shelf=record')).filter(({ kind }) => kind === 'W0001').length, 3, 'in the record, behind the standard’s kinds');
  const one = proofs.find(({ number }) => number === 'ZM-1');
  t.like((await doctor('GET', `/patients/${id}/documents/${String(one?.['id'])}/reading`)).data as Row, { form: 'words', blocks: [{ title: '诊断' }, { title: '建议', lines: ['休息两周。'] }] });
  const opened = (await doctor('POST', `/patients/${id}/documents/${String(one?.['id'])}/openings`, {})).data as Row;
  t.is(opened['pages'], 1, 'as a page that carries its viewer’s mark');
  const surgeon = await w.signIn('2001');
  t.is((await surgeon('GET', `/patients/${id}/documents/${String(one?.['id'])}/reading`)).status, 404);
  t.is(await w.sends(document({ ...of('ZM-4'), event: 'T11', number: 'ZM-1', type: { id: 'ZM01', text: '诊断证明书' } })), 'AA');
  t.deepEqual((await listed(doctor, id, 'kind=W0001')).map(({ number }) => number).toSorted(), ['FD-zm3', 'ZM-2'], 'one that was taken back is not listed');
});

test.serial('a visit to the check-up centre is one by HL7, facts and FHIR alike: seen with the clinics, in no bed', async (t) => {
  const { w } = t.context;
  const her = { id: 'P000981', name: '郑晓岚', sex: 'F', birth: '19800512' } as const;
  const registered = (number: string, patientClass: 'O' | 'T') => ({ number, patientClass, department: 'CARD', attending: li, admittedAt: w.now() });
  t.is(await w.sends(admission({ event: 'A04', at: w.now(), controlId: 'TJ-1', application: 'TJ', patient: her, visit: registered('TJ261119001', 'T') })), 'AA');
  const facts = await contractSender(w, 'tj-facts');
  t.is(await facts({ controlId: 'TJ-2', sentAt: w.now().toISOString(), patient: { ids: [{ value: 'P000982', type: 'MR' }], name: '郑晓明', sex: 'M' }, visit: { number: 'TJ261119002', patientClass: 'T', department: 'CARD', attending: li, admittedAt: w.now().toISOString() }, statements: [{ kind: 'stay', event: 'register' }] }), 'accepted');
  const fhir = await fhirSender(w, { code: 'tj-fhir' });
  const person: Patient = { resourceType: 'Patient', id: 'tj3', identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'P000983' }], name: [{ text: '郑晓星' }], gender: 'female' };
  const encounter: Encounter = { resourceType: 'Encounter', id: 'tj3', identifier: [{ type: { coding: [{ code: 'VN' }] }, value: 'TJ261119003' }], status: 'in-progress', class: { code: 'AMB' }, type: [{ text: '健康体检' }], subject: { reference: 'Patient/tj3' }, participant: [{ type: [{ coding: [{ code: 'ATND' }] }], individual: { type: 'Practitioner', identifier: { value: '1001' } } }], period: { start: w.now().toISOString() } };
  for (const each of [person, encounter]) t.is((await fhir.send('PUT', `/${each.resourceType}/tj3`, JSON.stringify(each))).status, 200);
  await w.settle();
  const { prisma } = w.hospital.database;
  t.deepEqual((await prisma.visit.findMany({ where: { number: { startsWith: 'TJ2611190' } }, orderBy: { number: 'asc' } })).map(({ kind, state, bed }) => [kind, state, bed]), [['check-up', 'here', null], ['check-up', 'here', null], ['check-up', 'here', null]]);
  const doctor = await w.signIn('1001');
  const found = (await doctor('GET', '/patients?kind=outpatient')).data as { items: Row[] };
  t.deepEqual(found.items.filter(({ number }) => String(number).startsWith('P00098')).map(({ number }) => number).toSorted(), ['P000981', 'P000982', 'P000983']);
  t.is(((await doctor('GET', '/patients?kind=inpatient')).data as { items: Row[] }).items.filter(({ number }) => String(number).startsWith('P00098')).length, 0, 'nobody of them lies in a ward');
  t.like((await doctor('GET', `/patients/${await idOf(w, 'P000981')}`)).data as Row, { visits: { 0: { kind: 'check-up', department: '心血管内科' } } });

  // A critical value of somebody who went home is told the outpatient way.
  t.is(await w.sends(result({ at: w.now(), controlId: 'TJ-K', application: 'LIS', patient: her, visit: { number: 'TJ261119001', patientClass: 'T' }, filler: 'TJ-K', order: { id: 'BIO', text: '生化' }, items: [{ code: { id: '2823-3', text: '血钾' }, value: '7.2', unit: 'mmol/L', range: '3.5-5.3' }] })), 'AA');
  await w.settle();
  t.like((await prisma.criticalValue.findFirstOrThrow({ where: { patientId: await idOf(w, 'P000981') } })).body as Row, { way: 'outpatient' });
});

test.serial('a check-up report comes as a sheet of a result, as a document, as facts and by FHIR: one kind among the reports; its conclusion is a report of the kind 体检', async (t) => {
  const { w } = t.context;
  const her = { id: 'P000981', name: '郑晓岚', sex: 'F', birth: '19800512' } as const;
  const stay = { number: 'TJ261119001', patientClass: 'T' } as const;
  t.is(await w.sends(result({ at: w.now(), controlId: 'TB-1', application: 'TJ', patient: her, visit: stay, filler: 'TB-1', order: { id: 'TJBG', text: '体检总检报告' }, service: 'TJ', interpreter: li, items: [{ code: { id: 'ZJ', text: '总检结论' }, value: '血压偏高，建议心内科门诊随诊。', valueType: 'TX' }], sheet: { pdf, title: '体检总检报告' } })), 'AA');
  t.is(await w.sends(document({ at: w.now(), controlId: 'TB-2', application: 'TJ', patient: her, visit: stay, number: 'TB-2', type: { id: 'TJ', text: '健康体检报告' }, title: '2026 年度健康体检报告', author: li, writtenAt: w.now(), text: '【总检结论】血压偏高。' })), 'AA');
  const facts = await contractSender(w, 'tj-report');
  t.is(await facts({ controlId: 'TB-3', sentAt: w.now().toISOString(), patient: { ids: [{ value: 'P000981', type: 'MR' }] }, visit: { number: 'TJ261119001' }, statements: [{ kind: 'document', number: 'TB-3', shelf: 'record', type: { text: '体检报告' }, writtenAt: w.now().toISOString(), content: { mediaType: 'application/pdf', base64: pdf } }] }), 'accepted');
  const fhir = await fhirSender(w, { code: 'tj-docs' });
  const report: DiagnosticReport = { resourceType: 'DiagnosticReport', id: 'tb5', identifier: [{ type: { coding: [{ code: 'FILL' }] }, value: 'TB-5' }], status: 'final', code: { text: '体检报告' }, subject: whose('P000981'), issued: w.now().toISOString(), conclusion: '血压偏高', presentedForm: [{ contentType: 'application/pdf', data: pdf, title: '体检报告' }] };
  t.is((await fhir.send('POST', '/DocumentReference', JSON.stringify({ ...referenceTo('tb4', '健康检查报告'), subject: whose('P000981'), context: {} }))).status, 201);
  t.is((await fhir.send('POST', '/DiagnosticReport', JSON.stringify(report))).status, 201);
  await w.settle();
  const [doctor, id] = [await w.signIn('1001'), await idOf(w, 'P000981')];
  const sheets = await listed(doctor, id, 'kind=W0002');
  t.deepEqual(sheets.map(({ number }) => String(number).split('|')[0]).toSorted(), ['FD-tb4', 'TB-1', 'TB-2', 'TB-3', 'TB-5']);
  t.true(sheets.every(({ shelf, kindTitle }) => shelf === 'report' && kindTitle === '体检报告'));
  const reports = ((await doctor('GET', `/patients/${id}/reports?kind=check-up`)).data as { items: Row[] }).items;
  t.deepEqual(reports.map(({ number }) => number).toSorted(), ['TB-1', 'TB-5']);
  const written = sheets.find(({ number }) => number === 'TB-2');
  t.is(((await doctor('POST', `/patients/${id}/documents/${String(written?.['id'])}/openings`, {})).data as Row)['pages'], 1);
  t.is((await (await w.signIn('2001'))('GET', `/patients/${id}/documents?kind=W0002`)).status, 404);
});

test.serial('a discharge summary comes by HL7, facts and FHIR, stands in its place of the standard and is read on the phone', async (t) => {
  const { w } = t.context;
  t.is(await w.sends(document({ at: w.now(), controlId: 'CY-1', application: 'EMR', patient, visit, number: 'CY-1', type: { id: 'CYXJ', text: '出院小结' }, title: '出院小结', author: li, signer: li, writtenAt: w.now(), signedAt: w.now(), status: 'LA', text: '【出院诊断】慢性心力衰竭。\n【出院医嘱】低盐饮食。' })), 'AA');
  const facts = await contractSender(w, 'cy-facts');
  t.is(await facts({ controlId: 'CY-2', sentAt: w.now().toISOString(), patient: { ids: [{ value: 'P000001', type: 'MR' }] }, visit: { number: 'ZY26110001' }, statements: [{ kind: 'document', number: 'CY-2', shelf: 'record', type: { id: 'C0053' }, title: '出院小结', writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: '出院。' } }] }), 'accepted');
  const fhir = await fhirSender(w, { code: 'cy-fhir' });
  t.is((await fhir.send('POST', '/DocumentReference', JSON.stringify(referenceTo('cy3', '出院记录', { type: { coding: [{ system: 'http://loinc.org', code: '18842-5' }], text: 'Discharge summary' } })))).status, 201);
  await w.settle();
  const [doctor, id] = [await w.signIn('1001'), await idOf(w, 'P000001')];
  const rows = await listed(doctor, id, 'shelf=record');
  const kinds = rows.map(({ kind }) => kind);
  t.deepEqual(kinds.filter((kind) => kind === 'C0049' || kind === 'C0053'), ['C0049', 'C0053', 'C0053']);
  t.true(kinds.lastIndexOf('C0053') < kinds.indexOf('W0001'), 'the standard’s kinds before our own');
  const one = rows.find(({ number }) => number === 'CY-1');
  t.like((await doctor('GET', `/patients/${id}/documents/${String(one?.['id'])}/reading`)).data as Row, { form: 'words', signed: true, blocks: [{ title: '出院诊断' }, { title: '出院医嘱', lines: ['低盐饮食。'] }] });
});
