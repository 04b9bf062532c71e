/** One command of each kind. */
import type { Command, CommandKind, CommandOf } from '../schema.commands.ts';

const at = '2026-11-21T02:20:00Z';
const actor = { number: '1001', name: '李静' };
const value = {
  source: { application: 'LIS', facility: 'LAB', controlId: 'R20261121-77' }, patientIds: [{ value: 'P000001', type: 'MR' }], placer: 'JY20261121-118', filler: 'LIS0098172',
  order: { id: 'ELEC', text: '电解质' }, item: { id: '2823-3', text: '血钾', system: 'LN' }, value: '6.8', unit: 'mmol/L',
};
const signature = { reference: 'sig-20261121-0007', by: actor, at };

const data: { readonly [K in CommandKind]: CommandOf<K>['data'] } = {
  'acknowledge-critical-value': { ...value, acknowledgedAt: '2026-11-21T02:16:00Z' },
  'dispose-critical-value': { ...value, disposedAt: at, text: '停用含钾液体，10% 葡萄糖酸钙 10 ml 静推，急查复测。', signature },
  'stop-session': { session: 'CZ20261124-CARD-1001-AM', substitute: { number: '1003', name: '陈涛' } },
  'restore-session': { session: 'CZ20261124-CARD-1001-AM' },
  'decide-order': { order: 'YZ20261121-0031', decision: 'approve', signature },
  'write-document': { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY2026110101', type: { id: 'EMR.0501', text: '日常病程记录' }, title: '危急值处置记录', text: '接检验科危急值报告：血钾 6.8 mmol/L，已处置。', writtenAt: at, signature },
  'request-recheck': { patientIds: [{ value: 'P000001', type: 'MR' }], order: 'LIS0098172', item: { id: '2823-3', text: '血钾' } },
  'answer-consultation': { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY2026110101', source: { application: 'EMR', facility: 'QH' }, consultation: 'HZ20261121-3', department: 'NEPH', text: '血钾升高与慢性肾脏病有关，建议急诊血液透析，监测电解质。', answeredAt: at, signature },
  'reschedule-admission': { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY2026112201', plannedAt: '2026-11-24T01:00:00Z', ward: 'CARD1', bed: '17' },
  'cancel-admission': { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY2026112201' },
  'order-test': {
    patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY2026110101', request: 'WL261121A91C03D2E4', category: 'laboratory', item: { id: 'JY-ELEC', text: '电解质' }, urgent: true, purpose: '血钾升高，处理后复查', department: 'CARD', orderedAt: at,
  },
  'cancel-test': { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY2026110101', request: 'WL261121A91C03D2E4', order: 'YZ20261121-0118' },
  'decide-request': { request: 'SQ20261121-5', decision: 'refuse' },
};

const reasoned: readonly string[] = ['stop-session', 'reschedule-admission', 'cancel-admission', 'cancel-test', 'decide-request'];

export const commandExamples = Object.entries(data).map(([kind, each]) => ({
  key: `example:${kind}`, kind, at, actor, ...(reasoned.includes(kind) ? { reason: '外出会诊' } : {}), data: each,
})) as unknown as readonly Command[];
