/** Orders, executions and operations by short lines. */
import test from 'ava';
import type { Statement } from '../statements/schema.ts';
import { agreed, at, later, msh, PID, read, statements } from './read.fixtures.ts';

const order = (statement: Statement | undefined): Extract<Statement, { kind: 'order' }> | undefined => (statement?.kind === 'order' ? statement : undefined);

test('a drug, whole', (t) => {
  const [drug] = statements('RDE^O11', [
    'ORC|NW|O1|F1|G1|||||20260801080000|N1^李护士||D1^李明|||||CARD||||||||||||长期',
    'TQ1|1||bid||||20260801080000|20260801090000|S', 'RXO|X^旧名||||||餐后服^餐后服', 'RXE||D01^头孢呋辛^L|0.5||g|||||24|片||||RX9||||||||||0.25|g', 'RXR|PO^口服', 'NTE|1||皮试阴性',
  ]);
  t.deepEqual(drug, {
    kind: 'order', number: 'O1', filler: 'F1', group: 'G1', prescription: 'RX9', category: 'drug', term: 'long', code: { id: 'D01', text: '头孢呋辛', system: 'L' }, name: '头孢呋辛',
    specification: '0.25g', dose: { amount: '0.5', unit: 'g' }, quantity: { amount: '24', unit: '片' }, route: '口服', frequency: 'bid', notes: ['餐后服', '皮试阴性'],
    startAt: at, stopAt: later, state: 'ordered', doctor: { number: 'D1', name: '李明' }, department: 'CARD', urgent: true, orderedAt: at,
  });
});

const asks = (statement: Statement | undefined): Extract<Statement, { kind: 'consultation' }> | undefined => (statement?.kind === 'consultation' ? statement : undefined);

test('a consultation, whole: by category, participants by role, opinions in OBX', (t) => {
  const said = statements('OMG^O19', [
    'ORC|NW|O1|||||||20260801080000|||D1^李明|||||CARD', 'TQ1|1||||||20260801090000||S', 'OBR|1|O1||HZ1^请肾内科会诊|||||||||肌酐升高|||||||||||CON|||||||^协助调整利尿',
    'PRT||AD||CP^会诊医师|||| NEPH', 'PRT||AD||CP|D8^赵强|||NEPH2', 'PRT||DE||CP|D9^走了', 'PRT||AD||SR^主刀|D7^无关', 'OBX|1|FT|1^体温||36.5', 'OBX|2|FT|CON^会诊意见||限水~复查||||||F|||20260801090000||D8^赵强',
  ]);
  t.is(order(said[0])?.name, '请肾内科会诊', 'it stays an order too');
  t.deepEqual(said[1], {
    kind: 'consultation', number: 'O1', type: '急会诊', requestedBy: { number: 'D1', name: '李明' }, department: 'CARD', requestedAt: at, plannedAt: later, summary: '肌酐升高', purpose: '协助调整利尿', state: 'requested',
    invited: [{ department: 'NEPH' }, { department: 'NEPH2', staff: { number: 'D8', name: '赵强' } }], opinions: [{ by: { number: 'D8', name: '赵强' }, at: later, text: '限水~复查' }],
  });
});

test('a consultation by its name; a fee or a second reading of slides is none', (t) => {
  for (const [name, is] of [['请呼吸科会诊', true], ['请病理科会诊', true], ['急会诊', true], ['院内会诊费', false], ['病理会诊', false], ['血钾', false]] as const) t.is(asks(statements('ORM^O01', ['ORC|NW|O1', `OBR|1|O1||X^${name}`])[1]) !== undefined, is, name);
  for (const [name, priority, type] of [['多学科会诊(MDT)', '', '多学科会诊'], ['全院大会诊', 'S', '全院会诊'], ['会诊', 'S', '急会诊'], ['会诊', 'R', '普通会诊'], ['请外院专家会诊', '', '院外会诊'], ['会诊', '', undefined]] as const) t.is(asks(statements('ORM^O01', ['ORC|NW|O1', `TQ1|1||||||||${priority}`, `OBR|1|O1||X^${name}`])[1])?.type, type, name);
});

