/** One phone: who holds it, what it has received, which screen is open. */
import { get, post } from './api.js';
import { chatOf } from './chats.js';
import { el } from './el.js';
import { banner, ding, toast } from './notices.js';
import { aboutOf, avatar, pickPerson } from './people.js';
import { ChatScreen } from './screen-chat.js';
import { listScreen } from './screen-list.js';
import { WebScreen } from './screen-web.js';
import { clockOf, now } from './time.js';

const NAMES = { dingtalk: '钉钉', wecom: '企业微信' };
/** Loaded at once. */
const LOADED = 200;

export class Phone {
  person;
  messages = [];
  /** Message id to the button that waits for its answer. */
  busy = new Map();
  /** Message id to why the app did not send its last press: stays at the button until the next. */
  said = new Map();
  /** Messages whose corner menu is open. */
  menus = new Set();
  /** `chats` or `work`. */
  tab = 'chats';
  #values = new Map();
  #settings;
  #people;
  #chat;
  #web;
  #clock = el('span');
  #content = el('div', { class: 'content', style: 'display:contents' });
  #screen = el('div', { class: 'screen' });
  #holder = el('button', { type: 'button', class: 'holder', onclick: () => void this.choose() });

  constructor(platform, settings, people) {
    this.platform = platform;
    this.#settings = settings;
    this.#people = people;
    const signs = el('span', { class: 'signs', 'aria-hidden': 'true' }, '5G', el('span', { class: 'battery' }));
    this.#screen.append(el('div', { class: 'status' }, this.#clock, signs), this.#content, el('div', { class: 'home-bar', 'aria-hidden': 'true' }));
    this.element = el('section', { class: `column ${platform}`, 'aria-label': `${NAMES[platform]}手机` }, this.#holder, el('div', { class: 'device' }, this.#screen));
    setInterval(() => this.tick(), 1_000);
    this.tick();
  }

  tick() {
    this.#clock.textContent = clockOf(now());
  }

  /** Everybody on this platform may have changed. */
  setPeople(people) {
    this.#people = people;
    if (this.person) this.person = this.#mine().find(({ userid }) => userid === this.person.userid) ?? this.person;
    this.#drawHolder();
  }

  #mine() {
    return this.#people.filter(({ platform }) => platform === this.platform);
  }

