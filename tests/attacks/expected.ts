/**
 * What each route answers to each person. A route that stands in a module and not here fails `routes.test.ts`: whoever
 * adds one says here whose data it shows, and to whom.
 */
import type { Who } from './support/people.ts';
import type { Victim } from './support/victim.ts';
import { pin } from './support/victim.ts';

/**
 * `in`: past the policy (2xx, or a rule's own 409), where the act asks for it after a second factor. `hidden`: 404, the
 * same as for what is not there. `refused`: 403, for somebody who may know that it exists, or where there is nothing to
 * know.
 */
export type Answer = 'in' | 'hidden' | 'refused';

export interface Expected {
  /** A whole and proper input, with the victim's ids in it. */
  readonly input?: (victim: Victim) => Readonly<Record<string, unknown>>;
  /** Fields of the input that name something; each is tried with every kind of wrong id. */
  readonly ids?: readonly string[];
  readonly others: Answer;
  readonly but?: Readonly<Partial<Record<Who, Answer>>>;
}

const anybody: Expected = { others: 'in' };

const only = (...people: readonly Who[]): Pick<Expected, 'others' | 'but'> => ({ others: 'refused', but: Object.fromEntries(people.map((who) => [who, 'in'])) });
const seenOnlyBy = (...people: readonly Who[]): Pick<Expected, 'others' | 'but'> => ({ others: 'hidden', but: Object.fromEntries(people.map((who) => [who, 'in'])) });

type Near = 'own' | 'otherGroup' | 'head' | 'wardNurse' | 'technician';

/** A critical value: who may see it may read why they may not do more; for all others it is not there. */
function valueOf(more: Readonly<Record<string, unknown>>, ...may: readonly Near[]): Expected {
  const answer = (who: Near): Answer => (may.includes(who) ? 'in' : 'refused');
  const near: readonly Near[] = ['own', 'otherGroup', 'head', 'wardNurse', 'technician'];
  return { input: ({ value }) => ({ id: value, ...more }), ids: ['id'], others: 'hidden', but: Object.fromEntries(near.map((who) => [who, answer(who)])) };
}

/** The directory's own administrators; `readers`: those of the rights see it too. */
const directory = (input: Readonly<Record<string, unknown>> = {}): Expected => ({ input: () => input, others: 'refused', but: { systemAdministrator: 'in' } });
const directoryRead = (input: Readonly<Record<string, unknown>> = {}): Expected => ({ input: () => input, others: 'refused', but: { systemAdministrator: 'in', securityAdministrator: 'in' } });
/** Of the data scope: the security administrator's, some also the audit administrator's to read. */
const scopeRead = (input: Readonly<Record<string, unknown>> = {}, ...more: Who[]): Expected => ({ input: () => input, others: 'refused', but: Object.fromEntries([...more, 'securityAdministrator'].map((who) => [who, 'in'])) });
const scopeChange = (input: Readonly<Record<string, unknown>>): Expected => ({ input: () => input, others: 'refused', but: { securityAdministrator: 'step-up' } });
/** A reading that is not there. */
const noReading = '01990000-0000-7000-8000-000000000000';

/** Who may see the patient without giving a reason. */
const treats = ['own', 'head', 'wardNurse', 'brokeGlass'] as const;

/** Of the surgical ward: what these acts do must not open the victim to anybody. */
const somebodyElse = 'P000013';

