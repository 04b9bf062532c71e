import test from 'ava';
import iconv from 'iconv-lite';
import { narrative, part, repeats, segmentOf, segmentsOf, text, value, type Message } from './message.ts';
import { parse, type CharsetRules } from './parse.ts';
import { isBatch, splitMessages } from './split.ts';

const MSH = 'MSH|^~\\&|LIS|LAB|W|H|20260801080000||ORU^R01|1|P|2.5.1';

function read(wire: string | Buffer, rules?: CharsetRules): Message {
  const parsed = parse(Buffer.isBuffer(wire) ? wire : Buffer.from(wire), rules);
  if ('problem' in parsed) throw new Error(parsed.problem.name);
  return parsed.message;
}

function refusal(wire: string | Buffer, rules?: CharsetRules): string {
  const parsed = parse(Buffer.isBuffer(wire) ? wire : Buffer.from(wire), rules);
  return 'problem' in parsed ? parsed.problem.name : 'read';
}

const obx = (five: string): string | undefined => text(segmentOf(read(`${MSH}\rOBX|1|ST|a||${five}\r`), 'OBX'), 5);

const ESCAPES: readonly (readonly [sent: string, meant: string])[] = [
  ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
  ['one\\.br\\two', 'one\ntwo'],
  ['one\\.sp2\\two', 'one\n\ntwo'],
  ['\\H\\high\\N\\ low', 'high low'],
  ['\\X0D0A\\x', 'x'],
  ['a\\X41e4B8AD\\b', 'aA中b'],
  ['C:\\temp', 'C:\\temp'],
  ['a\\Zlocal\\b', 'a\\Zlocal\\b'],
  ['a\\Xzz\\b', 'a\\Xzz\\b'],
  ['a\\', 'a\\'],
  ['\\E\\T\\E\\', '\\T\\'],
];

for (const [sent, meant] of ESCAPES) {
  test(`escape ${sent}`, (t) => t.is(obx(sent), meant));
}

test('hex escapes are bytes of the message’s own character set', (t) => {
  const message = read(`${MSH}|||||| GB18030-2000\rOBX|1|ST|a||\\XD1AABCD8\\\r`);
  t.is(text(segmentOf(message, 'OBX'), 5), '血钾');
});

test('separators are the message’s own', (t) => {
  const message = read('MSH$%*!@$LIS$$$$20260801$$ORU%R01$1$P$2.5.1\rOBX$1$ST$a%b@c*d$$x!S!y!F!z');
  const segment = segmentOf(message, 'OBX');
  t.is(message.header.event, 'R01');
  t.is(text(segment, 3, 2), 'b');
  t.is(text(segment, 3, 2, 2), 'c');
  t.is(segment && part(repeats(segment, 3)[1]), 'd');
  t.is(text(segment, 5), 'x%y$z');
});

for (const [line, outcome] of [
  ['MSH|&&&&|A', 'separators-invalid'],
  ['MSH|^~\\\\&|A', 'separators-invalid'],
  ['MSH||A', 'separators-invalid'],
  ['MSH', 'separators-invalid'],
  ['MSHA^~\\&A', 'separators-invalid'],
  ['MSH|^|A', 'read'],
  ['MSH|^~}|A', 'read'],
  ['MSH|^~\\&#|A', 'read'],
  ['PID|1||x', 'header-missing'],
  ['GET / HTTP/1.1', 'header-missing'],
  [' \r\n', 'message-empty'],
  ['', 'message-empty'],
  [`${MSH}\r${MSH}`, 'several-messages'],
] as const) {
  test(`header ${JSON.stringify(line)}: ${outcome}`, (t) => t.is(refusal(line), outcome));
}

test('nothing, null and a value are three things; Z segments stay', (t) => {
  const message = read(`${MSH}\rPID|1|""||x^""^\rZLA|own|data`);
  const pid = segmentOf(message, 'PID');
  t.is(value(pid, 2), null);
  t.is(value(pid, 3), undefined);
  t.is(value(pid, 4), 'x');
  t.is(value(pid, 4, 2), null);
  t.is(value(pid, 4, 3), undefined);
  t.is(value(pid, 40), undefined);
  t.is(text(pid, 2), undefined);
  t.is(text(segmentOf(message, 'ZLA'), 2), 'data');
});

