import test from 'ava';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intake } from '../intake.ts';
import { answerTo, readMessage } from '../read.ts';
import { result } from '../samples.ts';

const SEND = join(import.meta.dirname, 'send.ts');
const now = (): Date => new Date('2026-08-01T00:00:00Z');
const one = (id: string): Buffer =>
  result({ at: now(), controlId: id, patient: { id: '7', name: '王某' }, items: [{ code: { id: '2823-3', text: '血钾' }, value: '7.1' }] });

function run(...args: readonly string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SEND, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: stdout + stderr });
    });
  });
}

async function world(): Promise<{ folder: string; port: number; taken: string[]; end: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hl7-send-'));
  const taken: string[] = [];
  const server = intake({
    take: (raw) => {
      const outcome = readMessage(raw);
      taken.push(outcome.header.controlId);
      return Promise.resolve(answerTo(outcome, now()));
    },
    now,
    onFault: () => undefined,
  });
  const port = await server.listen(0, '127.0.0.1');
  const end = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
  return { folder, port, taken, end };
}

test('sends every message of every sort of file and prints each answer', async (t) => {
  const { folder, port, taken, end } = await world();
  const plain = join(folder, 'plain.hl7');
  const wrapped = join(folder, 'wrapped_message.txt');
  const batch = join(folder, 'batch.hl7');
  await writeFile(plain, Buffer.concat([Buffer.from('\ufeff'), one('A'), Buffer.from('\n\n// a comment\n'), one('B')]));
  await writeFile(wrapped, `{"content":"${one('C').toString('base64')}","info":"a line\nbreak"}\n`);
  await writeFile(batch, Buffer.concat([Buffer.from('FHS|^~\\&|L\rBHS|^~\\&|L\r'), one('D'), one('E'), Buffer.from('BTS|2\rFTS|1\r')]));
  const { code, out } = await run(plain, wrapped, batch, '--port', String(port), '--rate', '200');
  t.deepEqual(taken, ['A', 'B', 'C', 'D', 'E']);
  t.is(code, 0, out);
  t.regex(out, /plain\.hl7 {2}A ORU\^R01 {2}AA/);
  t.regex(out, /5 sent in [\d.]+ s: 5 AA, 0 AE, 0 AR, 0 without answer/);
  await end();
});

test('a refusal is printed with its reason and fails the command', async (t) => {
  const { folder, port, end } = await world();
  const file = join(folder, 'mixed.hl7');
  await writeFile(file, Buffer.concat([one('A'), Buffer.from('\nMSH|^~\\&|L||||20260801||ORU^R01|B|P|2.5.1\r')]));
  const { code, out } = await run(file, '--port', String(port));
  t.is(code, 1);
  t.regex(out, /B ORU\^R01 {2}AE {2}patient-missing: 缺少患者信息段（PID）/);
  t.regex(out, /1 AA, 1 AE, 0 AR/);
  await end();
});

test('nobody listening: every message is without answer, and why', async (t) => {
  const gone = await world();
  await gone.end();
  const { folder, end } = await world();
  const file = join(folder, 'two.hl7');
  await writeFile(file, Buffer.concat([one('A'), one('B')]));
  const { code, out } = await run(file, '--port', String(gone.port));
  t.is(code, 1);
  t.regex(out, /cannot connect over MLLP \(ECONNREFUSED, transient\)/);
  t.regex(out, /2 sent in [\d.]+ s: 0 AA, 0 AE, 0 AR, 2 without answer/);
  await end();
});

test('a command line that makes no sense', async (t) => {
  t.is((await run()).code, 2);
  t.is((await run('no-such-file.hl7')).code, 2);
  t.is((await run('x', '--port', 'abc')).code, 2);
});
