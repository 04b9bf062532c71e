/** Lives through a plan from one moment in which anything is due to the next: a value, a person, an outage, a timer, a try. */
import type { SimulatedLaboratory } from '../../../services/links/hl7/simulator.ts';
import { result } from '../../../services/links/hl7/samples.ts';
import { signIn } from '../../kit/world.ts';
import { type Chance, chance } from '../support/random.ts';
import { sender } from '../support/sender.ts';
import { type Place, placeOf } from './place.ts';
import { type Asked, type Colleague, type Plan, type PlannedValue, type Trouble, minute, planOf } from './plan.ts';
import { type Deed, reactions } from './reactions.ts';
import type { Moved } from './service.ts';
import { tableOf } from './figures.ts';
import { type Verdict, verdictOf } from './verdict.ts';

type Correction = { readonly kind: 'correction'; readonly at: number; readonly of: PlannedValue };
type Relief = { readonly kind: 'relief'; readonly at: number };
type Happening = PlannedValue | Trouble | Correction | Relief | (Deed & { readonly kind: 'deed' });

const day = 1440 * minute;
/** After the last value: a ladder has ended, an outage too, and what was forgotten was reminded of. */
const after = 12 * 60 * minute;
/** A move, a message and a press take some 10 to 50 ms. */
const strikeMs = 60;
const pin = '258147';

export interface Living {
  readonly tell: (line: string) => void;
  /** Aborted, the year ends with this day: what came is lived through, and judged. */
  readonly cut?: AbortSignal | undefined;
  /** So many days apart it is judged on the way; only where a server holds the database. */
  readonly everyDays?: number | undefined;
}

export interface Lived extends Verdict {
  readonly days: number;
  readonly outages: number;
  readonly laboratoryDown: number;
  /** Values that only a sweep found to be due. */
  readonly swept: number;
}

export async function live(asked: Asked, living: Living): Promise<Lived> {
  const plan = planOf(asked);
  const place = await placeOf(plan);
  try {
    return await through(plan, place, asked, living);
  } finally {
    await place.end();
  }
}

async function through(plan: Plan, place: Place, { seed, days: asked }: Asked, { tell, cut, everyDays }: Living): Promise<Lived> {
  const random = chance(seed + 2);
  const people = reactions(plan, place, seed, signing(place));
  const lis = sender(place.mllpPort);
  const due = inOrder<Happening>([...plan.values, ...plan.troubles, ...plan.values.flatMap((of): Correction[] => (of.correctedAfter === undefined ? [] : [{ kind: 'correction', at: of.at + of.correctedAfter * minute, of }]))]);
  if (place.databaseName !== undefined) tell(`in database ${place.databaseName}`);
  let lived = plan;
  let state: Moved = { at: plan.begins, open: 0, unfinished: 0, next: undefined, swept: 0 };
  let [days, swept, before] = [0, 0, performance.now()];
  while (place.now() < lived.ends + after) {
    const end = lived.ends + after;
    const to = Math.max(place.now(), Math.min(due.next()?.at ?? end, state.next ?? end, end));
    const isNewDay = Math.floor((to - plan.begins) / day) > days;
    state = await place.move(to, { works: state.next !== undefined && state.next <= to, keepsHouse: isNewDay });
    const happens = due.until(to).filter((one) => one.kind === 'deed' || one.kind === 'relief' || one.kind === 'correction' || one.at < lived.ends);
    for (const one of happens) for (const next of await happen(one, place, lis, people.perform, random)) due.add(next);
    // What was pressed and sent has its jobs.
    if (happens.length > 0) state = await place.move(to);
    for (const deed of people.heard()) due.add({ ...deed, kind: 'deed' });
    swept = Math.max(swept, state.swept);
    if (!isNewDay) continue;
    days = Math.floor((to - plan.begins) / day);
    const took = (performance.now() - before) / 1000;
    before = performance.now();
    tell(`day ${days} of ${asked} in ${took.toFixed(1)} s: ${place.kills().length} kills, ${people.presses()} presses, ${state.open} open, ${state.unfinished} unfinished`);
    if (cut?.aborted === true && lived === plan) lived = upTo(plan, to + 1);
    if (everyDays !== undefined && place.isServer && days % everyDays === 0) tell(interim(await verdictOf(plan, place, to - after)));
  }
  lis.close();
  await place.up();
  await place.down();
  const verdict = await verdictOf(lived, place);
  const count = (kind: Trouble['kind']): number => lived.troubles.filter((one) => one.kind === kind).length;
  return { ...verdict, swept, days: Math.round((lived.ends - plan.begins) / day), outages: count('platform'), laboratoryDown: count('laboratory') };
}

