/** Orders of a stay as the words of a page (MC-013). The same orders give the same words, so that a page that was let go can be made again. */
import { stamp } from '../../../cards/words.ts';
import { categoryWords, executionWords, sortOf, stateWords, termWords, usageOf } from './phrases.ts';
import type { OrderLine, OrderSheetAsked } from './schema.ts';

export interface OrderSheet {
  readonly hospital: string;
  /** Name, sex, number, bed. */
  readonly patient: string;
  readonly asked: Pick<OrderSheetAsked, 'term' | 'category' | 'active'>;
  readonly lines: readonly OrderLine[];
  readonly more: boolean;
}

const minute = (at: Date | null): string => (at === null ? '' : stamp(at).slice(0, 16));
const joined = (parts: readonly (string | null | undefined)[], between: string): string => parts.filter((part) => part !== '' && part !== null && part !== undefined).join(between);

export function sheetWords({ hospital, patient, asked, lines, more }: OrderSheet): string {
  const which = joined([asked.term === undefined ? '长期和临时' : termWords[asked.term], asked.active === undefined ? '' : asked.active ? '在用' : '已停', asked.category === undefined ? '' : categoryWords[asked.category].replace('处方', '')], '，');
  const head = [hospital, `住院医嘱（${which}）`, patient, `共 ${lines.length} 条${more ? '，只列出最近的，其余请用筛选条件查看' : ''}`];
  return [...head, ...lines.flatMap((line, at) => ['', ...lineWords(line, at + 1)])].join('\n');
}

function lineWords(line: OrderLine, place: number): string[] {
  const { name, specification, urgent, notes, startAt, orderedAt, stopAt, doctor, stoppedBy, state } = line;
  return [
    joined([`${place}. ${urgent ? '【急】' : ''}${name}`, specification], ' '),
    joined([sortOf(line), stateWords[state]], ' · '),
    usageOf(line),
    ...notes,
    joined(['开始', minute(startAt ?? orderedAt), doctor?.name], ' '),
    stopAt === null ? '' : joined(['停止', minute(stopAt), stoppedBy?.name], ' '),
    doneWords(line),
  ].filter((text) => text !== '');
}

function doneWords({ done, report }: Pick<OrderLine, 'done' | 'report'>): string {
  if (report !== null) return joined(['已出报告', minute(report.at)], ' ');
  if (done === null) return '还没有执行记录';
  return joined([done.state === null ? '有执行记录' : executionWords[done.state], minute(done.at), done.times > 1 ? `共 ${done.times} 次` : ''], ' ');
}