for (const [name, end] of [
  ['CR', '\r'],
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const) {
  test(`segments end with ${name}`, (t) => {
    const message = read(['\ufeff' + MSH, 'PID|1||7', 'OBX|1|NM|K||7.1', ''].join(end));
    t.deepEqual(message.segments.map((segment) => segment.name), ['MSH', 'PID', 'OBX']);
    t.is(text(segmentOf(message, 'OBX'), 5), '7.1');
  });
}

test('junk around the message is counted, a bare line break inside a text is text', (t) => {
  const message = read(`noise ${MSH}\rNTE|1||line one\nline two|x\n\nline four\rOBX|1|ST|a||b\r\n\n// the end\n`);
  const [note] = segmentsOf(message, 'NTE');
  t.is(note && narrative(note, 3), 'line one\nline two');
  t.is(note?.fields[4], 'x\n\nline four');
  t.is(text(segmentOf(message, 'OBX'), 5), 'b');
  t.is(message.junk, 'noise'.length + '// the end'.length);
});

const CHINESE = `${MSH}||||||DECLARED\rPID|1||7||王|晓`;
const bytes = (declared: string, charset: string): Buffer => iconv.encode(CHINESE.replace('DECLARED', declared), charset);

const CHARSETS: readonly (readonly [name: string, wire: Buffer, rules: CharsetRules, outcome: string])[] = [
  ['UTF-8 declared', bytes('UNICODE UTF-8', 'utf8'), {}, '王'],
  ['GB18030 declared', bytes('GB18030-2000', 'gb18030'), {}, '王'],
  ['GB18030 declared by table 0211', bytes('GB 18030-2000', 'gb18030'), {}, '王'],
  ['undeclared UTF-8', bytes('', 'utf8'), {}, '王'],
  ['undeclared GB18030', bytes('', 'gb18030'), {}, '王'],
  ['ASCII declared, GB18030 sent', bytes('ASCII', 'gb18030'), {}, '王'],
  ['undeclared GB18030, UTF-8 by setting', bytes('', 'gb18030'), { fallback: 'utf-8' }, 'bytes-undecodable'],
  ['UTF-8 declared, GB18030 sent', bytes('UNICODE UTF-8', 'gb18030'), {}, 'bytes-undecodable'],
  ['the same, set for this sender', bytes('UNICODE UTF-8', 'gb18030'), { charsetOf: (s) => (s.sendingApplication === 'LIS' ? 'gb18030' : undefined) }, '王'],
  ['GB18030 declared, broken byte', Buffer.concat([bytes('GB18030-2000', 'gb18030'), Buffer.from([0xff, 0x0d])]), {}, 'bytes-undecodable'],
  ['Big5 declared', Buffer.concat([bytes('BIG-5', 'latin1'), Buffer.from([0xa4, 0xfd])]), {}, 'charset-unknown'],
  ['several declared', bytes('ASCII~GB18030-2000', 'gb18030'), {}, '王'],
];

for (const [name, wire, rules, outcome] of CHARSETS) {
  test(`character set: ${name}`, (t) => {
    const parsed = parse(wire, rules);
    t.is('problem' in parsed ? parsed.problem.name : text(segmentOf(parsed.message, 'PID'), 5), outcome);
  });
}

test('GB18030 characters whose second byte is a separator do not split a field', (t) => {
  // 0x7C is the second byte of 鎩 and 0x5E that of 臹: split as bytes both would end the field.
  const name = iconv.decode(Buffer.from([0xe6, 0x7c, 0xc5, 0x5e, 0xe6, 0x7e, 0xe6, 0x5c]), 'gb18030');
  const wire = iconv.encode(`${MSH}||||||GB18030-2000\rPID|1||7||${name}|after`, 'gb18030');
  const pid = segmentOf(read(wire), 'PID');
  t.is(text(pid, 5), name);
  t.is(text(pid, 6), 'after');
});

test('a batch is cut into its messages', (t) => {
  const batch = Buffer.from(`FHS|^~\\&|A\rBHS|^~\\&|A\r${MSH}\rPID|1\r${MSH}\rPID|2\rBTS|2\rFTS|1\r`);
  t.deepEqual(splitMessages(batch).map(String), [`${MSH}\rPID|1\r`, `${MSH}\rPID|2\r`]);
  t.true(isBatch(batch));
  t.false(isBatch(Buffer.from(MSH)));
});

test('a piece without messages stays whole', (t) => {
  t.deepEqual(splitMessages(Buffer.from('FHS|^~\\&|A\rFTS|0\r')).map(String), ['FHS|^~\\&|A\rFTS|0\r']);
  t.deepEqual(splitMessages(Buffer.from(`junk\r${MSH}`)).map(String), [`junk\r${MSH}`]);
});
