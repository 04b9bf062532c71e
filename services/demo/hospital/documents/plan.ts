/** Which documents a stay has, when each is written, and by whom. Pure. */
import { consultationOf } from '../course/consultations.ts';
import { operationOf, type Operation } from '../course/operation.ts';
import { imagingTimes, signersOf } from '../course/imaging.ts';
import { courseDays, dayOfStay, daysOfStay, isShort, type Stay, type World } from '../course/stays.ts';
import type { Person } from '../people/staff.ts';
import { chanceOf } from '../random.ts';
import { day, hour, midnight, minute } from '../time.ts';
import * as admission from './admission.ts';
import * as consents from './consents.ts';
import * as course from './course.ts';
import type { Kind } from './kinds.ts';
import * as leaving from './leaving.ts';
import * as nursing from './nursing.ts';
import * as reports from './reports.ts';
import * as theatre from './theatre.ts';
import { temperatureChart } from '../sheets/temperature.ts';
import { drawsOf } from '../course/panels.ts';
import { examination } from '../data/imaging.ts';
import { panelOf } from '../data/laboratory.ts';
import { valueAt } from '../course/trajectory.ts';

export interface Planned {
  readonly kind: Kind;
  /** Tells apart documents of one kind. */
  readonly mark: string;
  readonly title?: string;
  readonly at: number;
  readonly author: Person;
  readonly signer?: Person;
  /** Replaces the version before: sheets that grow. */
  readonly grows?: boolean;
  /** Lines of text, or a page of HTML. */
  readonly write: () => readonly string[] | string;
}

export function documentsOf(world: World, stay: Stay): Planned[] {
  const operation = operationOf(world, stay);
  const all = [...atAdmission(world, stay), ...daily(world, stay), ...nursed(world, stay), ...special(world, stay), ...reported(world, stay), ...(operation === undefined ? [] : aroundOperation(world, stay, operation)), ...births(world, stay), ...atEnd(world, stay)];
  return all.filter(({ at }) => at >= stay.admittedAt - 3 * hour && at <= stay.dischargedAt + 8 * day).sort((a, b) => a.at - b.at);
}

function atAdmission(world: World, stay: Stay): Planned[] {
  const random = chanceOf(world.seed, stay.id, 'records');
  const { admittedAt, resident, attending, nurse } = stay;
  const first = admittedAt + random.int(90, 6 * 60) * minute;
  const record = admittedAt + random.int(4 * 60, 20 * 60) * minute;
  const once = (kind: Kind, at: number, author: Person, write: Planned['write'], signer?: Person): Planned => ({ kind, mark: '1', at, author, write, ...(signer !== undefined && { signer }) });
  return [
    once('admissionNotice', admittedAt - 85 * minute, attending, () => admission.admissionNotice(world, stay)),
    ...(stay.by === '急诊' ? [once('observation', admittedAt - 20 * minute, resident, () => admission.observationRecord(world, stay, admittedAt))] : []),
    once('summary', admittedAt + 20 * minute, resident, () => leaving.recordSummary(world, stay, admittedAt + 20 * minute)),
    once('otherConsent', admittedAt + 30 * minute, resident, () => admission.entrustment(world, stay, admittedAt + 30 * minute)),
    once('assessment', admittedAt + 70 * minute, nurse, () => nursing.assessment(world, stay, admittedAt + 70 * minute)),
    once('nursingPlan', admittedAt + 110 * minute, nurse, () => nursing.nursingPlan(world, stay, admittedAt + 110 * minute)),
    // Who is gone within the day has one sheet for coming and going.
    ...(isShort(stay) ? [] : [once('firstCourse', first, resident, () => admission.firstCourse(world, stay, first)), once('admission', record, resident, () => admission.admissionRecord(world, stay, record), attending)]),
    ...(stay.condition === '一般' ? [] : [once('graveNotice', admittedAt + 45 * minute, attending, () => consents.graveNotice(world, stay, admittedAt + 45 * minute))]),
  ];
}

