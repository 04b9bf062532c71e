/** The stay: PV1, PV2, who nurses (ROL, PRT), who pays (IN1), and what a sender writes elsewhere by agreement. */
import { partText, repeats, segmentOf, text, value, type Message, type Segment } from '../syntax/message.ts';
import type { Place, Visit } from '../../statements/schema.ts';
import { codeText, instant, instantOrNone, orNothing, placeField, present, staffField, words, type Reading } from './common.ts';
import { staffAt, textAt } from './paths.ts';
import { inRole, NURSE, rolesIn } from './roles.ts';

/** PV1 may be absent, and one without content is none. */
export function readVisit(message: Message, reading: Reading): Visit | undefined {
  const pv1 = segmentOf(message, 'PV1');
  if (!pv1) return undefined;
  const { fields } = reading.rules;
  const { segments } = message;
  const own = (name: 'number' | 'department' | 'group' | 'disposition') => textAt(segments, fields.visit[name]) ?? undefined;
  const pv2 = segmentOf(message, 'PV2');
  return orNothing<Visit>(present({
    ...placeField(pv1, 3),
    number: oneLine(own('number') ?? text(pv1, 19) ?? text(segmentOf(message, 'PID'), 18)),
    patientClass: isCheckUp(pv1, reading) ? 'T' : text(pv1, 2),
    department: own('department') ?? text(pv1, 10),
    attending: staffAt(segments, fields.visit.attending) ?? staffField(pv1, 7),
    nurse: staffAt(segments, fields.visit.nurse) ?? inRole(rolesIn(segments), NURSE)[0],
    group: own('group'),
    admittedAt: instant(reading, pv1, 44),
    dischargedAt: instant(reading, pv1, 45),
    plannedAt: instant(reading, pv2, 8),
    dischargePlannedAt: instantOrNone(reading, pv2, 9),
    plannedPlace: plannedPlace(pv1),
    disposition: own('disposition') ?? words(pv1, 36),
    daySurgery: isDaySurgery(pv1, pv2, reading) || undefined,
    ...careOf(message, pv1, pv2, reading),
  }));
}

/** A number never runs over a line: what stands below it is a broken segment. */
const oneLine = (number: string | undefined): string | undefined => number?.split('\n')[0]?.trim();

/** Told as none where every part is `""`. */
function plannedPlace(pv1: Segment): Place | null | undefined {
  return value(pv1, 42) === null ? null : orNothing(placeField(pv1, 42));
}

function careOf(message: Message, pv1: Segment, pv2: Segment | undefined, { rules }: Reading): Pick<Visit, 'feeCategory' | 'careLevel' | 'condition' | 'isolation'> {
  const { segments } = message;
  const { visit } = rules.fields;
  const fee = textAt(segments, visit.feeCategory) ?? text(pv1, 20) ?? insurance(message);
  return present({
    feeCategory: fee === undefined ? undefined : (rules.feeCategories[fee] ?? fee),
    careLevel: meant(textAt(segments, visit.careLevel), pv2, 40, rules.careLevels),
    condition: meant(textAt(segments, visit.condition), pv2, 42, rules.conditions),
    isolation: meant(textAt(segments, visit.isolation), pv2, 41, rules.isolations),
  });
}

/** As agreed, else the field of PV2 in words; several (kinds of isolation) are joined. */
function meant(agreed: string | null | undefined, pv2: Segment | undefined, field: number, meanings: Readonly<Record<string, string>>): string | null | undefined {
  if (agreed !== undefined) return agreed === null ? null : (meanings[agreed] ?? agreed);
  if (value(pv2, field) === null) return null;
  const said = pv2 === undefined ? [] : repeats(pv2, field).flatMap((repeat) => meanings[partText(repeat, 1) ?? ''] ?? codeText(repeat) ?? []);
  return said.length === 0 ? undefined : said.join('、');
}

/** IN1: the plan's name, else its kind, else the company. */
function insurance(message: Message): string | undefined {
  const in1 = segmentOf(message, 'IN1');
  return text(in1, 2, 2) ?? text(in1, 15, 2) ?? text(in1, 15) ?? text(in1, 4);
}

const CHECK_UP = /体检|健康检查/;

/** An inpatient is one, whatever her stay is called. */
function isCheckUp(pv1: Segment, { rules }: Reading): boolean {
  const said = [2, 4, 18].flatMap((field) => [text(pv1, field), text(pv1, field, 2)]).filter((one) => one !== undefined);
  return text(pv1, 2) !== 'I' && said.some((one) => rules.checkUps.includes(one) || CHECK_UP.test(one));
}

const DAY_SURGERY = /日间|day ?(surgery|case)/i;

function isDaySurgery(pv1: Segment, pv2: Segment | undefined, { rules }: Reading): boolean {
  const said = [text(pv1, 4), text(pv1, 4, 2), text(pv1, 18), text(pv1, 18, 2), text(pv2, 7), text(pv2, 7, 2)].filter((one) => one !== undefined);
  return said.some((one) => rules.daySurgery.includes(one) || DAY_SURGERY.test(one));
}
