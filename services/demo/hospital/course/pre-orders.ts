/** 预医嘱: what is ordered with a booking and done before she comes, at her own time; some is not done in time. Pure. */
import { examination } from '../data/imaging.ts';
import { panelOf } from '../data/laboratory.ts';
import { chanceOf } from '../random.ts';
import { hour, minute } from '../time.ts';

export interface PreOrder {
  readonly number: string;
  readonly category: 'laboratory' | 'examination';
  readonly code: string;
  readonly name: string;
  readonly orderedAt: number;
  /** `undefined`: not before she comes. */
  readonly doneAt?: number;
}

export interface Booked {
  readonly seed: number;
  /** Number of the visit. */
  readonly visit: string;
  readonly bookedAt: number;
  readonly comesAt: number;
  /** Ids of `laboratory.ts` and `imaging.ts`. */
  readonly panels: readonly string[];
  readonly imaging: readonly string[];
}

export function preOrdersOf({ seed, visit, bookedAt, comesAt, panels, imaging }: Booked): PreOrder[] {
  const random = chanceOf(seed, visit, 'pre-orders');
  const wanted = [
    ...panels.map((id) => ({ category: 'laboratory' as const, code: `JY-${id}`, name: panelOf(id).name })),
    ...imaging.map((id) => ({ category: 'examination' as const, code: examination(id).code, name: examination(id).name })),
  ];
  return wanted.map((each, at) => {
    const orderedAt = bookedAt + (6 + at) * minute;
    const doneAt = orderedAt + random.int(30, 26 * 60) * minute;
    return { ...each, number: `YY${visit.slice(2)}${String(at + 1).padStart(2, '0')}`, orderedAt, ...(doneAt < comesAt - hour && { doneAt }) };
  });
}
