import test from 'ava';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '../../bots/emulator/start.ts';
import { testDatabase } from '../../tests/kit/database.ts';
import { freePorts } from '../../tests/kit/ports.ts';
import { readSettings } from '../core/config.ts';
import { seed } from '../../prisma/seed.ts';
import { openDatabase } from '../core/db.ts';
import { newId } from '../core/ids.ts';
import { preparedImage } from '../core/image.ts';
import { withDemo } from '../demo/environment.ts';
import { SimulatedLaboratory } from '../links/hl7/simulator.ts';
import { startService } from '../main.ts';
import { startTrouble } from '../start-trouble.ts';
import { groups } from '../settings.ts';
import { lookAtDatabase } from './doctor/database.ts';
import { examine } from './doctor/examine.ts';
import { type Finding, codeOf, lineOf, summaryOf } from './doctor/findings.ts';
import { dataFolder, preparedPages, redis, sealKeyFile } from './doctor/places.ts';
import { rosters } from './doctor/rosters.ts';

const now = () => new Date();
const wrong = (findings: readonly Finding[]): string[] => findings.filter(({ ok }) => !ok).map(({ what, seen }) => `${what}：${seen}`);
const settingsFor = (env: Record<string, string>) => readSettings({ DEMO: '0', ...env }, groups);

async function all(env: Record<string, string>): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const finding of examine(withDemo(env), now)) found.push(finding);
  return found;
}

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'doctor-'));
}

test('settings that cannot be used are all named, and nothing else is tried', async (t) => {
  const found = await all({ DEMO: '0', PORT: 'x', WECOM_CORP_ID: 'ww1' });
  t.true(found.length > 2);
  t.true(found.every(({ ok, what, mend }) => !ok && what === '设置' && mend !== ''));
  t.true(found.some(({ seen }) => seen === 'PORT: 要填数字'));
  t.true(found.some(({ seen }) => seen === 'WECOM_SECRET: 还没有填'));
});

test('a bare installation is told what is missing', async (t) => {
  const dataDir = await folder();
  const senders = join(dataDir, 'senders.json');
  await writeFile(senders, '{"senders": [{"application": "LIS", "charset": "big5"}]}');
  const found = await all({ DEMO: '0', DATA_DIR: dataDir, PORT: String((await freePorts(1))[0]), HL7_SENDERS_FILE: senders });
  t.deepEqual(found.filter(({ ok }) => !ok).map(({ what }) => what), ['HL7 发送系统', '服务', '聊天平台']);
  t.true(found.some(({ seen }) => seen === 'HL7_SENDERS_FILE senders.0.charset: 只能填 utf-8、gb18030、iso-8859-1 之一'));
  t.true(found.every(({ ok, mend }) => ok || mend !== ''));
  await rm(dataDir, { recursive: true });
});

test('the embedded database: sound, behind, ahead, changed', async (t) => {
  const dataDir = await folder();
  const settings = settingsFor({ DATA_DIR: dataDir });
  const place = join(dataDir, 'postgres');
  const change = async (sql: string): Promise<string[]> => {
    const database = await openDatabase({ folder: place });
    await database.prisma.$executeRawUnsafe(sql);
    await database.close();
    const look = await lookAtDatabase(settings, false);
    await look.database?.close();
    return wrong(look.findings);
  };
  await (await openDatabase({ folder: place, image: preparedImage })).close();
  t.deepEqual(await change('SELECT 1'), []);
  t.regex((await change(`UPDATE "_prisma_migrations" SET checksum = 'x' WHERE migration_name LIKE '%first_loop'`))[0] ?? '', /与程序文件不一致/);
  t.regex((await change('DELETE FROM "_prisma_migrations"'))[0] ?? '', /还缺 \d+ 次升级/);
  t.regex((await change(`INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '29990101000000_later', now())`))[0] ?? '', /数据库比程序新/);
  t.deepEqual((await lookAtDatabase(settings, true)).database, undefined);
  await rm(dataDir, { recursive: true });
});

test('a server that is not there: the reason, and no password', async (t) => {
  const [port = 0] = await freePorts(1);
  const look = await lookAtDatabase(settingsFor({ DATABASE_URL: `postgres://user:hush@127.0.0.1:${port}/x` }), false);
  t.deepEqual(wrong(look.findings), ['数据库：连不上（ECONNREFUSED）']);
  const cache = await redis(settingsFor({ REDIS_URL: `redis://:hush@127.0.0.1:${port}` }));
  t.deepEqual(wrong(cache), ['Redis：连不上（ECONNREFUSED）']);
  t.false(JSON.stringify([look.findings, cache]).includes('hush'));
});

const onServer = process.env['TEST_DATABASE_URL'] === undefined ? test.skip : test;

onServer('a migrated server', async (t) => {
  const { url = '', dispose } = await testDatabase();
  const { findings, database } = await lookAtDatabase(settingsFor({ DATABASE_URL: url }), false);
  t.deepEqual(wrong(findings), []);
  t.regex(findings[0]?.seen ?? '', /^PostgreSQL \d+/);
  await database?.close();
  await dispose();
});

