/** A doctor says beside what she writes: kept sealed, signed with the disposal, heard by whoever may see the value and on record. */
import anyTest, { type TestFn } from 'ava';
import { createHash } from 'node:crypto';
import { type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

/** Begins as a phone's recording does. */
const spoken = (words: string): Buffer => Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.from(words.repeat(40))]);
const sent = (bytes: Buffer, seconds = 12): object => ({ file: { name: '处置语音', type: 'audio/webm', base64: bytes.toString('base64') }, seconds });

async function taken(w: World, value: string): Promise<string> {
  await w.laboratorySends('CARD1-12', [potassium(value)]);
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  return (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

test.serial('recorded, part of the disposal, its digest signed and on the sheet; heard by the head, not by a stranger, each hearing on record', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const id = await taken(w, '7.1');
  const [doctor, head, stranger] = [await w.signIn('1001'), await w.signIn('1003'), await w.signIn('1101')];
  const bytes = spoken('患者意识清，已停含钾药物。');
  t.is((await stranger('POST', `/critical-values/${id}/voices`, sent(bytes))).status, 404);
  const first = (await doctor('POST', `/critical-values/${id}/voices`, sent(spoken('说错了')))).data as { id: string };
  const { data } = await doctor('POST', `/critical-values/${id}/voices`, sent(bytes, 22.6));
  const voice = data as { id: string; seconds: number };
  t.is(await prisma.criticalValueVoice.count(), 1, 'said anew, the first is gone');
  const row = await prisma.criticalValueVoice.findUniqueOrThrow({ where: { id: voice.id } });
  t.false(Buffer.from(row.sealedContent).includes('停含钾'), 'sealed');
  t.is((await head('GET', `/critical-values/${id}/voices/${voice.id}`)).status, 404, 'not before it is part of a disposal');
  t.like(await doctor('POST', `/critical-values/${id}/dispose`, { choices: ['order-given'], voice: first.id }), { status: 409, error: { code: 'critical-values.voice-gone' } });
  t.like(await doctor('POST', `/critical-values/${id}/dispose`, { choices: [], voice: voice.id }), { status: 422, error: { code: 'critical-values.disposal-empty' } });
  t.is((await doctor('POST', `/critical-values/${id}/dispose`, { choices: ['order-given'], voice: voice.id })).status, 200);
  t.is((await doctor('POST', '/signatures/enrol', { pin: '258147' })).status, 200);
  t.is((await doctor('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
  await w.settle();
  const { document } = await prisma.signature.findFirstOrThrow({ where: { subject: id } });
  t.like((document as { disposal: { voice: object; text: string } }).disposal, { text: '已下医嘱处理；附语音 23 秒', voice: { sha256: createHash('sha256').update(bytes).digest('hex'), seconds: 22.6, type: 'audio/webm' } });
  const heard = await head('GET', `/critical-values/${id}/voices/${voice.id}`);
  t.deepEqual(heard.data, { name: '处置语音.webm', type: 'audio/webm', base64: bytes.toString('base64') });
  t.is((await stranger('GET', `/critical-values/${id}/voices/${voice.id}`)).status, 404);
  const audits = await prisma.audit.findMany({ where: { act: 'critical-values.voice', subject: id, outcome: 'allowed' } });
  t.true(audits.some(({ actor }) => actor === 'staff:1003'));
  const sheet = (await head('GET', `/critical-values/${id}/sheet`)).data as { base64: string };
  t.true(Buffer.from(sheet.base64, 'base64').subarray(0, 5).toString() === '%PDF-');
  t.regex(JSON.stringify(await w.card('dingtalk', '1001')), /附语音 23 秒/u);
});

test.serial('what is no recording, too long, or for a value that is done is refused in words, and nothing is kept; what nobody kept goes after a day', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const id = await taken(w, '7.2');
  const doctor = await w.signIn('1001');
  const before = await prisma.criticalValueVoice.count();
  t.like(await doctor('POST', `/critical-values/${id}/voices`, sent(Buffer.from(`<html>${'x'.repeat(300)}`))), { status: 422, error: { code: 'critical-values.voice-type' } });
  t.like(await doctor('POST', `/critical-values/${id}/voices`, sent(spoken('长'), 75)), { status: 422, error: { code: 'critical-values.voice-too-long' } });
  t.is(await prisma.criticalValueVoice.count(), before);
  const { data } = await doctor('POST', `/critical-values/${id}/voices`, sent(spoken('留着')));
  const other = await taken(w, '7.3');
  t.like(await doctor('POST', `/critical-values/${other}/dispose`, { choices: ['observe'], voice: (data as { id: string }).id }), { status: 409, error: { code: 'critical-values.voice-gone' } }, 'another value’s');
  t.is((await doctor('POST', `/critical-values/${other}/dispose`, { choices: ['observe'] })).status, 200);
  t.like(await doctor('POST', `/critical-values/${other}/voices`, sent(spoken('晚了'))), { status: 409, error: { code: 'critical-values.already-disposed' } });
  w.tick(25 * 3_600_000);
  await w.hospital.service.tick('critical-values.sweep-voices');
  await w.settle();
  t.is(await prisma.criticalValueVoice.count({ where: { attachedAt: null } }), 0);
  t.is(await prisma.criticalValueVoice.count(), before, 'what is part of a disposal stays');
});
