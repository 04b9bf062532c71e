/** What is critical holds no patient: kept by the system administrator and whoever has the function. */
import type { Expected } from './expected.ts';

const noSet = '01990000-0000-7000-8000-000000000000';
const only: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { systemAdministrator: 'in' } };
/** A set that is not there, for those who may ask. */
const unknown: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { systemAdministrator: 'hidden' } };

/** Whom a value is told to together: the medical office's, too. */
const office: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { systemAdministrator: 'in', medicalOffice: 'in' } };

export const limits: Readonly<Record<string, Expected>> = {
  'GET /critical-telling': office,
  // From a version that is not the newest: nothing changes for whoever gets in.
  'POST /critical-telling': { ...office, input: () => ({ base: 900, rules: [], note: '换一换' }) },
  'POST /critical-telling/try': { ...office, input: () => ({ ward: 'CARD1', clock: '02:00' }) },
  'GET /critical-limits': only,
  'POST /critical-limits': { ...only, input: () => ({ version: 'attack-1' }) },
  'GET /critical-limits/one': { ...unknown, input: () => ({ id: noSet }) },
  'POST /critical-limits/change': { ...unknown, input: () => ({ id: noSet }) },
  'POST /critical-limits/try': { ...unknown, input: () => ({ id: noSet }) },
  'POST /critical-limits/propose': { ...unknown, input: () => ({ id: noSet, note: '' }) },
  // After a second factor: a set that is there is approved in tests of the module.
  'POST /critical-limits/approve': { ...only, input: () => ({ id: noSet, note: '' }), told: ['core.not-found'] },
  'POST /critical-limits/reject': { ...unknown, input: () => ({ id: noSet, note: 'x' }) },
};
