/** Kinds of page a hospital shows, each made the same every time. */
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { head, laboratorySheet, line, paragraphs, recordPage, sheet, type Sheet, write } from './draw.ts';
import { kinds, sentences, tests } from './words.ts';

export interface Kind {
  readonly name: string;
  /** What a goal is counted over. */
  readonly sort: 'text' | 'colour' | 'dark' | 'picture';
  readonly draw: () => Canvas;
}

const records: Kind[] = kinds.map((name, at) => ({ name: `record ${String(at + 1).padStart(2, '0')} ${name}`, sort: 'text', draw: () => recordPage(at) }));

const texts: Kind[] = [
  { name: 'small type', sort: 'text', draw: () => recordPage(31, { paper: '#fff', ink: '#000', size: 15 }) },
  { name: 'large type', sort: 'text', draw: () => recordPage(32, { paper: '#fff', ink: '#000', size: 34 }) },
  { name: 'grey type', sort: 'text', draw: () => recordPage(33, { paper: '#fff', ink: '#444', size: 21 }) },
  { name: 'lines 40 px apart', sort: 'text', draw: () => spaced(34, 40) },
  { name: 'lines 32 px apart', sort: 'text', draw: () => spaced(35, 32) },
  { name: 'nearly empty, one line', sort: 'text', draw: () => short(36, 1) },
  { name: 'nearly empty, signature', sort: 'text', draw: () => short(37, 0) },
  { name: 'half a page', sort: 'text', draw: () => short(38, 14) },
  { name: 'laboratory, grid', sort: 'text', draw: () => laboratorySheet(39, { rowHeight: 44, rules: 'grid' }) },
  { name: 'laboratory, lines', sort: 'text', draw: () => laboratorySheet(40, { rowHeight: 40, rules: 'lines' }) },
  { name: 'laboratory, dense', sort: 'text', draw: () => laboratorySheet(41, { rowHeight: 25, rules: 'grid' }) },
  { name: 'laboratory, no rules', sort: 'text', draw: () => laboratorySheet(42, { rowHeight: 36, rules: 'none' }) },
  { name: 'temperature chart, black', sort: 'text', draw: () => temperatures(43, false) },
  { name: 'two columns', sort: 'text', draw: () => columns(44) },
];

const colours: Kind[] = [
  { name: 'laboratory, red flags', sort: 'colour', draw: () => laboratorySheet(51, { rowHeight: 44, rules: 'grid', flags: '#d0021b' }) },
  { name: 'laboratory, blue head', sort: 'colour', draw: () => laboratorySheet(52, { rowHeight: 40, rules: 'lines', fill: '#dbe9ff', flags: '#d0021b' }) },
  { name: 'laboratory, grey bands', sort: 'colour', draw: () => laboratorySheet(53, { rowHeight: 36, rules: 'none', fill: '#eeeeee' }) },
  { name: 'temperature chart, colours', sort: 'colour', draw: () => temperatures(54, true) },
  { name: 'bars and shares', sort: 'colour', draw: () => chart(55) },
  { name: 'yellow paper', sort: 'colour', draw: () => recordPage(56, { paper: '#fffbe6', ink: '#222', size: 21 }) },
  { name: 'green eye-care paper', sort: 'colour', draw: () => recordPage(57, { paper: '#c7edcc', ink: '#111', size: 21 }) },
  { name: 'blue ink', sort: 'colour', draw: () => recordPage(58, { paper: '#fff', ink: '#1a3fa0', size: 22 }) },
];

const darks: Kind[] = [
  { name: 'dark mode, grey', sort: 'dark', draw: () => recordPage(61, { paper: '#1e1e1e', ink: '#e6e6e6', size: 21 }) },
  { name: 'dark mode, black', sort: 'dark', draw: () => recordPage(62, { paper: '#000', ink: '#fff', size: 21 }) },
  { name: 'dark mode, blue', sort: 'dark', draw: () => recordPage(63, { paper: '#0d1b2a', ink: '#d8e2ef', size: 24 }) },
];

const pictures: Kind[] = [
  { name: 'handwriting on grey paper', sort: 'picture', draw: () => handwriting(71, 238) },
  { name: 'handwriting, shadowed', sort: 'picture', draw: () => handwriting(72, 200) },
  { name: 'CT-like slice', sort: 'picture', draw: () => slice(73) },
  { name: 'X-ray-like chest', sort: 'picture', draw: () => chest(74) },
  { name: 'photograph-like wound', sort: 'picture', draw: () => photograph(75) },
];

export const madeUp: readonly Kind[] = [...records, ...texts, ...colours, ...darks, ...pictures];

function spaced(seed: number, pitch: number): Canvas {
  const on = sheet(seed);
  head(on, '日常病程记录');
  paragraphs(on, 250, 1640, { paper: '#fff', ink: '#000', size: 21 }, pitch);
  return on.canvas;
}

function short(seed: number, lines: number): Canvas {
  const on = sheet(seed);
  if (lines > 0) head(on, '会诊记录');
  paragraphs(on, 250, 250 + lines * 40 - 1);
  write(on, '医师签名：李静', 860, 1500, 22);
  return on.canvas;
}

function columns(seed: number): Canvas {
  const on = sheet(seed);
  head(on, '医嘱单');
  for (let y = 250, at = 0; y < 1640; y += 34, at++) {
    write(on, sentences[at % sentences.length]!.slice(0, 22), 90, y, 20);
    write(on, tests[at % tests.length]!.join('  '), 660, y, 20);
  }
  line(on, 630, 220, 630, 1650);
  return on.canvas;
}

