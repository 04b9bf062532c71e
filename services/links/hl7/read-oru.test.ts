import test from 'ava';
import { readMessage } from './read.ts';
import { later, statements } from './read.fixtures.ts';
import { reportsOf } from '../statements/format.ts';
import { laboratoryReport, type LaboratoryReport } from '../statements/schema.ts';

const MSH = 'MSH|^~\\&|LIS|检验科|W|H|20260801081000||ORU^R01^ORU_R01|M1|P|2.5.1||||||UNICODE UTF-8';
const PID = 'PID|1||000123^^^HIS^MR~110101195903120011^^^GA^NNCHN||王^某||19590312|M';

function report(...lines: readonly string[]): LaboratoryReport {
  const outcome = readMessage(Buffer.from(lines.join('\r')));
  const [read] = outcome.kind === 'said' ? outcome.said.flatMap(reportsOf) : [];
  if (read === undefined) throw new Error(outcome.kind === 'refused' ? outcome.refused.name : 'no report');
  return read;
}

test('a critical potassium, whole', (t) => {
  const read = report(
    MSH,
    PID,
    'PV1|1|I|W03^301^12^一病区||||D0012^李明|||CARD|||||||||V2026080100001',
    'ORC|RE|P77|F88',
    'OBR|1|P77|F88|24326-1^电解质^LN^LYTE^电解质四项^L|S||20260801074500|||||||||D0009^陈^静||||||20260801080900|||F',
    'NTE|1||急诊',
    'OBX|1|NM|2823-3^血钾^LN^K^钾^L||7.1|mmol/L|3.5--5.3|HH~A|||F|||20260801080500||T001^赵检验|ISE^离子选择电极法',
    'NTE|1||已复查',
    'OBX|2|ST|2951-2^血钠^LN||138|mmol/L|137-147||||F',
    'SPM|1|S1&P^S2&F||BLD^静脉血^HL70487||||LA^左臂|||||||||20260801074500|20260801075500',
  );
  t.deepEqual(laboratoryReport.parse(structuredClone(read)), read);
  t.deepEqual(read, {
    sender: { application: 'LIS', facility: '检验科' },
    controlId: 'M1',
    sentAt: '2026-08-01T00:10:00.000Z',
    patient: {
      ids: [{ value: '000123', type: 'MR', authority: 'HIS' }],
      name: '王某',
      sex: 'M',
      birthDate: '1959-03-12',
      identity: { idNumber: '110101195903120011' },
    },
    visit: {
      ward: 'W03',
      room: '301',
      bed: '12',
      facility: '一病区',
      number: 'V2026080100001',
      patientClass: 'I',
      department: 'CARD',
      attending: { number: 'D0012', name: '李明' },
    },
    orders: [
      {
        placer: 'P77',
        filler: 'F88',
        code: { id: '24326-1', text: '电解质', system: 'LN', alternates: [{ id: 'LYTE', text: '电解质四项', system: 'L' }] },
        orderingDoctor: { number: 'D0009', name: '陈静' },
        specimen: {
          number: 'S2',
          code: 'BLD',
          text: '静脉血',
          system: 'HL70487',
          source: '左臂',
          collectedAt: '2026-07-31T23:45:00.000Z',
          receivedAt: '2026-07-31T23:55:00.000Z',
        },
        priority: 'S',
        resultStatus: 'F',
        observedAt: '2026-07-31T23:45:00.000Z',
        reportedAt: '2026-08-01T00:09:00.000Z',
        results: [
          {
            setId: '1',
            code: { id: '2823-3', text: '血钾', system: 'LN', alternates: [{ id: 'K', text: '钾', system: 'L' }] },
            valueType: 'NM',
            value: { kind: 'number', number: 7.1, text: '7.1' },
            unit: { id: 'mmol/L' },
            referenceRange: { text: '3.5--5.3', low: 3.5, high: 5.3 },
            flags: ['HH', 'A'],
            status: 'F',
            observedAt: '2026-08-01T00:05:00.000Z',
            method: '离子选择电极法',
            observer: { number: 'T001', name: '赵检验' },
            notes: ['已复查'],
            slot: 'LIS|检验科|000123|F88|2823-3|',
          },
          {
            setId: '2',
            code: { id: '2951-2', text: '血钠', system: 'LN', alternates: [] },
            valueType: 'ST',
            value: { kind: 'number', number: 138, text: '138' },
            unit: { id: 'mmol/L' },
            referenceRange: { text: '137-147', low: 137, high: 147 },
            flags: [],
            status: 'F',
            observedAt: '2026-07-31T23:45:00.000Z',
            notes: [],
            slot: 'LIS|检验科|000123|F88|2951-2|',
          },
        ],
        notes: ['急诊'],
      },
    ],
    warnings: [],
  });
});

