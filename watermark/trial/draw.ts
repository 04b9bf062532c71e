/** Made-up pages of a hospital, drawn on A4 at 150 dpi. */
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { useFont } from '../paint/font.ts';
import { dice, kinds, sentences, tests } from './words.ts';

export const [pageWidth, pageHeight] = [1240, 1754];

export interface Sheet {
  readonly canvas: Canvas;
  readonly pen: SKRSContext2D;
  readonly random: () => number;
}

export interface Look {
  readonly paper: string;
  readonly ink: string;
  readonly size: number;
}

const plain: Look = { paper: '#fff', ink: '#000', size: 21 };

export function sheet(seed: number, { paper }: Pick<Look, 'paper'> = plain): Sheet {
  const canvas = createCanvas(pageWidth, pageHeight);
  const pen = canvas.getContext('2d');
  pen.fillStyle = paper;
  pen.fillRect(0, 0, pageWidth, pageHeight);
  return { canvas, pen, random: dice(seed) };
}

export function write({ pen }: Sheet, text: string, x: number, y: number, size: number, colour = '#000'): void {
  pen.font = `${size}px ${useFont()}`;
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

export function head(on: Sheet, title: string, look: Look = plain): void {
  write(on, '青禾市第一人民医院', 470, 80, 32, look.ink);
  write(on, title, 510, 130, 30, look.ink);
  write(on, '姓名：王建国   性别：男   年龄：64岁   科室：心血管内科   床号：12   住院号：00482913', 90, 185, 19, look.ink);
  line(on, 90, 200, 1150, 200, look.ink);
}

export function line({ pen }: Sheet, x0: number, y0: number, x1: number, y1: number, colour = '#000', width = 1): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(x0 + 0.5, y0 + 0.5);
  pen.lineTo(x1 + 0.5, y1 + 0.5);
  pen.stroke();
}

/** Running text from `top` to `bottom`; `pitch` from line to line. */
export function paragraphs(on: Sheet, top: number, bottom: number, look: Look = plain, pitch = look.size * 1.9): void {
  const long = Math.floor(1060 / look.size);
  let text = '';
  for (let y = top; y < bottom; y += pitch) {
    while (text.length < long) text += sentences[Math.floor(on.random() * sentences.length)]!;
    const end = on.random() < 0.18 ? Math.floor(long * 0.4) : long;
    write(on, text.slice(0, end), 90, y, look.size, look.ink);
    text = text.slice(end);
  }
}

export function recordPage(seed: number, look: Look = plain): Canvas {
  const on = sheet(seed, look);
  head(on, kinds[seed % kinds.length]!, look);
  paragraphs(on, 250, 900 + on.random() * 720, look);
  write(on, '医师签名：李静    2026-11-29 09:12', 760, 1690, 20, look.ink);
  return on.canvas;
}

export interface TableLook {
  readonly rowHeight: number;
  readonly rules: 'grid' | 'lines' | 'none';
  readonly fill?: string;
  readonly flags?: string;
}

export function laboratorySheet(seed: number, { rowHeight, rules, fill, flags }: TableLook): Canvas {
  const on = sheet(seed);
  head(on, '检验报告单');
  const columns = [90, 190, 520, 680, 800, 960, 1150];
  const [top, bottom] = [240, 1620];
  if (fill !== undefined) {
    on.pen.fillStyle = fill;
    on.pen.fillRect(90, top, 1060, rowHeight);
    for (let y = top + rowHeight * 2; y + rowHeight < bottom; y += rowHeight * 4) on.pen.fillRect(90, y, 1060, rowHeight);
  }
  for (let y = top, row = 0; y < bottom; y += rowHeight, row++) {
    if (rules !== 'none') line(on, 90, y, 1150, y, rules === 'grid' ? '#000' : '#bbb');
    if (y + rowHeight > bottom) break;
    const [name, unit, range] = tests[row % tests.length]!;
    const odd = on.random() < 0.2;
    const value = (on.random() * 100).toFixed(1);
    const cells = row === 0 ? ['序号', '项目', '结果', '提示', '单位', '参考区间'] : [String(row), name, value, odd ? '↑' : '', unit, range];
    cells.forEach((cell, at) => write(on, cell, columns[at]! + 8, y + rowHeight * 0.7, Math.min(20, rowHeight * 0.55), odd && (at === 2 || at === 3) && flags !== undefined ? flags : '#000'));
  }
  if (rules === 'grid') for (const x of columns) line(on, x, top, x, bottom - ((bottom - top) % rowHeight));
  return on.canvas;
}
