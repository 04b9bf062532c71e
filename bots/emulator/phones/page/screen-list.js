/** The list of chats. */
import { chatsOf, lineOf } from './chats.js';
import { el } from './el.js';
import { timeOf } from './time.js';

export function listScreen(phone) {
  const chats = chatsOf(phone.messages);
  const unread = chats.reduce((sum, chat) => sum + chat.unread, 0);
  return [
    el('div', { class: 'bar list' }, el('h2', { text: unread > 0 ? `消息（${unread > 99 ? '99+' : unread}）` : '消息' })),
    el('div', { class: 'body' },
      chats.length === 0
        ? el('p', { class: 'empty', text: '还没有消息。科室有事找您时，会出现在这里；也可以点下面的按钮和机器人说话。' })
        : el('ul', { class: 'chats' }, chats.map((chat) => row(chat, phone))),
      chats.some(({ id }) => id === 'app' || id === 'bot') ? undefined : el('p', { class: 'empty' }, el('button', { type: 'button', class: 'btn', text: '打开「移动医护」', onclick: () => phone.openChat('app') }))),
  ];
}

function row(chat, phone) {
  const count = chat.unread > 99 ? '99+' : String(chat.unread);
  const label = `${chat.name}，${chat.unread > 0 ? `${count} 条未读，` : ''}${lineOf(chat.last)}`;
  return el('li', { class: chat.unread > 0 ? 'unread' : '' }, el('button', { type: 'button', 'aria-label': label, onclick: () => phone.openChat(chat.id) },
    el('span', { class: 'face' }, el('span', { class: 'avatar app', 'aria-hidden': 'true', text: chat.id === 'ding' ? '铃' : '医' }), chat.unread > 0 && el('span', { class: 'count', text: count })),
    el('span', { class: 'lines' },
      el('span', { class: 'top' }, el('b', { text: chat.name }), el('time', { text: timeOf(chat.last.at, true) })),
      el('span', { class: 'last' }, chat.last.kind === 'urgent' && chat.last.unread && el('span', { class: 'urgent', text: '[DING] ' }), lineOf(chat.last)))));
}
