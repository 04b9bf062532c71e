/** Text of messages as the apps show it: WeCom's `<a href>` in text, markdown's small common part. Nothing else gets through. */
import { el } from './el.js';

/** Plain text with links. `open` gets the address. */
export function plainText(text, open) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/<a\s+href=["']([^"']+)["'][^>]*>([^<]*)<\/a>|(https?:\/\/[^\s<>"'，。；）]+)/g)) {
    parts.push(text.slice(from, match.index), link(match[1] ?? match[3], match[2] ?? match[3], open));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

const link = (url, label, open) => el('button', { type: 'button', class: 'linkish', text: label, onclick: () => open(url) });

const INLINE = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|<font color="(info|comment|warning)">([^<]*)<\/font>/g;

function inline(text, open) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(from, match.index), marked(match, open));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

function marked([, bold, code, label, url, colour, coloured], open) {
  if (bold !== undefined) return el('b', { text: bold });
  if (code !== undefined) return el('code', { text: code });
  if (url !== undefined) return link(url, label, open);
  return el('span', { class: colour, text: coloured });
}

/** Blocks of markdown. */
export function markdown(source, open) {
  const blocks = [];
  let items;
  for (const line of source.split('\n')) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item !== null) {
      items ??= blocks[blocks.push(el('ul')) - 1];
      items.append(el('li', {}, inline(item[1], open)));
      continue;
    }
    items = undefined;
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const quote = /^>\s?(.*)$/.exec(line);
    if (heading !== null) blocks.push(el('h4', {}, inline(heading[1], open)));
    else if (quote !== null) blocks.push(el('blockquote', {}, inline(quote[1], open)));
    else if (line.trim() !== '') blocks.push(el('p', {}, inline(line, open)));
  }
  return blocks;
}
