/** The pre-admission centre: here nobody of the house works in it, and for all others a booking is not there. */
import type { Expected } from './expected.ts';

export const admission: Readonly<Record<string, Expected>> = {
  'GET /admission-centre': { others: 'refused' },
  'POST /admission-centre/places': { others: 'refused', input: () => ({ department: 'CARD', beds: 1 }) },
  'GET /admission-centre/bookings/:visitId': { others: 'hidden', input: ({ visit }) => ({ visitId: visit }), ids: ['visitId'] },
  'POST /admission-centre/bookings/:visitId/requests': { others: 'hidden', input: ({ visit }) => ({ visitId: visit, kind: 'cancel', why: '患者要求' }), ids: ['visitId'] },
};
