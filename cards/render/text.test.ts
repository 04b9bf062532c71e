import test from 'ava';
import type { Card } from '../card.ts';
import { bytesOf } from './limits.ts';
import { toSummary, toText } from './text.ts';

const card: Card = {
  name: 'critical-values.alert',
  tone: 'danger',
  kind: '危急值',
  summary: '12床 王** 有一条危急值',
  title: '12床 王** 67岁 男 心内科一病区',
  fact: '血钾 7.1 mmol/L ↑↑',
  fields: [{ label: '上次', value: '4.8 昨 16:20' }],
  state: '02:14 报告 · 02:24 前需确认',
  questions: [{ id: 'how', label: '处置', kind: 'one', options: [{ id: 'a', label: '复查' }, { id: 'b', label: '用药' }], required: true }],
  buttons: [{ id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' }],
  link: { label: '查看详情', path: '/m/critical-values/0199' },
};

test('plain lines in the order of reading', (t) => {
  t.is(
    toText(card, 'https://h5.example.test'),
    [
      '【危急值】12床 王** 67岁 男 心内科一病区',
      '血钾 7.1 mmol/L ↑↑',
      '上次：4.8 昨 16:20',
      '处置：复查 / 用药',
      '02:14 报告 · 02:24 前需确认',
      '查看详情：https://h5.example.test/m/critical-values/0199',
    ].join('\n'),
  );
});

test('an answered card says its state and then its result', (t) => {
  const text = toText({ ...card, questions: [], buttons: [], state: '02:46 前需处置', result: '李医生 02:16 已确认' }, '');
  t.true(text.includes('02:46 前需处置\n李医生 02:16 已确认\n'));
});

test('a question that ends in its own mark gets no second one', (t) => {
  const [asked] = card.questions;
  const text = toText({ ...card, questions: asked ? [{ ...asked, label: '怎么处理的？' }] : [] }, '');
  t.true(text.includes('怎么处理的：复查 / 用药'));
});

test('short of room, whole lines of context go; state and link stay', (t) => {
  const fields = Array.from({ length: 80 }, (_, i) => ({ label: `第${i}项`, value: '一段比较长的说明文字' }));
  const text = toText({ ...card, fields }, 'https://h5.example.test');
  t.true(bytesOf(text) <= 2048);
  t.true(text.endsWith('/m/critical-values/0199'));
  t.true(text.split('\n').every((line) => !/^第\d+项/.test(line) || line.endsWith('文字')));
});

test('the summary says nothing clinical', (t) => {
  const line = toSummary(card);
  t.is(line, '【危急值】12床 王** 有一条危急值');
  for (const secret of ['血钾', '7.1', '心内科', '4.8']) t.false(line.includes(secret));
});
