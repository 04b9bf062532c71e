/** The clock of one critical value: which limit comes next, and how far it is. */
import { askWords } from '../../../../services/clinical/critical-values/phrases.ts';
import type { Detail } from '../../../../services/clinical/critical-values/schema.ts';

export interface NextLimit {
  readonly at: Date;
  /** What happens what: `通知值班医生`. */
  readonly what: string;
}

type Climbing = Pick<Detail, 'clinical' | 'ladder'>;

/** While nobody has answered: the first rung still to be told. The clock of anything else is in the state line. */
export function nextLimit({ clinical, ladder }: Climbing, now: Date): NextLimit | undefined {
  if (clinical !== 'open') return undefined;
  const waiting = ladder.filter((rung) => rung.toldAt === null && rung.dueAt.getTime() > now.getTime());
  const first = [...waiting].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0];
  return first && { at: first.dueAt, what: first.duty === 'patient' ? askWords(first.duty) : `通知${first.dutyName}` };
}

/** `4:09`, `1:04:09`; never negative. */
export function countdown(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
