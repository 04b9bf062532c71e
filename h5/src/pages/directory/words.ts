/** Words of the directory's pages. */
import { kindNames, roleNames } from '../../../../services/shared/directory/model.ts';
import { columnNames, failureWords } from '../../../../services/shared/directory/phrases.ts';
import type { MatterView, ReadingView } from '../../../../services/shared/directory/schema.ts';

export const sourceWords = (name: string): string => {
  if (name === 'his') return 'HIS';
  if (name === 'file') return '上传的文件';
  if (name === 'hand') return '本系统录入';
  const [platform = '', corp = ''] = name.split(':');
  const shown = corp.length > 12 ? `…${corp.slice(-6)}` : corp;
  return `${{ dingtalk: '钉钉', wecom: '企业微信' }[platform] ?? platform}（${shown}）`;
};

export const platformWords = (platform: string): string => ({ dingtalk: '钉钉', wecom: '企业微信' })[platform] ?? platform;

const states: Readonly<Record<string, string>> = { draft: '等您确认预览', running: '正在同步', finished: '已完成', failed: '没有完成', stopped: '已停下，等您确认', cancelled: '已放弃' };
export const stateWords = (state: string): string => states[state] ?? state;
export const toneOf = (state: string): 'success' | 'warning' | 'danger' | 'info' | 'primary' => (({ finished: 'success', running: 'primary', stopped: 'warning', failed: 'danger' }) as const)[state] ?? 'info';

/** What happens now, with how far it has come where that is known. */
export function progressWords({ phase, counts }: ReadingView): string {
  if (phase === 'read') return `正在读取，已读 ${counts.told} 条`;
  if (phase === 'check') return `读完 ${counts.told} 条，正在核对`;
  return `正在更新，${counts.done} / ${counts.told} 条`;
}

export function percentOf({ phase, counts, state }: ReadingView): number {
  if (state === 'finished') return 100;
  return phase === 'apply' && counts.told > 0 ? Math.floor((counts.done / counts.told) * 100) : 0;
}

const kindWords: Readonly<Record<string, string>> = { staff: '人员', department: '科室', ward: '病区', group: '医疗组', account: '账号', binding: '平台部门' };

/** Why it ended, and what to do. */
export function failureOf(failure: string | null): string {
  if (failure === null) return '';
  const [code = '', kind = '', known = '', missing = '', leaving = ''] = failure.split(' ');
  if (code === 'too-many') return `在用的${kindWords[kind] ?? kind} ${known} 个中，来源里少了 ${missing} 个、标为离职 ${leaving} 个。${failureWords['too-many'] ?? ''}。`;
  return `${failureWords[code] ?? failureWords['unknown'] ?? ''}（${code}）。`;
}

export function resultWords({ state, counts: { added, changed, same, left, matters } }: Pick<ReadingView, 'state' | 'counts'>): string {
  if (state === 'draft' || state === 'cancelled') return '没有改动任何内容';
  if (added + changed + left + matters === 0) return `没有变化（${same} 条相同）`;
  return [`新增 ${added}`, `修改 ${changed}`, left > 0 ? `离职 ${left}` : '', matters > 0 ? `待处理 ${matters}` : '', `相同 ${same}`].filter((part) => part !== '').join('，');
}

const valueNames: Readonly<Record<string, Readonly<Record<string, string>>>> = { role: roleNames, kind: kindNames };

function valueWords(field: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' ? Object.values(each ?? {}).join(' ') : String(each))).join('、');
  return valueNames[field]?.[String(value)] ?? String(value);
}

/** What a source or we ourselves hold of one thing, in words; `terms` are ours only. */
export function rowWords(row: Readonly<Record<string, unknown>> | undefined): string {
  if (row === undefined) return '—';
  return Object.entries(row).filter(([field, value]) => field !== 'terms' && value !== null && value !== '').map(([field, value]) => `${columnNames[field] ?? field} ${valueWords(field, value)}`).join('，');
}

/** A row that could not be read is kept as text, cut where it is too long. */
function textWords(text: string): string {
  try {
    const row: unknown = JSON.parse(text);
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? rowWords({ ...row }) : text;
  } catch {
    return text;
  }
}

export function sourceSaysOf({ fields, text = '', told }: Pick<MatterView, 'fields' | 'text' | 'told'>): string {
  if (fields === undefined) return rowWords(told);
  return `${fields.map((field) => columnNames[field] ?? field).join('、')}没有填或不正确。${textWords(text)}`;
}

/** `1-38、加1` as bed numbers, each once, two hundred at most. */
export function numbersIn(typed: string): string[] {
  const parts = typed.split(/[\s,，、;；]+/u).filter((part) => part !== '');
  const all = parts.flatMap((part) => {
    const [, from, until] = /^(\d{1,4})[-–~～到至](\d{1,4})$/u.exec(part) ?? [];
    if (from === undefined || until === undefined) return [part];
    return Array.from({ length: Math.min(200, Math.max(0, Number(until) - Number(from) + 1)) }, (_none, at) => String(Number(from) + at));
  });
  return [...new Set(all)].slice(0, 200);
}
