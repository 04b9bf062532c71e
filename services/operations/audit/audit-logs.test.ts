/** OPS-005 through the HTTP door: the platform's log says what went wrong, and an export says who took it out. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import { type World, potassium, world } from '../../../tests/kit/world.ts';

type Log = { lines: { source: string; what: string; detail: string; tone: string }[]; queues: { queue: string; dead: number }[] };

const platformLog = async (w: World, staff: string): Promise<Log> => (await (await w.signIn(staff))('GET', '/audit/platform-log')).data as Log;

const archivesIn = async (folder: string): Promise<string[]> => (await readdir(join(folder, 'audit/archive'))).filter((name) => name.endsWith('.gz'));

/** Rows of seven months ago leave with the nightly tick, to a file; the chain is whole before and after, and a second night does nothing. */
async function archivesOldRows(t: ExecutionContext, w: World, folder: string): Promise<void> {
  const { prisma } = w.hospital.database;
  const long = new Date(w.now().getTime() - 213 * 86_400_000);
  for (let n = 0; n < 4; n++) await w.hospital.audit.write(prisma, new Date(long.getTime() + n), { kind: 'link', id: 'old', door: 'http' }, { act: 'bell.look', subject: `row ${n}`, outcome: 'allowed', reason: 'link' });
  for (const night of ['first', 'second']) {
    await w.hospital.service.tick('audit.archive');
    t.deepEqual([await prisma.audit.count({ where: { actor: 'link:old' } }), (await archivesIn(folder)).length], [0, 1], night);
  }
  const auditor = await w.signIn('9201');
  t.is((await auditor('POST', '/audit/verify', {})).status, 200);
  const run = async () => ((await auditor('GET', '/audit/chain')).data as { archives: number; run: { state: string; verdict: { archived: number; broken: unknown[] } | null } }).run;
  for (let tries = 0; (await run()).state === 'running' && tries < 600; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  t.like((await run()).verdict, { archived: 4, broken: [] });
}

test('the platform log: a message refused, a card that did not arrive; no names', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-archive-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const w = await world(t, { env: { DATA_DIR: folder, AUDIT_KEEP_MONTHS: '6' } });
  await archivesOldRows(t, w, folder);
  t.deepEqual((await platformLog(w, '9201')).lines.map(({ what, detail }) => `${what} ${detail}`), [`审计记录已归档 文件 ${(await archivesIn(folder))[0] ?? ''} · 条数 4 · 系统自动`], 'nothing else yet');
  t.is(await w.sends(Buffer.from('MSH|^~\\&|LIS||WL||20261119220000||ORU^Z99|broken-1|P|2.5\r')), 'AR');
  const { prisma } = w.hospital.database;
  await prisma.staffAccount.deleteMany({ where: { staffNumber: '1001' } });
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const log = await platformLog(w, '9101');
  t.like(log.lines.find(({ what }) => what === '收到的消息被拒收'), { source: '接收消息', tone: 'danger' });
  t.like(log.lines.find(({ what }) => what === '卡片没有送达'), { source: '通知', tone: 'warn' });
  t.regex(log.lines.find(({ what }) => what === '卡片没有送达')?.detail ?? '', /没有聊天账号.*1001/);
  for (const { source, detail } of log.lines) t.notRegex(`${source} ${detail}`, /staff:|system:|王德顺/);
  for (const staff of ['9102', '1002']) t.is((await (await w.signIn(staff))('GET', '/audit/platform-log')).status, 403, staff);
  t.is(await prisma.audit.count({ where: { act: 'audit.platform-log', outcome: 'allowed', actor: 'staff:9101' } }), 1, 'looking is on record');
});

