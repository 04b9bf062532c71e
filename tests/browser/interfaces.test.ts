/** The system administrator's pages of interfaces: senders that are watched, commands that went to the hospital. */
import { systemActor } from '../../services/core/access.ts';
import type { Action } from '../../services/core/module.ts';
import { SimulatedHospital } from '../../services/links/contract/commands/simulated-hospital.ts';
import { serveHospital } from '../../services/links/contract/commands/simulated-server.ts';
import { commandExamples } from '../../services/links/contract/commands/examples.ts';
import { potassium } from '../kit/world.ts';
import { paste, press, sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';

const secret = Buffer.alloc(32, 7);
const clock: { now?: () => Date } = {};
const hospital = new SimulatedHospital({ id: 'wardline', algorithm: 'hmac-sha256', secret }, () => clock.now?.() ?? new Date(0));
const server = await serveHospital(hospital);
const told = house(['9101'], { HOSPITAL_COMMANDS_URL: server.url, HOSPITAL_COMMANDS_SECRET: secret.toString('base64url'), HOSPITAL_COMMANDS_TIMEOUT_MS: '2000' });

told('a silent sender stands out; a downtime is announced in hospital time and taken back', async (t, { w, as, picture }) => {
  const { prisma } = w.hospital.database;
  await w.laboratorySends('CARD1-12', [potassium('4.1')]);
  await w.hospital.feeds.flush();
  const hour = new Date(Math.floor(w.now().getTime() / 3_600_000) * 3_600_000);
  await prisma.feedHour.createMany({ data: Array.from({ length: 20 }, (_, at) => ({ feedId: 'mllp:LIS|HOSPITAL', hour: new Date(hour.getTime() - (at + 1) * 3_600_000), messages: 20 + ((at * 7) % 31), refusals: at % 6 === 0 ? 4 : 0, gapSeconds: 240, delays: [40, 50, 60] })) });
  await prisma.feed.createMany({ data: [{ id: 'http:his', door: 'http', name: 'his', firstHeardAt: hour, lastHeardAt: w.now(), recentDelays: [] }] });
  await prisma.feed.update({ where: { id: 'mllp:LIS|HOSPITAL' }, data: { silentMinutes: 2 } });
  await w.pass(3);
  await w.hospital.service.tick('feeds.watch');
  const page = await as('9101', '/desk/feeds');
  await sees(page, 'LIS HOSPITAL（HL7）');
  await sees(page, '没有消息：3 分钟，平时 2 分钟');
  await page.waitForSelector('.hours svg');
  await picture(page, 'feeds');
  await press(page, '登记停机');
  await sees(page, '登记计划停机');
  await type(page, 'input[maxlength="200"]', ['检验系统升级']);
  await picture(page, 'feeds-downtime');
  await press(page, '登记', '.el-dialog__footer');
  await sees(page, '检验系统升级（');
  const row = await prisma.feedDowntime.findFirstOrThrow();
  t.true(Math.abs(row.from.getTime() - w.now().getTime()) < 5 * 60_000, 'the hospital’s time, not the computer’s');
  await w.hospital.service.tick('feeds.watch');
  await page.reload();
  await sees(page, '计划停机');
  await press(page, '提前结束');
  await until(page, 'the downtime is over', async () => !/检验系统升级/.test(await wordsOn(page)));
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
});

told('commands: done, refused with the hospital’s reason, failed and sent again', async (t, { w, as, picture }) => {
  clock.now = w.now;
  const { actions = [] } = w.hospital.service.modules.find(({ name }) => name === 'hospital-commands') ?? {};
  const issue = actions.find(({ name }) => name === 'hospital-commands.issue') as unknown as Action<unknown, unknown>;
  for (const [at, command] of commandExamples.entries()) {
    hospital.mood = at === 2 ? 'refuses' : 'accepts';
    await w.hospital.service.corridor.run(systemActor, issue, { command });
    await w.settle();
  }
  hospital.mood = 'accepts';
  // As rows of commands that are still under way, without the jobs that would carry them on meanwhile.
  const { prisma } = w.hospital.database;
  const under = [{ state: 'pending', code: 'pending' }, { state: 'waiting', code: 'closed', unsure: true }, { state: 'failed', code: 'signature' }];
  for (const [at, data] of under.entries()) await prisma.hospitalCommand.update({ where: { key: commandExamples[at + 3]?.key ?? '' }, data });
  const page = await as('9101', '/desk/hospital-commands');
  for (const words of ['这张申请已经关闭', '对方不认签名', '连接中断；可能已经送到，会先查询再发', '医院处理中']) await sees(page, words);
  t.notRegex(await wordsOn(page), /P000001|血钾/);
  await picture(page, 'hospital-commands');
  await press(page, '重新发出');
  await press(page, '重新发出', '.el-message-box');
  await w.settle();
  await page.reload();
  await until(page, 'sent again', async () => ((await wordsOn(page)).match(/医院已执行/g) ?? []).length >= 5);
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
});

told('limits: drafted on the desk, tried against history, proposed by one and approved by another', async (t, { w, as, picture }) => {
  const { prisma } = w.hospital.database;
  await prisma.staff.update({ where: { number: '9301' }, data: { functions: ['critical-limits'] } });
  for (const [at, value] of ['5.9', '4.1', '7.1'].entries()) await w.laboratorySends('CARD1-12', [potassium(value)], `LIM${at}`);
  await w.settle();
  const page = await as('9101', '/desk/critical-limits');
  await sees(page, '现行版本');
  await sees(page, '≤2.8 或 ≥6.2 mmol/L');
  await press(page, '新建方案');
  await type(page, '.el-dialog input[maxlength="60"]', ['2026-12']);
  await press(page, '新建草稿');
  await sees(page, '先试判现在的内容');
  await type(page, 'input[aria-label="查找"]', ['potassium.adult']);
  await until(page, 'one limit is left', async () => /界限（1）/.test(await wordsOn(page)));
  await press(page, '修改');
  await sees(page, '修改界限 potassium.adult');
  await picture(page, 'critical-limits-form');
  await paste(page, '.el-dialog .form .el-form-item:nth-child(4) input', '5.8');
  await press(page, '保存到草稿');
  await sees(page, '高限：6.2 → 5.8');
  await press(page, '用近 30 天的结果试判');
  await until(page, 'the trial is done', async () => {
    await w.settle();
    return /近 30 天会多提醒 1 条，少提醒 0 条/.test(await wordsOn(page));
  });
  await sees(page, '不提醒：未越限');
  await picture(page, 'critical-limits-trial');
  await press(page, '提交批准');
  await sees(page, '由另一位有权限的人批准');
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
  await page.setViewport({ width: 390, height: 844 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await until(page, 'it fits a phone', async () => (await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) === true);
  await picture(page, 'critical-limits-phone');
  await page.setViewport({ width: 1280, height: 800 });
  const set = await prisma.thresholdSet.findUniqueOrThrow({ where: { version: '2026-12' } });
  const other = await w.signIn('9301');
  await other('POST', '/signatures/enrol', { pin: '258147' });
  await other('POST', '/sign-in/step-up', { method: 'pin', pin: '258147' });
  t.is((await other('POST', '/critical-limits/approve', { id: set.id, note: '同意' })).status, 200);
  await page.reload();
  await sees(page, '现行版本');
  await w.laboratorySends('CARD1-12', [potassium('5.9')], 'LIM9');
  await w.settle();
  t.is((await prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } }).then(({ body }) => (body as { setVersion: string }).setVersion)), '2026-12');
  await server.stop();
});
