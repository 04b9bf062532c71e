/** How records are written for who reads them in the hand. */
import { moment } from '../../../../cards/words.ts';
import type { VisitView } from '../../../../services/clinical/patient-lookup/schema.ts';
import { kindWords } from '../../../../services/clinical/patient-lookup/phrases.ts';
import type { PatientValues } from '../../../../services/clinical/critical-values/schema.ts';
import type { DocumentView } from '../../../../services/shared/documents/schema.ts';
import { categoryWords, executionWords, stateWords } from '../../../../services/shared/orders/phrases.ts';
import type { OrderLine, OrderView } from '../../../../services/shared/orders/schema.ts';
import type { ReportView, ValueView } from '../../../../services/shared/results/schema.ts';
import type { ReportDetail } from './queries.ts';

/** In the order of the first of each; phones of the ward have no `Map.groupBy`. */
export function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

type Tone = 'danger' | 'warn' | 'act' | 'ok' | 'past';
export interface Mark {
  readonly word: string;
  readonly tone: Tone;
}

export const categoryOrder = Object.keys(categoryWords) as readonly OrderView['category'][];

const orderTones: Readonly<Record<OrderView['state'], Tone>> = { ordered: 'act', checked: 'act', running: 'act', completed: 'ok', stopped: 'past', cancelled: 'past', held: 'warn', refused: 'warn' };
export const orderState = (state: OrderView['state']): Mark => ({ word: stateWords[state], tone: orderTones[state] });

/** `已发药 今天 10:20`; where nothing was told, that nothing was. */
export function doneLine({ done, report }: Pick<OrderLine, 'done' | 'report'>, now: Date): string {
  if (report !== null) return ['已出报告', report.at === null ? '' : moment(report.at, now)].join(' ').trim();
  if (done === null) return '还没有执行记录';
  const what = done.state === null ? '有执行记录' : executionWords[done.state];
  return [what, done.at === null ? '' : moment(done.at, now), done.times > 1 ? `共 ${done.times} 次` : ''].filter((part) => part !== '').join(' ');
}

export const reportKindWords: Readonly<Record<ReportView['kind'], string>> = { laboratory: '检验', imaging: '影像', ultrasound: '超声', ecg: '心电', endoscopy: '内镜', pathology: '病理', 'check-up': '体检', other: '检查' };

/** Signed, not yet, changed, a draft: what can be relied on. */
export function signMark({ signed, state }: Pick<DocumentView, 'signed' | 'state'>): Mark {
  if (state === 'withdrawn') return { word: '已撤回', tone: 'past' };
  if (state === 'draft') return { word: '草稿', tone: 'warn' };
  if (state === 'corrected') return { word: signed ? '已更正并签名' : '已更正，未签名', tone: signed ? 'ok' : 'warn' };
  return signed ? { word: '已签名', tone: 'ok' } : { word: '未签名', tone: 'warn' };
}

/** `门诊 11-20 心血管内科`: what a visit is told apart by. */
export function visitTitle({ kind, admittedAt, department, place }: VisitView, now: Date): string {
  return [kindWords[kind], admittedAt === null ? '' : dayWord(admittedAt, now), place === '' ? department : place].filter((part) => part !== '').join(' ');
}

/** `今天`, `11-20`, in another year `2025-11-20` */
export function dayWord(at: Date, now: Date): string {
  return moment(at, now).replace(/ \d\d:\d\d$/, '');
}

/** Arrows: two where the laboratory itself calls for somebody. A finding without direction has a sign of its own. */
export function arrowOf({ direction, alarming, abnormal }: Pick<ValueView, 'direction' | 'alarming' | 'abnormal'>): string {
  const arrow = direction === 'high' ? '↑' : direction === 'low' ? '↓' : '';
  if (arrow === '') return abnormal ? '!' : '';
  return alarming ? arrow + arrow : arrow;
}

/** For who listens instead of looking. */
export function arrowWord({ direction, abnormal }: Pick<ValueView, 'direction' | 'abnormal'>): string {
  return direction === 'high' ? '偏高' : direction === 'low' ? '偏低' : abnormal ? '异常' : '';
}

/** The critical value opened for this result, if there is one. */
export function criticalOf(values: PatientValues | undefined, { number, placer }: Pick<ReportView, 'number' | 'placer'>, item?: string): PatientValues['items'][number] | undefined {
  return values?.items.find((value) => (item === undefined || value.item === item) && value.clinical !== 'cancelled' && value.reports.some((report) => report === number || report === placer));
}

/** Figures stand in a table; findings that are sentences are read as paragraphs. */
export function isSentence({ text, unit, number }: ValueView): boolean {
  return number === null && (unit ?? '') === '' && text.length > 12;
}

/** What says nothing by itself, as the place of a sheet among the results, is no line: the sheet stands below. */
const says = ({ text, number }: Pick<ValueView, 'text' | 'number'>): boolean => text !== '' || number !== null;

export const figuresOf = (report: ReportDetail): ReportDetail['results'] => report.results.filter((value) => says(value) && !isSentence(value));
export const sentencesOf = (report: ReportDetail): ReportDetail['results'] => report.results.filter(isSentence);
