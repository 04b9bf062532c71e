/** Rosters of duties hold no patient: the own department's to everybody, others' as the hospital opened them (here it opened nothing), changed by whoever keeps them. */
import type { Expected } from './expected.ts';
import type { Who } from './support/people.ts';

const anybody: Expected = { others: 'in' };
const only = (...people: readonly Who[]): Pick<Expected, 'others' | 'but'> => ({ others: 'refused', but: Object.fromEntries(people.map((who) => [who, 'in'])) });
/** Not there, as for everybody who did not make it. */
const noDuty = '01990000-0000-7000-8000-000000000000';
/** A nurse of another department. */
const colleague = '2004';
const rosterFile = { name: 'a.csv', type: 'text/csv', base64: Buffer.from('科室,工号,日期,班次\n眼科,1002,2026-12-01,夜班\n').toString('base64') };
/** The head, the head nurse, and whoever keeps all rosters. */
const keepers = ['head', 'wardNurse', 'systemAdministrator'] as const;

/** Of what is not there; who keeps no ward learns nothing. */
const ofKeepers: Expected = { others: 'refused', but: { head: 'hidden', wardNurse: 'hidden', systemAdministrator: 'hidden', otherWardNurse: 'hidden', recordsOffice: 'hidden' }, input: () => ({ id: noDuty }) };

export const rosters: Readonly<Record<string, Expected>> = {
  'GET /group-robots': only(...keepers, 'otherWardNurse', 'recordsOffice'),
  'POST /group-robots': { ...only(...keepers), input: () => ({ ward: 'CARD1', platform: 'wecom', name: '群', address: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=attack' }) },
  'POST /group-robots/end': ofKeepers,
  'POST /group-robots/try': ofKeepers,
  // Screens of nurse stations: of the wards one heads, and of all for who runs the system.
  'GET /ward-screens': only(...keepers, 'otherWardNurse', 'recordsOffice'),
  'POST /ward-screens': { ...only(...keepers), input: () => ({ ward: 'CARD1', name: '护士站' }) },
  'POST /ward-screens/end': ofKeepers,
  'GET /duty-roster/departments': anybody,
  'GET /duty-roster/week': anybody,
  'GET /duty-roster/tonight': anybody,
  'GET /duty-roster/mine': anybody,
  'GET /duty-roster/overview': only(...keepers, 'otherWardNurse', 'recordsOffice', 'medicalOffice'),
  'GET /duty-roster/history': { ...only(...keepers, 'own', 'otherGroup', 'medicalOffice'), input: () => ({ department: 'CARD' }) },
  'GET /duty-roster/people': { ...anybody, input: () => ({ department: 'CARD', text: '李' }) },
  'POST /duty-roster/duties': { ...only(...keepers), input: () => ({ department: 'CARD', duty: 'duty-doctor', staff: '1002', from: '2026-11-19T14:00:00Z', until: '2026-11-20T14:00:00Z' }) },
  'POST /duty-roster/duties/change': { others: 'hidden', input: () => ({ id: noDuty, staff: '1001' }) },
  'POST /duty-roster/duties/end': { others: 'hidden', input: () => ({ id: noDuty }) },
  'POST /duty-roster/duties/remove': { others: 'hidden', input: () => ({ id: noDuty }) },
  'POST /duty-roster/copy-week': { ...only(...keepers), input: () => ({ department: 'CARD', monday: '2026-11-23' }) },
  'POST /duty-roster/pattern': { ...only(...keepers), input: () => ({ department: 'CARD', shifts: [], kept: false, phone: null }) },
  'POST /duty-roster/leaves': { ...only('systemAdministrator'), input: () => ({ staff: colleague, from: '2027-11-19T14:00:00Z', until: '2027-11-20T14:00:00Z' }) },
  'POST /duty-roster/leaves/end': { others: 'hidden', input: () => ({ id: noDuty }) },
  'POST /duty-roster/stand-ins': { others: 'hidden', input: () => ({ id: noDuty, staff: '1001' }) },
  'POST /duty-roster/stand-ins/answer': { others: 'hidden', input: () => ({ id: noDuty, accept: true }) },
  'POST /duty-roster/stand-ins/withdraw': { others: 'hidden', input: () => ({ id: noDuty }) },
  'POST /duty-roster/hand-over': { others: 'hidden', input: () => ({ id: noDuty }) },
  'POST /duty-roster/file/preview': { ...only(...keepers, 'otherWardNurse', 'recordsOffice'), input: () => ({ file: rosterFile }) },
  'POST /duty-roster/file': { ...only(...keepers, 'otherWardNurse', 'recordsOffice'), input: () => ({ file: rosterFile }) },
  'GET /duty-roster/file': anybody,
};
