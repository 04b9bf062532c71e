/** Findings of our own making, in the shape the bots use. */
import type { Finding } from '../../../bots/bot.ts';

export type { Finding } from '../../../bots/bot.ts';

export const good = (what: string, seen: string): Finding => ({ ok: true, what, seen, mend: '' });
export const bad = (what: string, seen: string, mend: string): Finding => ({ ok: false, what, seen, mend });

/** `✗ 数据库 — 连不上（ECONNREFUSED）` and below it what to do. */
export function lineOf({ ok, what, seen, mend }: Finding): string {
  const line = `${ok ? '✓' : '✗'} ${what} — ${seen}`;
  return ok ? line : `${line}\n    怎么办：${mend}`;
}

export function summaryOf(findings: readonly Finding[]): string {
  const wrong = findings.filter(({ ok }) => !ok).length;
  return wrong === 0 ? `共检查 ${findings.length} 项，都正常。` : `共检查 ${findings.length} 项，${wrong} 项要处理。`;
}

/** The short code of what went wrong (`ECONNREFUSED`, `28P01`); never the message, which may hold an address with a password. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown; cause?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  if (cause !== undefined) return codeOf(cause);
  return error instanceof Error ? error.name : 'unknown';
}