/** Stable patients every third day, serious ones every second, critical ones and fresh wounds daily; seniors in between. */
function daily(world: World, stay: Stay): Planned[] {
  const operation = operationOf(world, stay);
  const days = daysOfStay(stay);
  const planned: Planned[] = [];
  for (let on = 1; on < days; on++) {
    const at = midnight(stay.admittedAt) + on * day + (8 * 60 + 50 + chanceOf(world.seed, stay.id, 'note', on).int(0, 90)) * minute;
    if (at > stay.dischargedAt) break;
    const after = operation === undefined ? -1 : Math.round((midnight(at) - midnight(operation.until)) / day);
    const every = stay.condition === '病危' && on < courseDays(stay) / 2 ? 1 : stay.condition === '病重' ? 2 : 3;
    if (on === 1) planned.push(rounds(world, stay, at, false));
    else if (on === 2 || (on % 7 === 0 && on > 2)) planned.push(rounds(world, stay, at, true));
    else if (on % every === 0 || (after > 0 && after <= 3)) planned.push({ kind: 'course', mark: String(on), at, author: stay.resident, write: () => course.dailyCourse(world, stay, at) });
  }
  return planned;
}

function rounds(world: World, stay: Stay, at: number, chief: boolean): Planned {
  const signer = chief ? stay.chief : stay.attending;
  return { kind: 'rounds', mark: String(dayOfStay(stay, at)), title: `${signer.title}查房记录`, at, author: stay.resident, signer, write: () => course.seniorRounds(world, stay, at, chief) };
}

function nursed(world: World, stay: Stay): Planned[] {
  const planned: Planned[] = [];
  const grave = stay.condition !== '一般';
  for (let on = 0; on < daysOfStay(stay); on++) {
    const evening = midnight(stay.admittedAt) + on * day + 20 * hour;
    if (evening < stay.admittedAt || evening > stay.dischargedAt) continue;
    const by = { author: stay.nurse, at: evening, mark: String(on) };
    const busy = on < courseDays(stay) * 0.6;
    if (grave && busy) planned.push({ kind: 'graveNursing', ...by, write: () => nursing.graveNursing(world, stay, evening) });
    else if (on < 2 || on % 3 === 0) planned.push({ kind: 'nursing', ...by, write: () => nursing.nursingRecord(world, stay, evening) });
    planned.push({ kind: 'vitals', author: stay.nurse, at: evening + 10 * minute, mark: String(Math.floor(on / 7) + 1), grows: true, write: () => temperatureChart(world, stay, evening) });
    if (grave && on > 0 && on % 3 === 0 && !stay.disease.newborn) planned.push({ kind: 'balance', ...by, at: evening + 20 * minute, write: () => nursing.balance(world, stay, evening) });
    planned.push(...sheets(world, stay, evening + 30 * minute, on));
  }
  return planned;
}

/** Order sheets are printed anew when something was ordered. */
function sheets(world: World, stay: Stay, at: number, on: number): Planned[] {
  if (on > 2 && on % 4 !== 0) return [];
  return (['长期', '临时'] as const).map((term) => ({ kind: 'orders' as const, mark: term, title: `${term}医嘱单`, at, author: stay.resident, grows: true, write: () => leaving.orderSheet(world, stay, term, at) }));
}

