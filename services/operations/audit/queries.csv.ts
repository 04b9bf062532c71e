/** An export as a file for spreadsheets: its first lines name who took it out, when and from where. */
import { stamp } from '../../../cards/words.ts';
import type { AuditRow } from './schema.ts';

export interface ExportHead {
  readonly by: string;
  readonly at: Date;
  readonly address: string;
  readonly asked: string;
}

const columns: readonly (readonly [string, (row: AuditRow) => string])[] = [
  ['链上位置', ({ place }) => place],
  ['时间', ({ at }) => stamp(at)],
  ['人员', ({ who }) => who],
  ['科室', ({ department }) => department],
  ['角色', ({ role }) => role],
  ['操作', ({ actName }) => actName],
  ['结果', ({ outcomeName }) => outcomeName],
  ['依据', ({ why }) => why],
  ['患者病案号', ({ patients, patientCount }) => `${patients.join(' ')}${patientCount > patients.length ? ` 等 ${patientCount} 人` : ''}`],
  ['入口', ({ door }) => door],
  ['终端', ({ terminal }) => terminal],
  ['网络地址', ({ address }) => address],
  ['会话', ({ origin }) => origin],
];

export function csvOf(rows: readonly AuditRow[], { by, at, address, asked }: ExportHead): string {
  const head = [`审计记录导出 导出人 ${by} 时间 ${stamp(at)} 地址 ${address || '—'}`, `条件 ${asked || '全部'} 共 ${rows.length} 条 仅限审计使用，不得外传`];
  const lines = [...head.map((line) => [line]), columns.map(([name]) => name), ...rows.map((row) => columns.map(([, read]) => read(row)))];
  // The mark in front tells spreadsheets that it is UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

/** A cell that begins like a formula is text all the same (OWASP, CSV injection). */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
