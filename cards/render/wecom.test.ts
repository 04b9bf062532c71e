import test from 'ava';
import * as fc from 'fast-check';
import type { Card, Question } from '../card.ts';
import { bytesOf, charactersOf } from './limits.ts';
import { REFRESH, UNANSWERED, toWecom } from './wecom.ts';
import { passiveTemplateCard } from './wecom/passive.ts';
import { LIMITS } from './wecom/template-card.ts';
import type { CardType, TemplateCard } from './wecom/template-card.ts';

const place = { task: 'cv-0199-alert', pages: 'https://h5.example.test/' };
const url = 'https://h5.example.test/m/critical-values/0199';

function question(id: string, kind: Question['kind'], count = 2, required = true): Question {
  const options = Array.from({ length: count }, (_, i) => ({ id: `${id}${i}`, label: `选项${i}` }));
  return { id, label: `问题${id}`, kind, options: kind === 'text' ? [] : options, chosen: [`${id}1`], required };
}

const card: Card = {
  name: 'critical-values.alert',
  tone: 'danger',
  kind: '危急值',
  summary: '12床 王** 有一条危急值',
  title: '12床 王** 67岁 男 心内科一病区',
  fact: '血钾 7.1 mmol/L ↑↑',
  fields: [
    { label: '上次', value: '4.8 昨 16:20' },
    { label: '检验科联系电话', value: '8012' },
  ],
  state: '02:14 报告 · 02:24 前需确认',
  questions: [],
  buttons: [
    { id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' },
    { id: 'hand-over', label: '不是我的病人', weight: 'plain' },
    { id: 'dispute', label: '标本有问题，请复查', weight: 'danger' },
  ],
  link: { label: '查看详情', path: '/m/critical-values/0199' },
};

test('a card with buttons: patient on top, fact below, context and state in rows', (t) => {
  t.deepEqual(toWecom(card, place), {
    card_type: 'button_interaction',
    task_id: 'cv-0199-alert',
    source: { desc: '危急值', desc_color: 2 },
    main_title: { title: '12床 王** 67岁 男 心内科一病区' },
    card_action: { type: 1, url },
    sub_title_text: '血钾 7.1 mmol/L ↑↑',
    horizontal_content_list: [
      { keyname: '上次', value: '4.8 昨 16:20' },
      { keyname: '检验科联…', value: '8012' },
      { keyname: '状态', value: '02:14 报告 · 02:24 前需确认' },
    ],
    button_list: [
      { text: '确认收到，我来处理', style: 1, key: 'acknowledge' },
      { text: '不是我的病人', style: 2, key: 'hand-over' },
      { text: '标本有问题，请复查', style: 4, key: 'dispute' },
      { text: '查看详情', style: 2, type: 1, url },
    ],
  });
});

test('an answered card: a notice with its result, a page and a corner menu that keeps it updatable', (t) => {
  const shown = toWecom({ ...card, tone: 'ok', buttons: [], result: '李医生 02:14 已确认' }, place);
  t.is(shown.card_type, 'text_notice');
  t.deepEqual(shown.card_action, { type: 1, url });
  t.deepEqual(shown.action_menu, { desc: '卡片', action_list: [{ text: '刷新', key: REFRESH }] });
  t.deepEqual(shown.horizontal_content_list?.at(-1), { keyname: '结果', value: '李医生 02:14 已确认' });
  t.is(shown.button_list, undefined);
});

test('a card without a link still leads somewhere: WeCom refuses a notice without card_action', (t) => {
  const { link, ...rest } = card;
  t.truthy(link);
  t.is(toWecom({ ...rest, buttons: [] }, place).card_action.url, 'https://h5.example.test/');
});

test('nothing is chosen for anybody: a drop-down starts at "please choose", and counts that line', (t) => {
  const { chosen, ...open } = question('a', 'one');
  t.truthy(chosen);
  const { button_selection: selection } = toWecom({ ...card, questions: [open] }, place);
  t.is(selection?.selected_id, UNANSWERED);
  t.deepEqual(selection?.option_list.map((option) => option.text), ['请选择', '选项0', '选项1']);
  const full = { ...question('a', 'one', 10), chosen: [] };
  t.is(toWecom({ ...card, questions: [full] }, place).card_type, 'vote_interaction');
});

const one = question('a', 'one');
const forms: ReadonlyArray<readonly [name: string, questions: readonly Question[], type: CardType, asks: (shown: TemplateCard) => unknown, expected: unknown]> = [
  ['one of few', [one], 'button_interaction', (c) => c.button_selection?.selected_id, 'a1'],
  ['one of eleven', [question('a', 'one', 11)], 'vote_interaction', (c) => c.checkbox?.mode, 0],
  ['several', [question('a', 'many')], 'vote_interaction', (c) => c.checkbox?.mode, 1],
  ['two drop-downs', [one, question('b', 'one')], 'multiple_interaction', (c) => c.select_list?.length, 2],
  ['free text that may stay empty', [question('a', 'text', 0, false)], 'button_interaction', (c) => c.sub_title_text, '血钾 7.1 mmol/L ↑↑\n点卡片打开详情填写：问题a'],
  ['free text that is required', [question('a', 'text')], 'button_interaction', (c) => c.button_list?.[0], { text: '确认收到，我来处理', style: 1, type: 1, url }],
  ['a list too long for any card', [question('a', 'one', 21)], 'button_interaction', (c) => c.button_list?.[0]?.type, 1],
  ['several and a drop-down, both required', [question('a', 'many'), question('b', 'one')], 'button_interaction', (c) => c.button_list?.[0]?.type, 1],
  ['several, and a drop-down that may stay empty', [question('b', 'one', 2, false), question('a', 'many')], 'vote_interaction', (c) => c.checkbox?.question_key, 'a'],
];
for (const [name, questions, type, asks, expected] of forms) {
  test(`question: ${name}`, (t) => {
    const shown = toWecom({ ...card, questions }, place);
    t.is(shown.card_type, type);
    t.deepEqual(asks(shown), expected);
  });
}

test('a vote keeps the fact and the question below the title, and the primary button', (t) => {
  const shown = toWecom({ ...card, questions: [question('a', 'many')] }, place);
  t.is(shown.main_title.desc, '血钾 7.1 mmol/L ↑↑ · 问题a');
  t.deepEqual(shown.submit_button, { text: '确认收到，我来处理', key: 'acknowledge' });
});

test('a long state is split at its clause before it is cut', (t) => {
  const state = '张主任医师（心内科一病区）02:14 已确认收到 · 02:24 前需处置，否则通知科主任';
  const rows = toWecom({ ...card, state }, place).horizontal_content_list ?? [];
  t.deepEqual(rows.slice(-2).map((row) => row.keyname), ['状态', '接下来']);
  t.is(rows.at(-1)?.value, '02:24 前需处置，否则通知科主任');
});

test('when room is short the context gives way, never the state', (t) => {
  const fields = Array.from({ length: 9 }, (_, i) => ({ label: `第${i}`, value: '值' }));
  const rows = toWecom({ ...card, fields }, place).horizontal_content_list ?? [];
  t.is(rows.length, 6);
  t.is(rows.at(-1)?.keyname, '状态');
});

test('passive reply: PascalCase, repeated elements as lists', (t) => {
  t.deepEqual(passiveTemplateCard(toWecom({ ...card, fields: [], questions: [one] }, place)), {
    CardType: 'button_interaction',
    TaskId: 'cv-0199-alert',
    Source: { Desc: '危急值', DescColor: 2 },
    MainTitle: { Title: '12床 王** 67岁 男 心内科一病区' },
    CardAction: { Type: 1, Url: url },
    SubTitleText: '血钾 7.1 mmol/L ↑↑',
    HorizontalContentList: [{ KeyName: '状态', Value: '02:14 报告 · 02:24 前需确认' }],
    ButtonSelection: {
      QuestionKey: 'a',
      Title: '问题a',
      OptionList: [{ Id: 'a0', Text: '选项0' }, { Id: 'a1', Text: '选项1' }],
      SelectedId: 'a1',
    },
    ButtonList: [
      { Text: '确认收到，我来处理', Style: 1, Key: 'acknowledge' },
      { Text: '不是我的病人', Style: 2, Key: 'hand-over' },
      { Text: '标本有问题，请复查', Style: 4, Key: 'dispute' },
      { Text: '查看详情', Style: 2, Type: 1, Url: url },
    ],
  });
});

test('passive reply: a vote is a CheckBox with IsChecked', (t) => {
  const node = passiveTemplateCard(toWecom({ ...card, questions: [question('a', 'many')] }, place));
  t.deepEqual(node['CheckBox'], {
    QuestionKey: 'a',
    Mode: 1,
    OptionList: [{ Id: 'a0', Text: '选项0', IsChecked: 'false' }, { Id: 'a1', Text: '选项1', IsChecked: 'true' }],
  });
});

const anyText = fc.string({ unit: 'grapheme', maxLength: 90 });
const anyQuestion = fc.record({
  id: fc.uuid(),
  label: anyText,
  kind: fc.constantFrom('one' as const, 'many' as const, 'text' as const),
  options: fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 160 }), label: anyText }), { maxLength: 24, selector: (o) => o.id }),
  required: fc.boolean(),
});

