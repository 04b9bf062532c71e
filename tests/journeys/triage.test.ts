/** IT's morning: a message with a ward nobody knows, one that was refused; mended at the desk, and the patient lies where she lies. */
import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admission } from '../../services/links/hl7/samples.ts';
import { world } from '../kit/world.ts';

test('a message with an unknown ward waits, is mapped and tried again, and the patient lies in the right ward; a refused one is seen', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-triage-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const agreed = join(folder, 'senders.json');
  await writeFile(agreed, JSON.stringify({ senders: [{ application: 'HIS', name: 'HIS', careLevels: { 0: '特级' } }] }));
  const w = await world(t, { env: { HL7_SENDERS_FILE: agreed } });
  const { prisma } = w.hospital.database;
  const message = admission({ at: w.now(), application: 'HIS', event: 'A01', controlId: 'M-1', patient: { id: 'P777', name: '钱多' }, visit: { number: 'V777', ward: 'BQ-7', bed: '5' } });
  t.is(await w.sends(Buffer.concat([message, Buffer.from(`PV2${'|'.repeat(40)}0\r`)])), 'AA');
  t.not(await w.sends(Buffer.from('MSH|^~\\&|PACS|RAD|W|H|20261119220000||QRY^A19|ODD-1|P|2.4\r')), 'AA');
  const wardOf = async () => (await prisma.visit.findFirst({ where: { number: 'V777' } }))?.wardCode;
  t.is(await wardOf(), 'BQ-7');

  // Whoever was given this part of the work is told like the administrator.
  await prisma.staff.update({ where: { number: '9301' }, data: { functions: ['codes'] } });
  const told = async (staff: string) => [...(await w.cards('dingtalk', staff)), ...(await w.cards('wecom', staff))].filter(({ title }) => title === '接入待处理');
  const look = async () => {
    await w.hospital.service.tick('intake.tell-waiting');
    await w.settle();
  };
  await look();
  await look();
  for (const staff of ['9101', '9301']) t.deepEqual((await told(staff)).map(({ text }) => /未接收的消息 1 条，没有对照的编码 1 个/.test(text)), [true], staff);
  t.is(await prisma.delivery.count({ where: { module: 'intake' } }), 2, 'nobody else, and not twice');

  const it = await w.signIn('9101');
  const refused = await it('GET', '/intake/matters?tab=refused');
  t.like((refused['data'] as { matters: unknown[] }).matters[0], { controlId: 'ODD-1', sender: 'PACS|RAD', reason: 'type-unsupported' });

  const { codes: [row] } = (await it('GET', '/intake/codes?kind=ward'))['data'] as { codes: { id: string; code: string; sender: string; messages: number }[] };
  t.like(row, { code: 'BQ-7', messages: 1 });
  t.is((await it('POST', '/codes', { kind: 'ward', sender: row?.sender, foreign: 'BQ-7', ours: 'CARD1' })).status, 200);
  t.like((await it('POST', '/intake/try-cause', { code: row?.id }))['data'], { tried: 1, solved: 1, next: null });
  t.is(await wardOf(), 'CARD1');
  t.is((await prisma.visit.findFirst({ where: { number: 'V777' } }))?.careLevel, '特级', 'read again by what was agreed with its sender');
  t.deepEqual(((await it('GET', '/intake/codes?kind=ward'))['data'] as { codes: unknown[] }).codes, []);

  const [{ id: odd } = { id: '' }] = (refused['data'] as { matters: { id: string }[] }).matters;
  t.is((await it('POST', '/intake/ignore', { what: 'matter', ids: [odd], note: '厂商测试消息' })).status, 200);
  await look();
  for (const staff of ['9101', '9301']) t.deepEqual((await told(staff)).map(({ text }) => /都处理完了/.test(text)), [true], staff);

  const nurse = await w.signIn('2001');
  for (const path of ['/intake/matters?tab=refused', '/intake/codes', '/codes']) t.is((await nurse('GET', path)).status, 403, path);
  const acts = await prisma.audit.findMany({ where: { actor: 'staff:9101', act: { in: ['codes.save', 'intake.try-again', 'intake.try-cause'] } } });
  t.deepEqual(acts.map(({ act }) => act).toSorted(), ['codes.save', 'intake.try-again', 'intake.try-cause']);
});

test('what was understood all the same is one remark for each sender and reason, counted, with the latest message; ignored, it stays so', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const it = await w.signIn('9101');
  const odd = (controlId: string, application = 'BEDS') => w.sends(Buffer.from(`MSH|^~\\&|${application}|H|W|H|20261119220000||ADT^A29|${controlId}|P|2.5.1\rEVN|A29|20261119220000\rPID|1||P1\r`));
  const remarks = async () => ((await it('GET', '/intake/matters?tab=remarks')).data as { matters: { id: string; sender: string; reason: string; messages: number; controlId: string; state: string }[]; counts: { remarks: number; unmatched: number } });
  const before = await remarks();
  for (const id of ['N1', 'N2', 'N3']) t.is(await odd(id), 'AA');
  t.is(await odd('N3'), 'AA', 'a repeat');
  t.is(await odd('M1', 'BEDS2'), 'AA');
  const { matters, counts } = await remarks();
  const mine = matters.filter(({ sender }) => sender.startsWith('BEDS'));
  t.deepEqual(mine.map(({ sender, reason, messages, controlId }) => ({ sender, reason, messages, controlId })), [{ sender: 'BEDS|H', reason: 'event-not-read', messages: 3, controlId: 'N3' }, { sender: 'BEDS2|H', reason: 'event-not-read', messages: 1, controlId: 'M1' }]);
  t.is(counts.remarks, before.counts.remarks + 2);
  t.is(counts.unmatched, before.counts.unmatched, 'and none of them waits');
  const [first] = mine;
  t.is((await it('POST', '/intake/ignore', { what: 'matter', ids: [first?.id], note: '这种事件本院不用' })).status, 200);
  t.is(await odd('N4'), 'AA');
  t.like(await prisma.intakeMatter.findFirst({ where: { kind: 'remark', sender: 'BEDS|H' } }), { state: 'ignored', messages: 4 });
  t.is((await remarks()).counts.remarks, before.counts.remarks + 1);
});
