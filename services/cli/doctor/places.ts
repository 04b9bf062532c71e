/** What surrounds the service on this machine: its folder, its cache, its own doors. */
import { access, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { tryConnect } from '../../links/hl7/mllp/client.ts';
import { shelfFolder, shelfTrouble } from '../../copies-shelf.ts';
import type { Settings } from '../../settings.ts';
import { type Finding, bad, codeOf, good } from './findings.ts';

const waitMs = 5000;

export async function dataFolder({ service }: Settings): Promise<Finding> {
  const what = '数据目录';
  const { dataDir } = service;
  const probe = join(dataDir, `.doctor-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, 'ok');
    await rm(probe);
    return good(what, `${dataDir} 可以读写`);
  } catch (error) {
    return bad(what, `${dataDir} 不能写（${codeOf(error)}）`, '检查 DATA_DIR 指的目录是否存在、运行服务的用户有没有写权限、磁盘有没有满。');
  }
}

/** The key that opens sealed fields: lost, they stay closed for ever; readable by all, they are not sealed. */
export async function sealKeyFile({ service }: Settings): Promise<Finding> {
  const what = '封存密钥';
  if (service.sealKey !== undefined || service.sealKeys !== undefined) return good(what, service.sealKeys === undefined ? '由 SEAL_KEY 给出' : '由 SEAL_KEYS 给出');
  const path = service.sealKeyFile ?? join(service.dataDir, 'keys/seal.key');
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && service.sealKeyFile !== undefined) return bad(what, `${path} 读不到`, '核对 SEAL_KEY_FILE 的路径和权限。');
  if (found === undefined) return good(what, `还没有，首次启动时生成在 ${path}`);
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) return bad(what, `${path} 其他用户也能读`, `运行 chmod 600 ${path}，并考虑更换密钥。`);
  const readable = await access(path, constants.R_OK).then(() => true, () => false);
  return readable ? good(what, `${path}，请另存一份备份`) : bad(what, `${path} 读不到`, '用运行服务的用户来运行，或改正文件的属主。');
}

export async function redis({ service }: Settings): Promise<Finding[]> {
  if (service.redisUrl === undefined) return [];
  const client = new Redis(service.redisUrl, { lazyConnect: true, connectTimeout: waitMs, maxRetriesPerRequest: 0, retryStrategy: () => null });
  // What `connect` rejects with has no code; the event before it has.
  let code = '';
  client.on('error', (error: unknown) => void (code = codeOf(error)));
  try {
    await client.connect();
    await client.ping();
    return [good('Redis', '可以连接')];
  } catch (error) {
    return [bad('Redis', `连不上（${code === '' ? codeOf(error) : code}）`, '核对 REDIS_URL；Redis 断开时服务仍可用，但多台机器不再共享平台凭证，调用次数会变多。')];
  } finally {
    client.disconnect();
  }
}

/** Beyond memory, where the hospital wants it. */
export async function preparedPages(settings: Settings): Promise<Finding[]> {
  const what = '准备好的文书页';
  const { store, storeMb, storeHours } = settings.viewing;
  if (store === 'memory') return [];
  const trouble = await shelfTrouble(settings);
  if (trouble !== undefined) return [bad(what, trouble, '在 .env 里改正这一项，说明见 docs/settings.md；不改正服务不能启动。')];
  return [good(what, `放在${store === 'disk' ? ` ${shelfFolder(settings)}` : ' Redis'}，最多 ${storeMb} MB、${storeHours} 小时`)];
}

/** `true` while a service of ours answers on this machine. */
export async function isRunning({ service }: Settings): Promise<boolean> {
  const host = service.host === '0.0.0.0' ? '127.0.0.1' : service.host;
  return answers(`http://${host}:${service.port}/healthz`);
}

export async function ownDoors(settings: Settings, running: boolean): Promise<Finding[]> {
  const { service } = settings;
  if (!running) return [bad('服务', `没有在 ${service.host}:${service.port} 上运行`, '运行 npm start；已在运行时核对 HOST 和 PORT 是否与它的一致。')];
  return [good('服务', `正在 ${service.host}:${service.port} 上运行`), await pagesAddress(settings), await hl7Door(settings)];
}

async function pagesAddress({ service }: Settings): Promise<Finding> {
  const what = '页面与回调地址';
  const { pagesUrl, demo } = service;
  if (!(await answers(new URL('/healthz', pagesUrl).href))) {
    return bad(what, `${pagesUrl} 访问不到本服务`, '核对 PAGES_URL、域名解析和反向代理；代理要把整个网站（包括 /callbacks/）原样转给本服务。');
  }
  if (!demo && !pagesUrl.startsWith('https://')) return bad(what, `${pagesUrl} 不是 https`, '正式环境请配置证书，PAGES_URL 以 https:// 开头；钉钉和企业微信只打开可信的 https 页面。');
  return good(what, `${pagesUrl} 从本机能通；外网能否访问，请用手机流量打开一次`);
}

async function hl7Door({ intake }: Settings): Promise<Finding> {
  const host = intake.mllpHost === '0.0.0.0' ? '127.0.0.1' : intake.mllpHost;
  try {
    await tryConnect({ host, port: intake.mllpPort, timeoutMs: waitMs });
    return good('HL7 接收', `${intake.mllpHost}:${intake.mllpPort} 正在监听`);
  } catch {
    return bad('HL7 接收', `${intake.mllpHost}:${intake.mllpPort} 没有在监听`, '看服务日志里启动时的报错；端口被占用时换 MLLP_PORT。');
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(waitMs), redirect: 'manual' });
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'ok' in body && body.ok === true;
  } catch {
    return false;
  }
}
