/** The gallery as one HTML file: each card as it is met, light and dark, nothing loaded from elsewhere. */
import type { Drawing, Piece } from './drawing.ts';
import { drawings } from './draw.ts';
import type { Sample, Shelf } from './samples.ts';
import { STYLE } from './style.ts';

export function galleryPage(shelves: readonly Shelf[]): string {
  const links = shelves.map(({ module, samples }) => `<a href="#${escape(module)}">${escape(module)} · ${samples.length}</a>`);
  return `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>卡片图册</title><style>${STYLE}</style>
<header><h1>卡片图册</h1><nav>${links.join('')}</nav><label><input type="checkbox" id="dark"> 深色</label></header>
<main>${shelves.map(shelfHtml).join('\n')}</main></html>
`;
}

function shelfHtml({ module, samples }: Shelf): string {
  return `<h2 id="${escape(module)}">${escape(module)}</h2>${samples.map(sampleHtml).join('\n')}`;
}

function sampleHtml({ name, state, card }: Sample): string {
  const drawn = drawings(card).map((drawing) => drawingHtml(drawing));
  return `<section><h3>${escape(name)} <small>${escape(state)}</small></h3><div class="ways">${drawn.join('')}</div></section>`;
}

const PLACES: Readonly<Record<Drawing['where'], string>> = { 钉钉: 'dingtalk', 企业微信: 'wecom', 文字: 'plain', 锁屏: 'lock' };

function drawingHtml({ where, tone, pieces }: Drawing): string {
  return `<figure class="${PLACES[where]} ${tone}"><figcaption>${where}</figcaption><div class="card">${pieces.map(pieceHtml).join('')}</div></figure>`;
}

function pieceHtml(piece: Piece): string {
  const text = escape(piece.text).replaceAll('\n', '<br>');
  switch (piece.role) {
    case 'row':
      return `<p class="row"><b>${escape(piece.as ?? '')}</b><span>${text}</span></p>`;
    case 'choice':
      return `<p class="choice${piece.as === 'on' ? ' on' : ''}">${text}</p>`;
    case 'button':
      return `<p class="button ${piece.as === 'primary' || piece.as === 'danger' ? piece.as : 'plain'}">${text}</p>`;
    default:
      return `<p class="${piece.role}">${text}</p>`;
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