test('the platform log: readings of the address book that ended, stopped and failed; a job that failed for good, until it is sent again', async (t) => {
  const w = await world(t);
  const admin = await w.signIn('9101');
  const { prisma } = w.hospital.database;
  const read = async (source: string) => {
    t.is((await admin('POST', '/directory/sync', { source })).status, 200, source);
    await w.settle();
  };
  const sources = ((await admin('GET', '/directory/sources')).data as { sources: { name: string }[] }).sources.map(({ name }) => name);
  const of = (platform: string) => sources.find((name) => name.startsWith(platform)) ?? '';
  await read(of('dingtalk'));
  // Accounts that WeCom does not tell any more, as if half its people were hidden from us.
  const users = Array.from({ length: 40 }, (_, n) => `Gone${n}`);
  await prisma.staffAccount.createMany({ data: users.map((user) => ({ platform: 'wecom', corp: of('wecom').slice('wecom:'.length), user, userFolded: user.toLowerCase(), staffNumber: '1001' })) });
  await read(of('wecom'));
  await prisma.$executeRaw`INSERT INTO directory_sync (id, source, state, started_at, started_by, cursor, counts) SELECT gen_random_uuid(), 'his', 'running', started_at, started_by, '{"phase":"read","at":null}', counts FROM directory_sync LIMIT 1`;
  await w.hospital.service.tick('directory.revive');
  await w.settle();

  const readings = async () => (await platformLog(w, '9201')).lines.filter(({ source }) => source === '通讯录');
  t.deepEqual((await readings()).map(({ what }) => what).toSorted(), ['通讯录同步失败', '通讯录同步完成', '通讯录同步暂停，等人核对']);
  const detail = async (what: string) => (await readings()).find((line) => line.what === what);
  t.like(await detail('通讯录同步完成'), { tone: 'past' });
  t.regex((await detail('通讯录同步完成'))?.detail ?? '', /^来源 钉钉 · .*待核对 \d+/);
  t.regex((await detail('通讯录同步暂停，等人核对'))?.detail ?? '', /^来源 企业微信 · 原有 \d+ .*缺少 40/);
  t.like(await detail('通讯录同步失败'), { tone: 'warn', detail: '来源 HIS · 原因 这个来源已不在设置里 · 系统自动' });

  // Its data fits no schema any more, as after a bad upgrade: nothing can be done with it but look.
  const kind = { name: 'notices.refresh', schema: z.unknown(), priority: 0, tries: 1, pause: { first: 1, slowest: 1 }, onAmbiguous: 'retry' } as const;
  await prisma.$executeRaw`UPDATE pgboss.queue SET retry_limit = 0 WHERE name = 'notices.refresh'`;
  await w.hospital.service.jobs.enqueueOnce(kind, { nothing: true }, 'broken');
  await w.settle();
  const queues = async () => (await platformLog(w, '9101')).queues.filter(({ dead }) => dead > 0);
  t.like(await queues(), [{ queue: 'notices.refresh', dead: 1 }]);
  t.is((await (await w.signIn('9101'))('POST', '/operations/retry-dead', { queue: 'notices.refresh' })).status, 200);
  t.deepEqual(await queues(), [], 'on its way again');
});

test('an export: who took it out in its head, what begins like a formula as text, and on record', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const actor = { kind: 'staff', id: '1101', name: '赵磊', role: 'doctor', adminRole: undefined, departmentCode: 'NEPH', wardCode: undefined, door: 'http' } as const;
  for (const origin of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a,"b"']) await w.hospital.audit.write(prisma, w.now(), { ...actor, origin }, { act: 'critical-values.show', outcome: 'refused', reason: 'core.not-found' });
  const auditor = await w.signIn('9201');
  t.is((await auditor('POST', '/audit/export', { staff: '1101' })).error.code, 'core.step-up');
  await prisma.session.updateMany({ where: { staff: '9201' }, data: { steppedUpAt: w.now(), steppedUpBy: 'totp' } });
  const answer = await auditor('POST', '/audit/export', { staff: '1101' });
  t.is(answer.status, 200);
  const { csv, rows, whole, file } = answer.data as { csv: string; rows: number; whole: boolean; file: string };
  t.deepEqual([rows, whole, file], [6, true, 'audit-2026-11-19.csv']);
  const lines = csv.split('\r\n');
  t.regex(lines[0] ?? '', /^\uFEFF审计记录导出 导出人 秦岚 9201 时间 2026-11-19 22:00.* 地址 127\.0\.0\.1$/);
  t.regex(lines[1] ?? '', /工号=1101.* 共 6 条/);
  t.regex(lines[2] ?? '', /^链上位置,时间,人员,/);
  t.is(lines.slice(3).filter((line) => line.includes('赵磊 1101')).length, 6);
  t.deepEqual(lines.slice(3, 9).map((line) => /(?:\d|—|^|,)(?<last>"a,.*|[^,]*)$/.exec(line)?.groups?.['last']).toSorted(), ['"a,""b"""', "'\t=1", "'+1", "'-1", "'=1+1", "'@SUM(A1)"]);
  const exports = await prisma.audit.findMany({ where: { act: 'audit.export', actor: 'staff:9201' }, orderBy: { id: 'asc' } });
  t.deepEqual(exports.map(({ outcome, reason }) => [outcome, reason]), [['refused', 'core.step-up'], ['allowed', 'admin:audit']]);
  t.is(exports[1]?.subject, 'staff=1101');
  for (const staff of ['1001', '9101', '9102']) t.is((await (await w.signIn(staff))('POST', '/audit/export', {})).status, 403, staff);
});
