/** What came of a clinic's laboratory and examination orders: reports within the hour and the day. Nothing of it alarms. */
import { result, type SampleItem, type SampleVisit } from './facts.ts';
import type { Patient } from '../people/patients.ts';
import type { Person } from '../people/staff.ts';
import type { World } from '../course/stays.ts';
import { examination } from '../data/imaging.ts';
import { itemOf, panelOf, type Item } from '../data/laboratory.ts';
import { numbered } from '../documents/words.ts';
import { chanceOf } from '../random.ts';
import { minute } from '../time.ts';
import { patientOf, staffOf, type Telling } from './telling.ts';

/** A clinic's visit, or one to the check-up centre. */
export interface Tested {
  readonly number: string;
  readonly patient: Patient;
  readonly at: number;
  readonly session: { readonly doctor: Person };
  /** Ids of panels and of examinations. */
  readonly why: { readonly panels: readonly string[]; readonly examinations: readonly string[] };
}

type Told = Pick<Telling, 'at' | 'id' | 'system' | 'what' | 'write'>;

export function clinicResults(world: World, visit: Tested, part: SampleVisit): Told[] {
  const { number, why, at, session, patient } = visit;
  const base = { patient: patientOf(patient), visit: part, orderingDoctor: staffOf(session.doctor) };
  const panels = why.panels.map((id, index): Told => {
    const panel = panelOf(id);
    const drawn = at + (25 + index) * minute;
    const reported = drawn + panel.minutes[0] * minute;
    return {
      at: reported, id: `${number}.JY${index}`, system: 'LIS', what: `门诊检验 ${panel.name}`,
      write: () => result({ ...base, at: new Date(reported), controlId: `${number}.JY${index}`, application: 'LIS', placer: `CF${number.slice(2)}L${index}`, filler: `${number}JY${index}`, order: { id: `JY-${id}`, text: panel.name, system: 'QH' }, specimen: { ...panel.specimen, system: 'QH' }, collectedAt: new Date(drawn), items: panel.items.map((item) => line(world, visit, itemOf(item))) }),
    };
  });
  const examinations = why.examinations.map((id, index): Told => {
    const exam = examination(id);
    const done = at + (40 + index * 20) * minute;
    const reported = done + 30 * minute;
    return {
      at: reported, id: `${number}.JC${index}`, system: 'PACS', what: `门诊检查 ${exam.name}`,
      write: () => result({
        ...base, at: new Date(reported), controlId: `${number}.JC${index}`, application: 'PACS', placer: `CF${number.slice(2)}E${index}`, filler: `${number}JC${index}`, order: { id: exam.code, text: exam.name, system: 'QH' }, service: exam.service === 'XR' ? 'RAD' : exam.service, collectedAt: new Date(done),
        items: [{ code: { id: '59776-5', text: '检查所见' }, value: exam.findings, valueType: 'TX' }, { code: { id: '19005-8', text: '诊断意见' }, value: numbered(exam.impression).join(' '), valueType: 'TX' }],
      }),
    };
  });
  return [...panels, ...examinations];
}

/** Most values lie in the middle of the range; one in eight a little beyond it, never where anybody is alarmed. */
function line(world: World, { number, patient }: Tested, item: Item): SampleItem {
  const random = chanceOf(world.seed, 'clinic-value', number, item.id);
  const [low, high] = (patient.sex === 'F' ? item.women : undefined) ?? item.range;
  const [calmLow, calmHigh] = [Math.max(item.calm[0], item.bounds[0]), Math.min(item.calm[1], item.bounds[1])];
  const inside = low + (high - low) * (0.15 + 0.7 * random.next());
  const beyond = random.chance(0.6) ? high + Math.min(high * 0.25, (calmHigh - high) * 0.5) * random.next() : low - Math.min(low * 0.2, Math.max(0, low - calmLow) * 0.5) * random.next();
  const value = random.chance(0.125) ? beyond : inside;
  const text = value.toFixed(item.decimals);
  const flag = Number(text) > high ? 'H' : Number(text) < low ? 'L' : 'N';
  return { code: { id: item.loinc, text: item.name, local: { id: item.id, text: item.name } }, value: text, unit: item.unit, range: `${low}-${high}`, flags: [flag] };
}