test('a result that cannot be read is kept and refuses nobody else', (t) => {
  const read = report(MSH, PID, 'OBR|1||F1|X', 'OBX|1|NM|K^钾^L||7,1|mmol/L|||||F|||20261341', 'OBX|2|NM|||5', 'OBX|3|NM|NA^钠^L||140');
  const [potassium, nameless, sodium] = read.orders[0]?.results ?? [];
  t.is(potassium?.unreadable, 'not-a-number');
  t.is(potassium?.value.text, '7,1');
  t.is(nameless?.unreadable, 'item-missing');
  t.is(sodium?.unreadable, undefined);
  t.deepEqual(read.warnings, [
    { place: 'OBX-14', name: 'time-unreadable' },
    { place: 'OBX-3', name: 'item-missing' },
  ]);
});

test('a correction points at the slot of what it replaces', (t) => {
  const first = report(MSH, PID, 'OBR|1|P1|F1|X', 'OBX|1|NM|K^钾^L||7.1||||||F');
  const second = report(MSH, PID, 'OBR|1|P1|F1|X', 'OBX|4|NM|K^钾^L||4.1||||||C');
  const whole = report(MSH, PID, 'OBR|1|P1|F1|X|||||||||||||||||||||C', 'OBX|1|NM|K^钾^L||4.1||||||F');
  const slot = first.orders[0]?.results[0]?.slot;
  t.is(first.orders[0]?.results[0]?.correctionOf, undefined);
  t.is(second.orders[0]?.results[0]?.correctionOf, slot);
  t.is(whole.orders[0]?.results[0]?.correctionOf, slot);
});

test('two patients with the same order number do not share a slot', (t) => {
  const slots = ['1', '2'].map((id) => report(MSH, `PID|1||${id}`, 'OBR|1||0012|X', 'OBX|1|NM|K||7.1').orders[0]?.results[0]?.slot);
  t.is(new Set(slots).size, 2);
});

test('a result keeps its slot whichever of the patient’s numbers stands first', (t) => {
  const slots = ['000123^^^HIS^MR', 'JK-9^^^GOV^HC~000123^^^HIS^MR', '000123^^^HIS^MR~JK-9^^^GOV^HC', '77^^^LIS^PI~000123^^^HIS^MR'].map((ids) => report(MSH, `PID|1||${ids}`, 'OBR|1||0012|X', 'OBX|1|NM|K||7.1').orders[0]?.results[0]?.slot);
  t.deepEqual([...new Set(slots)], ['LIS|检验科|000123|0012|K|']);
});

test('results of one order that share item and sub-id have slots of their own', (t) => {
  const read = report(MSH, PID, 'OBR|1|P1|F1|X', 'OBX|1|NM|K||7.1', 'OBX|2|NM|K||7.2', 'OBX|3|NM|K|b|7.3');
  t.deepEqual(read.orders[0]?.results.map(({ slot }) => slot), ['F1|K|', 'F1|K|#2', 'F1|K|b'].map((end) => `LIS|检验科|000123|${end}`));
});

test('OUL^R22: the specimen comes first and belongs to its orders, ORC follows OBR', (t) => {
  const read = report(
    MSH.replace('ORU^R01^ORU_R01', 'OUL^R22^OUL_R22'),
    PID,
    'SPM|1|^S1||ART^动脉血',
    'OBR|1|||GAS',
    'ORC|RE|P1|F1',
    'OBX|1|NM|PO2||40',
    'SPM|2|^S2||VEN^静脉血',
    'OBR|2|||LYTE',
    'ORC|RE|P2|F2',
    'OBX|1|NM|K||7.1',
  );
  t.deepEqual(
    read.orders.map(({ filler, specimen, results }) => [filler, specimen?.text, results[0]?.code.id]),
    [
      ['F1', '动脉血', 'PO2'],
      ['F2', '静脉血', 'K'],
    ],
  );
});

test('an OBX without OBR is still somebody’s result', (t) => {
  const read = report(MSH, PID, 'ORC|RE|P1|F1', 'OBX|1|NM|K||7.1');
  t.is(read.orders[0]?.filler, 'F1');
  t.is(read.orders[0]?.results[0]?.value.text, '7.1');
});

for (const [sent, read] of [
  ['BLD&全血&HL70487', { code: 'BLD', text: '全血', system: 'HL70487' }],
  ['Swab^Swab^HL70487', { code: 'Swab', text: 'Swab', system: 'HL70487' }],
  ['^^NASOPHARYNX', { text: 'NASOPHARYNX' }],
  ['血清', { code: '血清', text: '血清' }],
  ['BLDA&动脉血^^^LR&左桡动脉', { code: 'BLDA', text: '动脉血', source: '左桡动脉' }],
] as const) {
  test(`specimen in OBR-15: ${sent}`, (t) => {
    t.deepEqual(report(MSH, PID, `OBR|1||F1|X|||||||||||${sent}`, 'OBX|1|NM|K||1').orders[0]?.specimen, read);
  });
}

