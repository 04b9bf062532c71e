/**
 * What each route answers to each person. A route that stands in a module and not here fails `routes.test.ts`: whoever
 * adds one says here whose data it shows, and to whom.
 */
import { admission } from './expected.admission.ts';
import { limits } from './expected.limits.ts';
import { requests } from './expected.requests.ts';
import { rosters } from './expected.rosters.ts';
import { near, valueOf, values } from './expected.values.ts';
import { viewing } from './expected.viewing.ts';
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
  /** The record of what was done names patients by number and things by id, never by name or content. */
  readonly isRecord?: boolean;
  /** What those who get in may be told although it sounds like a door: a wrong proof, an account of somebody else's. */
  readonly told?: readonly string[];
}

const anybody: Expected = { others: 'in' };

const only = (...people: readonly Who[]): Pick<Expected, 'others' | 'but'> => ({ others: 'refused', but: Object.fromEntries(people.map((who) => [who, 'in'])) });
const seenOnlyBy = (...people: readonly Who[]): Pick<Expected, 'others' | 'but'> => ({ others: 'hidden', but: Object.fromEntries(people.map((who) => [who, 'in'])) });

/** The directory's own administrators; `readers`: those of the rights see it too. */
const directory = (input: Readonly<Record<string, unknown>> = {}): Expected => ({ input: () => input, others: 'refused', but: { systemAdministrator: 'in' } });
const directoryRead = (input: Readonly<Record<string, unknown>> = {}): Expected => ({ input: () => input, others: 'refused', but: { systemAdministrator: 'in', securityAdministrator: 'in' } });
/** Of the data scope: the security administrator's, some also the audit administrator's to read. */
/** A reading that is not there. */
const noReading = '01990000-0000-7000-8000-000000000000';

const entriesFile = { name: 'a.csv', type: 'text/csv', base64: Buffer.from('code,disease\nA00,霍乱\n').toString('base64') };
const codesFile = { name: 'a.csv', type: 'text/csv', base64: Buffer.from('类别,对方编码,本院编码\n单位,mmol,mmol/L\n').toString('base64') };

/** A nurse who has nothing to do with any of this. */
const colleague = '2004';

/** The system administrator keeps ordinary people's accounts, the security administrator those of administrators. */
const accountOf = (number: string): Expected => ({ ...only('systemAdministrator', 'securityAdministrator'), input: () => ({ number }), told: ['sign-in.ordinary-account', 'sign-in.administrators-account'] });

/** Who may see the patient without giving a reason. */
const treats = ['own', 'head', 'wardNurse', 'brokeGlass'] as const;

/** Of one patient's rows in the clinical store. */
function ofPatient(more: (victim: Victim) => Readonly<Record<string, unknown>> = () => ({}), ...ids: readonly string[]): Expected {
  return { ...seenOnlyBy(...treats), input: (victim) => ({ patientId: victim.patient, ...more(victim) }), ids: ['patientId', ...ids] };
}