/** Ended early; what came in its last moment has happened. */
function upTo(plan: Plan, ends: number): Plan {
  return { ...plan, ends, values: plan.values.filter(({ at }) => at < ends), troubles: plan.troubles.filter(({ at }) => at < ends) };
}

const interim = ({ values, wrong, ended, figures }: Verdict): string => `so far ${values} values, ${JSON.stringify(ended)}\n${tableOf(figures)}\n${wrong.length === 0 ? 'nothing wrong' : `WRONG\n${wrong.join('\n')}`}`;

async function happen(one: Happening, place: Place, lis: ReturnType<typeof sender>, perform: (deed: Deed) => Promise<Deed[]>, random: Chance): Promise<Happening[]> {
  if (one.kind === 'deed') return (await perform(one)).map((deed) => ({ ...deed, kind: 'deed' }));
  if (one.kind === 'value') await send(lis, reportOf(one, one.value, 'F', new Date(one.at)));
  if (one.kind === 'correction') await send(lis, reportOf(one.of, '4.2', 'C', new Date(one.at)));
  if (one.kind === 'kill') place.killSoon(random.between(0, strikeMs));
  if (one.kind === 'platform') place.emulator.core.faults.set({ platform: one.platform, kind: 'down', forMs: one.minutes * minute });
  if (one.kind === 'relief') place.laboratory.mood = 'accept';
  if (one.kind !== 'laboratory') return [];
  place.laboratory.mood = random.pick(['AE', 'closed'] satisfies SimulatedLaboratory['mood'][]);
  return [{ kind: 'relief', at: one.at + one.minutes * minute }];
}

/** It is killed meanwhile, and up again only when somebody asks. */
async function send(lis: ReturnType<typeof sender>, message: Buffer): Promise<void> {
  const { code, reason } = await lis.send(message);
  if (code !== 'AA') throw new Error(`not taken: ${code} ${reason}`);
}

function reportOf({ number, department, bed, doctor, isOutpatient }: PlannedValue, value: string, status: 'F' | 'C', at: Date): Buffer {
  const orderingDoctor = { number: doctor, name: doctor };
  const visit = isOutpatient ? { number: `O${number}`, patientClass: 'O' as const, department, attending: orderingDoctor } : { number: `V${number}`, ward: `W${department}`, bed: String(bed), department, attending: orderingDoctor };
  return result({ at, controlId: `Y${number}${status}`, patient: { id: `P${number}`, name: '张三', sex: 'F', birth: '19590312' }, visit, filler: `F${number}`, orderingDoctor, specimen: { id: 'SER', text: '血清' }, status, items: [{ code: { id: '2823-3', text: '血钾' }, value, unit: 'mmol/L', range: '3.5-5.3', status }] });
}

/** In the page, as a person signs: everything that waits for her. */
function signing(place: Place): (staff: Colleague) => Promise<boolean> {
  const enrolled = new Set<string>();
  return async ({ number }) => {
    try {
      const api = await signIn(place.emulator, place.url, number, { ids: place.ids, now: () => new Date(place.now()) });
      if (!enrolled.has(number)) await api('POST', '/signatures/enrol', { pin });
      enrolled.add(number);
      const { items } = (await api('GET', '/tasks')).data as { items: { id: string; clinical: string }[] };
      for (const { id } of items.filter(({ clinical }) => clinical === 'disposed')) await api('POST', `/critical-values/${id}/sign`, { pin });
      return true;
    } catch {
      // Killed meanwhile, or the platform that says who it is does not answer: again in some minutes.
      return false;
    }
  };
}

interface Due<T> {
  next(): T | undefined;
  /** Takes out what is due. */
  until(at: number): T[];
  add(one: T): void;
}

function inOrder<T extends { readonly at: number }>(all: readonly T[]): Due<T> {
  const waiting = all.toSorted((one, other) => one.at - other.at);
  let first = 0;
  return {
    next: () => waiting[first],
    until: (at) => {
      const from = first;
      while ((waiting[first]?.at ?? Infinity) <= at) first += 1;
      return waiting.slice(from, first);
    },
    add: (one) => {
      let place = waiting.length;
      while (place > first && (waiting[place - 1]?.at ?? 0) > one.at) place -= 1;
      waiting.splice(place, 0, one);
    },
  };
}
