/** The words of one alert: fact, context, states. Shared by the card, the list and the detail page. Pure. */
import { fill } from '../../core/phrases.ts';
import type { Field } from '../../../cards/card.ts';
import { calledBy } from '../../../cards/people.ts';
import { moment, shortMoment } from '../../../cards/words.ts';
import { withUnit } from '../../links/statements/format.unit-words.ts';
import type { CriticalValue, Direction, Person } from './model.ts';
import { triesOf } from './rules.ts';
import { callWords, cardWords, declinedWords, disposalWords, noteWords, nursePartWords, relayWords } from './phrases.ts';

const ARROWS: Readonly<Record<Direction, string>> = { high: ' ↑↑', low: ' ↓↓', text: '', flag: ' !!' };

/** `血钾 7.1 mmol/L ↑↑`: the value exactly as the laboratory sent it, its unit as people write it. */
export function factLine(value: CriticalValue): string {
  const { sent, unitSent } = value.measured;
  return `${value.itemName} ${valueWords(sent, unitSent)}${ARROWS[value.direction]}`;
}

/** `7.1 mmol/L`. SN values lose their component signs: `>^1000` reads `>1000`. */
export function valueWords(sent: string, unit: string): string {
  const shown = sent.replaceAll('^', '').replaceAll(/\s+/g, ' ').trim();
  return withUnit(shown, unit);
}

/** In order of weight: what warns first, then the previous value, the limit, the rest where there is room. */
export function contextFields(value: CriticalValue, now: Date): readonly Field[] {
  const fields: Field[] = [];
  if (value.correction !== null && value.correction.outcome !== 'withdrawn') {
    fields.push({ label: cardWords.fieldCorrected, value: valueWords(value.correction.sent, value.correction.unitSent) });
  }
  fields.push(...patientField(value, now));
  if (value.disposal !== null) fields.push({ label: cardWords.fieldDone, value: disposalWords(value.disposal) });
  const nursed = value.nursing.at(-1);
  if (nursed !== undefined) fields.push({ label: cardWords.fieldNurse, value: nursePartWords(nursed, now) });
  if (value.clinical === 'open' && value.declined.length > 0) fields.push({ label: cardWords.fieldDeclined, value: value.declined.toReversed().map((each) => declinedLine(each, now)).join('；') });
  const relay = value.relays.at(-1);
  if (relay !== undefined) fields.push({ label: cardWords.fieldRelay, value: relayWords(relay, now) });
  const called = value.calls.findLast(({ whom }) => whom === 'ward' || value.way !== 'outpatient');
  if (called !== undefined) fields.push({ label: cardWords.fieldCall, value: `${shortMoment(called.at, now)} ${callWords(called)}` });
  if (value.reportedBy !== null) fields.push({ label: cardWords.fieldReported, value: fill(cardWords.reportedByHand, { who: value.reportedBy.name }) });
  const again = value.reopened.at(-1);
  if (again !== undefined) fields.push({ label: cardWords.fieldReopened, value: `${moment(again.at, now)} ${again.note}` });
  if (value.notes.length > 0) fields.push({ label: cardWords.fieldNotice, value: value.notes.map((note) => noteWords[note]).join('；') });
  fields.push({ label: cardWords.fieldPrevious, value: previousWords(value, now) });
  const limit = limitWords(value);
  if (limit !== '') fields.push({ label: cardWords.fieldLimit, value: limit });
  if (value.measured.referenceRange !== '') fields.push({ label: cardWords.fieldRange, value: value.measured.referenceRange });
  if (value.observedAt !== null) fields.push({ label: cardWords.fieldTimes, value: moment(value.observedAt, now) });
  return fields;
}

/** Of a patient who is not in the house: whether she was reached, and how often not. */
function patientField(value: CriticalValue, now: Date): readonly Field[] {
  if (value.way !== 'outpatient') return [];
  const tries = triesOf(value);
  const [reached, last] = [tries.find((each) => each.reached), tries.at(-1)];
  const said = reached !== undefined
    ? fill(cardWords.reached, { at: shortMoment(reached.at, now), who: calledBy(reached.by), to: reached.to })
    : last === undefined ? cardWords.notHere : fill(cardWords.notReached, { tries: String(tries.length), at: shortMoment(last.at, now), who: calledBy(last.by) });
  return [{ label: cardWords.fieldPatient, value: said }];
}

/** `李医生 02:16 不是我的病人，转王医生` */
function declinedLine(declined: CriticalValue['declined'][number], now: Date): string {
  const to = declined.to === null ? '' : `，转${calledBy(declined.to)}`;
  return `${calledBy(declined.by)} ${shortMoment(declined.at, now)} ${declinedWords(declined)}${to}`;
}

/** `4.8 mmol/L（昨天 16:20）` */
function previousWords({ previous }: CriticalValue, now: Date): string {
  return previous === null ? cardWords.noPrevious : `${valueWords(previous.sent, previous.unit)}（${moment(previous.at, now)}）`;
}

/** `≥6.2 mmol/L`: the side that was passed, in the unit of the set. */
export function limitWords({ limit, direction }: CriticalValue): string {
  if (limit === null) return '';
  if (limit.from !== undefined) return fill(cardWords.jumped, { from: withUnit(limit.from, limit.unit) });
  if (direction === 'high' && limit.high !== null) return withUnit(`≥${limit.high}`, limit.unit);
  return direction === 'low' && limit.low !== null ? withUnit(`≤${limit.low}`, limit.unit) : '';
}

/** Fills a sentence about somebody's deed at a moment. */
export function deedWords(sentence: string, deed: { readonly by: Person; readonly at: Date }, now: Date, more: Readonly<Record<string, string>> = {}): string {
  return fill(sentence, { who: calledBy(deed.by), at: shortMoment(deed.at, now), ...more });
}
