import anyTest, { type TestFn } from 'ava';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { testTrail } from '../../../tests/kit/audit.ts';
import { testDatabase } from '../../../tests/kit/database.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import type { Corridor } from '../../core/run.ts';
import { createService } from '../../core/service.ts';
import type { Said } from '../../links/statements/schema.ts';
import { readAnswers } from '../../links/hl7/syntax/answer.ts';
import { answerTo, readMessage } from '../../links/hl7/read.ts';
import { result } from '../../links/hl7/samples.ts';
import { createSeal } from '../../core/seal.ts';
import { type IntakeDoor, type Reader, countMatters, intake, intakeDoor, listMatters, messageDoor, tryAgain } from './index.ts';

const at = new Date('2026-11-21T02:14:00Z');

interface Door {
  readonly prisma: PrismaClient;
  readonly corridor: Corridor;
  readonly door: IntakeDoor;
  send(raw: Buffer): Promise<Buffer>;
  code(raw: Buffer): Promise<string | undefined>;
  stop(): Promise<void>;
}

const seal = createSeal(Buffer.alloc(32, 1));

function readMessageOf(raw: Buffer): readonly Said[] {
  const outcome = readMessage(raw);
  return outcome.kind === 'said' ? outcome.said : [];
}

const test = anyTest as TestFn<Door>;

test.before(async (t) => {
  const { database, dispose } = await testDatabase();
  const metrics = createMetrics();
  const service = await createService({ modules: [intake(seal)], database, audit: testTrail, now: () => at, log: silentLog, metrics });
  const parts = { prisma: database.prisma, corridor: service.corridor, seal, read: (raw: Buffer) => readMessage(raw), answer: answerTo, log: silentLog, metrics };
  const { take: send } = messageDoor(parts);
  t.context = {
    corridor: service.corridor,
    door: intakeDoor(parts),
    prisma: database.prisma,
    send,
    code: async (raw) => readAnswers(await send(raw))[0]?.code,
    stop: async () => {
      await service.stop();
      await dispose();
    },
  };
});
test.after.always((t) => t.context.stop());

const potassium = (value: string) => ({ code: { id: '2823-3', text: '血钾' }, value, unit: 'mmol/L', range: '3.5-5.3' });
const report = (value: string, controlId: string) => result({ at, controlId, patient: { id: controlId, name: '测试' }, filler: 'F1', items: [potassium(value)] });

/** What is kept of a sender's message, by its control id. */
const kept = (prisma: PrismaClient, controlId: string) => prisma.inboxMessage.findMany({ where: { key: { contains: controlId } } });
const factsOf = async (prisma: PrismaClient, number: string) => {
  const patient = await prisma.patient.findUnique({ where: { number } });
  return prisma.fact.count({ where: { name: 'intake.result-received', subject: patient?.id ?? '' } });
};

test('a message is stored with what it caused, and a repeat gets the very same answer', async (t) => {
  const { prisma, send } = t.context;
  const first = await send(report('7.1', 'REPEAT'));
  t.is(readAnswers(first)[0]?.code, 'AA');
  t.deepEqual(await send(report('7.1', 'REPEAT')), first);
  t.is((await kept(prisma, 'REPEAT')).length, 1);
  t.is(await factsOf(prisma, 'REPEAT'), 1);
});

test('another content under a known control id is another message', async (t) => {
  const { prisma, code } = t.context;
  t.is(await code(report('7.1', 'AGAIN')), 'AA');
  t.is(await code(report('7.4', 'AGAIN')), 'AA');
  t.is((await kept(prisma, 'AGAIN')).length, 2);
  t.is(await factsOf(prisma, 'AGAIN'), 2);
});

test('what cannot be read is answered no, and kept with its reason', async (t) => {
  const { prisma, code } = t.context;
  t.not(await code(Buffer.from('MSH|^~\\&|LIS|LAB|W|H|20261121101400||ORU^R01|BROKEN|P|2.5.1\rOBX|1|NM|2823-3||7.1\r')), 'AA');
  const [row] = await kept(prisma, 'BROKEN');
  t.is(row?.outcome, 'refused');
  t.truthy(row?.reason);
});

