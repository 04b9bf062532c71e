/** Critical values: whoever stands near one may see it, and why they may not do more. */
import type { Answer, Expected } from './expected.ts';
import { pin } from './support/victim.ts';

type Near = 'own' | 'head' | 'brokeGlass' | 'wardNurse' | 'technician' | 'medicalOffice';
export const near: readonly Near[] = ['own', 'head', 'brokeGlass', 'wardNurse', 'technician', 'medicalOffice'];

/** A critical value: who may see it may read why they may not do more; for all others it is not there. */
export function valueOf(more: Readonly<Record<string, unknown>>, ...may: readonly Near[]): Expected {
  const answer = (who: Near): Answer => (may.includes(who) ? 'in' : 'refused');
  return { input: ({ value }) => ({ id: value, ...more }), ids: ['id'], others: 'hidden', but: Object.fromEntries(near.map((who) => [who, answer(who)])) };
}

const technicians: Pick<Expected, 'others' | 'but'> = { others: 'refused', but: { technician: 'in' } };
/** Numbers of one's own department or of all, and of nobody. */
const counted: Expected = { others: 'in', but: { systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' }, input: () => ({ from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' }) };
/** Of the surgical ward: what is reported of him must not open the victim to anybody. */
const somebodyElse = 'P000013';

export const values: Readonly<Record<string, Expected>> = {
  'GET /critical-values': { others: 'in' },
  'GET /critical-indicators': counted,
  // Everybody who treats gets a file of those whom they may carry out; of whom that is nobody, an empty one.
  'GET /critical-values-file': { ...counted, input: () => ({}) },
  'GET /critical-indicators/file': counted,
  'GET /critical-values-by-hand/items': technicians,
  'POST /critical-values-by-hand': { ...technicians, input: () => ({ patient: { number: somebodyElse, name: '某某' }, item: 'potassium', value: '7.1', unit: 'mmol/L' }), told: ['critical-values.report-patient'] },
  'GET /critical-values/:id': valueOf({}, ...near),
  'GET /critical-values/:id/sheet': { ...valueOf({}, ...near), input: ({ signedValue }) => ({ id: signedValue }) },
  'POST /critical-values/:id/acknowledge': valueOf({}, 'own', 'head'),
  'POST /critical-values/:id/decline': valueOf({ kind: 'cannot-now', reason: 'rescue' }, 'own'),
  // The victim's value is not taken: its holder is nobody, and what is told is that.
  'POST /critical-values/:id/relay': { ...valueOf({ to: '1002', reason: 'off-duty' }, 'medicalOffice'), told: ['critical-values.relay-not-taken'] },
  'POST /critical-values/:id/take-over': { ...valueOf({}, 'own'), told: ['critical-values.relay-not-taken'] },
  'POST /critical-values/:id/hand-back': { ...valueOf({}, 'own', 'medicalOffice'), told: ['critical-values.relay-not-taken'] },
  'POST /critical-values/:id/dispose': valueOf({ choices: ['observe'] }, 'own', 'head'),
  // No recording, so whoever gets in is told that it is none.
  'POST /critical-values/:id/voices': valueOf({ file: { name: 'a', type: 'audio/mp4', base64: 'AAAA' }, seconds: 1 }, 'own', 'head'),
  'GET /critical-values/:id/voices/:voice': { ...valueOf({ voice: '01990000-0000-7000-8000-000000000000' }, ...near), ids: ['id', 'voice'], told: ['core.not-found'] },
  'POST /critical-values/:id/nurse': valueOf({ choices: ['monitoring'] }, 'wardNurse'),
  'POST /critical-values/:id/sign': valueOf({ pin }, 'own'),
  'POST /critical-values/:id/cancel': valueOf({ reason: 'other', note: 'x' }, 'technician', 'medicalOffice'),
  'POST /critical-values/:id/call': valueOf({ whom: 'ward', to: '某某', reached: false }, 'own', 'head', 'wardNurse', 'technician', 'medicalOffice'),
  'GET /critical-values/:id/contacts': valueOf({}, 'own', 'head', 'wardNurse', 'technician', 'medicalOffice'),
  'POST /critical-values/:id/contacts': { ...valueOf({ field: 'phone' }, 'own', 'head', 'wardNurse', 'technician', 'medicalOffice'), told: ['critical-values.in-a-bed'] },
  'POST /critical-values/:id/reopen': valueOf({ note: 'x' }, 'technician'),
};
