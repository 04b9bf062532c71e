/** A page of the product inside the phone: title bar, back, refresh, and what the page asks of the phone. */
import { el } from './el.js';

export class WebScreen {
  #frame;
  #title = el('h2', { text: '正在打开…' });
  #loading = el('div', { class: 'loading', 'aria-hidden': 'true' });
  #phone;
  #address;
  /** A page that could not be had knows nothing of the phone around it; the bar's buttons then work by themselves. */
  #answers = false;
  #hear = (event) => this.#heard(event);

  constructor(phone, address) {
    this.#phone = phone;
    this.#address = address;
    this.#frame = el('iframe', { src: address, title: '网页', allow: 'clipboard-write' });
    this.#frame.addEventListener('load', () => this.#loaded());
    window.addEventListener('message', this.#hear);
    this.element = el('section', { class: 'web', 'aria-label': '网页' },
      el('div', { class: 'bar' },
        el('button', { type: 'button', class: 'back', 'aria-label': '后退', onclick: () => (this.#answers ? this.#tell('back') : phone.closePage()) }),
        this.#title,
        el('span', { class: 'tool' },
          el('button', { type: 'button', class: 'linkish', text: '刷新', onclick: () => this.#reload() }), ' ',
          el('button', { type: 'button', class: 'linkish', text: '关闭', onclick: () => phone.closePage() }))),
      this.#loading, this.#frame);
  }

  close() {
    window.removeEventListener('message', this.#hear);
    this.element.remove();
  }

  /** After the page's own `ready`, if it has one. */
  #loaded() {
    this.#loading.remove();
    if (!this.#answers) this.#title.textContent = '网页打不开';
  }

  #reload() {
    const answered = this.#answers;
    this.#answers = false;
    if (answered) this.#tell('reload');
    // In the place of the page that failed: back must not lead to it.
    else this.#frame.contentWindow?.location.replace(this.#address);
  }

  #tell(type, more = {}) {
    this.#frame.contentWindow?.postMessage({ emu: 'phone', type, ...more }, '*');
  }

  #heard({ source, data }) {
    if (source !== this.#frame.contentWindow || data?.emu !== 'webview') return;
    if (data.type === 'ready') this.#answers = true;
    if (data.type === 'title') this.#title.textContent = data.title || '网页';
    if (data.type === 'close') this.#phone.closePage();
    if (data.type === 'toast') this.#phone.toast(String(data.text ?? ''));
    if (data.type === 'scan') void this.#scan(data.id);
  }

  /** Stands for the camera. */
  async #scan(id) {
    const { promise, resolve } = Promise.withResolvers();
    const input = el('input', { type: 'text', 'aria-label': '码的内容' });
    const done = (value) => {
      sheet.remove();
      resolve(value);
    };
    const sheet = el('form', { class: 'sheet', onsubmit: (event) => { event.preventDefault(); done(input.value); } },
      el('label', {}, '扫一扫：输入二维码或腕带上的内容', input),
      el('div', { class: 'pair' }, el('button', { type: 'button', text: '取消', onclick: () => done('') }), el('button', { type: 'submit', class: 'go', text: '扫到了' })));
    this.element.append(sheet);
    input.focus();
    this.#tell('answer', { id, value: await promise });
  }
}
