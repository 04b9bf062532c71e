/** What a person reads of this module. */
import type { LikenessGrade, TakenWay, TracingState } from './model.ts';
import type { FittingView, MarkTyped, OpenedView, TracingView } from './schema.ts';

export const phrases = {
  'leak-tracing.no-days': '这段时间没有人打开过带暗码的页面，没有可比对的记录。请把时间放长一些。',
  'leak-tracing.not-over': '这次追查还没有完成，完成后才能出具报告。',
  'leak-tracing.not-over-yet': '这次追查还在识别，完成后再按水印查。',
  'leak-tracing.nothing-read': '请至少填一个看得清的字或数字。看不清的字写“?”，看不清的一段写“*”。',
  'leak-tracing.day': '日期看不懂。请写成 2026-11-29 或 11-29，看不清的数字写“?”，例如 11-2?。',
  'leak-tracing.clock': '时间看不懂。请写成 10:31，看不清的数字写“?”，例如 10:?1。',
  'leak-tracing.code-says': '这张图的暗码已经说明出自谁，不用再认定。',
  'leak-tracing.does-not-fit': '这条阅览记录和读到的水印不相符，不能认定。请重新查一次。',
  'leak-tracing.corners': '标出的四个角不能围成一页，请从页面左上角起，按顺时针重新标。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'leak-tracing.begin': '追查泄露的图片',
  'leak-tracing.list': '查看追查记录',
  'leak-tracing.show': '查看一次追查的结果',
  'leak-tracing.by-visible-mark': '按可见水印查阅览记录',
  'leak-tracing.answer': '认定泄露图片的来源',
  'leak-tracing.report': '出具泄露追查报告',
} as const;

export const stateWords: Readonly<Record<TracingState, string>> = {
  waiting: '等待识别', running: '正在识别', found: '已找到来源', unknown: '有暗码，但阅览记录里没有', nothing: '没有找到暗码', unreadable: '图片打不开', failed: '没有完成',
};

export const layerWords: Readonly<Record<string, string>> = { paper: '底色', ink: '笔画', texture: '影像纹理' };

export const terminalWords: Readonly<Record<string, string>> = { dingtalk: '钉钉', wecom: '企业微信', desk: '台式机' };

export const whatWords = ({ kind, document }: Pick<OpenedView, 'kind' | 'document'>): string => ({ screen: '手机或电脑屏幕', orders: '住院医嘱', document })[kind];

/** Beyond six times its own noise nothing of chance is left: the check bits alone let one in 16 million through. */
export const sureWords = ({ agreement, z }: NonNullable<TracingView['found']>): string => `${(agreement * 100).toFixed(1)}% 的码位一致，信号为噪声的 ${z.toFixed(1)} 倍`;

/** What a tracing that names nobody says, and what to try. */
export function againWords(state: TracingState): string[] {
  const words: Partial<Record<TracingState, string>> = {
    nothing: '没有找到不等于不是从本院流出的，可按图上看得见的水印查。',
    unknown: '图里有本院的暗码，但阅览记录里没有这次打开。可能是另一套数据库的记录，或记录已被删除，请联系审计管理员。',
    unreadable: '文件不是图片、已损坏，或超过 6000 万像素。',
    failed: '识别没有完成，请再放一次图片。',
  };
  const said = words[state];
  return said === undefined ? [] : [said];
}

/** What was read, as it was typed. */
export function readWords({ name, number, department, day, clock }: MarkTyped): string {
  const parts = [['姓名', name], ['工号', number], ['科室', department], ['日期', day], ['时间', clock]] as const;
  return parts.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`${label} ${text}`])).join('，');
}

/** How the time of an opening fits what was read. */
export function apartWords({ apart, kind }: Pick<FittingView, 'apart' | 'kind'>): string {
  if (kind === 'screen') return '屏幕水印随时钟走，这里是当天开始使用的时间';
  if (apart === null) return '与读到的部分相符';
  return apart === 0 ? '时间相同' : `比读到的${apart < 0 ? '早' : '晚'} ${Math.abs(apart)} 分钟`;
}

export const takenWords: Readonly<Record<TakenWay, string>> = { visible: '图上看得见的水印与这次打开相符', alike: '图片和这次打开的页相像' };

/** How much a likeness says. */
export const gradeWords: Readonly<Record<LikenessGrade, string>> = { sure: '很像，其它页都差得多。格式相同、只有数值不同的页（如化验单）分不开，请对照内容', form: '很像，但有几页一样像，多半是同一种格式，要对照内容', hint: '有些像，只作线索' };

export const nothingAlike = '近来打开过的页里，没有和图片相像的。图片太小、只露出页面一小块，或那一页是在有这项功能以前打开的，也会找不到。';

/** Weaker than a code, and said to be. */
export const takenHint = '这是追查人对照图片认定的，不是从暗码读出的：水印可能看错或被伪造，相像的页也可能不止一份。须有其它证据，并向本人和科室核实。';
