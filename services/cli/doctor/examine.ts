/** The whole examination, in the order an administrator mends things: settings first, platforms last. */
import type { BotContext } from '../../../bots/bot.ts';
import { CHECK } from '../../../bots/dingtalk/phrases.ts';
import { createAuthority } from '../../authority.ts';
import { botContext, createBots } from '../../bots.ts';
import { openCache } from '../../core/cache.ts';
import { SettingsProblem, readSettings } from '../../core/config.ts';
import { createCounters } from '../../core/counters.ts';
import type { Database } from '../../core/db.ts';
import { silentLog } from '../../core/log.ts';
import { hasSealKey, openRing } from '../../core/seal-keys.ts';
import { httpKeyManagement } from '../../links/kms/http.ts';
import { hl7Laboratory } from '../../links/hl7/feedback.ts';
import { SENDERS } from '../../links/hl7/phrases.ts';
import { loadSenders } from '../../links/hl7/settings.senders.ts';
import { type Settings, groups } from '../../settings.ts';
import { lookAtDatabase } from './database.ts';
import { type Finding, bad, codeOf, good } from './findings.ts';
import { rosters } from './rosters.ts';
import { dataFolder, isRunning, ownDoors, preparedPages, redis, sealKeyFile } from './places.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Yields each finding as soon as it is known. */
export async function* examine(env: Environment, now: () => Date): AsyncGenerator<Finding> {
  const settings = settingsOf(env);
  if (Array.isArray(settings)) return yield* settings;
  yield good('设置', settings.service.demo ? '都能用；这是演示模式，正式环境请设 DEMO=0' : '都能用');
  if (settings.calls.allowPlain) yield bad('请求加密', '也接受不加密的请求（CALLS_ALLOW_PLAIN=1）', '只供开发调试；对外使用前去掉 CALLS_ALLOW_PLAIN。');
  yield* senders(settings);
  yield await dataFolder(settings);
  yield await sealKeyFile(settings);
  const running = await isRunning(settings);
  const { findings, database } = await lookAtDatabase(settings, running);
  try {
    yield* findings;
    yield* await rosters(settings, database, now());
    yield* await redis(settings);
    yield* await preparedPages(settings);
    yield* await ownDoors(settings, running);
    yield* await signatures(settings, database, now);
    yield* await laboratory(settings);
    yield* platforms(settings, database, now);
  } finally {
    await database?.close();
  }
}

function settingsOf(env: Environment): Settings | Finding[] {
  try {
    return readSettings(env, groups);
  } catch (error) {
    if (!(error instanceof SettingsProblem)) throw error;
    return error.problems.map((problem) => bad('设置', problem, '在 .env 里改正这一项，说明见 docs/settings.md。'));
  }
}

/** Asked only where a root exists: looking must not make one. */
async function signatures(settings: Settings, database: Database | undefined, now: () => Date): Promise<readonly Finding[]> {
  if (database === undefined) return [];
  const roots = await database.prisma.caRoot.count().catch(() => 0);
  if (roots === 0) return [good('电子签名', '还没有人启用')];
  if (!(await hasSealKey(settings.service))) return [bad('封存密钥', '数据库里有封存的内容，密钥文件却不在', '把备份的 keys/seal.key 放回数据目录，或填 SEAL_KEY；不要让服务生成新的。')];
  return createAuthority(settings, database.prisma, (await openRing(settings.service, settings.kms === undefined ? undefined : httpKeyManagement(settings.kms))).key(), now).checkUp();
}

/** The file that says what is agreed with each sending system. */
function senders({ intake: { hl7SendersFile } }: Settings): readonly Finding[] {
  if (hl7SendersFile === undefined) return [good(SENDERS.what, SENDERS.none)];
  try {
    return [good(SENDERS.what, SENDERS.count(loadSenders(hl7SendersFile).senders.length))];
  } catch (error) {
    if (!(error instanceof SettingsProblem)) throw error;
    return error.problems.map((problem) => bad(SENDERS.what, problem, SENDERS.mend));
  }
}

async function laboratory({ laboratory: target }: Settings): Promise<Finding[]> {
  const what = '检验系统回传';
  if (target === undefined) return [good(what, '没有设置 LIS_HOST，处理结果不回传')];
  const { ok, detail } = await hl7Laboratory(target).checkUp();
  return [ok ? good(what, detail) : bad(what, detail, '核对 LIS_HOST 和 LIS_PORT，请检验系统厂商确认接收端口已开；期间处理结果会一直重发，不会丢。')];
}

async function* platforms(settings: Settings, database: Database | undefined, now: () => Date): AsyncGenerator<Finding> {
  const cache = await openCache(undefined);
  const context = database === undefined ? forgetful(settings, now) : botContext(settings, { cache, database, counters: createCounters(database.prisma, now), now, log: silentLog });
  const bots = createBots(settings, context);
  if (bots.length === 0) yield bad('聊天平台', '钉钉和企业微信都没有设置', '至少接通一个，步骤见 docs/platforms-setup.md。');
  for (const bot of bots) {
    const findings = await bot.checkUp().catch((error: unknown) => [bad(bot.platform, `没有查成（${codeOf(error)}）`, '稍后再试；仍不行请把这一行发给厂商。')]);
    // What was used up stands in the database; without it the figure would be made up.
    yield* findings.filter(({ what }) => database !== undefined || what !== CHECK.quota);
  }
  await cache.close();
}

/** While a service holds the embedded database: enough to ask the platforms with. */
function forgetful({ service }: Settings, now: () => Date): BotContext {
  const kept = new Map<string, string>();
  const store: BotContext['store'] = {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
    claim: async (key, value) => !kept.has(key) && kept.set(key, value).has(key),
    renew: async (key, value) => kept.get(key) === value,
    release: async (key) => void kept.delete(key),
  };
  const counters = { add: async () => 0, read: async () => 0 };
  return { now: () => now().getTime(), store, counters, log: silentLog, pages: service.pagesUrl };
}
