/** OPS-005 through the HTTP door: the platform's log says what went wrong, and an export says who took it out. */
import test from 'ava';
import { type World, potassium, world } from '../../../tests/kit/world.ts';

type Log = { lines: { source: string; what: string; detail: string; tone: string }[]; queues: { queue: string; dead: number }[] };

const platformLog = async (w: World, staff: string): Promise<Log> => (await (await w.signIn(staff))('GET', '/audit/platform-log')).data as Log;

test('the platform log: a message refused, a card that did not arrive; no names', async (t) => {
  const w = await world(t);
  t.deepEqual((await platformLog(w, '9201')).lines, [], 'nothing yet');
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