test('the data folder and the sealing key', async (t) => {
  const dataDir = await folder();
  await writeFile(join(dataDir, 'file'), '');
  t.regex(wrong([await dataFolder(settingsFor({ DATA_DIR: join(dataDir, 'file/below') }))])[0] ?? '', /不能写（ENOTDIR）/);
  const settings = settingsFor({ DATA_DIR: dataDir });
  t.true((await dataFolder(settings)).ok);
  t.regex((await sealKeyFile(settings)).seen, /还没有/);
  await mkdir(join(dataDir, 'keys'));
  await writeFile(join(dataDir, 'keys/seal.key'), 'x', { mode: 0o600 });
  t.true((await sealKeyFile(settings)).ok);
  await chmod(join(dataDir, 'keys/seal.key'), 0o644);
  t.regex((await sealKeyFile(settings)).mend, /chmod 600/);
  await rm(dataDir, { recursive: true });
});

test('where prepared pages are to lie: said by its setting when it cannot be used, here and at the start', async (t) => {
  const dataDir = await folder();
  t.teardown(() => rm(dataDir, { recursive: true }));
  await writeFile(join(dataDir, 'file'), '');
  const look = async (env: Record<string, string>) => preparedPages(settingsFor({ DATA_DIR: dataDir, ...env }));
  t.deepEqual(await look({}), []);
  t.regex((await look({ VIEWING_STORE: 'disk' }))[0]?.seen ?? '', /pages，最多 1024 MB、24 小时$/);
  const wrongs: readonly [Record<string, string>, RegExp][] = [
    [{ VIEWING_STORE: 'redis' }, /^VIEWING_STORE: 填了 redis，但没有填 REDIS_URL/],
    [{ VIEWING_STORE: 'disk', VIEWING_STORE_FOLDER: join(dataDir, 'file/below') }, /^VIEWING_STORE_FOLDER: .*不能写（ENOTDIR）/],
  ];
  for (const [env, words] of wrongs) {
    t.regex((await look(env)).find(({ ok }) => !ok)?.seen ?? '', words);
    const stopped = await t.throwsAsync(startService({ DEMO: '0', DATA_DIR: dataDir, PORT: '0', MLLP_PORT: '0', LOG_LEVEL: 'silent', ...env }), { name: 'SettingsProblem' });
    t.regex(startTrouble(stopped)?.split('\n').find((line) => line.startsWith('  - '))?.slice(4) ?? '', words);
  }
  t.deepEqual(wrong(await all({ DEMO: '0', VIEWING_STORE: 'file' })), ['设置：VIEWING_STORE: 只能填 memory、disk、redis 之一']);
});

test('a fresh hospital is told which departments the ladder finds nobody in', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const at = new Date('2026-11-19T14:00:00Z');
  const look = async () => (await rosters(settingsFor({}), database, at)).map(({ ok, seen }) => `${ok ? '✓' : '✗'} ${seen}`);
  t.deepEqual(await look(), ['✓ 通讯录里还没有设了病区的科室']);
  await seed(database.prisma, { now: at, corps: { dingtalk: 'a', wecom: 'b' }, newId });
  t.deepEqual(await look(), ['✓ 8 个科室现在都有人']);
  await database.prisma.duty.deleteMany({ where: { departmentCode: 'NEPH' } });
  await database.prisma.dutyLeave.create({ data: { id: newId(), staffNumber: '1002', from: at, until: new Date(at.getTime() + 1000), note: '', changedAt: at, changedBy: '1003' } });
  t.deepEqual(await look(), ['✗ 现在没有科主任：肾内科', '✗ 现在没有值班医生：心血管内科、肾内科']);
});

test('lines and codes', (t) => {
  t.is(lineOf({ ok: true, what: '甲', seen: '好', mend: '' }), '✓ 甲 — 好');
  t.is(lineOf({ ok: false, what: '甲', seen: '坏', mend: '修。' }), '✗ 甲 — 坏\n    怎么办：修。');
  t.is(summaryOf([{ ok: false, what: '', seen: '', mend: '' }]), '共检查 1 项，1 项要处理。');
  t.is(codeOf(new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])), 'ECONNREFUSED');
  t.is(codeOf(new Error('x', { cause: { code: '28P01' } })), '28P01');
  t.is(codeOf('x'), 'unknown');
});

test('the demonstration as it runs: all well; with a wrong secret: said so, and the program ends with 1', async (t) => {
  const [port = 0, mllp = 0] = await freePorts(2);
  const pages = `http://localhost:${port}`;
  process.env['PAGES_BASE'] = pages;
  const emulator = await startEmulator();
  const laboratory = new SimulatedLaboratory({ now });
  const dataDir = await folder();
  const env = {
    DATA_DIR: dataDir, PORT: String(port), PAGES_URL: pages, MLLP_PORT: String(mllp), LIS_PORT: String(await laboratory.listen()),
    EMULATOR_PORT: String(emulator.port), LOG_LEVEL: 'silent',
  };
  const running = await startService(env);
  const found = await all(env);
  t.deepEqual(wrong(found), []);
  t.true(found.length >= 15);

  const program = join(import.meta.dirname, 'doctor.ts');
  const run = promisify(execFile)(process.execPath, [program], { env: { ...process.env, ...env, WECOM_SECRET: 'not-this-one' } });
  const { code, stdout } = (await t.throwsAsync(run)) as unknown as { code: number; stdout: string };
  t.is(code, 1);
  t.regex(stdout, /✗ 企业微信：企业 ID 和 Secret — 平台不认这个 Secret/);
  t.regex(stdout, /共检查 \d+ 项，1 项要处理/);

  await running.stop();
  await emulator.stop();
  await laboratory.stop();
  await rm(dataDir, { recursive: true });
});
