/** When blood is drawn in a stay, and when the result comes. Pure. */
import { panelOf } from '../data/laboratory.ts';
import { chanceOf } from '../random.ts';
import { day, hour, midnight, minute } from '../time.ts';
import { operationOf } from './operation.ts';
import { courseDays, daysOfStay, type Stay, type World } from './stays.ts';

export interface Draw {
  readonly panel: string;
  readonly collectedAt: number;
  readonly reportedAt: number;
  readonly number: string;
}

/** Rounds of a bed that is kept long after the illness: seldom. */
const slowly = 5;

export function drawsOf(world: World, stay: Stay): Draw[] {
  const { disease: ill, admittedAt, dischargedAt } = stay;
  const operation = operationOf(world, stay);
  const regular = Object.entries(ill.panels).flatMap(([panel, every]) => daysFor(every, courseDays(stay), daysOfStay(stay)).map((on) => ({ panel, on })));
  const after = operation === undefined || operation.procedure.minutes < 45 ? [] : ['CBC', 'BIO'].map((panel) => ({ panel, on: Math.round((midnight(operation.until) - midnight(admittedAt)) / day) + 1 }));
  const wanted = new Map([...regular, ...after].map((each) => [`${each.panel}${each.on}`, each]));
  return [...wanted.values()]
    .map(({ panel, on }) => drawAt(world, stay, panel, on))
    .filter(({ collectedAt, reportedAt }) => collectedAt > admittedAt && reportedAt < dischargedAt)
    .sort((a, b) => a.reportedAt - b.reportedAt);
}

/** What is measured: the troponin of an infarction that is history was dealt with where it was found. */
export function itemsOf(world: World, stay: Stay, panel: string, at: number): readonly string[] {
  const { items } = panelOf(panel);
  return at < world.first && stay.disease.shifts['CTNI'] !== undefined ? items.filter((id) => id !== 'CTNI') : items;
}

function daysFor(every: number, course: number, days: number): number[] {
  if (every === 0) return [0];
  const dense = Array.from({ length: Math.ceil(course / every) }, (_, at) => at * every);
  const step = Math.max(every, slowly);
  const sparse = Array.from({ length: Math.max(0, Math.ceil((days - course) / step)) }, (_, at) => course + at * step);
  return [...dense, ...sparse];
}

function drawAt(world: World, stay: Stay, panel: string, on: number): Draw {
  const random = chanceOf(world.seed, stay.id, 'draw', panel, on);
  const morning = midnight(stay.admittedAt) + on * day + (5 * 60 + 50 + chanceOf(world.seed, stay.id, 'morning', on).int(0, 45)) * minute;
  const collectedAt = on === 0 ? stay.admittedAt + chanceOf(world.seed, stay.id, 'morning', 0).int(35, 70) * minute : morning;
  const [soonest, latest] = panelOf(panel).minutes;
  // Routine tubes of the morning wait for the round of the carrier.
  const carried = on === 0 || panel === 'GAS' ? 0 : hour;
  return { panel, collectedAt, reportedAt: collectedAt + carried + random.int(soonest, latest) * minute, number: `L${stay.id.slice(2)}${panel}${on}` };
}
