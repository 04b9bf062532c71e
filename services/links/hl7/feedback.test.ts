import test from 'ava';
import { connect } from 'node:net';
import { Failure } from '../../core/errors.ts';
import { feedback, feedbackControlId, feedbackMessage, hl7Laboratory, type Feedback } from './feedback.ts';
import { Deframer, frame } from './mllp/frame.ts';
import { readSenders } from './settings.senders.ts';
import { readAnswers } from './syntax/answer.ts';
import { intake } from './intake.ts';
import { answerTo, readMessage } from './read.ts';
import { result } from './samples.ts';
import { SimulatedLaboratory } from './simulator.ts';

const HOST = '127.0.0.1';
const now = (): Date => new Date('2026-08-01T00:30:00Z');
const doctor = { number: 'D0012', name: '李明' };

const said: Feedback = feedback.parse({
  id: 'critical-values:0199:disposed',
  at: '2026-08-01T00:20:00.000Z',
  source: { application: 'LIS', facility: 'LAB', controlId: 'M1' },
  patientIds: [{ value: '000123', type: 'MR', authority: 'HIS' }],
  placer: 'P77',
  filler: 'F88',
  order: { id: 'LYTE', text: '电解质', system: 'L' },
  item: { id: '2823-3', text: '血钾', system: 'LN' },
  value: '7.1',
  unit: 'mmol/L',
  acknowledged: { by: doctor, at: '2026-08-01T00:12:00.000Z' },
  disposal: { by: doctor, at: '2026-08-01T00:18:00.000Z', text: '葡萄糖酸钙 10ml 静推；复查血钾\n联系肾内科 | 会诊' },
  signature: { reference: 'SIG-1', by: doctor, at: '2026-08-01T00:19:00.000Z' },
});

async function laboratory(): Promise<{ simulated: SimulatedLaboratory; port: number }> {
  const simulated = new SimulatedLaboratory({ now });
  return { simulated, port: await simulated.listen() };
}

// The contract: the real adapter against the simulated laboratory, over a real socket.

for (const charset of ['utf-8', 'gb18030'] as const) {
  test(`accepted: the laboratory holds who, when, what and the signature (${charset})`, async (t) => {
    const { simulated, port } = await laboratory();
    const link = hl7Laboratory({ host: HOST, port, timeoutMs: 2000, charset });
    t.deepEqual(await link.report(said), { accepted: true });
    const [kept] = simulated.feedbacks;
    const [order] = kept?.report.orders ?? [];
    t.is(kept?.controlId, feedbackControlId(said.id));
    t.deepEqual(kept?.report.patient.ids, said.patientIds);
    t.deepEqual([order?.placer, order?.filler, order?.code.id], ['P77', 'F88', 'LYTE']);
    t.deepEqual(
      order?.results.map(({ code, value, observedAt, observer }) => [code.id, value.text, observedAt, observer?.number]),
      [
        ['2823-3', '7.1', undefined, undefined],
        ['CV-RECEIVED', '危急值已接收', '2026-08-01T00:12:00.000Z', 'D0012'],
        ['CV-DISPOSED', '葡萄糖酸钙 10ml 静推；复查血钾\n联系肾内科 | 会诊', '2026-08-01T00:18:00.000Z', 'D0012'],
        ['CV-SIGNATURE', 'SIG-1', '2026-08-01T00:19:00.000Z', 'D0012'],
      ],
    );
    await simulated.stop();
  });
}

test('a repeat is the same bytes and the laboratory has it once', async (t) => {
  const { simulated, port } = await laboratory();
  const link = hl7Laboratory({ host: HOST, port, timeoutMs: 2000 });
  t.deepEqual(feedbackMessage(said), feedbackMessage(said));
  await link.report(said);
  t.deepEqual(await link.report(said), { accepted: true });
  t.deepEqual(simulated.feedbacks.map(({ times }) => times), [2]);
  await simulated.stop();
});