test('a consultation as agreed: its codes, and who is asked in a segment of the sender’s', (t) => {
  const rules = agreed({ consultationServices: ['HZ'], fields: { consultation: { department: 'ZHZ-1', staff: 'ZHZ-2', type: 'ZHZ-3', purpose: 'ZHZ-4' } } });
  const [, said] = statements('ORM^O01', ['ORC|SC|O1|||CM', 'OBR|1|O1||HZ^申请单', 'ZHZ|NEPH~RESP|^~D3^钱|普通|看一看'], rules);
  t.deepEqual(said, { kind: 'consultation', number: 'O1', type: '普通', purpose: '看一看', state: 'done', invited: [{ department: 'NEPH' }, { department: 'RESP', staff: { number: 'D3', name: '钱' } }] });
});

for (const [control, status, state] of [['NW', '', 'requested'], ['SC', 'IP', 'accepted'], ['SC', 'CM', 'done'], ['CA', '', 'cancelled'], ['DC', '', 'cancelled'], ['UA', '', 'refused'], ['XO', '', undefined]] as const) {
  test(`a consultation, ORC-1 ${control}, ORC-5 ${status || '(nothing)'}: ${state ?? 'says nothing of the state'}`, (t) => t.is(asks(statements('ORM^O01', [`ORC|${control}|O1|||${status}`, 'OBR|1|O1||HZ^会诊'])[1])?.state, state));
}

const STATES: readonly (readonly [control: string, status: string, state: string | undefined])[] = [
  ['NW', '', 'ordered'], ['NW', 'IP', 'running'], ['CA', '', 'cancelled'], ['OC', '', 'cancelled'], ['CR', 'IP', 'cancelled'], ['DC', '', 'stopped'], ['OD', '', 'stopped'],
  ['HD', '', 'held'], ['RL', '', 'running'], ['XO', '', undefined], ['XO', 'IP', 'running'], ['RP', '', undefined], ['SC', 'CM', 'completed'], ['SC', 'A', 'running'], ['SC', 'SC', 'checked'],
  ['SC', 'HD', 'held'], ['SC', 'DC', 'stopped'], ['SC', 'CA', 'cancelled'], ['SC', 'ER', 'refused'], ['SC', '', undefined], ['UA', '', 'refused'], ['RE', '', undefined],
];

for (const [control, status, state] of STATES) {
  test(`ORC-1 ${control}, ORC-5 ${status || '(nothing)'}: ${state ?? 'says nothing of the state'}`, (t) => {
    t.is(order(statements('ORM^O01', [`ORC|${control}|O1|||${status}`, 'OBR|1|O1||K^血钾|||||||||||||||||||||LAB'])[0])?.state, state as never);
  });
}

test('an order replaced is stopped by the one that takes its place', (t) => {
  const said = statements('ORM^O01', ['ORC|RP|O1', 'OBR|1|O1||K', 'ORC|RO|O2', 'OBR|2|O2||NA']);
  t.deepEqual(said.map((one) => [order(one)?.number, order(one)?.state]), [['O1', 'stopped'], ['O2', 'ordered']]);
});

const coded = (term: string, category: string) => order(statements('ORM^O01', [`ORC|NW|O1${'|'.repeat(27)}${term}`, `OBR|1|O1||X${'|'.repeat(20)}${category}`])[0]);

test('a category or term without a meaning goes on as it was sent; one that has a meaning does not', (t) => {
  t.like(coded('2', 'Y9'), { category: 'other', sentCategory: 'Y9', sentTerm: '2' });
  const known = coded('长期', 'LAB');
  t.deepEqual([known?.category, known?.term, known?.sentCategory, known?.sentTerm], ['laboratory', 'long', undefined, undefined]);
  t.is(coded('I', '')?.sentTerm, undefined, 'inpatient is no term');
  t.deepEqual([coded('手术', '')?.category, coded('手术', '')?.sentTerm], ['operation', undefined], 'the category, where a sender puts it there');
});

