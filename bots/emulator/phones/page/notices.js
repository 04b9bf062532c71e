/** What comes over the screen by itself: banners, DING, toasts. */
import { lineOf } from './chats.js';
import { el } from './el.js';

/** Shown so long, ms: a banner, and a toast for its letters at a reader's pace. */
const BANNER = 6_000;
const toastMs = (text) => Math.max(3_000, 1_500 + text.length * 150);

/** Lock-screen line: only the summary, as the platform itself would show it. */
export function banner(screen, message, open) {
  screen.querySelector('.banner')?.remove();
  const node = el('button', { type: 'button', class: 'banner', onclick: () => { node.remove(); open(); } },
    el('span', { class: 'avatar app', 'aria-hidden': 'true', text: '医' }),
    el('span', { class: 'words' }, el('b', {}, message.from, el('time', { text: '现在' })), el('span', { class: 'line', text: lineOf(message) })));
  node.setAttribute('aria-label', `新消息：${lineOf(message)}`);
  screen.append(node);
  setTimeout(() => node.remove(), BANNER);
}

export function toast(screen, text) {
  screen.querySelector('.toast')?.remove();
  const node = el('div', { class: 'toast', role: 'status', text });
  screen.append(node);
  setTimeout(() => node.remove(), toastMs(text));
}

/** A DING takes the whole screen until it is answered; by telephone it rings. */
export function ding(screen, message, done) {
  screen.querySelector('.ding')?.remove();
  const call = message.look.remindType === '3';
  const close = (seen) => {
    node.remove();
    done(seen);
  };
  const node = el('section', { class: `ding ${call ? 'call' : 'app'}`, role: 'alertdialog', 'aria-label': message.title },
    call && el('div', { class: 'ring', 'aria-hidden': 'true', text: '☎' }),
    el('div', { class: 'kind', text: message.title }),
    el('h3', { text: message.from }),
    el('p', { text: message.text }),
    el('div', { class: 'choices' }, call
      ? [el('button', { type: 'button', class: 'no', text: '挂断', onclick: () => close(false) }), el('button', { type: 'button', class: 'yes', text: '接听', onclick: () => close(true) })]
      : [el('button', { type: 'button', class: 'yes', text: '知道了', onclick: () => close(true) })]));
  screen.append(node);
  node.querySelector('.yes').focus();
}
