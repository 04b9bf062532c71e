/** The questions on a card. Each keeps what was chosen in `values`, so that redrawing a card loses nothing. */
import { el } from './el.js';

export function inputFields(message, values, changed) {
  return message.inputs.map((input) => field(message, input, values, changed));
}

function field(message, input, values, changed) {
  const chosen = values[input.id] ?? [...input.value];
  values[input.id] = chosen;
  const set = (next) => {
    values[input.id] = next;
    changed();
  };
  const id = `${message.platform}-${message.id}-${input.id}`.replaceAll(/[^\w-]/g, '_');
  if (input.kind === 'text') return typed(input, id, chosen, set);
  // WeCom draws a drop-down for everything but a vote, which has no caption of its own.
  const drops = input.kind === 'one' && (message.platform === 'wecom' ? input.label !== '' : input.options.length > 4);
  return drops ? dropDown(input, id, chosen, set) : options(input, id, values, set);
}

const caption = (input) => [input.label, input.required && input.label && el('span', { class: 'need', 'aria-label': '必填', text: '*' })];

function typed(input, id, chosen, set) {
  const area = el('textarea', { id, rows: 2, disabled: input.disabled, value: chosen[0] ?? '', oninput: (event) => set(event.target.value === '' ? [] : [event.target.value]) });
  return el('div', { class: 'field' }, el('label', { for: id, class: 'caption' }, caption(input)), area);
}

function dropDown(input, id, chosen, set) {
  const blank = chosen.length === 0 && el('option', { value: '', text: '请选择' });
  const select = el('select', { id, disabled: input.disabled, onchange: (event) => set(event.target.value === '' ? [] : [event.target.value]) },
    blank, input.options.map((option) => el('option', { value: option.id, text: option.label, selected: chosen.includes(option.id) })));
  return el('div', { class: 'field' }, el('label', { for: id, class: 'caption' }, caption(input)), select);
}

function options(input, id, values, set) {
  const many = input.kind === 'many';
  const toggle = (option, on) => {
    if (!many) return set([option.id]);
    const rest = values[input.id].filter((each) => each !== option.id);
    return set(on ? [...rest, option.id] : rest);
  };
  return el('fieldset', { class: 'field', disabled: input.disabled },
    input.label && el('legend', {}, caption(input)),
    input.options.map((option) => el('label', { class: 'option' },
      el('input', { type: many ? 'checkbox' : 'radio', name: id, checked: values[input.id].includes(option.id), onchange: (event) => toggle(option, event.target.checked) }),
      option.label)));
}
