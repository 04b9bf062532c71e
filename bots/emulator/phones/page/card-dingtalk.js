/** A DingTalk interactive card, from the fields of the rendered template. */
import { el } from './el.js';
import { inputFields } from './inputs.js';

export function dingtalkCard(message, phone) {
  const { look } = message;
  const busy = phone.busy.get(message.id);
  return el('article', { class: `tc dc ${look.colour ?? ''}`, tabindex: -1, 'aria-label': message.title },
    el('div', { class: 'head' }, el('strong', { text: message.title }), look.tag && el('span', { class: 'tag', text: look.tag })),
    el('div', { class: 'inner' }, lines(message), form(message, phone), phone.said.has(message.id) && el('div', { class: 'said', role: 'alert', text: phone.said.get(message.id) }), buttons(message, phone, busy)),
    message.link && el('div', { class: 'foot' }, el('button', { type: 'button', text: message.link.label, onclick: () => phone.openPage(message.link.url) })));
}

/** Our own template names its lines; any other is drawn as text and rows. */
function lines(message) {
  const { look } = message;
  const rows = message.fields.length > 0 && el('dl', { class: 'rows' }, message.fields.flatMap(({ label, value }) => [el('dt', { text: label }), el('dd', { text: value })]));
  if (look.fact === undefined) return [message.text && el('div', { class: 'text', text: message.text }), rows];
  return [
    look.fact && el('div', { class: 'fact', text: look.fact }),
    rows,
    look.fields && !rows && el('div', { text: look.fields }),
    look.state && el('div', { class: 'state', text: look.state }),
    look.result && el('div', { class: 'result', text: look.result }),
    look.notice && el('div', { class: 'notice', text: look.notice }),
  ];
}

function form(message, phone) {
  if (message.inputs.length === 0) return undefined;
  return el('div', { class: 'form' }, inputFields(message, phone.valuesOf(message.id), () => undefined));
}

function buttons(message, phone, busy) {
  if (message.buttons.length === 0) return undefined;
  return el('div', { class: 'row-buttons' }, message.buttons.map((button) => el('button', {
    type: 'button', text: button.label, disabled: button.disabled || busy !== undefined,
    class: `btn ${button.weight ?? 'plain'}${busy === button.id ? ' busy' : ''}`,
    onclick: () => phone.press(message, button),
  })));
}
