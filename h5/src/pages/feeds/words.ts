/** A sender's state and figures in words. */
import { doorWords, inTime, incidentWords, originWords } from '../../../../services/operations/feeds/phrases.ts';
import type { FeedView, IncidentView } from '../../../../services/operations/feeds/schema.ts';

export interface Shown {
  readonly text: string;
  readonly tone: 'success' | 'danger' | 'info' | 'warning';
}

export function stateOf({ retired, isDown, troubles }: FeedView): Shown[] {
  if (retired) return [{ text: '不监测', tone: 'info' }];
  if (isDown) return [{ text: '计划停机', tone: 'warning' }];
  return troubles.length === 0 ? [{ text: '正常', tone: 'success' }] : troubles.map(({ kind }) => ({ text: incidentWords[kind], tone: 'danger' }));
}

/** Application and facility, as the sender writes them. */
export const titleOf = ({ name, door }: FeedView): string => `${name.split('|').filter((part) => part !== '').join(' ') || '未写名称'}（${doorWords[door]}）`;

export const limitOf = ({ limit }: FeedView): string => `${inTime(limit.seconds)}（${originWords[limit.origin]}）`;

export function delayOf({ delay, usualDelay }: FeedView): string {
  const now = delay === null ? '消息还不够' : inTime(Math.round(delay));
  return usualDelay === null ? now : `${now}，平时 ${inTime(Math.round(usualDelay))}`;
}

export function figureOf({ kind, seen, usual }: IncidentView): string {
  if (kind === 'refusing') return `${incidentWords[kind]}：${seen}%`;
  return `${incidentWords[kind]}：${inTime(seen)}，平时 ${inTime(usual)}`;
}
