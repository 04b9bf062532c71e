/** The file of senders: what it may say, and what a mistake in it is answered. */
import test from 'ava';
import iconv from 'iconv-lite';
import { SettingsProblem } from '../../core/config.ts';
import { readAnswers } from './syntax/answer.ts';
import { answerTo, readMessage } from './read.ts';
import { msh, PID, read } from './read.fixtures.ts';
import { loadSenders, readSenders } from './settings.senders.ts';

const problems = (text: string): readonly string[] => {
  try {
    readSenders(text);
    return [];
  } catch (error) {
    return error instanceof SettingsProblem ? error.problems : [String(error)];
  }
};
const sender = (more: object): string => JSON.stringify({ senders: [{ application: 'LIS', ...more }] });

const MISTAKES: readonly (readonly [text: string, problem: string])[] = [
  ['{', 'HL7_SENDERS_FILE: 文件不是合法的 JSON，请检查逗号、引号和括号'],
  ['{"sender": []}', 'HL7_SENDERS_FILE : 没有这样的项目：sender'],
  ['{"senders": [{}]}', 'HL7_SENDERS_FILE senders.0.application: 还没有填'],
  [sender({ charset: 'big5' }), 'HL7_SENDERS_FILE senders.0.charset: 只能填 utf-8、gb18030、iso-8859-1 之一'],
  [sender({ zone: '北京' }), 'HL7_SENDERS_FILE senders.0.zone: 没有这个时区，写法如 Asia/Shanghai'],
  [sender({ types: ['oru'] }), 'HL7_SENDERS_FILE senders.0.types.0: 写法如 ORU 或 ADT^A08'],
  [sender({ fields: { visit: { careLevel: 'ZPV3' } } }), 'HL7_SENDERS_FILE senders.0.fields.visit.careLevel: 写法如 ZPV-3 或 PV1-3.4'],
  [sender({ fields: { visit: { careLvl: 'ZPV-3' } } }), 'HL7_SENDERS_FILE senders.0.fields.visit: 没有这样的项目：careLvl'],
  [sender({ terms: { 1: '长期' } }), 'HL7_SENDERS_FILE senders.0.terms.1: 只能填 long、temporary、prescription 之一'],
  [sender({ charsett: 'utf-8' }), 'HL7_SENDERS_FILE senders.0: 没有这样的项目：charsett'],
  [JSON.stringify({ senders: [{ application: 'LIS' }, { application: 'LIS' }] }), 'HL7_SENDERS_FILE: LIS 登记了两次'],
];

for (const [text, problem] of MISTAKES) {
  test(`mistake: ${problem}`, (t) => t.deepEqual(problems(text), [problem]));
}

test('a file that is not there is named; none is no mistake', (t) => {
  t.throws(() => loadSenders('/no/such/file.json'), { message: /读不到文件 \/no\/such\/file\.json/ });
  t.deepEqual(loadSenders(undefined).senders, []);
});

const lines = (type = 'ADT^A08', facility = 'H') => [msh(type).replace('|HIS|H|', `|HIS|${facility}|`), PID, 'PV1|1|I|||||||||||||||||V1|||||||||||||||||||||||||20260801080000'];
const named = (senders: readonly object[], more: object = {}) => ({ senders: readSenders(JSON.stringify({ senders, ...more })) });

test('application and facility before the application alone; times in the sender’s zone', (t) => {
  const options = named([{ application: 'HIS', zone: 'America/New_York' }, { application: 'HIS', facility: 'H2', zone: 'Asia/Tokyo' }]);
  const admitted = (facility: string) => read(lines('ADT^A08', facility), options)[0]?.visit?.admittedAt;
  t.deepEqual([admitted('H'), admitted('H2')], ['2026-08-01T12:00:00.000Z', '2026-07-31T23:00:00.000Z']);
});

const from = (application: string, type = 'ADT^A08') => lines(type).map((line) => line.replace('|HIS|', `|${application}|`));

test('what is not agreed is refused, with a sentence', (t) => {
  const options = named([{ application: 'HIS', types: ['ADT^A08', 'ORU'], processingIds: ['T'] }, { application: 'EMR', types: ['ORU'] }], { unknown: 'refuse' });
  const reason = (raw: readonly string[]) => readAnswers(answerTo(readMessage(Buffer.from(raw.join('\r')), options), new Date()))[0]?.reason;
  t.is(reason(from('LIS')), 'sender-unknown: 本院没有登记这个发送系统（MSH-3、MSH-4），请联系信息科登记');
  t.is(reason(from('EMR')), 'type-not-agreed: 本院没有与该系统约定接收这种消息（MSH-9），请联系信息科');
  t.regex(reason(from('HIS')) ?? '', /^processing-id-unsupported: /);
  t.is(reason(from('HIS').map((line) => line.replace('|P|', '|T|'))), '');
});

test('a sender’s character set is stronger than what it declares', (t) => {
  const raw = iconv.encode([`${msh('ADT^A28')}||||||UNICODE UTF-8`, PID].join('\r'), 'gb18030');
  t.is(readMessage(raw).kind, 'refused');
  const outcome = readMessage(raw, named([{ application: 'HIS', charset: 'gb18030' }]));
  t.is(outcome.kind === 'said' ? outcome.said[0]?.patient?.name : undefined, '王某');
});