for (const [sent, name] of [
  ['王^晓明', '王晓明'],
  ['王晓明', '王晓明'],
  ['王晓明^王晓明', '王晓明'],
  ['WANG^XIAOMING^^^^^L^A~王^晓明^^^^^L^I', '王晓明'],
  ['~^^^^^^U', undefined],
  ['Smith^Anna', 'Anna Smith'],
  ['买买提·吐尔逊', '买买提·吐尔逊'],
] as const) {
  test(`name ${sent}`, (t) => t.is(report(MSH, `PID|1||7||${sent}`, 'OBR|1', 'OBX|1|NM|K||1').patient.name, name));
}

for (const [sent, birth] of [
  ['19590312', { birthDate: '1959-03-12' }],
  ['19590312000000', { birthDate: '1959-03-12' }],
  ['20260730143000', { birthDate: '2026-07-30', birthTime: '2026-07-30T06:30:00.000Z' }],
  ['1959', { birthDate: '1959' }],
  ['19591350', {}],
] as const) {
  test(`birth ${sent}`, (t) => {
    const { birthDate, birthTime } = report(MSH, `PID|1||7||||${sent}`, 'OBR|1', 'OBX|1|NM|K||1').patient;
    t.deepEqual({ birthDate, birthTime }, { birthDate: undefined, birthTime: undefined, ...birth });
  });
}

test('numbers that stood elsewhere before 2.3.1 are ids too, each once; the one of PID-19 is the person\'s own', (t) => {
  const { ids, identity } = report(MSH, 'PID|1|ext|mr~mr|alt|||||||||||||||110', 'OBR|1', 'OBX|1|NM|K||1').patient;
  t.deepEqual(ids, [{ value: 'mr' }, { value: 'ext' }, { value: 'alt' }]);
  t.deepEqual(identity, { idNumber: '110' });
});

const answered = (obx: readonly string[], orc = 'ORC|RE|H1|F1', obr = 'OBR|1|H1|F1|HZ^请肾内科会诊||||||||||||||||||20260801090000||CON|F|||||||D9&何磊') => statements('ORU^R01', [orc, obr, ...obx]);
const observedBy = (author: string, status = 'F') => `||||||${status}|||20260801090000|NEPH|${author}`;

test('text under a consultation’s order is the opinion, each author’s lines together; what is measured stays a report', (t) => {
  t.deepEqual(answered([`OBX|1|FT|1^病情||高钾${observedBy('D8^赵强')}`, `OBX|2|FT|CON^会诊意见||限水${observedBy('D8^赵强')}`, `OBX|3|TX|CON^会诊意见|2|复查血钾${observedBy('D8^赵强')}`, `OBX|4|TX|CON^会诊意见|3|未写完${observedBy('D7^王芳', 'P')}`]), [
    { kind: 'consultation', number: 'H1', opinions: [{ by: { number: 'D8', name: '赵强' }, department: 'NEPH', at: later, text: '限水\n复查血钾' }] },
  ], 'only what is called an opinion, and is finished');
  t.deepEqual(answered(['OBX|1|TX|1^记录||无特殊处理||||||F'], 'ORC|RE|H1|F1||CM'), [
    { kind: 'consultation', number: 'H1', state: 'done', opinions: [{ by: { number: 'D9', name: '何磊' }, at: later, text: '无特殊处理' }] },
  ], 'any text, by who answers for the whole; ORC-5 says how far it is');
  const [report, consultation] = answered([`OBX|1|NM|2823-3^血钾||6.1|mmol/L|||||F`, `OBX|2|TX|CON^会诊意见||限水${observedBy('D8', 'W')}`]);
  t.like(report, { kind: 'report', orders: [{ placer: 'H1', results: [{ value: { number: 6.1 } }] }] });
  t.is(report?.kind === 'report' && report.orders[0]?.results.length, 1);
  t.deepEqual(consultation, { kind: 'consultation', number: 'H1', opinions: [{ by: { number: 'D8' }, department: 'NEPH', at: later, text: null }] }, 'taken back');
  for (const obr of ['OBR|1|H1|F1|P^病理会诊||||||||||||||||||||SP', 'OBR|1|H1|F1|US^腹部超声', 'OBR|1|||HZ^会诊']) t.deepEqual(answered(['OBX|1|TX|1^会诊意见||未见异常||||||F'], 'ORC|RE', obr).map(({ kind }) => kind), ['report'], obr);
});
