/** Is the database there, and is it the one this release needs? Reads only: nothing is migrated by looking. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { listMigrations } from '../../../prisma/migrations.ts';
import { FolderInUse } from '../../core/data-folder.ts';
import { type Database, openDatabase } from '../../core/db.ts';
import type { Settings } from '../../settings.ts';
import { type Finding, bad, codeOf, good } from './findings.ts';

const WHAT = '数据库';
const connectMs = 5000;

export interface DatabaseLook {
  readonly findings: readonly Finding[];
  /** Open for further questions; whoever asked closes it. */
  readonly database?: Database;
}

/** `running`: a service holds the embedded database, which only one process may open. */
export async function lookAtDatabase({ service }: Settings, running: boolean): Promise<DatabaseLook> {
  if (service.databaseUrl !== undefined) return lookAtServer(service.databaseUrl);
  const folder = join(service.dataDir, 'postgres');
  if (running) return { findings: [inUse(folder)] };
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return { findings: [good(WHAT, `内置数据库还没有建立，首次启动时自动建在 ${folder}`)] };
  try {
    return await lookInside(await openDatabase({ folder }), '内置数据库可以打开');
  } catch (error) {
    if (error instanceof FolderInUse) return { findings: [inUse(folder)] };
    return { findings: [bad(WHAT, `内置数据库打不开（${codeOf(error)}）`, `确认 ${folder} 可读写、磁盘没有满；仍打不开请用最近的备份恢复，见 docs/runbook.md。`)] };
  }
}

function inUse(folder: string): Finding {
  return good(WHAT, `内置数据库在 ${folder}，由运行中的服务打开`);
}

async function lookAtServer(url: string): Promise<DatabaseLook> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; late: string }>("SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS late");
    const version = rows[0]?.version ?? '';
    if (Number(rows[0]?.late) < oldest) return { findings: [bad(WHAT, `PostgreSQL ${version}`, '请升级到 PostgreSQL 14 或更新的版本。')] };
    return await lookInside(await openDatabase({ url, connections: 4 }), `PostgreSQL ${version} 可以连接`);
  } catch (error) {
    return { findings: [unreachable(codeOf(error))] };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `server_version_num` of PostgreSQL 14, the oldest still maintained. */
const oldest = 140_000;

function unreachable(code: string): Finding {
  const mend: Readonly<Record<string, string>> = {
    ECONNREFUSED: '地址或端口不对，或 PostgreSQL 没有启动：核对 DATABASE_URL。',
    ENOTFOUND: '找不到这台主机：核对 DATABASE_URL 里的主机名。',
    '28P01': '用户名或密码不对：核对 DATABASE_URL。',
    '28000': 'PostgreSQL 不允许这个用户从本机登录：请数据库管理员检查 pg_hba.conf。',
    '3D000': '这个数据库还没有建：请数据库管理员先 CREATE DATABASE。',
  };
  return bad(WHAT, `连不上（${code}）`, mend[code] ?? '核对 DATABASE_URL、网络和防火墙，再看 PostgreSQL 的日志。');
}

async function lookInside(database: Database, seen: string): Promise<DatabaseLook> {
  return { findings: [good(WHAT, seen), await migrationFinding(database), await clockFinding(database)], database };
}

/** Milliseconds: more, and the audit's times and the platform's limits no longer agree. */
const clockToleranceMs = 2000;

/** One source of time for everything that is written down (GB/T 22239-2019, 8.1.4.3). */
async function clockFinding({ prisma }: Database): Promise<Finding> {
  const what = '时钟';
  const before = Date.now();
  const [row] = await prisma.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const here = (before + Date.now()) / 2;
  const offMs = Math.abs((row?.at.getTime() ?? here) - here);
  if (offMs <= clockToleranceMs) return good(what, '数据库与本机的时间一致');
  return bad(what, `数据库与本机的时间相差 ${Math.round(offMs / 1000)} 秒`, '让两台机器都用同一个时间源（NTP）对时；审计、超时和动态口令都依赖它。');
}

async function migrationFinding({ prisma }: Database): Promise<Finding> {
  const what = '数据库结构';
  const query = prisma.$queryRaw<{ migration_name: string; checksum: string }[]>`SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL`;
  const applied = new Map((await query.catch(() => [])).map((row) => [row.migration_name, row.checksum]));
  const wanted = await listMigrations();
  const changed = wanted.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (changed.length > 0) return bad(what, `与程序文件不一致：${changed.map(({ name }) => name).join('、')}`, '程序文件被改过或混用了两个版本：用原来的发布包覆盖 prisma/migrations。');
  const known = new Set(wanted.map(({ name }) => name));
  const newer = [...applied.keys()].filter((name) => !known.has(name));
  if (newer.length > 0) return bad(what, `数据库比程序新（${newer.join('、')}）`, '换成与数据库相同或更新的程序版本。');
  const missing = wanted.filter(({ name }) => !applied.has(name));
  if (missing.length === 0) return good(what, `已是最新（${wanted.length} 次升级都已完成）`);
  return bad(what, `还缺 ${missing.length} 次升级`, '先备份，再启动一次服务（npm start），会自动升级。');
}
