/** One message per kind of statement, as a hospital would send it: for the document, the tests and the conformance kit. */
import type { StatementKind } from '../../statements/schema.ts';
import type { FactsMessage, FactsStatement } from '../schema.facts.ts';

const sentAt = '2026-11-21T02:14:00Z';
const patient = { ids: [{ value: 'P000001', type: 'MR' }], name: '王建军', sex: 'M', birthDate: '1957-03-12' };
const visit = { number: 'ZY2026110101', patientClass: 'I', department: 'CARD', ward: 'CARD1', bed: '12' };
const doctor = { number: '1001', name: '李静' };
const nurse = { number: '2001', name: '周敏' };

const statements: { readonly [K in StatementKind]: Extract<FactsStatement, { readonly kind: K }> } = {
  person: { kind: 'person', allergies: [{ substance: '青霉素', reaction: '皮疹', severity: '中度' }] },
  stay: { kind: 'stay', event: 'transfer', prior: { ward: 'CARD1', bed: '30' } },
  merge: { kind: 'merge', gone: [{ value: 'P000933', type: 'MR' }] },
  diagnoses: {
    kind: 'diagnoses',
    all: [
      { code: 'I21.001', system: 'ICD-10', name: '急性前壁心肌梗死', type: 'admission', rank: 1, at: '2026-11-20T01:05:00Z', by: doctor },
      { code: 'I10.x00', system: 'ICD-10', name: '高血压病', type: 'admission', rank: 2 },
    ],
  },
  order: {
    kind: 'order', number: 'YZ20261121-0031', group: '7', category: 'drug', term: 'long', code: { id: 'XA10AB05', text: '阿司匹林肠溶片' }, name: '阿司匹林肠溶片', specification: '100mg×30片',
    dose: { amount: '100', unit: 'mg' }, route: '口服', frequency: 'qd', notes: ['餐前服用'], startAt: '2026-11-21T02:00:00Z', state: 'ordered', doctor, department: 'CARD', orderedAt: '2026-11-21T02:00:00Z',
  },
  execution: { kind: 'execution', order: 'YZ20261121-0031', number: 'ZX90017', state: 'given', at: '2026-11-21T02:10:00Z', by: nurse, dose: { amount: '100', unit: 'mg' } },
  charge: { kind: 'charge', number: 'SF20261121000471', code: { id: '250403001', text: '血清钾测定' }, name: '血清钾测定', amount: '12.00', quantity: '1', type: 'charge', at: '2026-11-21T01:40:00Z', order: 'JY20261121-118', department: 'LAB' },
  report: {
    kind: 'report',
    orders: [
      {
        placer: 'JY20261121-118', filler: 'LIS0098172', code: { id: 'ELEC', text: '电解质' }, service: 'LAB', orderingDoctor: doctor, priority: 'S', resultStatus: 'F',
        specimen: { number: 'BB771204', code: 'SER', text: '血清', collectedAt: '2026-11-21T01:20:00Z', receivedAt: '2026-11-21T01:35:00Z' },
        observedAt: '2026-11-21T01:20:00Z', reportedAt: '2026-11-21T02:12:00Z',
        results: [
          {
            code: { id: '2823-3', text: '血钾', system: 'LN' }, value: { kind: 'number', number: 6.8, text: '6.8' }, unit: { id: 'mmol/L' },
            referenceRange: { text: '3.5-5.3', low: 3.5, high: 5.3 }, flags: ['HH'], status: 'F', observedAt: '2026-11-21T01:58:00Z',
          },
        ],
      },
    ],
  },
  document: {
    kind: 'document', number: 'BL20261121-204', version: '1', shelf: 'record', type: { id: 'EMR.0501', text: '日常病程记录' }, title: '日常病程记录', author: doctor, signer: doctor,
    writtenAt: '2026-11-21T02:05:00Z', signedAt: '2026-11-21T02:08:00Z', state: 'signed', department: 'CARD', content: { mediaType: 'text/plain', text: '患者诉胸闷较前减轻，心电监护示窦性心律。' },
  },
  session: { kind: 'session', number: 'CZ20261124-CARD-1001-AM', department: 'CARD', doctor, clinic: '专家', day: '2026-11-24', period: '上午', from: '2026-11-24T00:00:00Z', until: '2026-11-24T04:00:00Z', places: 30, taken: 11, room: '3 诊室', state: 'stopped', reason: '外出会诊', substitute: { number: '1003', name: '陈涛' } },
  booking: { kind: 'booking', number: 'YY20261124000381', session: 'CZ20261124-CARD-1001-AM', department: 'CARD', doctor, from: '2026-11-24T01:00:00Z', until: '2026-11-24T01:10:00Z', place: '7', channel: 'app', state: 'booked' },
  operation: {
    kind: 'operation', number: 'SS20261122-003', department: 'SURG', room: '5', sequence: 2, plannedFrom: '2026-11-22T02:00:00Z', plannedUntil: '2026-11-22T04:00:00Z', procedure: { id: '51.2300', text: '腹腔镜下胆囊切除术', system: 'ICD-9-CM-3' },
    name: '腹腔镜下胆囊切除术', surgeon: { number: '1101', name: '赵磊' }, assistants: [{ number: '1102', name: '孙悦' }], anaesthetist: { number: '1301', name: '何平' }, anaesthesia: '全身麻醉', level: '三级', incision: 'II', state: 'planned',
  },
  consultation: { kind: 'consultation', number: 'HZ20261121-016', type: '急', requestedBy: doctor, department: 'CARD', requestedAt: '2026-11-21T02:00:00Z', plannedAt: '2026-11-21T02:20:00Z', summary: '急性心肌梗死，肌酐升高。', purpose: '协助评估肾功能与造影风险', invited: [{ department: 'NEPH' }], state: 'requested' },
  observation: { kind: 'observation', code: { id: '8310-5', text: '体温', system: 'LN' }, value: '38.2', unit: '℃', at: '2026-11-21T02:00:00Z', by: nurse, site: '腋温' },
  bed: { kind: 'bed', ward: 'CARD1', bed: '12', state: 'cleaning', at: '2026-11-21T02:00:00Z' },
};

/** By kind. */
export const factsExamples = Object.fromEntries(
  Object.entries(statements).map(([kind, statement]): [string, FactsMessage] => [kind, { controlId: `HIS-20261121-${kind}`, type: kind, sentAt, ...(kind === 'session' || kind === 'bed' ? {} : { patient, visit }), statements: [statement] }]),
) as Readonly<Record<StatementKind, FactsMessage>>;