test('who stopped it, and when', (t) => {
  const [stopped] = statements('ORM^O01', ['ORC|DC|O1|||||||20260801080000|D2^赵||D1^李明|||20260801090000', 'OBR|1|O1||K']);
  t.like(stopped, { state: 'stopped', stoppedBy: { number: 'D2', name: '赵' }, stopAt: later, doctor: { number: 'D1', name: '李明' } });
  t.is(order(statements('ORM^O01', ['ORC|XO|O1', 'TQ1|1|||||||""', 'OBR|1|O1||K'])[0])?.stopAt, null);
});

const service = (code: string): readonly string[] => ['ORC|NW|O1', `OBR|1|O1||K${'|'.repeat(20)}${code}`];
const CATEGORIES: readonly (readonly [type: string, lines: readonly string[], category: string])[] = [
  ['OML^O21', service(''), 'laboratory'], ['ORM^O01', service('LAB'), 'laboratory'], ['ORM^O01', service('HM'), 'laboratory'], ['ORM^O01', service('CT'), 'examination'],
  ['OMG^O19', service('RAD'), 'examination'], ['OMG^O19', service('NRS'), 'nursing'], ['ORM^O01', service('治疗'), 'treatment'], ['ORM^O01', service('超声检查'), 'examination'],
  ['ORM^O01', service(''), 'other'], ['ORM^O01', service('BLB'), 'blood'], ['OMD^O03', ['ORC|NW|O1', 'ODS|D||^低盐'], 'diet'], ['OMP^O09', ['ORC|NW|O1', 'RXO|D1^阿司匹林'], 'drug'],
  ['ORM^O01', ['ORC|NW|O1', 'RXO|D1^阿司匹林'], 'drug'], ['OMI^O23', service(''), 'examination'], ['OMB^O27', ['ORC|NW|O1', 'BPO|1|RBC^红细胞'], 'blood'],
];

for (const [type, lines, category] of CATEGORIES) {
  test(`${type} ${lines.at(-1)}: ${category}`, (t) => t.is(order(statements(type, lines)[0])?.category, category as never));
}

test('older timing stands in ORC-7; several lines of one application are orders of their own', (t) => {
  const [old] = statements('ORM^O01', ['ORC|NW|O1|||||2^qd^^20260801080000^20260801090000^R', 'OBR|1|O1||K']);
  t.like(old, { frequency: 'qd', startAt: at, stopAt: later, urgent: false, quantity: { amount: '2' } });
  const [said] = read([msh('OML^O21'), PID, 'ORC|NW|A1', 'OBR|1|A1||K^血钾', 'OBR|2|A1||NA^血钠']);
  t.deepEqual(said?.statements.map((one) => [order(one)?.number, order(one)?.group, order(one)?.state]), [['A1|K', 'A1', 'ordered'], ['A1|NA', 'A1', 'ordered']]);
  t.is(said?.warnings[0]?.name, 'order-number-shared');
});

test('a hospital’s own codes, by agreement', (t) => {
  const rules = { categories: { Y01: 'treatment' }, terms: { L: 'long' }, states: { 3: 'checked' }, fields: { order: { term: 'ZOR-1', prescription: 'ZOR-2' } } };
  const [one] = statements('ORM^O01', ['ORC|SC|O1|||3', 'OBR|1|O1||K||||||||||||||||||||Y01', 'ZOR|L|RX1'], agreed(rules));
  t.like(one, { category: 'treatment', term: 'long', state: 'checked', prescription: 'RX1' });
});

const term = (orc29: string, frequency: string) => order(statements('RDE^O11', [`ORC|NW|O1${'|'.repeat(27)}${orc29}`, `TQ1|1||${frequency}`, 'RXE||D1'])[0])?.term;

test('outpatients’ prescriptions, 临时 and once', (t) => {
  t.deepEqual([term('O', 'qd'), term('临时医嘱', 'qd'), term('', 'ST'), term('', 'qd')], ['prescription', 'temporary', 'temporary', undefined]);
});

const done = (type: string, line: string) => statements(type, ['ORC|RE|O1', line]).find(({ kind }) => kind === 'execution');