function special(world: World, stay: Stay): Planned[] {
  const planned: Planned[] = [];
  const { resident, attending, nurse, chief, admittedAt, dischargedAt } = stay;
  const days = daysOfStay(stay);
  const noon = (on: number): number => midnight(admittedAt) + on * day + 14 * hour;
  const add = (kind: Kind, at: number, author: Person, write: Planned['write'], mark = '1', signer?: Person): void => void planned.push({ kind, mark, at, author, write, ...(signer !== undefined && { signer }) });
  const consultation = consultationOf(world, stay);
  if (consultation !== undefined) add('consultation', consultation.answeredAt + 15 * minute, consultation.by, () => course.consultationRecord(world, stay));
  if (stay.condition === '病危' && days > 4) add('difficult', noon(3), resident, () => course.difficultCase(world, stay, noon(3)), '1', chief);
  if (stay.condition === '病危') add('rescue', admittedAt + 9 * hour, resident, () => course.rescueRecord(world, { ...stay, dies: false }, admittedAt + 9 * hour, [attending, resident, nurse]));
  if (days > 9) add('handover', noon(8), resident, () => course.handover(world, stay, noon(8), attending));
  if (days > 31) add('stage', noon(30), resident, () => course.stageSummary(world, stay, noon(30)));
  // Some ask for a certificate while they are here.
  if (days > 3 && chanceOf(world.seed, stay.id, 'proof').chance(0.3)) add('proof', noon(2) + 90 * minute, attending, () => leaving.diagnosisProof(world, stay, noon(2)));
  const step = stay.steppedDown;
  if (step !== undefined) add('transfer', step.at + hour, resident, () => course.transferRecord(world, stay, step.at));
  if (['dialysis', 'stroke-recovery', 'jaundice', 'copd', 'child-pneumonia'].includes(stay.disease.id)) for (let on = 1; on < Math.min(days, courseDays(stay)); on += 2) add('treatment', noon(on), nurse, () => nursing.treatmentRecord(world, stay, noon(on)), String(on));
  for (const [what, disease] of [['中心静脉置管、有创机械通气', 'severe-pneumonia'], ['骨髓穿刺活检', 'aml'], ['血液透析', 'dialysis'], ['蓝光照射', 'jaundice']] as const) if (stay.disease.id === disease) add('specialConsent', admittedAt + 2 * hour, attending, () => consents.specialConsent(world, stay, admittedAt + 2 * hour, what));
  const pale = drawsOf(world, stay).find(({ panel, collectedAt }) => panel === 'CBC' && !stay.disease.newborn && valueAt(world, stay, 'HGB', collectedAt) < 72);
  if (pale !== undefined && pale.reportedAt + 9 * hour < dischargedAt) {
    add('transfusionConsent', pale.reportedAt + hour, attending, () => consents.transfusionConsent(world, stay, pale.reportedAt + hour));
    add('transfusion', pale.reportedAt + 8 * hour, nurse, () => nursing.transfusionRecord(world, stay, pale.reportedAt + 8 * hour));
  }
  return planned;
}

function aroundOperation(world: World, stay: Stay, operation: Operation): Planned[] {
  const { from, until, surgeon, anaesthetist, urgent, procedure } = operation;
  const asleep = theatre.isAsleep(operation);
  const before = Math.max(stay.admittedAt + 50 * minute, urgent ? from - 100 * minute : midnight(from) - day + 15.6 * hour);
  const one = (kind: Kind, at: number, author: Person, write: Planned['write'], signer?: Person): Planned => ({ kind, mark: 'OP', at, author, write, ...(signer !== undefined && { signer }) });
  return [
    one('beforeOperation', before, stay.resident, () => theatre.beforeOperation(world, stay, operation, before)),
    ...(urgent || procedure.minutes < 45 ? [] : [one('operationDiscussion', before + 30 * minute, stay.resident, () => theatre.operationDiscussion(world, stay, operation, before + 30 * minute), stay.chief)]),
    one('operationConsent', before + 45 * minute, surgeon, () => consents.operationConsent(world, stay, operation, before + 45 * minute)),
    one('operation', until + 2 * hour, surgeon, () => theatre.operationRecord(world, stay, operation)),
    one('afterOperation', until + 50 * minute, stay.resident, () => theatre.afterOperation(world, stay, operation, until + 50 * minute)),
    ...(procedure.implant === undefined ? [] : [one('materials', until + 30 * minute, surgeon, () => theatre.materials(world, stay, operation))]),
    ...(asleep ? [
      one('anaesthesiaBefore', before + 60 * minute, anaesthetist, () => theatre.visitBefore(world, stay, operation, before + 60 * minute)),
      one('anaesthesiaConsent', before + 65 * minute, anaesthetist, () => consents.anaesthesiaConsent(world, stay, operation, before + 65 * minute)),
      one('anaesthesia', until + 25 * minute, anaesthetist, () => theatre.anaesthesiaRecord(world, stay, operation)),
      one('anaesthesiaAfter', until + 20 * hour, anaesthetist, () => theatre.visitAfter(world, stay, operation, until + 20 * hour)),
      one('theatreNursing', until + 35 * minute, stay.nurse, () => theatre.theatreNursing(world, stay, operation)),
    ] : []),
    ...(procedure.code.startsWith('74.1') ? [one('caesarean', until + 90 * minute, surgeon, () => theatre.caesareanRecord(world, stay, operation))] : []),
  ];
}

