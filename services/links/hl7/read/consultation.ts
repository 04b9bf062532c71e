/**
 * 会诊 asked by an order (ORM, OMG) and answered with it or by a result message (ORU): an order whose category, code or name says so. The standard has no message of its
 * own for it; REF^I12 to I15 refers a patient to another institution, with its authorisation, and is none.
 */
import { narrative, partText, repeats, text, type Segment } from '../syntax/message.ts';
import { consultationType } from '../../statements/format.consultations.ts';
import type { ClinicalOrder, OrderState, Staff, StatementOf } from '../../statements/schema.ts';
import { numbersOf } from './clinical-order.ts';
import { instant, orNothing, present, staffField, staffOf, words, type Reading } from './common.ts';
import type { Group } from './order.ts';
import { stateOf } from './order-words.ts';
import { repeatsAt, textAt } from './paths.ts';

type Consultation = StatementOf<'consultation'>;
type Invited = NonNullable<Consultation['invited']>[number];

const STATES: Readonly<Record<OrderState, Consultation['state']>> = {
  ordered: 'requested', checked: 'requested', held: 'requested', running: 'accepted', completed: 'done', stopped: 'cancelled', cancelled: 'cancelled', refused: 'refused',
};

/** OBR-24 as systems that write English codes say it; table 0074 has none. */
const CODES = new Set(['CON', 'CONS', 'CONSULT']);
const NAMED = /会诊/;
/** A fee; and what departments of examination call a second reading of slides and pictures. */
const OTHERWISE = /会诊费|诊察费|(病理|切片|影像|片)会诊|读片|阅片/;

/** Whether an order asks for a consultation: as agreed with the sender, else by its category or its name. */
export function isConsultation(group: readonly Segment[], { rules }: Reading): boolean {
  const [orc, obr] = [one(group, 'ORC'), one(group, 'OBR')];
  if (obr === undefined) return false;
  const codes = [text(obr, 4), text(obr, 24), text(orc, 29), text(orc, 29, 2)].filter((code) => code !== undefined);
  if (codes.some((code) => rules.consultationServices.includes(code)) || CODES.has(text(obr, 24)?.toUpperCase() ?? '')) return true;
  const named = [...codes, words(obr, 4)].filter((word) => word !== undefined);
  return named.some((word) => NAMED.test(word)) && !named.some((word) => OTHERWISE.test(word));
}

export function consultationOf(order: ClinicalOrder, group: readonly Segment[], reading: Reading): Consultation[] {
  const { number = order.filler, name } = order;
  if (number === undefined) return [];
  const agreed = reading.rules.fields.consultation;
  const at = (key: 'type' | 'summary' | 'purpose') => textAt(group, agreed[key]) ?? undefined;
  const obr = one(group, 'OBR');
  const invited = invitedIn(group, reading);
  const opinions = opinionsIn(group, invited, order, reading);
  return [present({
    kind: 'consultation' as const,
    number,
    type: at('type') ?? consultationType(name ?? '', order.urgent),
    requestedBy: order.doctor,
    department: order.department,
    requestedAt: order.orderedAt,
    plannedAt: order.startAt ?? instant(reading, obr, 36),
    summary: at('summary') ?? text(obr, 13),
    purpose: at('purpose') ?? words(obr, 31) ?? order.notes?.join('\n'),
    invited: invited.length > 0 ? invited : undefined,
    opinions: opinions.length > 0 ? opinions : undefined,
    state: order.state === undefined ? undefined : STATES[order.state],
  })];
}

const one = (group: readonly Segment[], name: string): Segment | undefined => group.find((segment) => segment.name === name);

/** Roles of table 0443: CP, consulting provider; and words for it. */
const CONSULTANT = /会诊|consult|^CP\b/i;
const PLACES: Readonly<Record<string, { readonly action: number; readonly role: number; readonly staff: number; readonly organization: number }>> = {
  PRT: { action: 2, role: 4, staff: 5, organization: 8 },
  ROL: { action: 2, role: 3, staff: 4, organization: 14 },
};

