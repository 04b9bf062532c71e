/** A card for tests of the adapter: what stands on it is no matter here. */
import type { Card } from '../../../cards/card.ts';

export const card: Card = {
  name: 'critical-values.alert',
  tone: 'danger',
  kind: '危急值',
  summary: '12床 王** 有一条危急值',
  title: '12床 王** 67岁 男',
  fact: '血钾 7.1 mmol/L ↑↑',
  fields: [{ label: '上次', value: '4.8 昨 16:20' }],
  state: '02:24 前需确认',
  questions: [],
  buttons: [{ id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' }],
  link: { label: '查看详情', path: '/m/critical-values/1' },
};

export const answered: Card = { ...card, tone: 'ok', buttons: [], result: '李医生 02:14 已确认' };
