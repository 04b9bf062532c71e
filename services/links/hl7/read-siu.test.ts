/** Schedules by event and state. */
import test from 'ava';
import { agreed, at, later, msh, PID, read, statements } from './read.fixtures.ts';

const sch = (status = '', kind = ''): string => `SCH|B1|F1|||S9||^复诊|^${kind}|||^^^20260801080000^20260801090000||||||||||||||${status}|O1`;
const RESOURCES = ['RGS|1|A', 'AIS|1|A|C01^心内科复诊', 'AIL|1|A|CARD^诊室3', 'AIP|1|A|D1^李明|^出诊医生'];

test('a booking, whole', (t) => {
  t.deepEqual(statements('SIU^S12', [sch('Booked'), ...RESOURCES]), [{
    kind: 'booking', number: 'B1', filler: 'F1', session: 'S9', department: 'CARD', doctor: { number: 'D1', name: '李明' }, from: at, until: later,
    service: { id: 'C01', text: '心内科复诊' }, reason: '复诊', state: 'booked',
  }]);
});

const STATES: readonly (readonly [event: string, status: string, state: string])[] = [
  ['S12', '', 'booked'], ['S12', 'Booked', 'booked'], ['S13', '', 'booked'], ['S14', 'Started', 'arrived'], ['S14', 'Complete', 'seen'], ['S14', 'Noshow', 'no-show'], ['S14', '已取号', 'arrived'],
  ['S15', 'Booked', 'cancelled'], ['S16', '', 'cancelled'], ['S17', '', 'deleted'], ['S26', 'Booked', 'no-show'], ['S14', 'Dc', 'cancelled'], ['S14', 'Deleted', 'deleted'],
];

for (const [event, status, state] of STATES) {
  test(`${event} with SCH-25 ${status || '(nothing)'}: ${state}`, (t) => t.like(statements(`SIU^${event}`, [sch(status)])[0], { kind: 'booking', state: state as never }));
}

test('until when, by duration; a resource taken off is none', (t) => {
  t.like(statements('SIU^S12', ['SCH|B1||||||||60|min', 'RGS|1', 'AIS|1|A|X|20260801080000'])[0], { from: at, until: later });
  t.like(statements('SIU^S12', ['SCH|B1||||||||1|h', 'TQ1|1||||||20260801080000'])[0], { from: at, until: later });
  const [one] = statements('SIU^S12', ['SCH|B1||||||||60|个', 'RGS|1', 'AIS|1|A|X|20260801080000', 'AIP|1|D|D1^李明', 'AIP|2|A|N1^周|护士', 'AIP|3|A|D2^赵|医生']);
  t.false('until' in (one ?? {}));
  t.like(one, { doctor: { number: 'D2', name: '赵' } });
});

const TEAM = ['AIP|1|A|D1^李明|^主刀', 'AIP|2|A|D2^赵|^第一助手', 'AIP|3|A|D3^孙|^麻醉医师', 'AIP|4|A|N1^周|^器械护士'];

test('an operation: by kind of appointment, of place, or by agreement; its number is the order’s', (t) => {
  const list = ['RGS|1|A', 'AIS|1|A|47.0^阑尾切除术', 'AIL|1|A|OR^OR3|手术室', ...TEAM];
  t.deepEqual(statements('SIU^S12', [sch('Booked', ''), ...list]), [{
    kind: 'operation', number: 'O1', aliases: ['B1', 'F1'], room: 'OR3', surgeon: { number: 'D1', name: '李明' }, assistants: [{ number: 'D2', name: '赵' }], anaesthetist: { number: 'D3', name: '孙' },
    plannedFrom: at, plannedUntil: later, procedure: { id: '47.0', text: '阑尾切除术' }, name: '阑尾切除术', state: 'planned',
  }]);
  t.is(statements('SIU^S12', [sch('', '手术'), 'RGS|1', 'AIS|1|A|X'])[0]?.kind, 'operation');
  t.is(statements('SIU^S12', [sch(), 'RGS|1', 'AIL|1|A|T5'], agreed({ theatrePlaces: ['T5'] }))[0]?.kind, 'operation');
  t.is(statements('SIU^S12', [sch(), 'RGS|1', 'AIS|1|A|X'], agreed({ theatreServices: ['X'] }))[0]?.kind, 'operation');
  t.is(statements('SIU^S12', [sch(), 'RGS|1', 'AIL|1|A|C3|C^Clinic'])[0]?.kind, 'booking');
  for (const [event, status, state] of [['S14', 'Started', 'running'], ['S14', 'Complete', 'over'], ['S15', '', 'cancelled']] as const) {
    t.like(statements(`SIU^${event}`, [sch(status, '手术')])[0], { kind: 'operation', state });
  }
});

test('several patients of one appointment are told apart', (t) => {
  const parts = read([msh('SIU^S12'), sch(), PID, 'PV1|1|O|||||||||||||||||V1', 'PID|2||8||李某', ...RESOURCES]);
  t.deepEqual(parts.map(({ patient, visit, statements: said }) => [patient?.ids[0]?.value, visit?.number, (said[0] as { number?: string; doctor?: { number?: string } }).number, (said[0] as { doctor?: { number?: string } }).doctor?.number]), [
    ['7', 'V1', 'B1|7', 'D1'], ['8', undefined, 'B1|8', 'D1'],
  ]);
});

const session = (event: string) => read([msh(`SIU^${event}`), sch('', '专家'), ...RESOURCES])[0]?.statements[0];

test('without a patient it is the doctor’s session: blocked, open again', (t) => {
  t.deepEqual(session('S23'), { kind: 'session', number: 'S9', department: 'CARD', doctor: { number: 'D1', name: '李明' }, clinic: '专家', from: at, until: later, room: '诊室3', state: 'stopped', reason: '复诊' });
  t.like(session('S24'), { state: 'open', reason: null });
  t.like(session('S12'), { state: 'open' });
});

test('channel and place in the queue, by agreement', (t) => {
  t.like(statements('SIU^S12', [sch(), 'ZSC|微信|12'], agreed({ fields: { booking: { channel: 'ZSC-1', place: 'ZSC-2' } } }))[0], { channel: '微信', place: '12' });
});
