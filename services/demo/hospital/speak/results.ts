/** Results: of the laboratory, of nurses' rounds, of imaging; with the report sheet where one is worth its bytes. */
import { type Fact, result, type SampleItem, type SampleStaff } from './facts.ts';
import { type ImagingTimes, imagingTimes, signersOf } from '../course/imaging.ts';
import { type Draw, drawsOf, itemsOf } from '../course/panels.ts';
import type { Stay, World } from '../course/stays.ts';
import { flagOf, rangeOf, valueAt } from '../course/trajectory.ts';
import { type Round, roundsOf } from '../course/vitals.ts';
import { type Examination, examination } from '../data/imaging.ts';
import { itemOf, panelOf } from '../data/laboratory.ts';
import { numbered } from '../documents/words.ts';
import type { Sheet } from '../../../core/papers/sheet.ts';
import { imagingSheet, laboratorySheet } from '../sheets/reports.ts';
import { minute } from '../time.ts';
import { patientOf, shortVisit, staffOf, type Telling } from './telling.ts';

export function laboratoryTellings(world: World, stay: Stay): Telling[] {
  return drawsOf(world, stay).map((draw) => ({
    at: draw.reportedAt, id: draw.number, system: 'LIS' as const, what: `检验结果 ${panelOf(draw.panel).name}`, weight: draw.number.endsWith(`${draw.panel}0`) ? ('basic' as const) : ('detail' as const), ward: stay.ward.code,
    write: () => laboratoryMessage(world, stay, draw),
  }));
}

// Many who hear the hospital never see a sheet of it: the library is loaded with the first.
const drawn = async (sheet: Sheet): Promise<Uint8Array> => (await import('../../../core/papers/sheet.ts')).drawSheet(sheet);

/** Of what was ordered by its number: who ordered it. */
export interface Placed {
  readonly placer: string;
  readonly doctor: SampleStaff;
}

const placedBy = (stay: Stay, placed: Placed | undefined) => ({ ...(placed !== undefined && { placer: placed.placer }), orderingDoctor: placed?.doctor ?? staffOf(stay.resident) });

export async function laboratoryMessage(world: World, stay: Stay, draw: Draw, placed?: Placed): Promise<Fact> {
  const panel = panelOf(draw.panel);
  const people = signersOf(world, stay, 'LAB', draw.number);
  // The sheet comes with the chemistry; the others can be printed from the values.
  const pdf = draw.panel === 'BIO' && draw.reportedAt >= world.first ? await drawn(laboratorySheet(world, stay, draw, { tester: people[0], checker: people[1] })) : undefined;
  return result({
    at: new Date(draw.reportedAt), controlId: draw.number, application: 'LIS', patient: patientOf(stay.patient), visit: shortVisit(stay), filler: draw.number, order: { id: `JY-${panel.id}`, text: panel.name, system: 'QH' }, ...placedBy(stay, placed), specimen: { ...panel.specimen, system: 'QH' },
    collectedAt: new Date(draw.collectedAt), interpreter: staffOf(people[1]), items: itemsOf(world, stay, draw.panel, draw.collectedAt).map((id) => itemLine(world, stay, id, draw.collectedAt)), ...(pdf !== undefined && { sheet: { pdf: Buffer.from(pdf).toString('base64'), title: `${panel.name}检验报告单` } }),
  });
}

function itemLine(world: World, stay: Stay, id: string, at: number): SampleItem {
  const item = itemOf(id);
  const value = valueAt(world, stay, id, at);
  const flag = flagOf(item, stay, value);
  const [low, high] = rangeOf(item, stay);
  return { code: { id: item.loinc, text: item.name, local: { id, text: item.name } }, value: value.toFixed(item.decimals), unit: item.unit, range: `${low}-${high}`, flags: flag === undefined ? ['N'] : [flag] };
}

export function nursingTellings(world: World, stay: Stay): Telling[] {
  return roundsOf(world, stay, stay.admittedAt, stay.dischargedAt).map((round) => ({ at: round.at, id: `${stay.id}.V${round.at / minute}`, system: 'NIS' as const, what: '护理观察', weight: 'detail' as const, ward: stay.ward.code, write: () => nursingMessage(stay, round) }));
}

export function nursingMessage(stay: Stay, { at, list }: Round): Fact {
  const id = `${stay.id}.V${at / minute}`;
  const items = list.map(({ code, loinc, name, value, unit }): SampleItem => ({ code: loinc === code ? { id: code, text: name, system: 'QH' } : { id: loinc, text: name, local: { id: code, text: name } }, value, unit, observer: staffOf(stay.nurse) }));
  return result({ at: new Date(at), controlId: id, application: 'NIS', patient: patientOf(stay.patient), visit: shortVisit(stay), filler: id, order: { id: 'VS', text: '生命体征', system: 'QH' }, service: 'NRS', collectedAt: new Date(at), items });
}

export function imagingTellings(world: World, stay: Stay): Telling[] {
  return stay.disease.imaging.map((id) => ({ exam: examination(id), times: imagingTimes(world, stay, id) })).filter(({ times }) => times.reportedAt < stay.dischargedAt).map(({ exam, times }) => ({
    at: times.reportedAt, id: times.number, system: 'PACS' as const, what: `检查报告 ${exam.name}`, weight: 'basic' as const, ward: stay.ward.code, write: () => imagingMessage(world, stay, exam, times),
  }));
}

export async function imagingMessage(world: World, stay: Stay, exam: Examination, times: ImagingTimes, placed?: Placed): Promise<Fact> {
  const [writer, checker] = signersOf(world, stay, exam.department, times.number);
  const pdf = await drawn(imagingSheet(stay, exam, times, { writer, checker }));
  return result({
    at: new Date(times.reportedAt), controlId: times.number, application: 'PACS', patient: patientOf(stay.patient), visit: shortVisit(stay), filler: times.number, order: { id: exam.code, text: exam.name, system: 'QH' }, ...placedBy(stay, placed), service: exam.service === 'XR' ? 'RAD' : exam.service, interpreter: staffOf(checker),
    collectedAt: new Date(times.doneAt),
    items: [
      { code: { id: '59776-5', text: '检查所见' }, value: exam.findings, valueType: 'TX' },
      { code: { id: '19005-8', text: '诊断意见' }, value: numbered(exam.impression).join(' '), valueType: 'TX' },
    ],
    sheet: { pdf: Buffer.from(pdf).toString('base64'), title: `${exam.name}报告单` },
  });
}
