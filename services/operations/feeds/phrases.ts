/** Every sentence of this module that a person reads. */
import type { FeedDoor, IncidentKind, LimitOrigin } from './model.ts';

export const phrases = {
  'feeds.downtime-order': '结束时间要晚于开始时间。',
  'feeds.downtime-over': '结束时间已经过去，请改成以后的时间。',
  'feeds.downtime-long': '一次最多 {most} 天，请分开填写，或停用这个接口的监测。',
  'feeds.no-downtime': '没有这次停机，请刷新后再看。',
  'feeds.no-feed': '没有这个接口，请刷新后再看。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'feeds.list': '查看接口监测',
  'feeds.announce-downtime': '登记接口停机',
  'feeds.end-downtime': '结束接口停机',
  'feeds.change': '修改接口监测设置',
} as const;

export const doorWords: Readonly<Record<FeedDoor, string>> = { mllp: 'HL7', fhir: 'FHIR', http: 'HTTP 接口' };
export const incidentWords: Readonly<Record<IncidentKind, string>> = { silent: '没有消息', slow: '消息变慢', refusing: '拒收过多' };
export const originWords: Readonly<Record<LimitOrigin, string>> = { set: '手工设定', week: '按每周同一时段学到', day: '按每天同一时段学到', default: '默认值，历史还不够' };

export const cardWords = {
  kind: '接口监测',
  summary: '有接口异常，请查看',
  summaryOver: '接口已恢复正常',
  title: '{name}（{door}）{what}',
  silent: '已 {seen} 没有收到消息，平时不超过 {usual}',
  slow: '消息比结果晚 {seen} 才到，平时 {usual}',
  refusing: '近两小时有 {seen}% 的消息被拒收',
  since: '开始',
  last: '最近一条',
  open: '待处理',
  over: '已恢复',
  result: '{at} 恢复正常',
  link: '打开接口监测',
};

/** `42 分钟`, `3 小时 5 分钟`, `2 天 4 小时`. */
export function inTime(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return `${seconds} 秒`;
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分钟`;
  return hours % 24 === 0 ? `${hours / 24} 天` : `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}
