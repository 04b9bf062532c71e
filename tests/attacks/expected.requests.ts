/** Ordering tests: doctors who treat him; his ward's nurses read and are told that they may not. */
import type { Expected } from './expected.ts';

const ordering: Pick<Expected, 'others' | 'but'> = { others: 'hidden', but: { own: 'in', head: 'in', brokeGlass: 'in', wardNurse: 'refused' } };
/** Of no form so far. */
const batch = 'AAAAAAAAAAAAAAAAAAAA';

export const requests: Readonly<Record<string, Expected>> = {
  'GET /patients/:patientId/test-requests': { others: 'hidden', but: { own: 'in', head: 'in', brokeGlass: 'in', wardNurse: 'in' }, input: ({ patient }) => ({ patientId: patient }), ids: ['patientId'] },
  'POST /patients/:patientId/test-requests': { ...ordering, input: ({ patient, visit }) => ({ patientId: patient, visitId: visit, batch, items: [{ code: 'JY-ELEC' }], urgent: true, purpose: '', remark: '' }), ids: ['patientId'] },
  'POST /test-requests/:id/retry': { ...ordering, input: ({ chart }) => ({ id: chart.request }), ids: ['id'] },
  'POST /test-requests/:id/withdraw': { ...ordering, input: ({ chart }) => ({ id: chart.request, why: '开错了' }), ids: ['id'] },
};
