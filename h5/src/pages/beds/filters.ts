/** What of a ward is looked for, each with how many there are; and how a bed is marked. */
import type { BedView, LyingView } from '../../../../services/clinical/beds/schema.ts';

const is = (test: (patient: LyingView) => boolean) => ({ patient }: BedView): boolean => patient !== null && test(patient);

export const isGrave = ({ condition }: Pick<LyingView, 'condition'>): boolean => /病危|病重/u.test(condition);
const isWatched = ({ careLevel }: LyingView): boolean => /特级|一级|Ⅰ级|特护/u.test(careLevel);

export const filters = [
  { id: 'all', label: '全部', fits: () => true },
  { id: 'mine', label: '我主管的', fits: is(({ mine }) => mine) },
  { id: 'critical', label: '危急值', fits: is(({ critical }) => critical > 0) },
  { id: 'grave', label: '病危病重', fits: is(isGrave) },
  { id: 'watched', label: '特级一级', fits: is(isWatched) },
  { id: 'isolated', label: '隔离', fits: is(({ isolation }) => isolation !== '') },
  { id: 'allergic', label: '过敏', fits: is(({ allergic }) => allergic) },
  { id: 'fresh', label: '今日入院', fits: is(({ fresh }) => fresh) },
  { id: 'leaving', label: '预出院', fits: is(({ leaving }) => leaving !== null) },
  { id: 'empty', label: '空床', fits: ({ state }: BedView) => state === 'empty' },
  { id: 'unready', label: '未备好', fits: ({ state }: BedView) => state === 'unready' },
  { id: 'blocked', label: '封床', fits: ({ state }: BedView) => state === 'blocked' },
] as const satisfies readonly { readonly id: string; readonly label: string; readonly fits: (bed: BedView) => boolean }[];
export type FilterId = (typeof filters)[number]['id'];

export const filterOf = (asked: unknown): FilterId => filters.find(({ id }) => id === asked)?.id ?? 'all';

/** Those that find something; the one that is chosen stays although it finds nothing any more. */
export function chipsOf(beds: readonly BedView[], chosen: FilterId): { readonly id: FilterId; readonly label: string; readonly count: number }[] {
  return filters.map(({ id, label, fits }) => ({ id, label, count: beds.filter(fits).length })).filter(({ id, count }) => id === 'all' || count > 0 || id === chosen);
}

export function found(beds: readonly BedView[], chosen: FilterId): BedView[] {
  return beds.filter(filters.find(({ id }) => id === chosen)?.fits ?? (() => true));
}

export interface Mark {
  readonly text: string;
  readonly tone: 'danger' | 'warn' | 'act' | 'past';
}

/** Danger first. `特级` is written `特级护理`, as the ward says it. */
export function marksOf(patient: LyingView): Mark[] {
  const { critical, condition, isolation, allergic, careLevel, fresh, leaving } = patient;
  const mark = (when: boolean, text: string, tone: Mark['tone']): Mark[] => (when ? [{ text, tone }] : []);
  return [
    ...mark(critical > 0, `危急值 ${critical}`, 'danger'),
    ...mark(/病危/u.test(condition), '病危', 'danger'),
    ...mark(/病重/u.test(condition), '病重', 'warn'),
    ...mark(isolation !== '', isolation.endsWith('隔离') ? isolation : `${isolation}隔离`, 'warn'),
    ...mark(allergic, '过敏', 'warn'),
    ...mark(careLevel !== '', careLevel.includes('护') ? careLevel : `${careLevel}护理`, 'past'),
    ...mark(fresh, '今日入院', 'act'),
    ...mark(leaving !== null, leaving === 'today' ? '今日出院' : '明日出院', 'act'),
  ];
}
