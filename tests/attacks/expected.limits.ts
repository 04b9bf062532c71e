/** What is critical holds no patient: kept by the system administrator and whoever has the function. */
import type { Expected } from './expected.ts';

const noSet = '01990000-0000-7000-8000-000000000000';
const only: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { systemAdministrator: 'in' } };
/** A set that is not there, for those who may ask. */
const unknown: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { systemAdministrator: 'hidden' } };

/** Whom a value is told to together: the medical office's, too. */
const office: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { systemAdministrator: 'in', medicalOffice: 'in' } };

const phonesFile = { name: 'a.csv', type: 'text/csv', base64: Buffer.from('工号,手机号\n0000,13800005678\n').toString('base64') };

export const limits: Readonly<Record<string, Expected>> = {
  'GET /my-phone': { others: 'in' },
  // No text messages are set up here, and no code was asked for.
  'POST /my-phone/code': { others: 'in', input: () => ({ phone: '13800005678' }), told: ['urging.no-sms'] },
  'POST /my-phone': { others: 'in', input: () => ({ code: '000000' }), told: ['urging.code-over'] },
  'POST /my-phone/forget': { others: 'in' },
  'GET /urging': only,
  'POST /urging/try': { ...only, input: () => ({ means: 'sms' }), told: ['urging.no-means'] },
  'POST /urging/phones/preview': { ...only, input: () => ({ file: phonesFile }) },
  'POST /urging/phones': { ...only, input: () => ({ file: phonesFile }) },
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
