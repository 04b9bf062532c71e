/** Cards that try the card language itself: long names, every sort of question, a card with next to nothing on it. */
import type { Card, Question } from '../../cards/card.ts';
import type { Sample } from './samples.ts';

const base: Card = {
  name: 'language.sample',
  tone: 'act',
  kind: '示例',
  summary: '12床 王** 有一件事',
  title: '12床 王** 67岁 男 心内科一病区',
  fact: '一句最要紧的话',
  fields: [
    { label: '上次', value: '4.8 昨 16:20' },
    { label: '参考', value: '3.5–5.3' },
  ],
  state: '02:14 发出 · 02:24 前需回复',
  questions: [],
  buttons: [
    { id: 'take', label: '我来处理', weight: 'primary' },
    { id: 'pass', label: '不是我的病人', weight: 'plain' },
    { id: 'refuse', label: '有误，退回', weight: 'danger' },
  ],
  link: { label: '查看详情', path: '/m/language/0199' },
};

const options = ['立即复查', '已用药', '已请会诊', '继续观察', '已通知家属'].map((label, i) => ({ id: `o${i + 1}`, label }));
const one: Question = { id: 'how', label: '怎么处理', kind: 'one', options, chosen: ['o2'], required: true };
const many: Question = { ...one, kind: 'many', chosen: ['o1', 'o3'] };
const written: Question = { id: 'note', label: '补充说明', kind: 'text', options: [], required: false };
const ward = Array.from({ length: 14 }, (_, i) => ({ id: `w${i + 1}`, label: `第${i + 1}病区` }));

function sample(name: string, state: string, change: Partial<Card>): Sample {
  return { name, state, card: { ...base, ...change } };
}

export const samples: readonly Sample[] = [
  sample('按钮', 'buttons', {}),
  sample('每一处都太长', 'long', {
    kind: '危急值（复查）',
    tone: 'danger',
    title: '加床十二 买买提·阿卜杜拉·吐尔逊** 14个月 男 心血管内科监护室（东院区）三十七病区',
    fact: '肌钙蛋白 I 12,345.6 ng/L ↑↑，肌酸激酶同工酶 305 U/L ↑↑，N 末端脑钠肽前体 35,000 pg/mL ↑↑',
    fields: Array.from({ length: 9 }, (_, i) => ({ label: `第${i + 1}项检验项目`, value: '12,345.6 ng/L ↑↑（0–34.2）上次 11.2 昨 16:20，标本轻度溶血' })),
    state: '买买提·阿卜杜拉·吐尔逊主任医师 11-20 02:14 已确认 · 11-20 02:24 前需处置，否则通知科主任和医务处',
    buttons: base.buttons.map((button) => ({ ...button, label: `${button.label}，并且通知全科室的人` })),
  }),
  sample('选一项', 'one', { questions: [one] }),
  sample('选几项', 'many', { questions: [many] }),
  sample('选一项，选项很多', 'one-of-many', { questions: [{ ...one, label: '转到哪个病区', options: ward, chosen: [] }] }),
  sample('几个问题', 'several', { questions: [one, { ...one, id: 'who', label: '谁去做', chosen: [] }] }),
  sample('选一项，另有一句话可写', 'one-and-text', { questions: [one, written] }),
  sample('一定要写一句话', 'text', { questions: [{ ...written, label: '退回原因', required: true }] }),
  sample('答完了', 'answered', { tone: 'ok', buttons: [], result: '李医生 02:16 已处理' }),
  sample('只是告诉一声', 'told', { tone: 'past', buttons: [], fields: [], state: '' }),
  { name: '没有链接', state: 'no-link', card: unlinked({ ...base, tone: 'warn', buttons: [] }) },
];

function unlinked(card: Card): Card {
  const { link: _, ...rest } = card;
  return rest;
}