  async choose() {
    this.setPeople((await get('/_emu/people')).people);
    const person = await pickPerson(this.#mine(), this.platform, NAMES[this.platform]);
    if (person) await this.hold(person);
    this.#holder.focus();
  }

  async hold(person) {
    this.person = person;
    this.closePage();
    this.busy.clear();
    this.said.clear();
    this.#values.clear();
    this.#screen.querySelector('.ding')?.remove();
    this.tab = 'chats';
    this.onHold?.(person);
    this.#drawHolder();
    this.openList();
    await this.load();
  }

  async load() {
    if (!this.person) return;
    const { staffNumber } = this.person;
    const { messages } = await get(`/_emu/inbox?platform=${this.platform}&user=${encodeURIComponent(staffNumber)}&limit=${LOADED}`);
    if (staffNumber !== this.person.staffNumber) return;
    // A message that has not changed stays the same object, so that its row is not drawn anew.
    const known = new Map(this.messages.map((message) => [message.id, message]));
    this.messages = messages.map((message) => (JSON.stringify(known.get(message.id)) === JSON.stringify(message) ? known.get(message.id) : message));
    this.draw();
  }

  /** News from the emulator. */
  heard(name, data) {
    if (data.platform !== this.platform || data.staffNumber !== this.person?.staffNumber) return;
    if (name === 'toast') return this.toast(data.text);
    const { message } = data;
    const before = this.messages.some(({ id }) => id === message.id);
    this.messages = [message, ...this.messages.filter(({ id }) => id !== message.id)].toSorted((a, b) => b.at - a.at);
    if (name === 'changed') this.#forgetDraft(message);
    if (name === 'message' && !before && message.kind !== 'mine') this.#announce(message);
    this.draw();
  }

  #announce(message) {
    if (message.kind === 'urgent') return ding(this.#screen, message, (seen) => seen && void this.#read([message]));
    const looking = !this.#web && this.#chat?.chat === chatOf(message) && !document.hidden;
    if (!looking) banner(this.#screen, message, () => { this.closePage(); this.openChat(chatOf(message)); });
  }

  /** A card that changed asks anew. */
  #forgetDraft(message) {
    const before = this.#values.get(message.id);
    if (before && Object.keys(before).some((id) => !message.inputs.some((input) => input.id === id && !input.disabled))) this.#values.delete(message.id);
  }

  openList() {
    this.#chat = undefined;
    this.draw();
  }

  openTab(name) {
    this.tab = name;
    this.openList();
  }

  /** The app itself, as its tile on the workbench opens it. */
  openHome() {
    this.openPage(`${this.#settings.home}/m`);
  }

  openChat(chat) {
    this.#chat = new ChatScreen(this, chat);
    this.#content.replaceChildren(...this.#chat.elements().filter(Boolean));
    this.draw();
    this.#content.querySelector('.back')?.focus({ preventScroll: true });
  }

  draw() {
    if (!this.person) return;
    if (this.#chat === undefined) return this.#drawList();
    this.#chat.draw();
    if (document.hidden) return undefined;
    return void this.#read(this.messages.filter((message) => message.unread && chatOf(message) === this.#chat.chat));
  }

  /** Whoever walks the list by keyboard stays in place. */
  #drawList() {
    const place = [...this.#content.querySelectorAll('button')].indexOf(document.activeElement);
    this.#content.replaceChildren(...listScreen(this));
    if (place >= 0) this.#content.querySelectorAll('button')[place]?.focus({ preventScroll: true });
  }

  async #read(messages) {
    for (const { id } of messages) await post('/_emu/read', { platform: this.platform, user: this.person.staffNumber, message: id });
  }

  redraw(message) {
    this.#chat?.draw(message.id);
  }

  valuesOf(id) {
    const values = this.#values.get(id) ?? {};
    this.#values.set(id, values);
    return values;
  }

  toggleMenu(message) {
    if (!this.menus.delete(message.id)) this.menus.add(message.id);
    this.redraw(message);
  }

  async press(message, button) {
    this.busy.set(message.id, button.id);
    this.said.delete(message.id);
    this.redraw(message);
    // What was said about the last press is no longer true.
    this.#screen.querySelector('.toast')?.remove();
    try {
      const body = { platform: this.platform, user: this.person.staffNumber, message: message.id, button: button.id, values: this.valuesOf(message.id) };
      const { toast: why } = await post('/_emu/press', body);
      if (why) this.said.set(message.id, why);
      this.menus.delete(message.id);
    } catch (error) {
      this.said.set(message.id, error.message);
    } finally {
      this.busy.delete(message.id);
      this.redraw(message);
    }
  }

  async say(text, chat) {
    const path = this.platform === 'wecom' && chat ? '/_emu/wecom/say' : '/_emu/say';
    try {
      await post(path, { platform: this.platform, user: this.person.staffNumber, text, ...(path === '/_emu/say' ? {} : { to: chat === 'bot' ? 'bot' : 'app' }) });
    } catch (error) {
      this.toast(error.message);
    }
  }

  toast(text) {
    toast(this.#screen, text);
  }

  /** Pages of the product open in the phone's own browser; `dingtalk://` links carry theirs along. */
  openPage(address) {
    const url = innerAddress(address);
    const frame = this.#settings.frames[this.platform];
    const inside = this.#settings.homes.some((home) => url === home || url.startsWith(`${home}/`));
    if (!inside || frame === undefined) return void window.open(url, '_blank', 'noreferrer');
    this.closePage();
    const fresh = localStorage.getItem(`held-${this.platform}`) === this.person.userid ? '' : '&fresh=1';
    localStorage.setItem(`held-${this.platform}`, this.person.userid);
    this.#web = new WebScreen(this, `${frame}/__hold?user=${encodeURIComponent(this.person.userid)}&to=${encodeURIComponent(url)}${fresh}`);
    this.#screen.append(this.#web.element);
    return undefined;
  }

  closePage() {
    this.#web?.close();
    this.#web = undefined;
  }

  #drawHolder() {
    const { person } = this;
    this.#holder.replaceChildren(
      avatar(person?.name ?? '？'),
      el('span', { class: 'who' }, el('span', { class: 'badge-platform', text: NAMES[this.platform] }), ' ', el('b', { text: person?.name ?? '还没有人' }), el('small', { text: person ? aboutOf(person) : '点这里选择持有人' })),
      el('span', { class: 'swap', text: '换人' }));
    this.#holder.setAttribute('aria-label', `${NAMES[this.platform]}手机在${person?.name ?? '没有人'}手里，点按换人`);
  }
}

function innerAddress(address) {
  if (!address.startsWith('dingtalk://')) return address;
  return new URL(address).searchParams.get('url') ?? address;
}