function temperatures(seed: number, coloured: boolean): Canvas {
  const on = sheet(seed);
  head(on, '体温单');
  for (let at = 0; at <= 42; at++) line(on, 90 + at * 25, 240, 90 + at * 25, 1400, at % 6 === 0 ? (coloured ? '#d0021b' : '#000') : '#bbb');
  for (let at = 0; at <= 46; at++) line(on, 90, 240 + at * 25, 1140, 240 + at * 25, at % 5 === 0 ? '#666' : '#ccc');
  for (const colour of coloured ? ['#1a3fa0', '#d0021b'] : ['#000', '#444']) {
    let y = 600 + on.random() * 300;
    for (let x = 102; x < 1120; x += 25) {
      const next = Math.max(280, Math.min(1360, y + (on.random() - 0.5) * 120));
      line(on, x, y, x + 25, next, colour, 2);
      y = next;
    }
  }
  return on.canvas;
}

function chart(seed: number): Canvas {
  const on = sheet(seed);
  head(on, '质控月报');
  const shades = ['#5470c6', '#91cc75', '#fac858', '#ee6666', '#73c0de', '#3ba272'];
  for (let at = 0; at < 12; at++) {
    on.pen.fillStyle = shades[at % shades.length]!;
    const height = 80 + on.random() * 420;
    on.pen.fillRect(130 + at * 84, 820 - height, 56, height);
  }
  let from = 0;
  shades.forEach((shade, at) => {
    const until = at === shades.length - 1 ? Math.PI * 2 : from + 0.4 + on.random() * 0.9;
    on.pen.fillStyle = shade;
    on.pen.beginPath();
    on.pen.moveTo(620, 1230);
    on.pen.arc(620, 1230, 260, from, until);
    on.pen.fill();
    from = until;
  });
  paragraphs(on, 1560, 1680);
  return on.canvas;
}

/** Brightness by place, with grain: what scanners and detectors give. */
function grained(on: Sheet, bright: (x: number, y: number) => readonly [number, number, number], grain: number): Canvas {
  const { width, height } = on.canvas;
  const image = on.pen.getImageData(0, 0, width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const noise = (on.random() + on.random() + on.random() - 1.5) * grain;
      const own = image.data[at]! / 255;
      bright(x, y).forEach((part, which) => { image.data[at + which] = part * own + noise; });
    }
  }
  on.pen.putImageData(image, 0, 0);
  return on.canvas;
}

function handwriting(seed: number, paper: number): Canvas {
  const on = sheet(seed);
  on.pen.strokeStyle = '#223';
  for (let y = 160; y < 1640; y += 62) {
    for (let x = 110; x < 1100; x += 34) {
      on.pen.lineWidth = 1.5 + on.random() * 1.5;
      on.pen.beginPath();
      on.pen.moveTo(x, y + on.random() * 20);
      for (let stroke = 0; stroke < 4; stroke++) on.pen.quadraticCurveTo(x + on.random() * 30, y + on.random() * 34 - 8, x + on.random() * 30, y + on.random() * 34 - 8);
      on.pen.stroke();
    }
  }
  return grained(on, (x, y) => [paper - x * 0.01, paper - 4 - y * 0.006, paper - 16 - y * 0.008], 9);
}

function square(width: number, height: number, seed: number): Sheet {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  return { canvas, pen, random: sheet(seed).random };
}

function slice(seed: number): Canvas {
  return grained(square(1024, 1024, seed), (x, y) => {
    const [dx, dy] = [(x - 512) / 420, (y - 512) / 330];
    const inside = dx * dx + dy * dy;
    if (inside > 1) return grey(4);
    if (inside > 0.93) return grey(210);
    const lung = ((Math.abs(dx) - 0.45) / 0.3) ** 2 + (dy / 0.55) ** 2 < 1;
    if (lung) return grey(28 + 40 * Math.max(0, Math.sin(x * 0.09) * Math.cos(y * 0.11 + x * 0.03)));
    return grey(120 + 22 * Math.sin(x * 0.021) * Math.cos(y * 0.027));
  }, 16);
}

function chest(seed: number): Canvas {
  return grained(square(1400, 1600, seed), (x, y) => {
    const [dx, dy] = [(x - 700) / 560, (y - 820) / 700];
    const body = Math.exp(-(dx * dx + dy * dy) * 1.2);
    const rib = 18 * Math.sin(y * 0.045 + Math.abs(dx) * 5);
    const spine = 70 * Math.exp(-((dx / 0.09) ** 2));
    return grey(60 + 110 * body + rib * (Math.abs(dx) < 0.9 ? 1 : 0) + spine);
  }, 12);
}

function photograph(seed: number): Canvas {
  return grained(square(1200, 1600, seed), (x, y) => {
    const red = Math.exp(-(((x - 600) / 220) ** 2 + ((y - 800) / 300) ** 2));
    const skin = 12 * Math.sin(x * 0.013 + y * 0.007) + 5 * Math.sin(x * 0.21) * Math.sin(y * 0.17 + x * 0.05);
    return [205 - 40 * red + skin, 160 - 90 * red + skin, 140 - 85 * red + skin];
  }, 8);
}

const grey = (value: number): readonly [number, number, number] => [value, value, value];

