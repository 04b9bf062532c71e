/** A WeCom template_card by its type, drawn from the JSON that was sent. */
import { el } from './el.js';
import { inputFields } from './inputs.js';

export function wecomCard(message, phone) {
  const { template_card: card, replaced, warnings } = message.raw;
  const busy = phone.busy.get(message.id);
  const menuOpen = phone.menus.has(message.id);
  const own = buttons(message, card, replaced, phone, busy);
  return el('article', { class: `tc wc ${card.card_type}`, tabindex: -1, 'aria-label': message.title },
    el('div', { class: 'inner' },
      source(card, message, phone, menuOpen),
      opening(card, phone, head(card, message)),
      form(message, phone, own.refresh),
      phone.said.has(message.id) && el('div', { class: 'said', role: 'alert', text: phone.said.get(message.id) }),
      own.nodes.length > 0 && el('div', { class: `buttons${own.long ? ' long' : ''}` }, own.nodes)),
    menuOpen && menu(message, phone, busy),
    (card.jump_list ?? []).map((jump) => el('button', { type: 'button', class: 'jump', text: jump.title, onclick: () => jump.url && phone.openPage(jump.url) })),
    warnings?.length > 0 && el('div', { class: 'advice', text: warnings[0], title: warnings.join('\n') }));
}

function source(card, message, phone, menuOpen) {
  const more = card.action_menu && el('button', {
    type: 'button', class: 'menu', text: '⋯', 'aria-label': card.action_menu.desc || '更多操作', 'aria-expanded': String(menuOpen),
    onclick: () => phone.toggleMenu(message),
  });
  if (!card.source?.desc && !more) return undefined;
  return el('div', { class: `source c${card.source?.desc_color ?? 0}` }, card.source?.desc && el('span', { class: 'dot', 'aria-hidden': 'true' }), card.source?.desc ?? '', more);
}

/** The whole upper part leads to card_action. */
function opening(card, phone, children) {
  const url = card.card_action?.url;
  if (!url) return el('div', { class: 'inner-parts' }, children);
  return el('div', { class: 'inner-parts open', role: 'link', tabindex: 0, 'aria-label': '打开详情', onclick: () => phone.openPage(url), onkeydown: (event) => event.key === 'Enter' && phone.openPage(url) }, children);
}

function head(card, message) {
  const { main_title: title, emphasis_content: emphasis, quote_area: quote } = card;
  return [
    card.card_image && el('img', { class: 'picture', src: card.card_image.url, alt: '', style: `aspect-ratio:${card.card_image.aspect_ratio ?? 1.3}` }),
    (title?.title || title?.desc) && el('div', {}, title.title && el('div', { class: 'title', text: title.title }), title.desc && el('div', { class: 'desc', text: title.desc })),
    emphasis && el('div', { class: 'emphasis' }, emphasis.title && el('b', { text: emphasis.title }), emphasis.desc && el('span', { text: emphasis.desc })),
    card.image_text_area && el('div', { class: 'quote' }, el('b', { text: card.image_text_area.title ?? '' }), card.image_text_area.desc ?? ''),
    quote && el('div', { class: 'quote' }, quote.title && el('b', { text: quote.title }), quote.quote_text ?? ''),
    card.sub_title_text && el('div', { class: 'sub', text: card.sub_title_text }),
    rows(card, message),
  ];
}

/** Names of members are already looked up in `fields`, which stand in the same order. */
function rows(card, message) {
  const across = (card.horizontal_content_list ?? []).flatMap((row, index) => [
    el('dt', { text: row.keyname }),
    el('dd', { class: row.type ? 'go' : '', text: message.fields[index]?.value ?? row.value ?? '' }),
  ]);
  const down = (card.vertical_content_list ?? []).map((row) => el('div', {}, el('div', { class: 'title', text: row.title }), row.desc && el('div', { class: 'desc', text: row.desc })));
  return [across.length > 0 && el('dl', { class: 'rows' }, across), down];
}

function form(message, phone, refresh) {
  if (message.inputs.length === 0) return undefined;
  return el('div', { class: 'form' }, inputFields(message, phone.valuesOf(message.id), refresh));
}

/** The buttons wait until every question has an answer; `refresh` looks again. */
function buttons(message, card, replaced, phone, busy) {
  const own = message.buttons.filter(({ id }) => !id.startsWith('menu:') && !id.startsWith('jump:'));
  const values = phone.valuesOf(message.id);
  const isOpen = () => message.inputs.some((input) => !input.disabled && (values[input.id] ?? input.value).length === 0);
  const nodes = own.map((button, index) => {
    const style = card.submit_button && replaced === undefined ? 'submit' : `s${card.button_list?.[index]?.style ?? 1}`;
    const press = () => (button.url ? phone.openPage(button.url) : phone.press(message, button));
    return el('button', { type: 'button', text: button.label, class: `btn ${style}${busy === button.id ? ' busy' : ''}`, onclick: press });
  });
  const refresh = () => {
    for (const [index, node] of nodes.entries()) node.disabled = own[index].disabled || busy !== undefined || (isOpen() && !own[index].url);
  };
  refresh();
  return { nodes, refresh, long: own.some(({ label }) => label.length > 6) };
}

function menu(message, phone, busy) {
  const entries = message.buttons.filter(({ id }) => id.startsWith('menu:'));
  return el('div', { class: 'menu-list' }, entries.map((button) => el('button', {
    type: 'button', class: 'btn', text: button.label, disabled: busy !== undefined, onclick: () => phone.press(message, button),
  })));
}
