/** What of a ward waits for somebody, for the screen of its nurse station: beds and kinds, no names of patients. */
import type { Tx } from '../../core/db.ts';
import { fill } from '../../core/phrases.ts';
import { bedWords, calledBy } from '../../../cards/people.ts';
import { shortMoment } from '../../../cards/words.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Rules } from './actions/common.ts';
import { factLine } from './cards.facts.ts';
import type { CriticalValue } from './model.ts';
import { kindOfItem, screenWords } from './phrases.screen.ts';
import { beganAt, declinedNow, inHandsOf, isOverdue, takers, toldNow } from './rules.ts';
import { findValue, findValues } from './store.ts';
import { bedsideOf } from './team.ts';

export interface WaitingValue {
  readonly id: string;
  readonly patientId: string;
  readonly bed: string;
  readonly kind: string;
  readonly fact: string;
  readonly since: Date;
  readonly isOpen: boolean;
  readonly isOverdue: boolean;
  readonly who: string;
}

/** More than a ward ever has at once. */
const most = 60;

/** Of patients who lie there now: what nobody has, the oldest first; then what is taken and not treated. */
export async function waitingInWard(tx: Tx, rules: Rules, ward: string, now: Date): Promise<WaitingValue[]> {
  const where = Prisma.sql`c.ward_code = ${ward} AND c.clinical IN ('open', 'acknowledged') AND coalesce(c.body ->> 'way', 'inpatient') <> 'outpatient'`;
  const { rows } = await findValues(tx, { own: Prisma.sql`TRUE`, where }, { limit: most, offset: 0 });
  const waiting = await Promise.all(rows.map(async ({ value }): Promise<WaitingValue> => ({
    id: value.id,
    patientId: value.patientId,
    bed: bedWords((await bedsideOf(tx, value, { now, ends: rules.ends })).visit?.bed ?? ''),
    kind: kindOfItem(value.itemCode),
    fact: factLine(value),
    since: beganAt(value),
    isOpen: value.clinical === 'open',
    isOverdue: isOverdue(value, rules.ladders[value.way], rules.process, now),
    who: whoOf(value, now),
  })));
  return waiting.toSorted((one, other) => Number(other.isOpen) - Number(one.isOpen) || one.since.getTime() - other.since.getTime());
}

/** Where the patient of a value lies, for the ward's group; `undefined`: in no ward. */
export async function wardOfValue(tx: Tx, rules: Pick<Rules, 'ends'>, id: string, now: Date): Promise<{ ward: string; bed: string; isOpen: boolean } | undefined> {
  const value = await findValue(tx, id);
  if (value === undefined || value.way === 'outpatient') return undefined;
  const { visit } = await bedsideOf(tx, value, { now, ends: rules.ends });
  return visit?.wardCode === undefined ? undefined : { ward: visit.wardCode, bed: bedWords(visit.bed ?? ''), isOpen: value.clinical === 'open' };
}

/** Nobody has it yet, and this person was told and has not said no. */
export async function waitsFor(tx: Tx, id: string, staff: string): Promise<boolean> {
  const value = await findValue(tx, id);
  return value?.clinical === 'open' && toldNow(value).some(({ people }) => people.some(({ number }) => number === staff)) && declinedNow(value, staff) === undefined;
}

/** Who took it, else who is being told. */
function whoOf(value: CriticalValue, now: Date): string {
  const holder = inHandsOf(value);
  if (holder !== null) return fill(screenWords.taken, { who: calledBy(holder.by), at: shortMoment(holder.at, now) });
  const people = new Map(toldNow(value).flatMap((told) => takers(told.people, told.duty)).map((person) => [person.number, person]));
  const asked = [...people.values()].filter(({ number }) => declinedNow(value, number) === undefined);
  return asked.length === 0 ? screenWords.nobody : fill(screenWords.asked, { who: asked.map(calledBy).join('、') });
}