test('what finds no place waits with its reason, and is solved when it is read again and understood', async (t) => {
  const { prisma, corridor, code } = t.context;
  await code(Buffer.from('MSH|^~\\&|LIS|LAB|W|H|20261121101400||ORU^R01|MATTER|P|2.5.1\rOBX|1|NM|2823-3||7.1\r'));
  const open = () => prisma.$transaction((tx) => listMatters(tx, { state: 'open' }, { limit: 50, offset: 0 }));
  const [matter] = (await open()).rows.filter(({ arrival }) => arrival.includes('MATTER'));
  t.like(matter, { kind: 'message', sender: 'LIS|LAB', tries: 0 });
  t.true((await prisma.$transaction((tx) => countMatters(tx))).some(({ reason }) => reason === matter?.reason));
  const administrator = { kind: 'staff', id: '9101', name: 'x', role: 'administrator', adminRole: 'system', departmentCode: 'IT', wardCode: undefined, door: 'http', origin: 'x' } as const;
  const again = (reader: Reader) => corridor.run(administrator, tryAgain(seal, { mllp: reader }), { arrival: matter?.arrival });
  t.deepEqual(await again(() => ({ reason: matter?.reason ?? '' })), { solved: 0, open: 1 });
  t.is((await prisma.intakeMatter.findUniqueOrThrow({ where: { id: matter?.id ?? '' } })).tries, 1);
  const [told] = readMessageOf(report('7.1', 'MENDED'));
  t.deepEqual(await again(() => [told!]), { solved: 1, open: 0 });
  t.is(await factsOf(prisma, 'MENDED'), 1);
  t.is((await kept(prisma, 'MATTER'))[0]?.outcome, 'accepted');
  await t.throwsAsync(corridor.run({ ...administrator, adminRole: undefined }, tryAgain(seal, {}), { arrival: 'x' }), { message: /core.not-allowed/ });
});

test('nobody to whom it could belong: the message is kept and waits, its other statements are taken', async (t) => {
  const { prisma, door } = t.context;
  const [told] = readMessageOf(report('7.1', 'NOBODY'));
  const { patient: _nobody, ...rest } = told!;
  await door.take({ door: 'http', key: 'http:nobody', body: Buffer.from('x'), answer: Buffer.from('ok') }, [rest]);
  t.like(await prisma.intakeMatter.findFirst({ where: { arrival: 'http:nobody' } }), { reason: 'patient-missing', kind: 'report', state: 'open' });
});

test('senders that come together share transactions: none is lost, repeats among them get their first answer', async (t) => {
  const { prisma, send } = t.context;
  const before = await send(report('4.1', 'TOGETHER-0'));
  const answers = await Promise.all(Array.from({ length: 20 }, (_none, at) => send(report('4.1', `TOGETHER-${at % 15}`))));
  t.deepEqual(answers[0], before);
  t.is((await kept(prisma, 'TOGETHER-')).length, 15);
  t.true(answers.every((answer) => readAnswers(answer)[0]?.code === 'AA'));
  for (let at = 0; at < 15; at += 1) t.is(await factsOf(prisma, `TOGETHER-${at}`), 1);
});

/** What databases choke on. A message that can not be stored would be sent again without end, and all others behind it. */
const nasty: readonly (readonly [string, Buffer])[] = [
  ['a NUL by escape', Buffer.from('\\X00\\')],
  ['a bare NUL', Buffer.from([0])],
  ['half a surrogate', Buffer.from([0xed, 0xa0, 0xbd])],
  ['a bell and a form feed', Buffer.from('\u0007\f')],
  ['backslashes as JSON writes them', Buffer.from('\\u0000')],
];

for (const [what, text] of nasty) {
  test(`${what} in a message never stops the channel`, async (t) => {
    const places = ['PV1-3', 'MSH-10', 'PID-5', 'PID-3', 'OBX-5', 'OBX-6', 'NTE-3'];
    for (const place of places) t.regex((await t.context.code(messageWith(place, text))) ?? '', /^A[AER]$/, place);
  });
}

function messageWith(place: string, text: Buffer): Buffer {
  const at = (name: string, plain: string) => (name === place ? Buffer.concat([Buffer.from(plain), text, Buffer.from('1')]).toString('latin1') : plain);
  const lines = [
    `MSH|^~\\&|LIS|LAB|W|H|20261121101400||ORU^R01^ORU_R01|${at('MSH-10', 'N')}|P|2.5.1||||||UNICODE UTF-8`,
    `PID|1||${at('PID-3', 'P')}^^^HIS^MR||${at('PID-5', 'name')}`,
    `PV1|1|I|${at('PV1-3', 'CARD1')}^^12`,
    'OBR|1||F1|LAB^L',
    `OBX|1|ST|2823-3^K^LN||${at('OBX-5', '7')}|${at('OBX-6', 'mmol/L')}|||||F`,
    `NTE|1||${at('NTE-3', 'note')}`,
  ];
  return Buffer.from(`${lines.join('\r')}\r`, 'latin1');
}
