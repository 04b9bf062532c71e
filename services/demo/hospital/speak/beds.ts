/** What housekeeping says of beds: cleaned after somebody left, disinfected after who was kept apart, closed for a repair. */
import { type Bed, isEmptyAtFirst, type Stay, type World } from '../course/stays.ts';
import { chanceOf } from '../random.ts';
import { minute } from '../time.ts';
import { bedStatus } from './facts.ts';
import { isKeptApart, type Telling } from './telling.ts';

/** Table 0116. */
const words = { C: '床位停用', H: '床位清洁', K: '床位待消毒', U: '床位可用' } as const;
type Status = keyof typeof words;

/** Minutes afterwards; the next one comes after two hours at the earliest. */
type Way = readonly (readonly [status: Status, from: number, until: number])[];
const cleaned: Way = [['H', 1, 4], ['U', 35, 75]];
const disinfected: Way = [['K', 1, 3], ['H', 25, 40], ['U', 70, 100]];
const repaired: Way = [['H', 1, 4], ['C', 20, 35], ['U', 85, 115]];

/** Extra beds are put away. */
const isOnList = ({ bed }: { readonly bed: string }): boolean => /^\d+$/.test(bed);

export function bedsAfter(world: World, stay: Stay): Telling[] {
  if (!isOnList(stay)) return [];
  const random = chanceOf(world.seed, 'bed status', stay.id);
  const way = isKeptApart(stay) ? disinfected : random.chance(0.04) ? repaired : cleaned;
  return tellings(stay, stay.id, stay.dischargedAt, way, random);
}

/** Of the beds that are empty at the first moment some are not ready yet. */
export function bedsAtFirst(world: World, places: readonly Bed[]): Telling[] {
  return places.filter((bed) => isEmptyAtFirst(world, bed)).flatMap((bed) => {
    const random = chanceOf(world.seed, 'bed status', bed.index);
    const way = random.weighted([{ way: cleaned, weight: 5 }, { way: disinfected, weight: 1 }, { way: [['C', 1, 3], ['U', 60, 115]] as Way, weight: 2 }, { way: [] as Way, weight: 5 }]).way;
    return tellings(bed, `BED${bed.index}`, world.first, way, random);
  });
}

function tellings({ ward, bed }: Pick<Bed, 'ward' | 'bed'>, name: string, since: number, way: Way, random: ReturnType<typeof chanceOf>): Telling[] {
  return way.map(([status, from, until]) => {
    // To the whole second, as messages write it.
    const at = Math.floor((since + random.int(from * 60, until * 60) * (minute / 60)) / 1000) * 1000;
    const id = `${name}.A20${status}.${at}`;
    return { at, id, system: 'HIS', what: `${words[status]} ${bed} 床`, weight: 'detail', ward: ward.code, write: () => bedStatus({ at: new Date(at), controlId: id, application: 'HIS', place: { ward: ward.code, bed }, status }) };
  });
}