for (const [mood, reason] of [
  ['AE', 'AE results-missing: 没有检验项目（OBR）也没有结果（OBX）'],
  ['AR', 'AR internal-error: 接收方内部错误，请稍后重发'],
] as const) {
  test(`${mood}: not accepted, with the laboratory’s reason`, async (t) => {
    const { simulated, port } = await laboratory();
    simulated.mood = mood;
    const link = hl7Laboratory({ host: HOST, port, timeoutMs: 2000 });
    t.deepEqual(await link.report(said), { accepted: false, reason });
    t.deepEqual(simulated.feedbacks, []);
    await simulated.stop();
  });
}

for (const [mood, vendorCode, kept] of [
  ['silent', 'timeout', 1],
  ['closed', 'closed', 0],
] as const) {
  test(`${mood}: ambiguous, and reporting again later is accepted once`, async (t) => {
    const { simulated, port } = await laboratory();
    simulated.mood = mood;
    const link = hl7Laboratory({ host: HOST, port, timeoutMs: 300 });
    const failure = await t.throwsAsync(link.report(said), { instanceOf: Failure });
    t.deepEqual([failure.class, failure.vendorCode, simulated.feedbacks.length], ['ambiguous', vendorCode, kept]);
    simulated.mood = 'accept';
    t.deepEqual(await link.report(said), { accepted: true });
    t.is(simulated.feedbacks.length, 1);
    await simulated.stop();
  });
}

test('an answer to another message is ambiguous', async (t) => {
  const stray = readMessage(result({ at: now(), patient: { id: '7', name: '王' }, items: [] }));
  const server = intake({ take: () => Promise.resolve(answerTo(stray, now())), now, onFault: () => undefined });
  const port = await server.listen(0, HOST);
  const failure = await t.throwsAsync(hl7Laboratory({ host: HOST, port, timeoutMs: 2000 }).report(said), { instanceOf: Failure });
  t.deepEqual([failure.class, failure.vendorCode], ['ambiguous', 'unmatched']);
  await server.stop();
});

test('nobody there: transient, and the check-up says what to do', async (t) => {
  const { simulated, port } = await laboratory();
  const link = hl7Laboratory({ host: HOST, port, timeoutMs: 2000 });
  t.deepEqual(await link.checkUp(), { ok: true, detail: `检验系统 127.0.0.1:${port} 可以连接` });
  await simulated.stop();
  const failure = await t.throwsAsync(link.report(said), { instanceOf: Failure });
  t.is(failure.class, 'transient');
  t.deepEqual(await link.checkUp(), { ok: false, detail: `检验系统 127.0.0.1:${port} 拒绝连接：请确认对方监听程序已启动、端口正确` });
});

test('the simulated laboratory sends results to the hospital', async (t) => {
  const seen: string[] = [];
  const hospital = intake({
    take: (raw) => {
      const outcome = readMessage(raw);
      seen.push(outcome.kind);
      return Promise.resolve(answerTo(outcome, now()));
    },
    now,
    onFault: () => undefined,
  });
  const port = await hospital.listen(0, HOST);
  const simulated = new SimulatedLaboratory({ now, hospital: { host: HOST, port, timeoutMs: 2000 } });
  const raw = result({ at: now(), controlId: 'R1', patient: { id: '7', name: '王' }, items: [{ code: { id: '2823-3', text: '血钾' }, value: '7.1' }] });
  t.deepEqual(readAnswers(await simulated.send(raw)), [{ code: 'AA', controlId: 'R1', reason: '' }]);
  t.deepEqual(seen, ['said']);
  await hospital.stop();
});

const batch = (application: string, messages: readonly Buffer[], count: number, file = false) => Buffer.concat([Buffer.from(`${file ? `FHS|^~\\&|${application}|H|||||||F-1\r` : ''}BHS|^~\\&|${application}|H|||||||B-1\r`), ...messages, Buffer.from(`BTS|${count}\r${file ? 'FTS|1\r' : ''}`)]);

