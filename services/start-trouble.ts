/** Why a start came to nothing, in words for whoever started it. */
import { FolderInUse } from './core/data-folder.ts';
import { SettingsProblem } from './core/config.ts';
import { ForeignSealKey, MissingSealKey } from './core/seal-check.ts';
import { SealKeysProblem } from './core/seal-keys.ts';

/** By code of the system or of PostgreSQL; the rest is told by the check-up. */
const database = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', '28P01', '28000', '3D000']);

/** `undefined`: nothing we have words for, a bug perhaps; the error itself has to be shown. */
export function startTrouble(error: unknown): string | undefined {
  if (error instanceof SettingsProblem) return error.message;
  if (error instanceof FolderInUse) return '内置数据库正被另一个进程使用，它一次只能由一个进程打开。请先停掉那个进程；要分多个进程运行，请填 DATABASE_URL 改用 PostgreSQL。';
  if (error instanceof ForeignSealKey) return '封存密钥与这个数据库使用的不是同一个。请把首次启动那台机器上数据目录 keys/seal.key 的内容填入 SEAL_KEY，各台机器填同一个。';
  if (error instanceof SealKeysProblem) return error.message;
  if (error instanceof MissingSealKey) return `数据库里还有内容是用第 ${error.version} 版封存密钥封存的，但没有给出这一版。请把它放回 SEAL_KEYS（或密钥文件），换钥完成并在“密钥”页停用后才能去掉。`;
  const { code, port } = partsOf(error);
  if (code === 'EADDRINUSE') return `端口 ${port} 已被别的程序占用。请停掉它，或换一个端口（PORT、MLLP_PORT）。`;
  if (code === 'EACCES' && port !== '') return `没有权限使用端口 ${port}。请换一个 1024 以上的端口（PORT、MLLP_PORT）。`;
  if (database.has(code)) return `数据库连不上（${code}）。请运行 npm run doctor 查看原因。`;
  return undefined;
}

/** A connection tried over several addresses fails with one error for each. */
function partsOf(error: unknown): { readonly code: string; readonly port: string } {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (typeof first !== 'object' || first === null) return { code: '', port: '' };
  return { code: 'code' in first ? String(first.code) : '', port: 'port' in first ? String(first.port) : '' };
}
