import { readFileSync } from 'node:fs';
import test from 'ava';
import * as fc from 'fast-check';
import type { Card, Question } from '../card.ts';
import { noticeParams, readDingtalkPress, toDingtalk, VALUE_BYTES } from './dingtalk.ts';
import { bytesOf } from './limits.ts';

const context = { pages: 'https://h5.example.test', rev: 'r1' };

const disposal: Question = {
  id: 'disposal',
  label: '怎么处理',
  kind: 'many',
  options: [
    { id: 'recheck', label: '立即复查' },
    { id: 'treat', label: '已用药' },
  ],
  chosen: ['recheck'],
  required: true,
};

const card: Card = {
  name: 'critical-values.alert',
  tone: 'danger',
  kind: '危急值',
  summary: '12床 王** 有一条危急值',
  title: '12床 王** 67岁 男 心内科一病区',
  fact: '血钾 7.1 mmol/L ↑↑',
  fields: [
    { label: '上次', value: '4.8 昨 16:20' },
    { label: '参考', value: '3.5–5.3' },
  ],
  state: '02:14 报告 · 02:24 前需确认',
  questions: [disposal],
  buttons: [
    { id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' },
    { id: 'hand-over', label: '不是我的病人', weight: 'plain' },
  ],
  link: { label: '查看详情', path: '/m/critical-values/0199' },
};

const many = (id: string, count: number, required: boolean): Question => ({
  id,
  label: '选一个',
  kind: 'one',
  required,
  options: Array.from({ length: count }, (_, n) => ({ id: `option-${n}`, label: `这是第 ${n} 个选择项` })),
});

const manifest = JSON.parse(
  readFileSync(new URL('../../bots/dingtalk/templates/wardline-card.manifest.json', import.meta.url), 'utf8'),
) as { variables: { name: string; private: boolean }[] };

test('a card becomes the variables of the template, all of them and no others', (t) => {
  const params = toDingtalk(card, context);
  const declared = manifest.variables.filter((each) => !each.private).map((each) => each.name);
  t.deepEqual(Object.keys(params).sort(), declared.sort());
  t.is(params['fact'], '血钾 7.1 mmol/L ↑↑');
  t.is(params['fields'], '上次：4.8 昨 16:20\n参考：3.5–5.3');
  t.is(params['b1Id'], 'acknowledge');
  t.is(params['b3Label'], '');
  t.is(params['linkUrl'], 'https://h5.example.test/m/critical-values/0199');
  t.deepEqual(JSON.parse(params['form'] ?? ''), {
    fields: [
      {
        name: 'disposal',
        label: '怎么处理',
        type: 'MULTI_CHECKBOX_GROUP',
        // Three buttons carry this form: only the act behind one may insist.
        options: [
          { value: 'recheck', text: '立即复查' },
          { value: 'treat', text: '已用药' },
        ],
        defaultValue: ['recheck'],
      },
    ],
  });
});

test('what must be answered binds the form only where one button carries it', (t) => {
  const [primary] = card.buttons;
  const form = toDingtalk({ ...card, buttons: primary === undefined ? [] : [primary] }, context)['form'] ?? '';
  t.true((JSON.parse(form) as { fields: { required?: boolean }[] }).fields[0]?.required);
});

test('once answered: result, no buttons, no questions', (t) => {
  const params = toDingtalk({ ...card, tone: 'ok', buttons: [], result: '李医生 02:14 已确认' }, context);
  t.is(params['b1Label'], '');
  t.is(params['form'], '{"fields":[]}');
  t.is(params['result'], '李医生 02:14 已确认');
});

test('long lists fold into drop-downs, texts are areas', (t) => {
  const text: Question = { id: 'note', label: '补充', kind: 'text', options: [], required: false };
  const form = JSON.parse(toDingtalk({ ...card, questions: [many('who', 8, true), text] }, context)['form'] ?? '');
  t.is(form.fields[0].type, 'SELECT');
  t.is(form.fields[1].type, 'TEXT_AREA');
});

test('too much to ask: optional questions give way first', (t) => {
  const params = toDingtalk({ ...card, questions: [many('a', 20, false), disposal] }, context);
  t.deepEqual(JSON.parse(params['form'] ?? '').fields.map((field: { name: string }) => field.name), ['disposal']);
  t.is(params['b1Id'], 'acknowledge');
});

test('a required question that cannot be shown takes the primary button with it; the page is the way', (t) => {
  const params = toDingtalk({ ...card, questions: [many('a', 30, true)] }, context);
  t.is(params['form'], '{"fields":[]}');
  t.is(params['b1Id'], 'hand-over');
  t.is(params['b2Id'], '');
  t.true((params['linkUrl'] ?? '').length > 0);
});

test('an address is never cut', (t) => {
  const params = toDingtalk({ ...card, link: { label: '看', path: `/${'x'.repeat(2000)}` } }, context);
  t.is(params['linkUrl'], '');
  t.is(params['linkLabel'], '');
});

test('whatever the texts, every value fits', (t) => {
  const text = fc.string({ unit: 'grapheme', maxLength: 900 });
  fc.assert(
    fc.property(text, text, (one, two) => {
      const fields = Array.from({ length: 9 }, () => ({ label: one, value: two }));
      const params = toDingtalk({ ...card, title: one, fact: two, state: one, fields }, context);
      for (const [key, value] of Object.entries({ ...params, ...noticeParams(one) })) {
        t.true(bytesOf(value) <= VALUE_BYTES, key);
        t.true(bytesOf(key) <= 100, key);
      }
    }),
    { numRuns: 50 },
  );
});

test('a press comes back as button and answers, in every shape DingTalk sends them', (t) => {
  const expected = { disposal: ['recheck', 'treat'], who: ['3'], note: ['先处理'], left: [] };
  const form = { disposal: ['recheck', 'treat'], who: { index: 3, value: '3' }, note: '先处理', left: '' };
  t.deepEqual(readDingtalkPress({ button: 'acknowledge', rev: 'r1', form }), { button: 'acknowledge', rev: 'r1', answers: expected });
  t.deepEqual(readDingtalkPress({ button: 'acknowledge', rev: 'r1', form: JSON.stringify(form) })?.answers, expected);
  t.deepEqual(readDingtalkPress({ button: 'acknowledge', form: { disposal: { index: [0], value: ['recheck'] } } })?.answers, {
    disposal: ['recheck'],
  });
  t.deepEqual(readDingtalkPress({ button: 'acknowledge', form: 'form_update' })?.answers, {});
  t.is(readDingtalkPress({ action: 'agree' }), undefined);
  t.is(readDingtalkPress({ button: '<script>' }), undefined);
});
