import test, { type ExecutionContext } from 'ava';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesInFile } from './files.ts';
import { readAnswers } from './syntax/answer.ts';
import { intake } from './intake.ts';
import { MllpClient } from './mllp/client.ts';
import { answerTo, readMessage, reportsIn } from './read.ts';
import { said } from '../statements/schema.ts';
import { hl7Page, hl7PageOf, readRealHl7, realHl7Messages } from '../../../tests/real-input/hl7-messages.ts';

const ROOT = join(import.meta.dirname, '../../../../shared/data/hl7v2');
const now = (): Date => new Date('2026-08-01T00:00:00Z');

function present(t: ExecutionContext): boolean {
  if (existsSync(ROOT)) return true;
  t.log('the real HL7 messages are not on this machine: skipped');
  t.pass();
  return false;
}

const digest = (raw: Buffer): string => createHash('sha256').update(raw).digest('hex');

function count(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

test('every real message is read or refused, keeps its shape through JSON, and the page says so (npm run hl7:real)', (t) => {
  if (!present(t)) return;
  const outcomes = readRealHl7();
  for (const outcome of outcomes) {
    if (outcome.kind === 'said') for (const data of outcome.said) t.deepEqual(said.parse(JSON.parse(JSON.stringify(data))), data);
  }
  t.is(outcomes.length, 852);
  t.is(readFileSync(hl7Page, 'utf8'), hl7PageOf(outcomes));
});

test('every OBX of every accepted result message becomes a result', (t) => {
  if (!present(t)) return;
  let results = 0;
  for (const { file, raw } of realHl7Messages()) {
    const outcome = readMessage(raw);
    const reports = reportsIn(outcome);
    if (reports.length === 0) continue;
    const sent = raw.toString('latin1').split(/[\r\n]+/).filter((line) => line.startsWith('OBX|')).length;
    const read = reports.flatMap(({ orders }) => orders).flatMap((order) => order.results).length;
    t.is(read, sent, file);
    results += read;
  }
  t.log(`${results} results`);
});

/** What each malformed file is answered. Those taken are malformed only by the profile of an American authority. */
const MALFORMED: Readonly<Record<string, string>> = {
  // JSON around base64 that was cut off behind MSH-9.
  'fn-structure-validator__ELR_Exceptionmessage.txt': 'AR version-unsupported',
  'fn-structure-validator__Lyme_WithBadDelimiters.txt': 'AR separators-invalid',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_DUPLICATE_OBX1.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH10.txt': 'AE control-id-missing',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH11.txt': 'AR processing-id-unsupported',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH12.txt': 'AR version-unsupported',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH21.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH3.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH4.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH5.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH6.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH7.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_MSH9.txt': 'AR type-unsupported',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_NO_PROFILE_IDENTIFIER.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_PID5_ERROR.txt': 'AA',
  'tst-hl7-pipeline__PHLIP_FLU_2.5.1_WITH_PID22.1_NO_PID22.3.txt': 'AA',
};

test('malformed files: each answer and its reason', (t) => {
  if (!present(t)) return;
  const folder = join(ROOT, 'cdc-data-exchange/malformed');
  const answers = readdirSync(folder).toSorted().flatMap((file) =>
    messagesInFile(readFileSync(join(folder, file))).map((raw) => {
      const [answer] = readAnswers(answerTo(readMessage(raw), now()));
      return [file, [answer?.code, answer?.reason.split(':')[0]].join(' ').trim()] as const;
    }),
  );
  t.deepEqual(Object.fromEntries(answers), MALFORMED);
  t.is(answers.length, 16);
});

test('over a real socket: every message arrives as sent and has one answer to its own control id', async (t) => {
  if (!present(t)) return;
  const real = realHl7Messages();
  const arrived: string[] = [];
  const server = intake({
    take: (raw) => {
      arrived.push(digest(raw));
      return Promise.resolve(answerTo(readMessage(raw), now()));
    },
    now,
    onFault: (error) => t.fail(String(error)),
  });
  const port = await server.listen(0, '127.0.0.1');
  const client = new MllpClient({ host: '127.0.0.1', port, timeoutMs: 10_000 });
  const codes: string[] = [];
  for (const { file, raw } of real) {
    const outcome = readMessage(raw);
    const answers = readAnswers(await client.send(raw));
    t.deepEqual(answers.map(({ controlId }) => controlId), [outcome.header.controlId], file);
    codes.push(answers[0]?.code ?? 'none');
  }
  client.close();
  await server.stop();
  t.deepEqual(arrived, real.map(({ raw }) => digest(raw)));
  t.log(count(codes));
  t.deepEqual(count(codes), { AA: 817, AE: 6, AR: 29 });
});
