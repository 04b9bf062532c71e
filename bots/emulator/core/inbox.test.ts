import test from 'ava';
import { Inboxes, type InboxMessage } from './inbox.ts';

const add = (inboxes: Inboxes, id: string, user = 'li.yi', platform: 'dingtalk' | 'wecom' = 'dingtalk'): InboxMessage =>
  inboxes.add({ id, at: Number(id), platform, user, kind: 'text', from: '移动医护', title: `第${id}条`, raw: undefined });

test('newest first, as many as asked for', (t) => {
  const inboxes = new Inboxes();
  for (const id of ['1', '2', '3']) add(inboxes, id);
  t.deepEqual(inboxes.list('dingtalk', 'li.yi', 2).map(({ id }) => id), ['3', '2']);
  t.deepEqual(inboxes.list('dingtalk', 'wang.er'), []);
});

test('the newest 5 000 of a person are kept', (t) => {
  const inboxes = new Inboxes();
  for (let id = 1; id <= 5_010; id += 1) add(inboxes, String(id));
  t.is(inboxes.list('dingtalk', 'li.yi', 10_000).length, 5_000);
  t.is(inboxes.find('dingtalk', 'li.yi', '10'), undefined);
  t.is(inboxes.find('dingtalk', 'li.yi', '11')?.title, '第11条');
});

test('a change keeps the place; one that came again moves to the front', (t) => {
  const inboxes = new Inboxes();
  for (const id of ['1', '2']) add(inboxes, id);
  inboxes.change('dingtalk', 'li.yi', '1', { title: '改过' });
  t.deepEqual(inboxes.list('dingtalk', 'li.yi').map(({ title }) => title), ['第2条', '改过']);
  add(inboxes, '1');
  t.is(inboxes.list('dingtalk', 'li.yi')[0]?.id, '1');
  t.is(inboxes.change('dingtalk', 'li.yi', '9', { title: '没有' }), undefined);
});

test('unread until read, one or all', (t) => {
  const inboxes = new Inboxes();
  for (const id of ['1', '2', '3']) add(inboxes, id);
  t.is(inboxes.read('dingtalk', 'li.yi', '2').length, 1);
  t.is(inboxes.unread('dingtalk', 'li.yi'), 2);
  t.is(inboxes.read('dingtalk', 'li.yi').length, 2);
  t.is(inboxes.unread('dingtalk', 'li.yi'), 0);
});

test('WeCom ignores the case of a userid, DingTalk does not', (t) => {
  const inboxes = new Inboxes();
  add(inboxes, '1', 'LiYi', 'wecom');
  add(inboxes, '1', 'LiYi', 'dingtalk');
  t.is(inboxes.list('wecom', 'liyi').length, 1);
  t.is(inboxes.list('dingtalk', 'liyi').length, 0);
});

test('a dump is taken up again', (t) => {
  const inboxes = new Inboxes();
  for (const id of ['1', '2']) add(inboxes, id);
  const other = new Inboxes();
  other.load(inboxes.dump());
  t.deepEqual(other.list('dingtalk', 'li.yi'), inboxes.list('dingtalk', 'li.yi'));
});
