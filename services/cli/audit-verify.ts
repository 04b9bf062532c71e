/**
 * `npm run audit:verify [-- --from 2026-11-01 --until 2026-11-30 --archives --json]`: proves the audit's chain, anchors
 * and, when asked, the archived files. Ends with 1 when something is not as it was written, with 2 when it cannot be asked.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { anchorsInFile } from '../core/audit-anchors.ts';
import { archivedEnds, proveArchive } from '../core/audit-archive.ts';
import { type AuditKeyring, auditKeyring } from '../core/audit-chain.ts';
import { type Verdict, type VerifyOptions, verifyAudit } from '../core/audit-verify.ts';
import { readSettings } from '../core/config.ts';
import { FolderInUse } from '../core/data-folder.ts';
import { type Database, openDatabase } from '../core/db.ts';
import { openRing } from '../core/seal-keys.ts';
import { withDemo } from '../demo/environment.ts';
import { type Settings, groups } from '../settings.ts';
import { stamp } from '../../cards/words.ts';
import { breakageWords } from '../operations/audit/phrases.ts';

const { values } = parseArgs({ options: { from: { type: 'string' }, until: { type: 'string' }, archives: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });

function day(text: string | undefined, end: boolean): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T${end ? '23:59:59.999' : '00:00:00'}+08:00` : text);
  if (Number.isNaN(at.getTime())) throw new Error(`看不懂这个日期：${text}。请写成 2026-11-21。`);
  return at;
}

async function run(): Promise<number> {
  // Before a database is opened for a question nobody can answer.
  const asked = { from: day(values.from, false), until: day(values.until, true) };
  const settings = readSettings(withDemo(process.env), groups);
  const { service } = settings;
  const database = await openDatabase(service.databaseUrl === undefined ? { folder: join(service.dataDir, 'postgres') } : { url: service.databaseUrl, connections: 4 });
  try {
    const keys = auditKeyring(await openRing(service));
    const verdict = await prove(settings, database, keys, asked);
    const archives = values.archives ? await badArchives(settings, database, keys) : [];
    if (values.json) console.log(JSON.stringify({ ...verdict, archives }, null, 2));
    else for (const line of [...wordsOf(verdict), ...archives]) console.log(line);
    return verdict.broken.length === 0 && archives.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

async function prove({ audit, service }: Settings, { prisma }: Database, keys: AuditKeyring, asked: Pick<VerifyOptions, 'from' | 'until'>): Promise<Verdict> {
  const outside = await anchorsInFile(audit.anchorsFile ?? join(service.dataDir, 'audit/anchors.log'));
  return verifyAudit({ prisma, keys, outside, ...asked, onProgress: (done, total) => void process.stderr.write(`\r已校验 ${done} / ${total} 条 `) });
}

async function badArchives({ service }: Settings, { prisma }: Database, keys: AuditKeyring): Promise<string[]> {
  const bad: string[] = [];
  for (const manifest of (await archivedEnds(prisma, keys)).manifests) {
    await proveArchive(join(service.dataDir, 'audit/archive'), manifest, keys).catch((error: unknown) => bad.push(`✗ 归档 ${manifest.file}：${error instanceof Error ? error.message : String(error)}`));
  }
  return bad;
}

function wordsOf({ rows, beforeChain, archived, anchors, lastAnchorAt, broken }: Verdict): string[] {
  const counted = `\n共校验 ${rows} 条，锚点 ${anchors} 个（最近 ${lastAnchorAt === null ? '还没有' : stamp(lastAnchorAt)}），已归档 ${archived} 条，链启用前 ${beforeChain} 条。`;
  const [first, ...others] = broken;
  if (first === undefined) return [counted, '✓ 审计链完整，没有被改动。'];
  return [counted, `✗ 第一处不对：${lineOf(first)}`, ...others.map((each) => `  另：${lineOf(each)}`), '  怎么办：保留数据库和 anchors.log 原样，不要修复，立即报告安全管理员，见 docs/runbook.md。'];
}

function lineOf({ what, lane, seq, id, at }: Verdict['broken'][number]): string {
  return `第 ${lane ?? '—'} 道第 ${seq ?? '—'} 条（编号 ${id ?? '—'}，${at === null ? '时间不详' : stamp(at)}）：${breakageWords[what] ?? what}`;
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof FolderInUse ? '内置数据库正由服务使用：请在“链校验”页面校验，或先停止服务。' : error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