/** The three administrators and the laboratory have no list of patients. */
const withoutPatients: NonNullable<Expected['but']> = { systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused', technician: 'refused' };

/** Of the surgical ward: what these acts do must not open the victim to anybody. */
const somebodyElse = 'P000013';
const victimNumber = 'P000001';

export const expected: Readonly<Record<string, Expected>> = {
  'GET /me': anybody,
  'GET /api-clients': only('securityAdministrator'),
  'POST /api-clients': { ...only('securityAdministrator'), input: () => ({ code: 'his', name: 'HIS', allowed: [], addresses: [], algorithm: 'hmac-sha256' }) },
  'PUT /api-clients/:code': { ...only('securityAdministrator'), input: () => ({ code: 'his', name: 'HIS', allowed: [], addresses: [], active: true }) },
  'POST /api-clients/:code/keys': { ...only('securityAdministrator'), input: () => ({ code: 'his', algorithm: 'hmac-sha256' }) },
  'POST /api-clients/:code/keys/:key/end': { ...only('securityAdministrator'), input: () => ({ code: 'his', key: 'k-1' }) },
  'GET /feeds': only('systemAdministrator'),
  'POST /feeds/change': { ...only('systemAdministrator'), input: () => ({ feed: 'mllp:nobody', silentMinutes: null, retired: false }) },
  'POST /feeds/downtimes': { ...only('systemAdministrator'), input: () => ({ feed: 'mllp:nobody', from: '2026-11-19T14:00:00Z', until: '2026-11-19T15:00:00Z', reason: '升级' }) },
  'POST /feeds/downtimes/end': { ...only('systemAdministrator'), input: () => ({ id: noReading }) },
  'GET /hospital-commands': only('systemAdministrator'),
  'POST /hospital-commands/again': { ...only('systemAdministrator'), input: () => ({ id: noReading }) },
  'GET /directory/search': { ...anybody, input: () => ({ text: '李' }) },
  'GET /directory/departments': anybody,
  'GET /directory/pictures': { ...anybody, input: () => ({ owner: 'department:CARD' }) },
  'POST /directory/pictures': directory({ owner: 'department:CARD', mime: 'image/png', base64: 'AAAA' }),
  'POST /directory/pictures/remove': directory({ id: noReading }),
  'GET /directory/guide': anybody,
  'GET /directory/guide/page': { ...anybody, input: () => ({ owner: 'department:CARD' }) },
  'GET /directory/publication': directoryRead({ owner: 'department:CARD' }),
  'POST /directory/publication': directory({ owner: 'department:CARD' }),
  'POST /directory/publication/withdraw': directory({ owner: 'department:CARD' }),
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
  'GET /directory/wards/:ward/beds': directoryRead({ ward: 'CARD1' }),
  'POST /directory/wards/:ward/beds': directory({ ward: 'CARD1', numbers: ['39'], state: 'open', room: null, note: null }),
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

  'POST /sign-in/step-up': { ...anybody, input: () => ({ method: 'totp', code: '000000' }), told: ['sign-in.wrong-code'] },
  'POST /sign-in/step-up/challenge': anybody,
  'GET /sign-in/factors': anybody,
  'POST /sign-in/factors/totp': anybody,
  'POST /sign-in/factors/totp/confirm': { ...anybody, input: () => ({ code: '000000', token: 'x' }) },
  'POST /sign-in/factors/passkeys': anybody,
  'POST /sign-in/factors/passkeys/confirm': { ...anybody, input: () => ({ response: { id: 'x', type: 'public-key' }, token: 'x', label: 'x' }) },
  // Credential ids are the authenticator's; the row is looked up with the person's own number.
  'DELETE /sign-in/factors/passkeys/:id': { ...anybody, input: () => ({ id: 'x' }), ids: [] },
  'POST /sign-in/password': { ...anybody, input: () => ({ current: 'x', password: 'y' }) },
  'GET /sign-in/sessions': anybody,
  'DELETE /sign-in/sessions/:handle': { ...anybody, input: () => ({ handle: 'x' }), told: ['sign-in.session-over'] },
  'GET /sign-in/administrators': only('systemAdministrator', 'securityAdministrator', 'auditAdministrator'),
  'GET /sign-in/accounts': only('systemAdministrator', 'securityAdministrator'),
  'POST /sign-in/accounts/:number/open': accountOf(colleague),
  'POST /sign-in/accounts/:number/reset-password': accountOf(colleague),
  'POST /sign-in/accounts/:number/disable': accountOf(colleague),
  'POST /sign-in/accounts/:number/enable': accountOf(colleague),
  'POST /sign-in/accounts/:number/unlock': accountOf(colleague),
  'POST /sign-in/accounts/:number/reset-factors': accountOf(colleague),
  'POST /sign-in/accounts/:number/end-sessions': accountOf(colleague),
  'POST /sign-in/administrators': { ...only('securityAdministrator'), input: () => ({ number: colleague, duty: 'audit' }) },
  'POST /sign-in/administrators/:number/dismiss': { ...only('securityAdministrator'), input: () => ({ number: colleague }) },
  'POST /sign-in/functions': { ...only('securityAdministrator'), input: () => ({ number: colleague, function: 'feeds' }) },
  'POST /sign-in/functions/:number/take': { ...only('securityAdministrator'), input: () => ({ number: colleague, function: 'feeds' }) },

  'GET /signatures/me': anybody,
  'POST /signatures/enrol': { ...anybody, input: () => ({ pin }) },
  'POST /signatures/verify': { ...anybody, input: () => ({ document: {}, signature: {} }) },
  'GET /signatures/:id': { ...valueOf({}, ...near), input: ({ signature }) => ({ id: signature }) },
  'GET /tasks': anybody,
  ...values,
  'GET /audit/rows': { ...only('auditAdministrator'), isRecord: true },
  'POST /audit/export': { ...only('auditAdministrator'), isRecord: true },
  'GET /audit/acts': only('auditAdministrator', 'securityAdministrator'),
  'GET /audit/looked': { ...only('auditAdministrator', 'recordsOffice'), input: () => ({ patient: victimNumber }), isRecord: true },
  'GET /audit/sessions': only('auditAdministrator'),
  'GET /audit/platform-log': only('systemAdministrator', 'auditAdministrator'),
  'GET /audit/chain': only('securityAdministrator', 'auditAdministrator'),
  'POST /audit/verify': only('auditAdministrator'),
  'GET /audit/alerts': { ...only('securityAdministrator', 'auditAdministrator'), isRecord: true },
  // An alert that is there is seen in tests of the audit; here only who may try.
  'POST /audit/alerts/:alert/review': { ...only('securityAdministrator'), input: () => ({ alert: noReading, state: 'explained', note: '已核实，值班会诊' }), told: ['core.not-found'] },
  'GET /me/draft-key': anybody,
  'GET /operations/platforms': only('systemAdministrator'),
  'POST /operations/check-up': only('systemAdministrator'),
  'POST /operations/retry-dead': { ...only('systemAdministrator'), input: () => ({ queue: 'x' }) },

  'POST /record-merges/find': { ...only('recordsOffice'), input: () => ({ text: victimNumber }) },
  'POST /record-merges/compare': { ...only('recordsOffice'), input: () => ({ one: victimNumber, other: somebodyElse }) },
  'GET /record-merges': only('recordsOffice'),
  'POST /patients/merge': { ...only('recordsOffice'), input: () => ({ gone: somebodyElse, stays: 'P000014', reason: '同一个人两次建档' }) },
  'POST /patients/unmerge': { ...only('recordsOffice'), input: () => ({ number: somebodyElse, reason: '核对后不是同一个人' }) },
  'GET /patients/:patientId/identity': { ...seenOnlyBy(...treats), input: ({ patient }) => ({ patientId: patient }), ids: ['patientId'] },
  'POST /patients/:patientId/identity/unmask': { ...seenOnlyBy(...treats), input: ({ patient }) => ({ patientId: patient, field: 'phone' }), ids: ['patientId'] },

  // The three administrators, offices without patients and the laboratory have no list.
  'GET /patients': { others: 'in', but: withoutPatients },
  // Whoever types the whole number is told that a reason is needed; an administrator, nothing.
  'POST /patients/search': { others: 'in', but: { systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused', technician: 'refused' }, input: () => ({ text: victimNumber }) },
  'GET /planned-patients': { others: 'in', but: withoutPatients },
  'POST /patients/find': { others: 'refused', but: { ...seenOnlyBy(...treats).but, pharmacist: 'hidden' }, input: () => ({ number: victimNumber }) },
  'POST /page-config': { ...anybody, input: () => ({ platform: 'wecom', url: 'http://localhost:3000/m/patients' }) },
  'GET /beds/wards': anybody,
  // Of the department, of who has a patient there, and of who plans beds: those see numbers, and nobody who lies in them.
  'GET /beds/wards/:ward': { ...seenOnlyBy('own', 'otherGroup', 'head', 'wardNurse', 'brokeGlass', 'medicalOffice', 'recordsOffice', 'systemAdministrator', 'securityAdministrator', 'auditAdministrator'), input: () => ({ ward: 'CARD1' }) },
  'GET /patients/:id': { ...seenOnlyBy(...treats), input: ({ patient }) => ({ id: patient }), ids: ['id'] },
  'GET /patients/:patientId/orders': ofPatient(),
  'GET /patients/:patientId/orders/:orderId': ofPatient(({ chart }) => ({ orderId: chart.order }), 'orderId'),
  'GET /patients/:patientId/charges': ofPatient(),
  'GET /patients/:patientId/reports': ofPatient(),
  'POST /patients/:patientId/reports/:reportId/images': ofPatient(({ chart }) => ({ reportId: chart.report }), 'reportId'),
  'GET /patients/:patientId/reports/:reportId': ofPatient(({ chart }) => ({ reportId: chart.report }), 'reportId'),
  'GET /patients/:patientId/items': ofPatient(),
  'GET /patients/:patientId/items/trend': ofPatient(() => ({ item: '2823-3' })),
  'GET /patients/:patientId/documents': ofPatient(),
  'GET /patients/:patientId/documents/:documentId': ofPatient(({ chart }) => ({ documentId: chart.document }), 'documentId'),
  'GET /patients/:patientId/documents/:documentId/reading': ofPatient(({ chart }) => ({ documentId: chart.document }), 'documentId'),
  'GET /patients/:patientId/documents/:documentId/content': ofPatient(({ chart }) => ({ documentId: chart.document }), 'documentId'),
  'POST /patients/:patientId/documents/:documentId/openings': ofPatient(({ chart }) => ({ documentId: chart.document }), 'documentId'),
  'POST /patients/:patientId/orders/openings': ofPatient(({ visit }) => ({ visitId: visit }), 'visitId'),
  // The laboratory and the medical office see all critical values.
  'GET /patients/:patientId/critical-values': { ...ofPatient(), ...seenOnlyBy(...treats, 'technician', 'medicalOffice') },
  'GET /patients/:patientId/bookings': ofPatient(),
  'GET /patients/:patientId/operations': ofPatient(),
  'GET /patients/:patientId/consultations': ofPatient(),
  'GET /patients/:patientId/observations': ofPatient(),
  ...rosters,
  ...admission,
  ...requests,
  ...limits,
  ...viewing,
  // Rosters hold no patient.
  'GET /schedules/clinics': anybody,
  'GET /schedules/sessions': anybody,
  // Of other departments' sessions only what the hospital opened; here it opened nothing. Who is booked, only to whom the patient is.
  'GET /schedules/sessions/:sessionId/bookings': { others: 'hidden', but: { ...withoutPatients, own: 'in', otherGroup: 'in', wardNurse: 'in', head: 'in' }, input: ({ chart }) => ({ sessionId: chart.session }), ids: ['sessionId'] },
  'GET /theatre/rooms': anybody,
  'GET /theatre/operations': { others: 'in', but: withoutPatients },
  // Numbers, times and names of operations without anybody in them, for who mends what systems say.
  'GET /theatre/joins': only('systemAdministrator'),
  'POST /theatre/joins/part': { ...only('systemAdministrator'), input: () => ({ id: noReading, reason: '厂商把申请号写错了' }), told: ['core.not-found'] },
  'POST /theatre/joins/rejoin': { ...only('systemAdministrator'), input: () => ({ id: noReading, reason: '核对后是同一台手术' }), told: ['core.not-found'] },
  'GET /consultations': anybody,
  'GET /consultations/:consultationId': { ...seenOnlyBy(...treats), input: ({ chart }) => ({ consultationId: chart.consultation }), ids: ['consultationId'] },
  'GET /consultations/:consultationId/answers': { ...seenOnlyBy(...treats), input: ({ chart }) => ({ consultationId: chart.consultation }), ids: ['consultationId'] },
  // Nobody is invited; who asked may know that he was not, for all others there is no such consultation.
  'POST /consultations/:consultationId/answers': { others: 'hidden', but: { own: 'refused' }, input: ({ chart }) => ({ consultationId: chart.consultation, text: 'x' }), ids: ['consultationId'] },
  'POST /consultation-answers/:id/sign': { others: 'hidden', input: () => ({ id: noReading, pin }), ids: ['id'] },
  'GET /codes': only('systemAdministrator'),
  'POST /codes': { ...only('systemAdministrator'), input: () => ({ kind: 'unit', foreign: 'mmol', ours: 'mmol/L' }) },
  'POST /codes/remove': { ...only('systemAdministrator'), input: () => ({ id: noReading }) },
  'POST /codes/file/preview': { ...only('systemAdministrator'), input: () => ({ file: codesFile }) },
  'POST /codes/file': { ...only('systemAdministrator'), input: () => ({ file: codesFile }) },
  'GET /codes/file': only('systemAdministrator'),
  'GET /dictionaries': only('systemAdministrator'),
  'GET /dictionaries/entries': { ...only('systemAdministrator'), input: () => ({ dictionary: 'diagnosis' }) },
  'GET /dictionaries/find': { ...anybody, input: () => ({ dictionary: 'diagnosis', text: 'fy' }) },
  'POST /dictionaries/prepare': only('systemAdministrator'),
  'POST /dictionaries/lists': { ...only('systemAdministrator'), input: () => ({ name: 'nothing', title: '没有', isNew: false }) },
  'POST /dictionaries/lists/remove': { ...only('systemAdministrator'), input: () => ({ name: 'nothing' }) },
  'POST /dictionaries/entries': { ...only('systemAdministrator'), input: () => ({ dictionary: 'nothing', code: 'A', name: 'A' }) },
  'POST /dictionaries/entries/active': { ...only('systemAdministrator'), input: () => ({ id: noReading, active: true }) },
  'POST /dictionaries/entries/remove': { ...only('systemAdministrator'), input: () => ({ id: noReading }) },
  'POST /dictionaries/file/preview': { ...only('systemAdministrator'), input: () => ({ dictionary: 'diagnosis', file: entriesFile }) },
  'POST /dictionaries/file': { ...only('systemAdministrator'), input: () => ({ dictionary: 'diagnosis', file: entriesFile }) },
  'GET /dictionaries/file': { ...only('systemAdministrator'), input: () => ({ dictionary: 'diagnosis' }) },
  // Raw messages have the patient covered; to the administrator of the system alone, after a second factor.
  'GET /intake/matters': { ...only('systemAdministrator'), input: () => ({ tab: 'refused' }) },
  'GET /intake/codes': only('systemAdministrator'),
  'GET /intake/message': { ...only('systemAdministrator'), input: () => ({ arrival: 'hl7:LIS|LAB|none#0' }) },
  'POST /intake/try-again': { ...only('systemAdministrator'), input: () => ({ arrival: 'hl7:LIS|LAB|none#0' }) },
  'POST /intake/try-cause': { ...only('systemAdministrator'), input: () => ({ reason: 'nothing' }) },
  'POST /intake/ignore': { ...only('systemAdministrator'), input: () => ({ what: 'matter', ids: [noReading], note: '厂商测试消息' }) },
  'POST /intake/unignore': { ...only('systemAdministrator'), input: () => ({ what: 'matter', ids: [noReading] }) },
  'GET /keys': only('securityAdministrator'),
  'POST /keys/rotation': only('securityAdministrator'),
  'POST /keys/:version/retire': { ...only('securityAdministrator'), input: () => ({ version: 1 }) },

  'POST /data-scope/emergency-views': {
    others: 'in',
    but: { pharmacist: 'refused', technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' },
    input: () => ({ patient: somebodyElse, kind: 'rescue', reason: '夜间抢救，需要了解病史' }),
  },
  'GET /data-scope/emergency-views': anybody,
  'GET /data-scope/emergency-views/:id': { ...seenOnlyBy('brokeGlass', 'head', 'recordsOffice', 'medicalOffice', 'securityAdministrator', 'auditAdministrator'), input: ({ glass }) => ({ id: glass }), ids: ['id'] },
  // Whoever used it gets in as far as being told that somebody else reviews.
  'POST /data-scope/emergency-views/:id/review': { ...seenOnlyBy('brokeGlass', 'head', 'recordsOffice', 'medicalOffice'), input: ({ glass }) => ({ id: glass, verdict: 'justified' }), ids: ['id'], told: ['data-scope.own-review'] },
  'POST /data-scope/requests': {
    others: 'in',
    but: { technician: 'refused', systemAdministrator: 'refused', securityAdministrator: 'refused', auditAdministrator: 'refused' },
    input: () => ({ scope: 'ward', target: 'HEMA1', reason: '会诊前了解病情', until: '2026-11-20T14:00:00Z' }),
  },
  'GET /data-scope/requests': anybody,
  'POST /data-scope/requests/decide': { ...only('securityAdministrator'), input: ({ request }) => ({ id: request, granted: false }), ids: ['id'] },
  'POST /data-scope/grants/revoke': { ...only('securityAdministrator'), input: ({ permission }) => ({ id: permission }), ids: ['id'] },
  'GET /data-scope/areas': anybody,
  'GET /data-scope/colleagues': { ...only('securityAdministrator'), input: () => ({ text: '张' }) },
  'GET /data-scope/matrix': only('securityAdministrator', 'auditAdministrator'),
  'GET /data-scope/exceptions': only('securityAdministrator', 'auditAdministrator'),
  'POST /data-scope/exceptions/:name': { ...only('securityAdministrator'), input: () => ({ name: 'rosters', on: false, roles: [], departments: [], columns: [] }) },
  'GET /data-scope/flags': only('securityAdministrator', 'recordsOffice', 'medicalOffice'),
  'POST /data-scope/flags': { ...only('securityAdministrator', 'recordsOffice', 'medicalOffice'), input: () => ({ patient: somebodyElse, flag: 'vip', on: true }) },
  'POST /data-scope/why': { ...only('securityAdministrator'), input: () => ({ staff: '1101', patient: somebodyElse }) },
  'POST /data-scope/who': { ...only('securityAdministrator'), input: () => ({ patient: somebodyElse }) },
};
