import test from 'ava';
import { buildAck, newControlId } from './ack.ts';
import { answerTogether } from './batch.ts';
import { readAnswers } from './answer.ts';
import { readHeader } from './header.ts';
import { problem } from './problem.ts';

const now = new Date('2026-08-01T00:00:00Z');
const header = (version: string): ReturnType<typeof readHeader> =>
  readHeader(`MSH|^~\\&|LIS|LAB|W|H|20260801||ORU^R01|42|T|${version}`);

test('accepted: swapped, same version, its control id', (t) => {
  const ack = buildAck({ header: header('2.5.1'), charset: 'utf-8', now, id: 'A1' });
  t.is(
    ack.toString(),
    'MSH|^~\\&|W|H|LIS|LAB|20260801080000+0800||ACK^R01^ACK|A1|T|2.5.1||||||UNICODE UTF-8\rMSA|AA|42\r',
  );
});

test('refused since 2.5: reason in MSA-3, place, code and sentence in ERR', (t) => {
  const ack = buildAck({ header: header('2.5.1'), charset: 'utf-8', now, problem: problem('patient-id-missing') }).toString();
  t.true(ack.includes('MSA|AE|42|patient-id-missing: 缺少患者标识（PID-3）\r'));
  t.true(ack.includes('ERR||PID^1^3|101^Required field missing^HL70357|E|patient-id-missing|||缺少患者标识（PID-3）\r'));
});

test('refused before 2.5: everything in ERR-1', (t) => {
  const ack = buildAck({ header: header('2.3'), charset: 'gb18030', now, problem: problem('patient-id-missing') });
  t.true(ack.includes('ERR|PID^1^3^101&Required field missing&HL70357\r'));
  t.true(ack.includes('|ACK^R01|'));
  t.deepEqual(readAnswers(ack), [{ code: 'AE', controlId: '42', reason: 'patient-id-missing: 缺少患者标识（PID-3）' }]);
});

test('a sender of Latin-1 gets Chinese as UTF-8, declared', (t) => {
  const ack = buildAck({ header: header('2.5.1'), charset: 'iso-8859-1', now, problem: problem('patient-missing') });
  t.true(ack.toString('utf8').includes('UNICODE UTF-8\r'));
  t.true(ack.toString('utf8').includes('缺少患者信息段'));
});

test('a header in ruins is still answered', (t) => {
  const ruined = readHeader('MSH|&&&&|App|Fac|||2014||ORU|CTRL|D|bad');
  const ack = buildAck({ header: ruined, charset: 'utf-8', now, problem: problem('separators-invalid') }).toString();
  t.true(ack.startsWith('MSH|^~\\&|WARDLINE||App|Fac|'));
  t.true(ack.includes('MSA|AR|CTRL|separators-invalid'));
});

test('control ids are fresh and fit MSH-10', (t) => {
  const ids = new Set(Array.from({ length: 1000 }, newControlId));
  t.is(ids.size, 1000);
  t.true([...ids].every((id) => id.length === 20));
});

test('a batch answer reads as its answers', (t) => {
  const one = buildAck({ header: header('2.5'), charset: 'utf-8', now });
  const two = buildAck({ header: header('2.5'), charset: 'utf-8', now, problem: problem('patient-missing') });
  t.deepEqual(readAnswers(answerTogether({ application: 'LIS', facility: 'H', controlId: 'B', isFile: false, declared: 2 }, [one, two], now)).map(({ code }) => code), ['AA', 'AE']);
  t.deepEqual(readAnswers(Buffer.from('hello')), []);
});
