/** The app's two tabs: the list of chats, and the workbench with our app on it. */
import { chatsOf, lineOf } from './chats.js';
import { el } from './el.js';
import { timeOf } from './time.js';

export function listScreen(phone) {
  const chats = chatsOf(phone.messages);
  const unread = chats.reduce((sum, chat) => sum + chat.unread, 0);
  const counted = unread > 99 ? '99+' : String(unread);
  const shown = phone.tab === 'work' ? workbench(phone) : chatList(phone, chats);
  return [
    el('div', { class: 'bar list' }, el('h2', { text: phone.tab === 'work' ? '工作台' : unread > 0 ? `消息（${counted}）` : '消息' })),
    el('div', { class: 'body' }, shown),
    el('nav', { class: 'tabs', 'aria-label': '主页' }, tab(phone, 'chats', '消息', unread > 0 && counted), tab(phone, 'work', '工作台')),
  ];
}

function tab(phone, name, label, count) {
  return el('button', { type: 'button', 'aria-current': phone.tab === name ? 'page' : 'false', onclick: () => phone.openTab(name) }, label, count && el('span', { class: 'count', text: count }));
}

function chatList(phone, chats) {
  if (chats.length === 0) return nothingYet(phone);
  const ours = chats.some(({ id }) => id === 'app' || id === 'bot');
  return [
    el('ul', { class: 'chats' }, chats.map((chat) => row(chat, phone))),
    ours ? undefined : el('p', { class: 'empty' }, say(phone)),
  ];
}

function nothingYet(phone) {
  return el('div', { class: 'empty' },
    el('p', { text: '还没有消息。科室有事找您时，会出现在这里。' }),
    el('p', {}, el('button', { type: 'button', class: 'btn primary', text: '打开「移动医护」', onclick: () => phone.openHome() })),
    el('p', {}, say(phone)));
}

const say = (phone) => el('button', { type: 'button', class: 'linkish', text: '和机器人说句话', onclick: () => phone.openChat('app') });

/** Where both platforms keep the apps of the company. */
function workbench(phone) {
  return el('ul', { class: 'apps' }, el('li', {}, el('button', { type: 'button', onclick: () => phone.openHome() },
    el('span', { class: 'avatar app', 'aria-hidden': 'true', text: '医' }), '移动医护')));
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
