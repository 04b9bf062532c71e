/** Marked pages belong to whoever opened them; what a leaked one gives away is the security administrator's. Ways out of the workspace hold no patient. */
import type { Expected } from './expected.ts';

const security = { others: 'refused', but: { securityAdministrator: 'in' } } as const;

export const viewing: Readonly<Record<string, Expected>> = {
  // Of the doctor's own session: others who may see the patient open it themselves.
  'GET /patients/:patientId/openings/:openingId/pages/:page': { input: ({ patient, opening }) => ({ patientId: patient, openingId: opening, page: 1 }), ids: ['patientId', 'openingId'], others: 'hidden', but: { own: 'in' } },
  'POST /patients/:patientId/openings/:openingId/find': { input: ({ patient, opening }) => ({ patientId: patient, openingId: opening, text: '胸痛' }), ids: ['patientId', 'openingId'], others: 'hidden', but: { own: 'in' } },
  // By who may carry a record out, of an own opening; this hospital lets no kind out.
  'POST /patients/:patientId/openings/:openingId/pdf': { input: ({ patient, opening }) => ({ patientId: patient, openingId: opening }), ids: ['patientId', 'openingId'], others: 'hidden', but: { own: 'in', head: 'in', wardNurse: 'in' }, told: ['viewing.not-out', 'core.not-found'] },
  'GET /viewing/screen': { others: 'in' },
  // Of oneself alone; whose page it was is on record, and nothing comes back. This hospital allows no copying.
  'POST /viewing/takings': { others: 'refused', input: ({ patient }) => ({ way: 'copy', page: 'patient', patientId: patient }) },
  'POST /viewing/tamperings': { others: 'in', input: ({ patient }) => ({ how: 'removed', page: 'patient', patientId: patient }) },
  'GET /doctor-station': { others: 'in' },
  // This hospital has set none.
  'POST /doctor-station/openings': { others: 'refused', input: () => ({ container: 'browser' }) },
  'POST /leak-tracing': { ...security, input: () => ({ picture: { name: 'a.png', type: 'image/png', base64: 'AAAA' }, note: '群里转来的截图' }) },
  'GET /leak-tracing': { ...security, isRecord: true },
  'GET /leak-tracing/:id': { ...security, input: ({ tracing }) => ({ id: tracing }), ids: ['id'], isRecord: true },
  'GET /leak-tracing/:id/visible': { ...security, input: ({ tracing }) => ({ id: tracing, name: '李?' }), ids: ['id'], isRecord: true },
  // A code has named the opening: a person does not name another.
  'POST /leak-tracing/:id/answer': { ...security, input: ({ tracing, opening }) => ({ id: tracing, way: 'visible', openingId: opening, read: { name: '李?' } }), ids: ['id', 'openingId'], told: ['leak-tracing.code-says'] },
  'GET /leak-tracing/:id/report': { ...security, input: ({ tracing }) => ({ id: tracing }), ids: ['id'], isRecord: true },
};