const rxa = (status: string, action = '') => `RXA|0|3|20260801080000|20260801080000|D1^头孢|0.5|g||床旁|N1^李护士||||||||||${status}|${action}`;

test('dispensed, given, refused, not given', (t) => {
  t.deepEqual(done('RDS^O13', 'RXD|2|D1|20260801080000|24|片||RX9||饭后|P1^王药师'), {
    kind: 'execution', order: 'O1', number: 'O1|D2', state: 'dispensed', at, by: { number: 'P1', name: '王药师' }, dose: { amount: '24', unit: '片' }, note: '饭后',
  });
  t.like(done('RAS^O17', rxa('CP')), { number: 'O1|A0.3', state: 'given', at, by: { number: 'N1', name: '李护士' }, dose: { amount: '0.5', unit: 'g' }, note: '床旁' });
  t.is((done('RAS^O17', rxa('RE')) as { state?: string }).state, 'refused');
  t.is((done('RAS^O17', rxa('NA')) as { state?: string }).state, 'not-given');
  t.is((done('RAS^O17', rxa('CP', 'D')) as { state?: string }).state, 'not-given');
  t.false('state' in (statements('RDS^O13', ['ORC|NW|O1', 'RXD|1|D1'])[0] ?? {}), 'dispensing repeats the order, it does not place it again');
});

const lines = (control: string, status: string) => [
  `ORC|${control}|O1|||${status}||||20260801080000|||D1^李明|||||SURG`, 'TQ1|1||||||20260801080000|20260801090000|R',
  `OBR|1|O1||47.0^阑尾切除术|||20260801080000|20260801090000${'|'.repeat(16)}SUR`,
  'ROL|1|AD|主刀|D1^李明', 'ROL|2|AD|一助|D2^赵', 'ROL|3|AD|麻醉医师|D3^孙', 'ZOP|2|三级|Ⅱ|全麻|OR3',
];

test('an order of surgery is an operation, with who does what', (t) => {
  const rules = agreed({ fields: { operation: { sequence: 'ZOP-1', level: 'ZOP-2', incision: 'ZOP-3', anaesthesia: 'ZOP-4', room: 'ZOP-5' } } });
  const [asked, planned] = statements('ORM^O01', lines('SC', 'SC'), rules);
  t.is(order(asked)?.category, 'operation');
  t.deepEqual(planned, {
    kind: 'operation', number: 'O1', room: 'OR3', sequence: 2, level: '三级', incision: 'Ⅱ', anaesthesia: '全麻', surgeon: { number: 'D1', name: '李明' }, assistants: [{ number: 'D2', name: '赵' }],
    anaesthetist: { number: 'D3', name: '孙' }, department: 'SURG', plannedFrom: at, plannedUntil: later, procedure: { id: '47.0', text: '阑尾切除术' }, name: '阑尾切除术', urgent: false, state: 'planned',
  });
  t.like(statements('ORM^O01', lines('SC', 'CM'))[1], { state: 'over', startedAt: at, endedAt: later });
  t.like(statements('ORM^O01', lines('CA', ''))[1], { state: 'cancelled' });
  t.is(statements('ORM^O01', ['ORC|NW|O1', 'OBR|1|O1||X'], agreed({ theatre: true }))[1]?.kind, 'operation');
  t.is(statements('ORM^O01', ['ORC|NW|O1', 'OBR|1|O1||OP7'], agreed({ theatreServices: ['OP7'] }))[1]?.kind, 'operation');
});

test('an order for nobody is kept and said to be so', (t) => {
  const [one] = read([msh('ORM^O01'), 'ORC|NW|O1', 'OBR|1|O1||K']);
  t.deepEqual([one?.statements, one?.warnings], [[], [{ place: 'PID', name: 'order-without-patient' }]]);
  const [given] = read([msh('RAS^O17'), PID, 'ORC|RE|O1', 'RXA|0|1|20260801080000||D1|1', 'ORC|RE', 'RXA|0|1|20260801080000||D2|1']);
  t.deepEqual(given?.statements.map(({ kind }) => kind), ['order', 'execution']);
});
