/** Words for handing on what was taken, and taking it over. */
import { calledBy } from '../../../cards/people.ts';
import { shortMoment } from '../../../cards/words.ts';
import type { Person, Relay } from './model.ts';

export const relayRefusals = {
  'critical-values.relay-waits': '已经请{who}接手，{at} 前等{who}回复。要换人请先收回。',
  'critical-values.relay-has-it': '{who}已经在处理这条危急值，不用转交。',
  'critical-values.relay-reason-missing': '选“其他”时请写明原因，让接手的人知道。',
  'critical-values.relay-over': '这次转交已经结束，现在由{who}处理。',
  'critical-values.relay-not-taken': '还没有人确认这条危急值，不用转交；不能处理请点“现在无法处理”。',
  'critical-values.relayed-away': '{who}已于 {at} 接手，请由{who}记录处置。您做过的处理请告诉{who}。',
  'critical-values.relay-nobody': '现在没有排值班医生，请打开详情，选一位同事接手。',
} as const;

/** Their parts of the card. */
export const relayCardWords = {
  kindRelayed: '危急值·转交',
  relayOnDuty: '交班给值班医生',
  relay: '转交给同事',
  takeOver: '接手，我来处理',
  cannotTake: '现在不能接手',
  withdraw: '收回，还是我来处理',
  relayedToYou: '{from}因{why}请您接手 · {by} 前请回复',
  relaying: '已请{to}接手 · {until} 前未接手即退回',
  relayingFor: '{asker}代您请{to}接手 · {until} 前未接手即退回',
  takenOver: '您 {at} 已接手 · {by} 前需处置',
  takenOverBy: '{who} {at} 已接手 · {by} 前需处置',
  relayingBy: '{who}正在转{to}，{until} 前等回复 · {by} 前需处置',
  backToYou: '{end}，仍由您处理 · {by} 前需处置',
  resultTakenOver: '{who} {at} 已接手',
  fieldRelay: '转交',
} as const;

/** Why it is handed on. */
export const relayReasonWords = {
  'off-duty': '下班交班',
  'moved': '患者已转科',
  'operating': '要上手术或操作',
  'rescue': '要去抢救',
  'away': '要离开医院',
  'other': '其他',
} as const;

/** What became of an offer. */
export const relayEndWords = {
  taken: '{to}已接手',
  refused: '{to}现在不能接手',
  withdrawn: '转交已收回',
  expired: '{to}到时未接手',
  unreached: '消息送不到{to}',
  disposed: '接手前已处置',
} as const;

export const relayBecame = (how: keyof typeof relayEndWords, to: Person): string => relayEndWords[how].replace('{to}', calledBy(to));

/** `下班交班，患者已镇静` */
export function relayWhy({ reason, note }: Pick<Relay, 'reason' | 'note'>): string {
  return [reason === 'other' && note !== '' ? '' : relayReasonWords[reason], note].filter((part) => part !== '').join('，');
}

/** `李医生转王医生（下班交班），22:14 王医生已接手`; within what WeCom shows of a line. */
export function relayWords(relay: Relay, now: Date): string {
  const { from, by, to, ended, until } = relay;
  const behalf = by.number === from.number ? calledBy(from) : `${calledBy(by)}代${calledBy(from)}`;
  const became = ended === null ? `等回复到 ${shortMoment(until, now)}` : `${shortMoment(ended.at, now)} ${relayBecame(ended.how, to)}`;
  return `${behalf}转${calledBy(to)}（${relayWhy(relay)}），${became}`;
}