/** Where the hospital agreed with the sender, department and person side by side; else participants by their role. */
function invitedIn(group: readonly Segment[], { rules: { fields: { consultation: agreed } } }: Reading): Invited[] {
  const [departments, people] = [repeatsAt(group, agreed.department), repeatsAt(group, agreed.staff)];
  if (departments.length + people.length > 0) {
    return Array.from({ length: Math.max(departments.length, people.length) }, (_, at) => invitedOf(departments[at]?.text, staffOf(people[at]?.repeat))).filter((each) => each !== undefined);
  }
  return group.flatMap((segment) => {
    const place = PLACES[segment.name];
    if (place === undefined || /^D/i.test(text(segment, place.action) ?? '')) return [];
    const role = repeats(segment, place.role)[0];
    if (![partText(role, 1), partText(role, 2)].some((word) => word !== undefined && CONSULTANT.test(word))) return [];
    const organization = repeats(segment, place.organization)[0];
    // XON: the identifier since 2.3.1, the number before, else the name.
    return invitedOf(partText(organization, 10) ?? partText(organization, 3) ?? partText(organization, 1), staffField(segment, place.staff)) ?? [];
  });
}

const invitedOf = (department: string | undefined, staff: Staff | undefined): Invited | undefined => orNothing(present({ department, staff }));

const OPINION = /会诊意见|会诊结论|^意见$|opinion|^CON/i;

const isCalledOpinion = (obx: Segment): boolean => [text(obx, 3), text(obx, 3, 2)].some((word) => word !== undefined && OPINION.test(word));

/** OBX of the order that hold what was answered; by whom: OBX-16, else the only one invited. */
function opinionsIn(group: readonly Segment[], invited: readonly Invited[], order: ClinicalOrder, reading: Reading): NonNullable<Consultation['opinions']> {
  const [only] = invited.length === 1 ? invited : [];
  return group.flatMap((segment) => {
    if (segment.name !== 'OBX' || !isCalledOpinion(segment)) return [];
    const said = narrative(segment, 5);
    return said === undefined ? [] : [present({ by: staffField(segment, 16) ?? only?.staff, department: only?.department, at: instant(reading, segment, 14) ?? order.orderedAt, text: said })];
  });
}

/** OBX-11: not yet an answer; and no answer any more. */
const UNFINISHED = new Set(['P', 'S', 'I', 'R', 'O', 'N']);
const TAKEN_BACK = new Set(['D', 'W', 'X']);

export interface Answered {
  readonly consultation: Consultation;
  /** What of the group is no opinion: measurements, sheets. */
  readonly rest: Group;
}

/**
 * A result message under an order for a consultation (ORU): its text is what was answered. Where an OBX is called an
 * opinion, only such; else every text, each one's lines together. `undefined` where the group is none, or has no number.
 */
export function answersIn({ orc, obr, spm, observations, notes }: Group, reading: Reading): Answered | undefined {
  const group = [orc, obr].filter((segment) => segment !== undefined);
  const { number, filler } = numbersOf(group);
  const numbered = number ?? filler;
  if (numbered === undefined || !isConsultation(group, reading)) return undefined;
  const texts = observations.filter(({ obx }) => ['TX', 'FT', 'ST'].includes(text(obx, 2)?.toUpperCase() ?? ''));
  const called = texts.filter(({ obx }) => isCalledOpinion(obx));
  const told = called.length > 0 ? called : texts;
  const opinions = opinionsBy(told.map(({ obx }) => obx), obr, reading);
  const state = stateOf(text(orc, 1), text(orc, 5), reading.rules);
  return {
    consultation: present({ kind: 'consultation' as const, number: numbered, opinions: opinions.length > 0 ? opinions : undefined, state: state === undefined ? undefined : STATES[state] }),
    rest: { orc, obr, spm, notes, observations: observations.filter((one) => !texts.includes(one)) },
  };
}

/** By whom: OBX-16, else who answers for the whole (OBR-32); of which department: OBX-15. */
function opinionsBy(lines: readonly Segment[], obr: Segment | undefined, reading: Reading): NonNullable<Consultation['opinions']> {
  const interpreter = obr && repeats(obr, 32)[0];
  const signer = orNothing(present({ number: partText(interpreter, 1, 1), name: partText(interpreter, 1, 2) ?? partText(interpreter, 2) }));
  const read = lines.filter((obx) => !UNFINISHED.has(statusOf(obx))).map((obx) => ({ obx, by: staffField(obx, 16) ?? signer, department: text(obx, 15) }));
  return [...Map.groupBy(read, ({ by, department }) => by?.number ?? by?.name ?? department ?? '').values()].map((all) => {
    const last = all.at(-1)!;
    const said = all.flatMap(({ obx }) => (TAKEN_BACK.has(statusOf(obx)) ? [] : (narrative(obx, 5) ?? [])));
    return present({ by: last.by, department: last.department, at: instant(reading, last.obx, 14) ?? instant(reading, obr, 22), text: said.length === 0 ? null : said.join('\n') });
  });
}

const statusOf = (obx: Segment): string => text(obx, 11)?.toUpperCase() ?? '';