/** What came from the laboratory and from examinations, as it lies in the record: each examination, and of the laboratory the first of each panel. */
function reported(world: World, stay: Stay): Planned[] {
  const examined = stay.disease.imaging.map((id, index): Planned => {
    const { reportedAt, number } = imagingTimes(world, stay, id);
    const { department, name } = examination(id);
    const [writer, checker] = signersOf(world, stay, department, number);
    return { kind: 'examination', mark: String(index), title: `${name}检查报告`, at: reportedAt + 20 * minute, author: writer, signer: checker, write: () => reports.examinationReport(world, stay, id) };
  });
  const tested = drawsOf(world, stay).filter(({ number, panel }) => number.endsWith(`${panel}0`)).map((draw): Planned => {
    const [tester, checker] = signersOf(world, stay, 'LAB', draw.number);
    return { kind: 'laboratory', mark: draw.panel, title: `${panelOf(draw.panel).name}检验报告`, at: draw.reportedAt + 10 * minute, author: tester, signer: checker, write: () => reports.laboratoryReport(world, stay, draw) };
  });
  return [...examined, ...tested].filter(({ at }) => at < stay.dischargedAt);
}

function births(world: World, stay: Stay): Planned[] {
  if (stay.disease.id !== 'vaginal-delivery') return [];
  const born = stay.admittedAt + 8 * hour;
  return [
    { kind: 'labour', mark: '1', at: born - hour, author: stay.nurse, write: () => theatre.labourRecord(world, stay, stay.admittedAt + hour) },
    { kind: 'delivery', mark: '1', at: born + hour, author: stay.attending, write: () => theatre.deliveryRecord(world, stay, born) },
  ];
}

function atEnd(world: World, stay: Stay): Planned[] {
  const { dischargedAt, resident, attending, nurse, chief } = stay;
  const at = dischargedAt - 30 * minute;
  const one = (kind: Kind, when: number, author: Person, write: Planned['write'], signer?: Person): Planned => ({ kind, mark: '1', at: when, author, write, ...(signer !== undefined && { signer }) });
  const [pageKind, writePage] = stay.disease.id === 'stroke-recovery' ? (['herbalFrontPage', leaving.herbalFrontPage] as const) : (['frontPage', leaving.frontPage] as const);
  const page = one(pageKind, dischargedAt + 20 * hour, resident, () => writePage(world, stay, dischargedAt + 20 * hour), chief);
  if (stay.dies) {
    return [
      { ...one('rescue', dischargedAt + hour, resident, () => course.rescueRecord(world, stay, dischargedAt, [attending, resident, nurse])), mark: '2' },
      isShort(stay) ? one('deathWithinDay', dischargedAt + 3 * hour, resident, () => leaving.deathWithinDay(world, stay, dischargedAt + 3 * hour), attending) : one('death', dischargedAt + 3 * hour, resident, () => leaving.deathRecord(world, stay)),
      one('deathDiscussion', dischargedAt + 5 * day, resident, () => leaving.deathDiscussion(world, stay, dischargedAt + 5 * day), chief),
      page,
    ];
  }
  if (isShort(stay)) return [one('withinDay', at, resident, () => leaving.withinDay(world, stay, at), attending), page];
  return [
    one('discharge', at, resident, () => leaving.dischargeRecord(world, stay, at), attending),
    one('dischargeSummary', at + 5 * minute, resident, () => leaving.dischargeSummary(world, stay, at)),
    { ...one('proof', at + 8 * minute, attending, () => leaving.diagnosisProof(world, stay, at)), mark: '2' },
    one('dischargeGuide', at + 10 * minute, nurse, () => nursing.dischargeGuide(world, stay, at)),
    page,
  ];
}
