/** What the watermark's benches share: viewers nobody has seen, pages and documents, and how one would do it with a browser. */
import { randomBytes } from 'node:crypto';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { drawSheet } from '../../services/core/papers/sheet.ts';
import { prepare, type PreparedPage } from '../../watermark/page/prepare.ts';
import type { Mark } from '../../watermark/stamp.ts';
import { recordPage } from '../../watermark/trial/draw.ts';
import { sentences } from '../../watermark/trial/words.ts';

export const viewport = { width: 1240, height: 1754 };
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run'];
const body = Array.from({ length: 36 }, (_, at) => `<p style="margin:14px 0;font-size:21px">${sentences[at % sentences.length]}</p>`).join('');
const html = (viewer: string): string => `<body style="margin:60px 90px;font-family:'Noto Sans CJK SC'">${body}<div style="position:fixed;inset:0;opacity:.13;transform:rotate(-24deg);font-size:22px;line-height:150px">${`${viewer} `.repeat(120)}</div></body>`;

let viewers = 0;

/** @param name of a viewer who turns pages; without it of one nobody has seen. Each page has a code of its own. */
export function markFor(name = `李静 ${++viewers} 心血管内科`): Mark {
  return { id: randomBytes(6).toString('hex'), key: Buffer.alloc(32, 1), series: '1', lines: [name, '2026-11-29 03:10 查房'], strength: 'ordinary' };
}

export function textPage(): PreparedPage {
  const canvas = recordPage(1);
  const rgba = canvas.data();
  const rgb = new Uint8Array(canvas.width * canvas.height * 3);
  for (let at = 0; at < rgb.length / 3; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return prepare({ width: canvas.width, height: canvas.height, rgb }, 150);
}

/** So many pages of Chinese text as PDF, as a hospital's system would send them. */
export function record(pages: number, title = '出院评估与指导'): Promise<Uint8Array> {
  const pieces = Array.from({ length: pages * 32 }, (_none, at) => ({ kind: 'text' as const, text: sentences[at % sentences.length]!.slice(0, 44) }));
  return drawSheet({ title, hospital: '示范医院', facts: [], pieces, foot: '', producer: 'bench', at: 0 });
}

export function launched(executablePath: string): Promise<Browser> {
  return launch({ executablePath, args: flags, headless: true });
}

/** A page of the browser as large as the paper. */
export async function sheetIn(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport(viewport);
  return page;
}

export async function byBrowser(page: Page): Promise<unknown> {
  await page.setContent(html(markFor().lines[0]!));
  return page.screenshot({ type: 'png' });
}

export function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
}
