import test from 'ava';
import iconv from 'iconv-lite';
import * as fc from 'fast-check';
import { readAnswers } from './syntax/answer.ts';
import { answerTo, readMessage, type Outcome, type ReadOptions } from './read.ts';
import { admission, result } from './samples.ts';
import { reportsOf } from '../statements/format.ts';
import { said } from '../statements/schema.ts';

const now = new Date('2026-08-01T00:00:00Z');
const PID = 'PID|1||7||王';
const OBX = 'OBX|1|NM|K||7.1';
const msh = (type = 'ORU^R01', id = 'M1', processing = 'P', version = '2.5.1'): string =>
  `MSH|^~\\&|LIS|LAB|W|H|20260801||${type}|${id}|${processing}|${version}`;

const read = (lines: readonly string[], options?: ReadOptions): Outcome => readMessage(Buffer.from(lines.join('\r')), options);
const short = (outcome: Outcome): string =>
  outcome.kind === 'refused' ? `${outcome.refused.code} ${outcome.refused.condition} ${outcome.refused.name}` : outcome.said.map(({ statements }) => statements.map(({ kind }) => kind).join(' ')).join(' / ');

const OUTCOMES: readonly (readonly [name: string, lines: readonly string[], outcome: string, options?: ReadOptions])[] = [
  ['a result', [msh(), PID, 'OBR|1', OBX], 'report'],
  ['a result of 2.1', [msh('ORU', 'M1', 'P', '2.1'), PID, 'OBR|1', OBX], 'report'],
  ['an order without results yet', [msh(), PID, 'OBR|1'], 'report'],
  ['point of care', [msh('ORU^R30'), PID, 'OBR|1', OBX], 'report'],
  ['an admission', [msh('ADT^A01'), PID, 'PV1|1|I'], 'person stay'],
  ['a person updated without visit', [msh('ADT^A08'), PID], 'person'],
  ['a person without visit', [msh('ADT^A31'), PID], 'person'],
  ['a bed’s status', [msh('ADT^A20'), 'NPU|W^^B1|H'], 'bed'],
  ['a merge', [msh('ADT^A40'), PID, 'MRG|8'], 'person merge'],
  ['an order', [msh('ORM^O01'), PID, 'ORC|NW|O1', 'OBR|1|O1||K'], 'order'],
  ['an order for nobody', [msh('ORM^O01'), 'ORC|NW|O1', 'OBR|1|O1||K'], ''],
  ['a booking for two', [msh('SIU^S12'), 'SCH|B1', PID, 'PID|2||8||李', 'RGS|1', 'AIP|1||D1'], 'booking / booking'],
  ['a document', [msh('MDM^T02'), PID, 'TXA|1|C1|TX|||||||||T1', 'OBX|1|TX|C1||正文'], 'document'],
  ['a charge', [msh('DFT^P03'), PID, 'FT1|1|C1|||||K|||1|12.50'], 'charge'],
  ['a merge with nobody', [msh('ADT^A40'), PID], 'AE 101 merge-missing'],
  ['an order message without order', [msh('ORM^O01'), PID], 'AE 100 order-missing'],
  ['an order without number', [msh('ORM^O01'), PID, 'ORC|NW', 'OBR|1|||K'], 'AE 101 order-number-missing'],
  ['a booking without number', [msh('SIU^S12'), 'SCH|', PID], 'AE 101 schedule-missing'],
  ['a document without number', [msh('MDM^T02'), PID, 'TXA|1|C1'], 'AE 101 document-missing'],
  ['no charges', [msh('DFT^P03'), PID], 'AE 100 charge-missing'],
  ['no type', [msh(''), PID], 'AR 200 type-unsupported'],
  ['a query', [msh('QRY^Q01')], 'AR 200 type-unsupported'],
  ['an acknowledgement', [msh('ACK'), 'MSA|AA|1'], 'AR 200 type-unsupported'],
  ['a result event unknown', [msh('ORU^R99'), PID], 'AR 201 event-unsupported'],
  ['no processing id', [msh('ORU^R01', 'M1', '')], 'AR 202 processing-id-unsupported'],
  ['training data in production', [msh('ORU^R01', 'M1', 'T')], 'AR 202 processing-id-unsupported', { processingIds: ['P'] }],
  ['no version', [msh('ORU^R01', 'M1', 'P', '')], 'AR 203 version-unsupported'],
  ['version 3', [msh('ORU^R01', 'M1', 'P', '3.0')], 'AR 203 version-unsupported'],
  ['no control id', [msh('ORU^R01', '')], 'AE 101 control-id-missing'],
  ['no patient', [msh(), 'OBR|1', OBX], 'AE 100 patient-missing'],
  ['a patient without number', [msh(), 'PID|1||""||王', 'OBR|1', OBX], 'AE 101 patient-id-missing'],
  ['two patients', [msh(), PID, 'OBR|1', OBX, PID, 'OBR|1', OBX], 'AE 100 several-patients'],
  ['nothing measured', [msh(), PID], 'AE 100 results-missing'],
  ['an admission without visit', [msh('ADT^A01'), PID], 'AE 100 visit-missing'],
  ['no header', [PID, OBX], 'AR 100 header-missing'],
];

for (const [name, lines, outcome, options] of OUTCOMES) {
  test(`${name}: ${outcome}`, (t) => t.is(short(read(lines, options)), outcome));
}

test('the key is sender and control id; the digest tells a control id used twice', (t) => {
  const one = read([msh(), PID, OBX]);
  const again = read([msh(), PID, OBX]);
  const other = read([msh(), PID, 'OBX|1|NM|K||7.2']);
  t.is(one.key, 'hl7:LIS|LAB|M1');
  t.deepEqual([again.key, again.digest], [one.key, one.digest]);
  t.is(other.key, one.key);
  t.not(other.digest, one.digest);
});

