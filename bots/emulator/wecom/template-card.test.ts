import test from 'ava';
import { adviceOn } from './template-card-advice.ts';
import { isProblem, readTemplateCard } from './template-card.ts';
import type { CardUse } from './template-card.ts';

const link = { type: 1, url: 'https://h5.example.test/a/1024' };
const notice = { card_type: 'text_notice', main_title: { title: '通知' }, card_action: link };
const ask = {
  card_type: 'button_interaction',
  task_id: 'appr-7f3a@1',
  main_title: { title: '请审批', desc: '#1024' },
  button_list: [{ text: '同意', style: 1, key: 'approve' }],
};
const options = [{ id: 'a', text: '甲' }, { id: 'b', text: '乙' }];
const vote = {
  card_type: 'vote_interaction',
  task_id: 'v1',
  main_title: { title: '选' },
  checkbox: { question_key: 'q', mode: 1, option_list: options },
  submit_button: { text: '提交', key: 'go' },
};
const many = {
  card_type: 'multiple_interaction',
  task_id: 'm1',
  main_title: { title: '填' },
  select_list: [{ question_key: 'q', title: '处置', option_list: options }],
  submit_button: { text: '提交', key: 'go' },
};
const image = { card_type: 'news_notice', main_title: { title: '图' }, card_image: { url: 'https://x.test/a.png' }, card_action: link };

for (const [name, card] of Object.entries({ notice, ask, vote, many, image })) {
  test(`a sound ${name} card is taken`, (t) => {
    t.false(isProblem(readTemplateCard(card, 'send')));
  });
}

const buttons = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ text: '键', key: `k${i}` }));
const refused: readonly [name: string, card: object, errcode: number, use?: CardUse][] = [
  ['a notice without card_action', { ...notice, card_action: undefined }, 42045],
  ['a notice with card_action 0', { ...notice, card_action: { type: 0 } }, 42045],
  ['a card_action without url', { ...ask, card_action: { type: 1 } }, 42045],
  ['a replacement notice without card_action', { ...notice, card_action: undefined }, 42045, 'update'],
  ['a task id with a space', { ...ask, task_id: 'a b' }, 42014],
  ['a task id of 129 characters', { ...ask, task_id: 'a'.repeat(129) }, 42014],
  ['an interactive card without task id', { ...ask, task_id: undefined }, 42014],
  ['a notice with a menu and no task id', { ...notice, action_menu: { desc: '更多', action_list: [{ text: '退订', key: 'x' }] } }, 42014],
  ['seven buttons', { ...ask, button_list: buttons(7) }, 45002],
  ['no button at all', { ...ask, button_list: [] }, 45002],
  ['a key above 1024 bytes', { ...ask, button_list: [{ text: '键', key: '键'.repeat(342) }] }, 45002],
  ['an option id above 128 bytes', { ...vote, checkbox: { ...vote.checkbox, option_list: [{ id: 'x'.repeat(129), text: '甲' }] } }, 45002],
  ['four selects', { ...many, select_list: ['a', 'b', 'c', 'd'].map((q) => ({ question_key: q, option_list: options })) }, 45002],
  ['seven rows', { ...notice, horizontal_content_list: Array.from({ length: 7 }, () => ({ keyname: '行', value: '值' })) }, 45002],
  ['two buttons of one key', { ...ask, button_list: [...buttons(1), ...buttons(1)] }, 40058],
  ['a vote in mode 2', { ...vote, checkbox: { ...vote.checkbox, mode: 2 } }, 40058],
  ['a vote in words', { ...vote, checkbox: { ...vote.checkbox, mode: 'multiple' } }, 40058],
  ['a vote without submit button', { ...vote, submit_button: undefined }, 40058],
  ['an unknown card type', { ...notice, card_type: 'approval' }, 40058],
  ['a button that opens nothing', { ...ask, button_list: [{ text: '看', type: 1 }] }, 40058],
];

for (const [name, card, errcode, use] of refused) {
  test(`${name} is refused with ${errcode}`, (t) => {
    const answer = readTemplateCard(card, use ?? 'send');
    t.true(isProblem(answer));
    t.is(isProblem(answer) ? answer.errcode : 0, errcode);
  });
}

test('text that the phone would cut is told to testers', (t) => {
  const card = readTemplateCard({ ...ask, main_title: { title: '长'.repeat(37) } }, 'send');
  t.deepEqual(isProblem(card) ? [] : adviceOn(card), ['main_title.title 建议不超过 36 字，现有 37 字，手机上会被截断']);
});