test('a batch is answered as its sender agreed: together, each, or as one; what is short of its count is said', async (t) => {
  const senders = readSenders(JSON.stringify({ senders: [{ application: 'EACH', batches: 'each' }, { application: 'ONE', batches: 'one' }] }));
  const taken: string[] = [];
  const hospital = intake({ senders, now, onFault: () => undefined, take: (raw) => {
    const outcome = readMessage(raw);
    taken.push(outcome.kind);
    return Promise.resolve(answerTo(outcome, now()));
  } });
  const port = await hospital.listen(0, HOST);
  const item = (id: string) => result({ at: now(), controlId: id, patient: { id: '7', name: '王' }, items: [{ code: { id: 'K', text: '钾' }, value: '7.1' }] });
  const bad = Buffer.from('MSH|^~\\&|LIS|||||||R2|P|2.5\r');
  // Each frame that comes back until so many have come.
  const frames = (bytes: Buffer, expected: number): Promise<string[]> => new Promise((resolve, reject) => {
    const socket = connect(port, HOST, () => socket.write(frame(bytes)));
    const deframer = new Deframer(1_000_000);
    const got: string[] = [];
    socket.setTimeout(5000, () => { socket.destroy(); reject(new Error(`${got.length} frames`)); });
    socket.on('data', (chunk) => {
      got.push(...deframer.push(chunk).map((each) => each.bytes.toString()));
      if (got.length >= expected) { socket.destroy(); resolve(got); }
    });
  });

  const [together = ''] = await frames(batch('LIS', [item('R1'), bad, item('R3')], 3, true), 1);
  t.regex(together, /^FHS\|[^\r]*\|LIS\|H\|[^\r]*\|B-1\rBHS\|[^\r]*\|B-1\rMSH/, 'headers of file and batch, with the batch that is meant');
  t.regex(together, /\rBTS\|3\rFTS\|1\r$/);
  t.deepEqual(readAnswers(Buffer.from(together)).map(({ code, controlId }) => `${code} ${controlId}`), ['AA R1', 'AR R2', 'AA R3']);
  const [short = ''] = await frames(batch('LIS', [item('S1')], 2), 1);
  t.regex(short, /\rBTS\|1\|BTS-1 写明 2 条，收到 1 条/);

  const each = await frames(batch('EACH', [item('E1'), bad, item('E3')], 3), 3);
  t.deepEqual(each.map((one) => readAnswers(Buffer.from(one)).map(({ code, controlId }) => `${code} ${controlId}`)), [['AA E1'], ['AR R2'], ['AA E3']]);
  t.true(each.every((one) => one.startsWith('MSH')), 'no batch around them');

  t.like(readAnswers(Buffer.from((await frames(batch('ONE', [item('O1'), item('O2')], 2), 1))[0] ?? ''))[0], { code: 'AA', controlId: 'B-1' });
  const [one] = readAnswers(Buffer.from((await frames(batch('ONE', [item('O3'), bad], 3), 1))[0] ?? ''));
  t.like(one, { code: 'AR', controlId: 'B-1' });
  t.regex(one?.reason ?? '', /写明 3 条，收到 2 条.*2 条中有 1 条没有接收：R2（/);
  t.is(taken.length, 11, 'each message is taken on its own whatever the answer looks like');
  t.throws(() => readSenders('{"senders":[{"application":"X","batches":"some"}]}'), { message: /batches/ });
  await hospital.stop();
});

test('a batch is answered message by message, too large a message by name', async (t) => {
  const hospital = intake({ take: (raw) => Promise.resolve(answerTo(readMessage(raw), now())), now, maxBytes: 4096, onFault: () => undefined });
  const port = await hospital.listen(0, HOST);
  const simulated = new SimulatedLaboratory({ now, hospital: { host: HOST, port, timeoutMs: 2000 } });
  const one = result({ at: now(), controlId: 'R1', patient: { id: '7', name: '王' }, items: [{ code: { id: 'K', text: '钾' }, value: '7.1' }] });
  const batch = Buffer.concat([Buffer.from('BHS|^~\\&|LIS\r'), one, Buffer.from('MSH|^~\\&|LIS|||||||R2|P|2.5\r'), Buffer.from('BTS|2\r')]);
  t.deepEqual(readAnswers(await simulated.send(batch)).map(({ code, controlId }) => [code, controlId]), [['AA', 'R1'], ['AR', 'R2']]);
  const [large] = readAnswers(await simulated.send(Buffer.concat([one, Buffer.alloc(8000, 'x')])));
  t.deepEqual([large?.code, large?.controlId, large?.reason], ['AR', 'R1', 'message-too-large: 消息超过允许的大小']);
  await hospital.stop();
});
