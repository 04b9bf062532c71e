/** One order line: ORC with what it asks for (OBR, RXO, RXE, ODS, ODT, BPO) and its notes. */
import { narrative, partText, repeats, text, type Segment } from '../syntax/message.ts';
import type { ClinicalOrder, OrderCategory } from '../../statements/schema.ts';
import { codeField, instant, present, staffField, words, type Reading } from './common.ts';
import { categoryOf, stateOf, termOf } from './order-words.ts';
import { textAt } from './paths.ts';
import { isUrgent, readTiming, type Timing } from './timing.ts';

/** The segments of one order. */
export type OrderGroup = readonly Segment[];

const one = (group: OrderGroup, name: string): Segment | undefined => group.find((segment) => segment.name === name);

/** Segments that say what is ordered, with where they name it and what it then is. */
const DETAILS: Readonly<Record<string, readonly [field: number, category?: OrderCategory]>> = {
  RXE: [2, 'drug'], RXO: [1, 'drug'], OBR: [4], ODS: [3, 'diet'], ODT: [1, 'diet'], BPO: [2, 'blood'], RQD: [2], RXD: [2, 'drug'], RXA: [5, 'drug'],
};
export const DETAIL_NAMES = Object.keys(DETAILS);

/** By type of message, where nothing else says it. */
const BY_TYPE: Readonly<Record<string, OrderCategory>> = { OML: 'laboratory', OUL: 'laboratory', OMI: 'examination', OMD: 'diet', OMB: 'blood', OMP: 'drug', RDE: 'drug', RDS: 'drug', RAS: 'drug' };

/** Number of the placer and of the filler; where both are missing the application's (ORC-4) stands for its order. */
export function numbersOf(group: OrderGroup): { readonly number?: string; readonly filler?: string } {
  const [orc, obr] = [one(group, 'ORC'), one(group, 'OBR')];
  const filler = text(orc, 3) ?? text(obr, 3);
  return present({ number: text(orc, 2) ?? text(obr, 2) ?? (filler === undefined ? text(orc, 4) : undefined), filler });
}

/** The order; what the message does not say stays out. */
export function readOrder(group: OrderGroup, type: string, replaced: boolean, reading: Reading): ClinicalOrder {
  const { rules } = reading;
  const [orc, obr, rxe] = [one(group, 'ORC'), one(group, 'OBR'), one(group, 'RXE')];
  const [name, [field, kind]] = detailOf(group);
  const detail = one(group, name);
  const timing = readTiming(one(group, 'TQ1'), [[orc, 7], [rxe, 1], [obr, 27]], reading);
  const agreed = (key: 'group' | 'prescription' | 'term' | 'category' | 'specification' | 'department') => textAt(group, rules.fields.order[key]) ?? undefined;
  // Dispensing and giving repeat the order as it was placed: their NW says nothing new.
  const control = type === 'RDS' || type === 'RAS' ? undefined : text(orc, 1);
  const state = stateOf(control, text(orc, 5), rules, replaced);
  const ownCategory = [agreed('category'), text(obr, 24), text(orc, 29), text(orc, 29, 2), text(detail, field)];
  const category = categoryOf(ownCategory, rules) ?? kind ?? BY_TYPE[type];
  const ownTerm = [agreed('term'), text(orc, 29), text(orc, 29, 2), text(orc, 7), timing.priority];
  const term = termOf(ownTerm, timing.frequency, rules);
  const termCode = agreed('term') ?? text(orc, 29);
  return present({
    kind: 'order' as const,
    ...numbersOf(group),
    group: agreed('group') ?? text(orc, 4),
    prescription: agreed('prescription') ?? text(rxe, 15),
    category: category ?? 'other',
    sentCategory: category === undefined ? (agreed('category') ?? text(obr, 24)) : undefined,
    term,
    // ORC-29 says inpatient or outpatient by table 0482, and the category at some senders.
    sentTerm: term !== undefined || termCode === undefined || /^[IO]$/i.test(termCode) || categoryOf([termCode], rules) !== undefined ? undefined : termCode,
    code: codeField(detail, field),
    name: words(detail, field),
    specification: agreed('specification') ?? specificationOf(group),
    ...amounts(group, timing),
    route: words(one(group, 'RXR'), 1),
    frequency: timing.frequency ?? text(one(group, 'ODS'), 2, 2) ?? text(one(group, 'ODS'), 2),
    notes: notesOf(group),
    startAt: timing.startAt,
    stopAt: timing.stopAt === undefined && state === 'stopped' ? instant(reading, orc, 15) : timing.stopAt,
    state,
    doctor: staffField(orc, 12) ?? staffField(obr, 16),
    stoppedBy: state === 'stopped' || state === 'cancelled' ? (staffField(orc, 10) ?? staffField(orc, 19)) : undefined,
    department: agreed('department') ?? text(orc, 17) ?? text(orc, 13),
    urgent: isUrgent(timing.priority ?? text(obr, 5)),
    orderedAt: instant(reading, orc, 9),
  });
}

/** The most telling of the group's detail segments: the encoded order before the requested one. */
function detailOf(group: OrderGroup): readonly [string, readonly [field: number, category?: OrderCategory]] {
  return Object.entries(DETAILS).find(([name, [field]]) => words(one(group, name), field) !== undefined) ?? ['', [0]];
}

function specificationOf(group: OrderGroup): string | undefined {
  const [rxe, rxo] = [one(group, 'RXE'), one(group, 'RXO')];
  const strength = [text(rxe, 25) ?? text(rxo, 18), text(rxe, 26) ?? text(rxo, 19)].filter((part) => part !== undefined).join('');
  return strength === '' ? (words(rxe, 6) ?? words(rxo, 5)) : strength;
}

function amounts(group: OrderGroup, timing: Timing): Pick<ClinicalOrder, 'dose' | 'quantity'> {
  const [rxe, rxo] = [one(group, 'RXE'), one(group, 'RXO')];
  const drug = rxe ?? rxo;
  return present({
    dose: amount(text(rxe, 3) ?? text(rxo, 2), words(rxe, 5) ?? words(rxo, 4)),
    quantity: amount(text(rxe, 10) ?? text(rxo, 11), words(rxe, 11) ?? words(rxo, 12)) ?? (drug === undefined ? amount(timing.amount, timing.unit) : undefined),
  });
}

/** A number with its unit; a unit alone is none. */
export function amount(number: string | undefined, unit: string | undefined): { amount: string; unit?: string } | undefined {
  return number === undefined ? undefined : present({ amount: number, unit });
}

/** NTE, the pharmacy's and the administration's instructions (RXO-6, RXO-7, RXE-7), the diet's (ODS-4). */
function notesOf(group: OrderGroup): string[] | undefined {
  const said = group.flatMap((segment) => {
    if (segment.name === 'NTE') return [narrative(segment, 3)];
    const field = ({ RXO: [6, 7], RXE: [7], ODS: [4] } as Readonly<Record<string, readonly number[]>>)[segment.name] ?? [];
    return field.flatMap((at) => repeats(segment, at).map((repeat) => partText(repeat, 2) ?? partText(repeat, 1)));
  });
  const notes = [...new Set(said.filter((note) => note !== undefined))] as string[];
  return notes.length > 0 ? notes : undefined;
}
