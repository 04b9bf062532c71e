/** A critical value as the register's columns read it. */
import { stamp } from '../../../../cards/words.ts';
import { feedbackWords, stateWords } from '../../../../services/clinical/critical-values/phrases.ts';
import type { ListItem } from '../../../../services/clinical/critical-values/schema.ts';
import { toneOf } from './tone.ts';
import type { Tone } from './tone.ts';

export interface RegisterRow {
  readonly id: string;
  readonly time: string;
  readonly ward: string;
  readonly patient: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: Tone;
  readonly progress: string;
  readonly who: string;
  /** Who has it now, where that is not who took it first. */
  readonly holder: string;
  readonly feedback: string;
  readonly record: string;
}

export function registerRow(item: ListItem): RegisterRow {
  const { bed, name, sex, age, ward } = item.patient;
  return {
    id: item.id,
    time: stamp(item.openedAt),
    ward,
    patient: [bed, name, sex, age].filter(Boolean).join(' '),
    fact: item.fact,
    state: `${item.overdue ? '超时·' : ''}${stateWords[item.clinical]}`,
    tone: toneOf(item),
    progress: item.state,
    who: item.acknowledgedBy?.name ?? '—',
    holder: item.heldBy === null || item.heldBy.number === item.acknowledgedBy?.number ? '' : item.heldBy.name,
    feedback: feedbackWords[item.feedback],
    record: item.record.at === null ? (item.record.isLate ? '超时未写' : '—') : item.record.isLate ? '超时补写' : item.record.sameDay ? '当日' : '次日及以后',
  };
}
