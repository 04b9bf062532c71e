/**
 * 体温单: seven days of a stay as the paper form draws them, HTML with one SVG. Temperature is a blue cross on a blue
 * line, pulse a red dot on a red line; breathing, pressure, intake, output, stool and weight stand in rows below.
 */
import { institution } from '../../../../prisma/demo/hospital.ts';
import { operationOf } from '../course/operation.ts';
import { dayOfStay, type Stay, type World } from '../course/stays.ts';
import { figure, type Round, roundsOf } from '../course/vitals.ts';
import { dateText, day, hour, midnight } from '../time.ts';

const left = 78;
const cell = 15;
const days = 7;
const slots = 6;
const top = 66;
/** 34 to 42 ℃, five lines a degree; pulse 20 to 180. */
const degree = 44;
const height = 8 * degree;
const width = left + days * slots * cell;

const yOfTemperature = (value: number): number => top + (42 - value) * degree;
const yOfPulse = (value: number): number => top + ((180 - value) / 160) * height;
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Of the week that holds `at`, counted from the admission. */
export function temperatureChart(world: World, stay: Stay, at: number): string {
  const week = Math.floor(dayOfStay(stay, at) / days);
  const start = midnight(stay.admittedAt) + week * days * day;
  const rounds = roundsOf(world, stay, start, Math.min(at, start + days * day));
  const bottom = ['呼吸(次/分)', '血压(mmHg)', '大便(次)', '总入量(mL)', '总出量(mL)', '体重(kg)'];
  const svg = [grid(bottom.length), header(world, stay, start, at), curve(rounds, start, 'T'), curve(rounds, start, 'P'), marks(stay, start), rows(rounds, start, bottom)].join('');
  const title = `${institution.name}　体温单　第 ${week + 1} 页`;
  const who = `姓名 ${stay.patient.name}　病案号 ${stay.patient.number}　${stay.ward.name} ${stay.bed} 床　入院 ${dateText(stay.admittedAt)}`;
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>体温单</title><body style="margin:8px;font-family:'Noto Sans SC',sans-serif"><h1 style="font-size:18px;margin:4px 0">${escape(title)}</h1><p style="font-size:13px;margin:4px 0">${escape(who)}</p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + 4} ${top + height + bottom.length * 22 + 6}" width="100%" role="img" aria-label="体温、脉搏曲线" font-size="11" font-family="inherit">${svg}</svg></body></html>`;
}

const x = (start: number, at: number): number => left + ((at - start) / (4 * hour)) * cell;

function grid(extra: number): string {
  const end = top + height + extra * 22;
  const lines: string[] = [];
  for (let step = 0; step <= 40; step++) lines.push(line(left, top + (step * height) / 40, width, top + (step * height) / 40, step % 5 === 0 ? '#9aa4b2' : '#e3e7ec'));
  for (let step = 0; step <= days * slots; step++) lines.push(line(left + step * cell, step % slots === 0 ? 0 : 44, left + step * cell, step % slots === 0 ? end : top + height, step % slots === 0 ? '#c8102e' : '#e3e7ec'));
  for (let row = 0; row <= extra; row++) lines.push(line(0, top + height + row * 22, width, top + height + row * 22, '#9aa4b2'));
  for (const y of [0, 22, 44, top]) lines.push(line(0, y, width, y, '#9aa4b2'));
  lines.push(line(left, yOfTemperature(37), width, yOfTemperature(37), '#c8102e'));
  for (let value = 35; value <= 41; value++) lines.push(label(52, yOfTemperature(value) + 4, `${value}℃`, '#1563d6'), label(10, yOfTemperature(value) + 4, String(Math.round(180 - ((yOfTemperature(value) - top) / height) * 160)), '#c8102e'));
  return lines.join('');
}

function header(world: World, stay: Stay, start: number, at: number): string {
  const operation = operationOf(world, stay);
  return ['日期', '住院／术后日', '时间'].map((text, row) => label(4, 15 + row * 22, text)).join('') + Array.from({ length: days }, (_, index) => {
    const on = start + index * day;
    const after = operation === undefined || on < midnight(operation.until) ? '' : ` / ${on === midnight(operation.until) ? '手术' : `术后${Math.round((on - midnight(operation.until)) / day)}`}`;
    const middle = left + index * slots * cell + 6;
    const told = on > at ? '' : label(middle, 15, dateText(on)) + label(middle, 37, `${dayOfStay(stay, on) + 1}${after}`);
    return told + [2, 6, 10, 14, 18, 22].map((clock, slot) => label(left + (index * slots + slot) * cell + 2, 59, String(clock), clock < 7 || clock > 18 ? '#c8102e' : '#1b1f24', 9)).join('');
  }).join('');
}

function curve(rounds: readonly Round[], start: number, code: 'T' | 'P'): string {
  const points = rounds.filter((round) => figure(round, code) !== '').map((round) => ({ x: x(start, round.at), y: code === 'T' ? yOfTemperature(Number(figure(round, code))) : yOfPulse(Number(figure(round, code))), value: figure(round, code), at: round.at }));
  const colour = code === 'T' ? '#1563d6' : '#c8102e';
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('');
  const signs = points.map((point) => (code === 'T' ? `<path d="M${(point.x - 3).toFixed(1)} ${(point.y - 3).toFixed(1)}l6 6m0 -6l-6 6" stroke="${colour}"><title>${point.value}</title></path>` : `<circle cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="2.6" fill="${colour}"><title>${point.value}</title></circle>`)).join('');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1"/>${signs}`;
}

/** Admission and discharge stand upright in red under 42 ℃. */
function marks({ admittedAt, dischargedAt }: Stay, start: number): string {
  const told = ([['入院', admittedAt], ['出院', dischargedAt]] as const).filter(([, at]) => at >= start && at < start + days * day);
  return told.map(([word, at]) => [...word].map((character, index) => label(x(start, at) - 5, top + 14 + index * 13, character, '#c8102e')).join('')).join('');
}

const y = (row: number): number => top + height + row * 22 + 15;

function rows(rounds: readonly Round[], start: number, names: readonly string[]): string {
  const titles = names.map((name, row) => label(4, y(row), name)).join('');
  const breaths = rounds.map((round) => label(x(start, round.at) - 5, y(0), figure(round, 'R'), '#1b1f24', 8)).join('');
  const perDay = Array.from({ length: days }, (_, index) => rounds.filter(({ at }) => at >= start + index * day && at < start + (index + 1) * day));
  const cells = perDay.map((list, index) => {
    const at = left + index * slots * cell + 8;
    const one = (code: string): string => list.map((round) => figure(round, code)).find((value) => value !== '') ?? '';
    const pressure = one('SBP') === '' ? '' : `${one('SBP')}/${one('DBP')}`;
    return [pressure, one('STOOL'), one('IN'), one('OUT'), one('WT')].map((value, row) => label(at, y(row + 1), value)).join('');
  });
  return titles + breaths + cells.join('');
}

const line = (x1: number, y1: number, x2: number, y2: number, colour: string): string => `<path d="M${x1} ${y1.toFixed(1)}L${x2} ${y2.toFixed(1)}" stroke="${colour}" stroke-width=".6"/>`;
const label = (at: number, y: number, text: string, colour = '#1b1f24', size = 11): string => (text === '' ? '' : `<text x="${at.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour}" font-size="${size}">${escape(text)}</text>`);
