/** One message of a chat, by kind. */
import { dingtalkCard } from './card-dingtalk.js';
import { wecomCard } from './card-wecom.js';
import { el } from './el.js';
import { avatar } from './people.js';
import { markdown, plainText } from './text.js';

export function messageRow(message, phone) {
  if (message.recalled) return el('div', { class: 'gone', text: `「${message.from}」撤回了一条消息` });
  const mine = message.kind === 'mine';
  const face = mine ? avatar(phone.person.name) : el('span', { class: 'avatar app', 'aria-hidden': 'true', text: '医' });
  return el('div', { class: `turn ${mine ? 'mine' : ''} ${message.kind === 'card' || message.kind === 'link' || message.kind === 'notice' ? 'card' : ''}` }, face, el('div', { class: 'what' }, what(message, phone)));
}

function what(message, phone) {
  const open = (url) => phone.openPage(url);
  switch (message.kind) {
    case 'card': return message.platform === 'wecom' ? wecomCard(message, phone) : dingtalkCard(message, phone);
    case 'markdown': return el('div', { class: 'bubble rich' }, markdown(message.text, open));
    case 'link':
    case 'notice': return linkCard(message, phone);
    case 'urgent': return el('div', { class: 'bubble' }, el('b', { class: 'warning', text: `${message.title}\n` }), message.text);
    default: return el('div', { class: 'bubble' }, plainText(message.text || message.title, open));
  }
}

function linkCard(message, phone) {
  const rows = message.fields.length > 0 && el('dl', { class: 'rows' }, message.fields.flatMap(({ label, value }) => [el('dt', { text: label }), el('dd', { text: value })]));
  const buttons = message.buttons.filter((button) => button.url);
  return el('article', { class: 'tc dc plain-link', 'aria-label': message.title },
    el('div', { class: 'inner' },
      el('div', { class: 'title', text: message.title }),
      message.text && message.text !== message.title && el('div', { class: 'text' }, message.kind === 'notice' ? markdown(message.text, (url) => phone.openPage(url)) : message.text),
      rows),
    message.link && el('div', { class: 'foot' }, el('button', { type: 'button', text: message.link.label, onclick: () => phone.openPage(message.link.url) })),
    buttons.map((button) => el('div', { class: 'foot' }, el('button', { type: 'button', text: button.label, onclick: () => phone.openPage(button.url) }))));
}
