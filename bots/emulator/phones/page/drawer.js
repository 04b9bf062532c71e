/** For testers: move the clock, break things, mend them. */
import { get, post } from './api.js';
import { el } from './el.js';
import { clockOf, dateOf, now, setOffset, spanOf } from './time.js';

const HOUR = 3_600_000;
const STEPS = [['1 分钟', 60_000], ['10 分钟', 600_000], ['1 小时', HOUR], ['24 小时', 24 * HOUR], ['72 小时', 72 * HOUR]];

/** Sentence, then the switch it turns. */
const COMMON = [
  ['平台中断', { kind: 'down' }],
  ['网络变慢 3 秒', { kind: 'latency', ms: 3_000 }],
  ['令牌失效', { kind: 'tokenExpired', count: 1 }],
  ['IP 不在名单', { kind: 'ipBlocked' }],
  ['说成功但丢消息', { kind: 'dropMessages' }],
  ['回答丢在路上', { kind: 'cutAfter', count: 1 }],
];
const OWN = {
  dingtalk: [
    ['长连接假活', { kind: 'halfOpenSocket' }],
    ['回执丢失，稍后重推', { kind: 'dropAck', count: 1 }],
    ['同一回调推两次', { kind: 'duplicate', count: 1, times: 1, ms: 1_000 }],
  ],
  wecom: [
    ['回调签名错误', { kind: 'badSignature', route: 'callback', count: 3 }],
    ['同一回调发两次', { kind: 'duplicate', route: 'callback', count: 1, times: 1, ms: 1_000 }],
    ['回调报文损坏', { kind: 'malformedXml', route: 'callback', count: 3 }],
  ],
};
const NAMES = { dingtalk: '钉钉', wecom: '企业微信', '*': '两个平台' };

export class Drawer {
  #time = el('p', { class: 'clock', 'aria-live': 'off' });
  #offset = el('p', { class: 'offset' });
  #list = el('ul');

  constructor(node, opener) {
    this.node = node;
    this.opener = opener;
    node.append(
      el('header', {}, el('h2', { text: '时钟与故障' }), el('button', { type: 'button', class: 'quiet', text: '关闭', onclick: () => this.toggle() })),
      this.#time, this.#offset,
      el('div', { class: 'row' }, STEPS.map(([label, ms]) => el('button', { type: 'button', class: 'quiet', text: `+${label}`, onclick: () => void post('/_emu/clock', { advance: ms }) }))),
      el('h3', { text: '现在的故障' }), this.#list,
      el('h3', { text: '让它出错' }), this.#form(),
      el('h3', { text: '从头来' }),
      el('p', { class: 'about', text: '清空两部手机的消息和故障，人员与时钟不变。' }),
      el('button', { type: 'button', class: 'quiet', text: '清空消息与故障', onclick: () => void post('/_emu/reset', {}) }));
    opener.addEventListener('click', () => this.toggle());
    node.addEventListener('keydown', (event) => event.key === 'Escape' && this.toggle());
    setInterval(() => this.#tick(), 1_000);
  }

  toggle() {
    this.node.hidden = !this.node.hidden;
    this.opener.setAttribute('aria-expanded', String(!this.node.hidden));
    (this.node.hidden ? this.opener : this.node.querySelector('button')).focus();
  }

  async load() {
    const [clock, { faults }] = await Promise.all([get('/_emu/clock'), get('/_emu/faults')]);
    this.setClock(clock);
    this.#draw(faults);
  }

  setClock({ offset }) {
    setOffset(offset);
    this.#offset.textContent = Math.abs(offset) < 1_000 ? '与真实时间相同' : `比真实时间${offset > 0 ? '快' : '慢'} ${spanOf(offset)}`;
    this.#tick();
  }

  #tick() {
    this.#time.textContent = `${dateOf(now())} ${clockOf(now())}`;
  }

  #draw(faults) {
    this.#list.replaceChildren(...(faults.length === 0 ? [el('li', { class: 'none', text: '一切正常。' })] : faults.map(row)));
  }

  #form() {
    const platform = el('select', {}, ['dingtalk', 'wecom'].map((name) => el('option', { value: name, text: NAMES[name] })));
    const kind = el('select');
    const fill = () => kind.replaceChildren(...[...COMMON, ...OWN[platform.value]].map(([label], index) => el('option', { value: index, text: label })));
    const minutes = el('input', { type: 'number', min: 1, placeholder: '不限' });
    platform.addEventListener('change', fill);
    fill();
    const submit = (event) => {
      event.preventDefault();
      const [, fault] = [...COMMON, ...OWN[platform.value]][Number(kind.value)];
      void post('/_emu/faults', { platform: platform.value, ...fault, ...(minutes.value ? { forMs: Number(minutes.value) * 60_000 } : {}) });
    };
    return el('form', { onsubmit: submit },
      el('div', { class: 'row' }, el('label', {}, '平台', platform), el('label', {}, '故障', kind), el('label', {}, '多少分钟', minutes)),
      el('button', { type: 'submit', class: 'strong', text: '让它出错' }));
  }
}

function row(fault) {
  return el('li', {},
    el('span', {}, `${NAMES[fault.platform]} · ${labelOf(fault)}`, el('small', { text: detailOf(fault) })),
    el('button', { type: 'button', class: 'quiet', text: '恢复', onclick: () => void post('/_emu/faults', { clear: { id: fault.id } }) }));
}

function labelOf(fault) {
  const known = [...COMMON, ...OWN.dingtalk, ...OWN.wecom].find(([, { kind }]) => kind === fault.kind);
  return known?.[0] ?? fault.kind;
}

function detailOf(fault) {
  const left = typeof fault.left === 'number' && Number.isFinite(fault.left) ? `还有 ${fault.left} 次` : '';
  const until = typeof fault.until === 'number' ? `到 ${clockOf(fault.until)}` : '';
  return [fault.route, left, until, fault.struck > 0 ? `已发生 ${fault.struck} 次` : '还没有发生'].filter(Boolean).join(' · ');
}