test('whatever a card says, the payload keeps WeCom’s limits', (t) => {
  const anyCard = fc.record({
    title: anyText,
    fact: anyText,
    state: anyText,
    result: anyText,
    fields: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 9 }),
    questions: fc.uniqueArray(anyQuestion, { maxLength: 3, selector: (q) => q.id }),
    buttons: fc.constantFrom(card.buttons, []),
  });
  fc.assert(fc.property(anyCard, (over) => t.deepEqual(broken(toWecom({ ...card, ...over }, place)), [])), { numRuns: 300 });
});

/** Every limit that is not kept, by name. */
function broken(shown: TemplateCard): readonly string[] {
  const lists = [...(shown.button_selection ? [shown.button_selection] : []), ...(shown.select_list ?? [])];
  const checks: readonly (readonly [string, boolean])[] = [
    ['title', charactersOf(shown.main_title.title) <= LIMITS.title],
    ['desc', charactersOf(shown.main_title.desc ?? '') <= LIMITS.desc],
    ['sub title', charactersOf(shown.sub_title_text ?? '') <= LIMITS.subTitle],
    ['rows', (shown.horizontal_content_list ?? []).length <= LIMITS.rows],
    ['row', (shown.horizontal_content_list ?? []).every((r) => charactersOf(r.keyname) <= 5 && charactersOf(r.value) <= 30)],
    ['button', (shown.button_list ?? []).every((b) => charactersOf(b.text) <= LIMITS.buttonText)],
    ['drop-down', lists.every((l) => l.option_list.length >= 1 && l.option_list.length <= 10 && charactersOf(l.title) <= 13)],
    ['options', (shown.checkbox?.option_list ?? []).every((o) => bytesOf(o.id) <= 128 && charactersOf(o.text) <= 17)],
    ['selects', (shown.select_list ?? []).length <= LIMITS.selects],
  ];
  return checks.filter(([, kept]) => !kept).map(([name]) => name);
}

test('a refusal that names a question is said at its list too, within the list’s title; any other stands at the top alone', (t) => {
  const asked: Card = { ...card, questions: [{ id: 'choice', label: '怎么处理的？', kind: 'one', options: [{ id: 'a', label: '已开复查' }], required: true }] };
  const named = toWecom(asked, { ...place, note: '“怎么处理的？”还没有选，请选一项。' });
  t.is(named.button_selection?.title, '怎么处理的？请先选一项');
  t.true(charactersOf(named.button_selection?.title ?? '') <= LIMITS.selectTitle);
  t.is(toWecom(asked, { ...place, note: '现在没有排值班医生。' }).button_selection?.title, '怎么处理的？');
  t.is(toWecom(asked, place).button_selection?.title, '怎么处理的？');
});
