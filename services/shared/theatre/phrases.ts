import type { ComparedField, Likeness } from './model.ts';

export const phrases = {
  'theatre.parted-already': '这两个号已经分开了，请刷新后再看。',
  'theatre.joined-already': '这两个号现在就是同一台手术，请刷新后再看。',
} as const;

export const stateWords = { 'requested': '申请中', 'planned': '已排台', 'in-theatre': '已入室', 'running': '手术中', 'over': '已结束', 'cancelled': '已取消' } as const;

/** What is answered in the chat: times, rooms and counts, no patient and no operation's name. */
export const chatWords = {
  title: '手术排台',
  none: '{day}没有您的手术。',
  mine: '{day}您有 {count} 台手术：',
  line: '{time} {room}{sequence}，{state}',
  sequence: ' 第 {sequence} 台',
  department: '本科室共 {count} 台。',
  list: '{day}的手术排台',
  unreadable: '没有看懂是哪一天。可以发“手术 今天”“手术 明天”或“手术 11-20”。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'theatre.list': '查看手术排台',
  'theatre.rooms': '查看各科室手术台数',
  'theatre.joins': '查看手术号的合并',
  'theatre.part': '分开两个手术号',
  'theatre.rejoin': '把分开的手术号重新合并',
  'theatre.of-patient': '查看患者的手术安排',
} as const;

export const comparedWords: Readonly<Record<ComparedField, string>> = { patient: '患者', name: '手术名称', surgeon: '主刀' };
export const likenessWords: Readonly<Record<Likeness, string>> = { same: '相同', different: '不同', unknown: '缺一方' };
