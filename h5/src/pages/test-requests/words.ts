/** How orders from the phone are written for who reads them in the hand. */
import { moment } from '../../../../cards/words.ts';
import { stateWords, withdrawalWords } from '../../../../services/clinical/test-requests/phrases.ts';
import type { RequestView, RunningView } from '../../../../services/clinical/test-requests/schema.ts';
import { stateWords as orderWords } from '../../../../services/shared/orders/phrases.ts';
import type { FoundItem } from './queries.ts';
import type { Chosen } from './draft.ts';

export type Tone = 'warn' | 'act' | 'ok' | 'past';

const tones: Readonly<Record<RequestView['state'], Tone>> = { sending: 'act', accepted: 'ok', refused: 'warn', failed: 'warn', withdrawn: 'past' };
export const toneOf = ({ state }: Pick<RequestView, 'state'>): Tone => tones[state];

/** `医院已接收，申请单号 YZ…；已完成` */
export function stateLine({ state, orderNumber, order, report }: Pick<RequestView, 'state' | 'orderNumber' | 'order' | 'report'>): string {
  const number = orderNumber === null ? '' : `申请单号 ${orderNumber}`;
  const far = report !== null ? '已出报告' : order === null ? '' : orderWords[order.state];
  return [stateWords[state], state === 'accepted' ? number : '', state === 'accepted' ? far : ''].filter((part) => part !== '').join('，');
}

export const withdrawalLine = ({ state, reason }: NonNullable<RequestView['withdrawal']>): string => [withdrawalWords[state], reason ?? ''].filter((part) => part !== '').join('：');

const ours: Readonly<Record<string, string>> = { sending: '已发送，等医院接收', accepted: '医院已接收', failed: '没有送到' };

/** `今天 08:10 李静，已开立` */
export function runningLine({ at, by, state, report }: RunningView, now: Date): string {
  const far = report !== null ? '已出报告' : (ours[state] ?? (orderWords as Readonly<Record<string, string>>)[state] ?? '');
  return [[at === null ? '' : moment(at, now), by].filter((part) => part !== '').join(' '), far].filter((part) => part !== '').join('，');
}

/** What runs already of an item that is about to be ordered: by its code; by its name where the hospital's orders have none. */
export function runningOf(running: readonly RunningView[], { code, name }: Pick<Chosen, 'code' | 'name'>): RunningView | undefined {
  return running.find((each) => each.code === code) ?? running.find((each) => each.code === '' && each.name === name);
}

export function chosenOf({ code, name, fields }: FoundItem): Chosen {
  return { code, name, category: fields['category'] ?? '检验', specimen: fields['specimen'] ?? '', place: fields['place'] ?? '', notice: fields['notice'] ?? '', anyway: false };
}

export const aboutItem = ({ category, specimen, place }: Pick<Chosen, 'category' | 'specimen' | 'place'>): string => [category, specimen, place].filter((part) => part !== '').join(' · ');

const resultsOf = ({ fields }: FoundItem): string[] => (fields['results'] ?? '').split(/[、，,;；\s]+/).filter((part) => part !== '');

/** Of items that hold a result, the one with the fewest others first: potassium alone before a whole panel. */
export function holding(found: readonly FoundItem[], result: string): FoundItem[] {
  return found.filter((item) => resultsOf(item).includes(result)).sort((one, other) => resultsOf(one).length - resultsOf(other).length);
}
