/** The states as a list offers them; one chip may stand for several. */
import { stateWords } from '../../../../services/clinical/critical-values/phrases.ts';
import type { ListItem } from '../../../../services/clinical/critical-values/schema.ts';

export interface StateFilter {
  readonly id: string;
  readonly label: string;
  readonly clinical: readonly ListItem['clinical'][];
}

const only = (state: ListItem['clinical']): StateFilter => ({ id: state, label: stateWords[state], clinical: [state] });

/** Unfinished first: what is done is looked up, what is not is looked for. */
const unfinished: StateFilter = { id: 'unfinished', label: '未办结', clinical: ['open', 'acknowledged', 'disposed', 'signed'] };

export const stateFilters: readonly StateFilter[] = [
  unfinished,
  only('open'),
  only('acknowledged'),
  only('disposed'),
  only('signed'),
  only('closed'),
  only('cancelled'),
  { id: 'all', label: '全部', clinical: [] },
];

export function stateFilterOf(asked: unknown): StateFilter {
  return stateFilters.find((filter) => filter.id === asked) ?? unfinished;
}
