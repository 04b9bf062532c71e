/** The result of a tracing on paper, sealed: for a disciplinary hearing, so it says what a code proves and what it does not. */
import { stamp } from '../../../cards/words.ts';
import { defineFlow } from '../../core/module.ts';
import { byAdmin } from '../../core/access.ts';
import { refusals } from '../../core/phrases.ts';
import { file } from '../../core/schema.ts';
import type { PaperAsked, Papers, Piece } from '../../core/papers/index.ts';
import { ended } from './model.ts';
import { againWords, gradeWords, layerWords, nothingAlike, phrases, readWords, stateWords, sureWords, takenHint, takenWords, terminalWords, whatWords } from './phrases.ts';
import { show } from './queries.ts';
import { type AlikeView, type OpenedView, type TracingView, tracingRef } from './schema.ts';

const refuse = refusals(phrases);

export function report(papers: Papers) {
  return defineFlow({
    name: 'leak-tracing.report',
    input: tracingRef,
    output: file,
    policy: byAdmin('security'),
    audited: true,
    subject: ({ id }) => id,
    body: async ({ ask, actor, now }, { id }) => {
      const tracing = await ask(show, { id });
      if (!ended.includes(tracing.state)) throw refuse('leak-tracing.not-over');
      const takenBy = actor.kind === 'staff' ? `${actor.name} ${actor.id} ${stamp(now)}` : stamp(now);
      return papers.make(paperOf(tracing, takenBy, now));
    },
  });
}

export function paperOf(tracing: TracingView, takenBy: string, at: Date): PaperAsked {
  return {
    fileName: `泄露追查报告 ${stamp(tracing.at).slice(0, 10)}`,
    title: '泄露追查报告',
    facts: [`追查时间：${stamp(tracing.at)}`, `追查人：${tracing.by}`, `完成时间：${tracing.finishedAt === null ? '—' : stamp(tracing.finishedAt)}`, `比对范围：最近 ${tracing.days} 天的暗码`],
    pieces: [
      text('追查原因', tracing.note),
      text('图片', `${tracing.fileName}`, `SHA-256 ${tracing.digest.slice(0, 32)}`, tracing.digest.slice(32)),
      text('结论', ...conclusion(tracing)),
      text('查法和可靠程度', ...ways(tracing)),
      ...openingPieces(tracing),
      text('说明', '暗码和水印说明图片出自谁打开的那一份，不说明是谁转发、拍摄或带出的，须向本人和科室核实。', '每个暗码带 24 位校验，偶然读出一个错误暗码的可能约为一千六百万分之一。图片识别后已删除，以上摘要可用来核对原图。'),
    ].flat(),
    takenBy,
    at,
  };
}

function text(heading: string, ...lines: readonly string[]): Piece[] {
  return [{ kind: 'heading', text: heading }, ...lines.map((line): Piece => ({ kind: 'text', text: line }))];
}

function conclusion({ state, opening, found, taken }: TracingView): string[] {
  if (taken !== null) return [`暗码没有给出来源（${stateWords[state]}）。追查人 ${taken.by} ${stamp(taken.at)} 认定：这张图片可能出自 ${taken.opening.staffName}（工号 ${taken.opening.staffNumber}，${taken.opening.departmentName}）${stamp(taken.opening.at)} 打开的${whatWords(taken.opening)}。`, takenHint];
  if (opening === null || found === null) return [stateWords[state], ...againWords(state)];
  return [`这张图片出自 ${opening.staffName}（工号 ${opening.staffNumber}，${opening.departmentName}）${stamp(opening.at)} 打开的${whatWords(opening)}${found.page > 0 ? `第 ${found.page} 页` : ''}。`];
}

/** Which of the ways said what, the surest first. */
function ways({ state, opening, found, taken, alike }: TracingView): string[] {
  const code = opening !== null && found !== null ? `给出了来源，几乎确定。暗码 ${found.code}，${sureWords(found)}，读自${layerWords[found.layer] ?? found.layer}。` : `没有给出来源（${stateWords[state]}）。`;
  const visible = taken?.way === 'visible' ? `给出了来源，可靠程度低于暗码。读到：${readWords(taken.read)}。${takenWords.visible}。` : '没有用来认定来源。';
  const pages = alike === null ? '图片没有比对。' : alike.length === 0 ? nothingAlike : `${taken?.way === 'alike' ? '给出了来源，可靠程度低于暗码，说明是哪一页，不说明是谁的那一份。' : ''}${alike.map((each) => `${alikeWords(each)}：${gradeWords[each.grade]}。`).join('')}`;
  return [`一、暗码：${code}`, `二、可见水印（由人辨认）：${visible}`, `三、相似页：${pages}`];
}

function alikeWords({ page, openings, more }: AlikeView): string {
  const first = openings[0];
  const who = openings.slice(0, 5).map(({ staffName, staffNumber, at, turned }) => `${staffName} ${staffNumber} ${stamp(at)}${turned ? '（翻到过这一页）' : ''}`);
  return `${first === undefined ? '' : `${whatWords(first)} ${first.patientNumber} `}第 ${page} 页，打开过的有 ${who.join('、')}${more || openings.length > 5 ? ' 等' : ''}`;
}

function openingPieces({ opening: named, taken, around }: TracingView): Piece[] {
  const opening = named ?? taken?.opening ?? null;
  if (opening === null) return [];
  return [
    { kind: 'heading', text: '阅览记录' },
    tableOf([opening]),
    { kind: 'text', text: `${opening.purpose === '' ? '' : `查看依据：${opening.purpose}。`}网络地址：${opening.address === '' ? '没有记录' : opening.address}` },
    { kind: 'heading', text: '同一人前后 12 小时内还打开过' },
    around.length === 0 ? { kind: 'text', text: '没有其它记录。' } : tableOf(around),
  ];
}

function tableOf(rows: readonly OpenedView[]): Piece {
  return { kind: 'table', widths: [130, 170, 110, 80], rows: [['时间', '内容', '病案号', '终端'], ...rows.map((each) => [stamp(each.at), whatWords(each), each.patientNumber === '' ? '—' : each.patientNumber, terminalWords[each.terminal] ?? each.terminal])] };
}