export const expected: Readonly<Record<string, Expected>> = {
  'GET /me': anybody,
  'GET /directory/search': { ...anybody, input: () => ({ text: '李' }) },
  'GET /directory/departments': anybody,
  'GET /directory/pictures': { ...anybody, input: () => ({ owner: 'department:CARD' }) },
  'POST /directory/pictures': directory({ owner: 'department:CARD', mime: 'image/png', base64: 'AAAA' }),
  'POST /directory/pictures/remove': directory({ id: noReading }),
  'GET /directory/places': directoryRead(),
  'GET /directory/places/department': directoryRead({ code: 'CARD' }),
  'POST /directory/places/institution': directory({ isNew: true, code: 'QH01', name: 'x' }),
  'POST /directory/places/campus': directory({ isNew: true, code: 'QH01A', name: 'x', institutionCode: 'QH01' }),
  'POST /directory/places/department': directory({ isNew: true, code: 'CARD', name: 'x', kind: 'inpatient' }),
  'POST /directory/places/ward': directory({ isNew: true, code: 'CARD1', name: 'x', departmentCode: 'CARD' }),
  'POST /directory/places/group': directory({ isNew: true, code: 'CARD-A', name: 'x', departmentCode: 'CARD', leader: '1001', members: [] }),
  'POST /directory/places/end': directory({ kind: 'department', code: 'CARD', how: 'retire' }),
  'POST /directory/places/unbind': directory({ platform: 'wecom', corp: 'x', external: '2' }),
  'GET /directory/wards': directoryRead(),
  'GET /directory/people': directoryRead(),
  'GET /directory/person': directoryRead({ number: '1002' }),
  'POST /directory/people': directory({ isNew: true, number: '1002', name: 'x', role: 'doctor', departmentCode: 'CARD' }),
  'POST /directory/people/leave': directory({ number: '9101' }),
  'POST /directory/people/restore': directory({ number: '1002', reason: 'x' }),
  'POST /directory/people/away': directory({ number: '1002', until: null }),
  'POST /directory/people/remove': directory({ number: '1002' }),
  'POST /directory/accounts/bind': directory({ number: '1002', platform: 'wecom', corp: 'x', user: 'somebody' }),
  'POST /directory/accounts/unbind': directory({ number: '1002', platform: 'wecom', corp: 'x', user: 'nobody' }),
  'GET /directory/sources': directory(),
  'POST /directory/sync': directory({ source: 'nowhere' }),
  'POST /directory/sync/answer': directory({ id: noReading, goOn: true }),
  'GET /directory/template': directory({ kind: 'staff' }),
  'POST /directory/file': directory({ kind: 'staff', complete: false }),
  'POST /directory/file/part': directory({ id: noReading, part: 0, base64: 'AAAA' }),
  'POST /directory/file/preview': directory({ id: noReading, parts: 1 }),
  'POST /directory/file/apply': directory({ id: noReading }),
  'POST /directory/file/drop': directory({ id: noReading }),
  'GET /directory/matters': directory(),
  'POST /directory/matters/settle': directory({ ids: [noReading], how: 'retire' }),
  'POST /data-scope/emergency-views': {
    input: () => ({ patient: 'P000001', kind: 'rescue', reason: '抢救，需要既往用药' }),
    others: 'step-up',
    but: { pharmacist: 'refused', technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' },
  },
  'GET /data-scope/emergency-views': anybody,
  'GET /data-scope/emergency-views/:id': { input: () => ({ id: noReading }), ids: ['id'], others: 'hidden' },
  'POST /data-scope/emergency-views/:id/review': { input: () => ({ id: noReading, verdict: 'justified' }), ids: ['id'], others: 'hidden' },
  'POST /data-scope/requests': {
    input: () => ({ scope: 'ward', target: 'CARD1', reason: '支援心内科值班', until: '2026-11-22T00:00:00Z' }),
    others: 'in',
    but: { technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' },
  },
  'GET /data-scope/requests': anybody,
  'POST /data-scope/requests/decide': scopeChange({ id: noReading, granted: false }),
  'POST /data-scope/grants/revoke': scopeChange({ id: noReading }),
  'GET /data-scope/areas': anybody,
  'GET /data-scope/colleagues': scopeRead({ text: '李' }),
  'GET /data-scope/matrix': scopeRead({}, 'auditAdministrator'),
  'GET /data-scope/exceptions': scopeRead({}, 'auditAdministrator'),
  'POST /data-scope/exceptions/:name': scopeChange({ name: 'rosters', on: false, roles: [], departments: [], columns: [] }),
  'GET /data-scope/flags': scopeRead(),
  'POST /data-scope/flags': scopeChange({ patient: 'P000001', flag: 'vip', on: true }),
  'POST /data-scope/why': scopeRead({ staff: '1001', patient: 'P000001' }),
  'POST /data-scope/who': scopeRead({ patient: 'P000001' }),
  'GET /patients': { others: 'in', but: { technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' } },
  'POST /patients/find': { input: () => ({ number: 'P000001' }), others: 'refused', but: { own: 'in', head: 'in', wardNurse: 'in', pharmacist: 'hidden' } },
  'GET /patients/:id': { input: ({ patient }) => ({ id: patient }), ids: ['id'], others: 'hidden', but: { own: 'in', head: 'in', wardNurse: 'in' } },
  'GET /signatures/me': anybody,
  'POST /signatures/enrol': { ...anybody, input: () => ({ pin }) },
  'POST /signatures/verify': { ...anybody, input: () => ({ document: {}, signature: {} }) },
  'GET /signatures/:id': { ...valueOf({}, 'own', 'otherGroup', 'head', 'wardNurse', 'technician'), input: ({ signature }) => ({ id: signature }) },
  'GET /tasks': anybody,
  'GET /critical-values': anybody,
  'GET /critical-values/:id': valueOf({}, 'own', 'otherGroup', 'head', 'wardNurse', 'technician'),
  'POST /critical-values/:id/acknowledge': valueOf({}, 'own', 'otherGroup', 'head'),
  'POST /critical-values/:id/dispose': valueOf({ choices: ['observe'] }, 'own', 'otherGroup', 'head'),
  'POST /critical-values/:id/sign': valueOf({ pin }, 'own'),
  'POST /critical-values/:id/cancel': valueOf({ reason: 'other', note: 'x' }, 'technician'),
  'GET /operations/platforms': only('systemAdministrator'),
  'POST /operations/check-up': only('systemAdministrator'),
  'POST /operations/retry-dead': { ...only('systemAdministrator'), input: () => ({ queue: 'x' }) },

  'GET /patients/:patientId/identity': { ...seenOnlyBy(...treats), input: ({ patient }) => ({ patientId: patient }), ids: ['patientId'] },
  'POST /patients/:patientId/identity/unmask': { ...seenOnlyBy(...treats), input: ({ patient }) => ({ patientId: patient, field: 'phone' }), ids: ['patientId'] },

  'POST /data-scope/emergency-views': {
    others: 'in',
    but: { pharmacist: 'refused', technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' },
    input: () => ({ patient: somebodyElse, kind: 'rescue', reason: '夜间抢救，需要了解病史' }),
  },
  'GET /data-scope/emergency-views': anybody,
  'GET /data-scope/emergency-views/:id': { ...seenOnlyBy('brokeGlass', 'head', 'recordsOffice', 'medicalOffice', 'securityAdministrator', 'auditAdministrator'), input: ({ glass }) => ({ id: glass }), ids: ['id'] },
  // Whoever used it gets in as far as being told that somebody else reviews.
  'POST /data-scope/emergency-views/:grant/review': { ...seenOnlyBy('brokeGlass', 'head', 'recordsOffice', 'medicalOffice'), input: ({ glass }) => ({ grant: glass, verdict: 'justified' }), ids: ['grant'] },
  'POST /data-scope/requests': {
    others: 'in',
    but: { technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' },
    input: () => ({ scope: 'ward', target: 'HEMA1', reason: '会诊前了解病情', until: '2026-11-20T14:00:00Z' }),
  },
  'GET /data-scope/requests': anybody,
  'POST /data-scope/requests/:request/decide': { ...only('securityAdministrator'), input: ({ request }) => ({ request, granted: false }), ids: ['request'] },
  'POST /data-scope/grants/:grant/revoke': { ...only('securityAdministrator'), input: ({ permission }) => ({ grant: permission }), ids: ['grant'] },
  'GET /data-scope/areas': anybody,
  'GET /data-scope/colleagues': { ...only('securityAdministrator'), input: () => ({ text: '张' }) },
  'GET /data-scope/matrix': only('securityAdministrator', 'auditAdministrator'),
  'GET /data-scope/exceptions': only('securityAdministrator', 'auditAdministrator'),
  'PUT /data-scope/exceptions/:name': { ...only('securityAdministrator'), input: () => ({ name: 'rosters', on: false, roles: [], departments: [], columns: [] }) },
  'GET /data-scope/flags': only('securityAdministrator', 'recordsOffice', 'medicalOffice'),
  'POST /data-scope/flags': { ...only('securityAdministrator', 'recordsOffice', 'medicalOffice'), input: () => ({ patient: somebodyElse, flag: 'vip', on: true }) },
  'POST /data-scope/why': { ...only('securityAdministrator'), input: () => ({ staff: '1101', patient: somebodyElse }) },
  'POST /data-scope/who': { ...only('securityAdministrator'), input: () => ({ patient: somebodyElse }) },
};