test('without a control id the key is the digest, and escaped bars do not join keys', (t) => {
  const one = read([msh('ORU^R01', '')]);
  t.is(one.key, `sha256:${one.digest}`);
  t.is(readMessage(Buffer.alloc(0)).key, `sha256:${readMessage(Buffer.alloc(0)).digest}`);
  t.is(read(['MSH$^~\\&$A|B$C$$$$$ORU$1']).key, 'hl7:A%7CB|C|1');
});

test('every refusal is answered to its sender under its control id', (t) => {
  for (const [name, lines, , options] of OUTCOMES) {
    const outcome = read(lines, options);
    const [answer] = readAnswers(answerTo(outcome, now));
    t.is(answer?.controlId, outcome.header.controlId, name);
    t.is(answer?.code, outcome.kind === 'refused' ? outcome.refused.code : 'AA', name);
    t.is(answer?.reason === '', outcome.kind !== 'refused', name);
  }
});

test('an admission in GB18030, whole', (t) => {
  const outcome = readMessage(
    admission({
      at: new Date('2026-08-01T00:00:00Z'),
      controlId: 'A1',
      charset: 'gb18030',
      application: 'HIS',
      patient: { id: '000123', name: '王某', sex: 'M', birth: '19590312', card: '110101195903120011' },
      visit: {
        number: 'V1',
        ward: 'W03',
        bed: '12',
        department: 'CARD',
        attending: { number: 'D0012', name: '李明' },
        admittedAt: new Date('2026-07-31T23:00:00Z'),
      },
    }),
  );
  if (outcome.kind !== 'said') return t.fail(outcome.refused.name);
  t.is(outcome.charset, 'gb18030');
  const [data] = outcome.said;
  t.deepEqual(said.parse(structuredClone(data)), data);
  t.deepEqual(data, {
    sender: { application: 'HIS', facility: 'HOSPITAL' },
    controlId: 'A1',
    type: 'ADT^A01',
    asOf: '2026-08-01T00:00:00.000Z',
    sentAt: '2026-08-01T00:00:00.000Z',
    patient: {
      ids: [{ value: '000123', type: 'MR', authority: 'HIS' }],
      name: '王某',
      sex: 'M',
      birthDate: '1959-03-12',
      identity: { idNumber: '110101195903120011' },
    },
    visit: {
      ward: 'W03',
      bed: '12',
      number: 'V1',
      patientClass: 'I',
      department: 'CARD',
      attending: { number: 'D0012', name: '李明' },
      admittedAt: '2026-07-31T23:00:00.000Z',
    },
    statements: [{ kind: 'person' }, { kind: 'stay', event: 'admit' }],
    warnings: [],
  });
});

test('a move says from where, a discharge when', (t) => {
  const at = new Date('2026-08-02T02:00:00Z');
  const patient = { id: '7', name: '王某' };
  const moved = readMessage(admission({ event: 'A02', at, patient, visit: { ward: 'W04', bed: '3' }, prior: { ward: 'W03', bed: '12' } }));
  const left = readMessage(admission({ event: 'A03', at, patient, visit: { ward: 'W04', dischargedAt: at } }));
  t.deepEqual(moved.kind === 'said' && [moved.said[0]?.visit?.bed, moved.said[0]?.statements[1]], ['3', { kind: 'stay', event: 'transfer', prior: { ward: 'W03', bed: '12' } }]);
  t.is(left.kind === 'said' && left.said[0]?.visit?.dischargedAt, '2026-08-02T02:00:00.000Z');
});

test('the sample result reads back, in either character set, refused answer in the sender’s own', (t) => {
  for (const charset of ['utf-8', 'gb18030'] as const) {
    const raw = result({
      at: now,
      charset,
      patient: { id: '7', name: '王某' },
      filler: 'F1',
      specimen: { id: 'BLD', text: '静脉血', system: 'HL70487' },
      items: [
        { code: { id: '2823-3', text: '血钾', local: { id: 'K', text: '钾' } }, value: '7.1', unit: 'mmol/L', range: '3.5-5.3', flags: ['HH'], note: '复查' },
        { code: { id: '1', text: '外观', system: 'L' }, value: '>^1000', valueType: 'SN' },
      ],
    });
    const outcome = readMessage(raw);
    if (outcome.kind !== 'said') return t.fail(outcome.refused.name);
    const [order] = outcome.said.flatMap(reportsOf)[0]?.orders ?? [];
    t.is(order?.specimen?.text, '静脉血');
    t.deepEqual(order?.results.map(({ value }) => value.kind), ['number', 'bounded']);
    t.deepEqual(order?.results[0]?.notes, ['复查']);
    const refused = readMessage(iconv.encode(iconv.decode(raw, charset).replace('PID|1||7', 'PID|1||'), charset));
    t.true(iconv.decode(answerTo(refused, now), charset).includes('缺少患者标识'));
  }
});

test('property: whatever happens to a message, it is read or refused and always answered', (t) => {
  const sample = result({ at: now, patient: { id: '7', name: '王某' }, items: [{ code: { id: 'K', text: '钾' }, value: '7.1' }] });
  const change = fc.record({ at: fc.nat({ max: sample.length - 1 }), cut: fc.nat({ max: 12 }), put: fc.uint8Array({ maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const raw = changes.reduce(
        (bytes, { at, cut, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
        sample,
      );
      const answers = readAnswers(answerTo(readMessage(raw), now));
      t.is(answers.length, 1);
    }),
    { numRuns: 3000 },
  );
});
