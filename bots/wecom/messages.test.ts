import test from 'ava';
import { UNANSWERED } from '../../cards/render/wecom.ts';
import { clickRef } from './codes.ts';
import { followUpTask, readMessage } from './messages.ts';
import type { Heard } from './messages.ts';
import { pressXml } from './testing.ts';
import { readXml, writeXml } from './xml.ts';

const corp = 'wwemu0000000000001';

function heard(over: Readonly<Record<string, string>> = {}, extra = ''): Heard | undefined {
  return readMessage(readXml(pressXml(over, extra)), corp);
}

function pressOf(over: Readonly<Record<string, string>> = {}, extra = '') {
  const found = heard(over, extra);
  if (found?.kind !== 'press') throw new Error('no press');
  return found.press;
}

test('a press with its choices', (t) => {
  const selected =
    '<SelectedItems><SelectedItem><QuestionKey><![CDATA[how]]></QuestionKey><OptionIds><OptionId><![CDATA[001]]></OptionId><OptionId>b</OptionId></OptionIds></SelectedItem></SelectedItems>';
  t.like(pressOf({}, selected), {
    platform: 'wecom',
    corp,
    user: 'ZhangSan',
    card: 'cv-0199',
    button: 'acknowledge',
    answers: { how: ['001', 'b'] },
    ref: clickRef('cv-0199', 1_700_000_000_000, 'RC1'),
  });
});

test('nothing ticked: an empty answer, not a broken message', (t) => {
  const empty = '<SelectedItems><SelectedItem><QuestionKey>how</QuestionKey><OptionIds></OptionIds></SelectedItem></SelectedItems>';
  t.deepEqual(pressOf({}, empty).answers, { how: [] });
  t.deepEqual(pressOf({}, '<SelectedItems></SelectedItems>').answers, {});
  t.deepEqual(pressOf({}, empty.replace('<OptionIds></OptionIds>', `<OptionIds><OptionId>${UNANSWERED}</OptionId></OptionIds>`)).answers, { how: [] }, 'left at "please choose"');
});

test('a choice in the corner menu is a press too', (t) => {
  t.is(pressOf({ Event: 'template_card_menu_event', EventKey: 'refresh' }).button, 'refresh');
});

test('a press on a card that was sent again belongs to the first key', (t) => {
  const press = pressOf({ TaskId: followUpTask('cv-0199@alert', 2) });
  t.is(press.card, 'cv-0199@alert');
  t.deepEqual(press.ref, clickRef('cv-0199@alert@@2', 1_700_000_000_000, 'RC1'));
});

test('the key of a press: the same in a retry, another for another card, button, code, person or second', (t) => {
  const key = pressOf().key;
  t.is(pressOf().key, key);
  const others = [{ TaskId: 'cv-0200' }, { EventKey: 'x' }, { ResponseCode: 'RC2' }, { FromUserName: 'li' }, { CreateTime: '1700000001' }];
  t.is(new Set([key, ...others.map((over) => pressOf(over).key)]).size, others.length + 1);
  t.false(key.includes('RC1'));
});

const changes: ReadonlyArray<readonly [string, Readonly<Record<string, string>>, unknown]> = [
  ['joined', { ChangeType: 'create_user', UserID: 'Li.Yi' }, { kind: 'joined', users: ['Li.Yi'] }],
  ['changed', { ChangeType: 'update_user', UserID: 'li' }, { kind: 'changed', users: ['li'] }],
  ['changed id', { ChangeType: 'update_user', UserID: 'li', NewUserID: 'li2' }, { kind: 'changed', users: ['li', 'li2'] }],
  ['left', { ChangeType: 'delete_user', UserID: 'li' }, { kind: 'left', users: ['li'] }],
];
for (const [name, over, expected] of changes) {
  test(`address book: ${name}`, (t) => {
    const found = heard({ Event: 'change_contact', FromUserName: 'sys', ...over });
    t.is(found?.kind, 'change');
    t.like(found?.kind === 'change' ? found.change : {}, expected as object);
  });
}

test('somebody leaves the visible range: look again', (t) => {
  const found = heard({ Event: 'unsubscribe' });
  t.like(found?.kind === 'change' ? found.change : {}, { kind: 'changed', users: ['ZhangSan'] });
});

test('departments, openings of the chat and events of tomorrow are nothing to us; pictures are unreadable', (t) => {
  t.is(heard({ Event: 'change_contact', ChangeType: 'create_party' })?.kind, 'nothing');
  t.is(heard({ Event: 'enter_agent' })?.kind, 'nothing');
  t.is(heard({ Event: 'something_new' })?.kind, 'nothing');
  t.is(heard({ MsgType: 'image' })?.kind, 'unreadable');
});

test('lines: the message id is the key, and never becomes a number', (t) => {
  const found = heard({ MsgType: 'text', Content: '交班 <b>', MsgId: '7123456789012345678' });
  t.like(found?.kind === 'line' ? found.line : {}, { key: 'wecom:7123456789012345678', user: 'ZhangSan', text: '交班 <b>' });
});

test('what is no message is not read', (t) => {
  for (const input of [undefined, null, 'x', {}, { FromUserName: 'a', MsgType: 'event' }, { FromUserName: ['a', 'b'], CreateTime: '1', MsgType: 'text' }]) {
    t.is(readMessage(input, corp), undefined);
  }
});

test('XML: ends of CDATA in a text survive the way there and back', (t) => {
  const nasty = 'a]]>b]]]]>c <![CDATA[d]]> & <e/>';
  t.deepEqual(readXml(writeXml({ A: nasty, B: 7, C: [{ D: 'x' }, { D: 'y' }] })), { A: nasty, B: '7', C: [{ D: 'x' }, { D: 'y' }] });
  t.is(writeXml({ A: 'x\u0000\u0008y' }), '<xml><A><![CDATA[xy]]></A></xml>');
});

test('XML: entities stay text, a document type is refused in any spelling', (t) => {
  t.deepEqual(readXml('<xml><A>&amp;x;</A></xml>'), { A: '&amp;x;' });
  t.is(readXml('<!doctype x><xml><A>1</A></xml>'), undefined);
  t.is(readXml('<other><A>1</A></other>'), undefined);
});
