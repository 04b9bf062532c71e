/** One chat. Rows are kept by message, so that a change redraws one card and leaves what is being filled in elsewhere alone. */
import { chatsOf } from './chats.js';
import { el } from './el.js';
import { messageRow } from './messages.js';
import { timeOf } from './time.js';

/** A time is written above a message after this much silence, ms. */
const SILENCE = 5 * 60_000;
/** Older ones are on request. */
const SHOWN = 60;

export class ChatScreen {
  #phone;
  #rows = new Map();
  #stream = el('div', { class: 'stream', role: 'log', 'aria-label': '消息' });
  #body = el('div', { class: 'body', tabindex: 0 }, this.#stream);
  #title = el('h2');
  #shown = SHOWN;

  constructor(phone, chat) {
    this.#phone = phone;
    this.chat = chat;
  }

  elements() {
    const bar = el('div', { class: 'bar' }, el('button', { type: 'button', class: 'back', 'aria-label': '返回消息列表', onclick: () => this.#phone.openList() }), this.#title, el('span'));
    return [bar, this.#body, this.chat === 'ding' || this.chat === 'notice' ? undefined : this.#writer()];
  }

  /** Brings the rows up to date; `force` names a message that looks different without having changed. */
  draw(force) {
    const found = chatsOf(this.#phone.messages).find(({ id }) => id === this.chat);
    const messages = (found?.messages ?? []).slice(-this.#shown);
    this.#title.textContent = found?.name ?? '移动医护';
    const atEnd = this.#body.scrollHeight - this.#body.scrollTop - this.#body.clientHeight < 80;
    const grown = messages.at(-1)?.id !== this.last;
    this.last = messages.at(-1)?.id;
    const rows = messages.flatMap((message, index) => this.#row(message, messages[index - 1], force));
    const hint = messages.length === 0 ? [el('p', { class: 'empty', text: '在下面写一句话试试，例如：待办' })] : [];
    arrange(this.#stream, [...this.#older(found), ...rows, ...hint]);
    if (grown || atEnd) this.#body.scrollTop = this.#body.scrollHeight;
  }

  #older(found) {
    if ((found?.messages.length ?? 0) <= this.#shown) return [];
    const more = () => {
      this.#shown += SHOWN;
      this.draw();
    };
    return [el('button', { type: 'button', class: 'linkish when', text: '看更早的消息', onclick: more })];
  }

  #row(message, before, force) {
    const known = this.#rows.get(message.id);
    const same = known?.message === message && force !== message.id;
    const row = same ? known.row : messageRow(message, this.#phone);
    if (!same && known?.row.contains(document.activeElement)) queueMicrotask(() => row.querySelector('.tc')?.focus({ preventScroll: true }));
    this.#rows.set(message.id, { message, row });
    const silent = before === undefined || message.at - before.at > SILENCE;
    return silent ? [el('time', { class: 'when', text: timeOf(message.at) }), row] : [row];
  }

  #writer() {
    const line = el('input', { type: 'text', placeholder: '发消息', 'aria-label': '发消息', autocomplete: 'off', enterkeyhint: 'send' });
    const send = el('button', { type: 'submit', text: '发送' });
    const submit = (event) => {
      event.preventDefault();
      const text = line.value.trim();
      if (text === '') return;
      line.value = '';
      void this.#phone.say(text, this.chat);
    };
    return el('form', { class: 'write', onsubmit: submit }, line, send);
  }
}

/** Puts the rows in order without touching those that stay: a row that is moved would lose the focus inside it. */
function arrange(stream, rows) {
  const wanted = new Set(rows);
  for (const row of Array.from(stream.children)) if (!wanted.has(row)) row.remove();
  for (const [index, row] of rows.entries()) if (stream.children[index] !== row) stream.insertBefore(row, stream.children[index] ?? null);
}
