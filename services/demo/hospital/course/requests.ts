/** What doctors ordered from the product: which items this hospital has, when blood is drawn or the examination done, when it is reported. Pure. */
import { z } from 'zod';
import { type Examination, examinations } from '../data/imaging.ts';
import { type Panel, panels, itemOf } from '../data/laboratory.ts';
import { departmentName } from '../data/places.ts';
import { chanceOf } from '../random.ts';
import { minute } from '../time.ts';
import type { Stay, World } from './stays.ts';

export const requested = z.object({
  /** The product's number, and this hospital's. */
  request: z.string(), number: z.string(),
  stay: z.string(), item: z.string(), urgent: z.boolean(), purpose: z.string(), by: z.object({ number: z.string(), name: z.string() }),
  at: z.number(), doneAt: z.number(), reportedAt: z.number(), cancelledAt: z.number().optional(),
});
export type Requested = z.output<typeof requested>;

export type Wanted = { readonly category: '检验'; readonly code: string; readonly name: string; readonly panel: Panel } | { readonly category: '检查'; readonly code: string; readonly name: string; readonly exam: Examination };

/** Of examinations with one name one: which findings are hers follows from her illness. */
const wanted: readonly Wanted[] = [
  ...panels.map((panel): Wanted => ({ category: '检验', code: `JY-${panel.id}`, name: panel.name, panel })),
  ...[...Map.groupBy(examinations, ({ name }) => name).values()].flatMap(([exam]): Wanted[] => (exam === undefined ? [] : [{ category: '检查', code: exam.code, name: exam.name, exam }])),
];

export const itemWanted = (code: string): Wanted | undefined => wanted.find((each) => each.code === code);

/** As the dictionary of the product holds them. */
export const orderItems: readonly { readonly code: string; readonly name: string; readonly fields: Readonly<Record<string, string>> }[] = wanted.map((each) => ({
  code: each.code, name: each.name,
  fields: each.category === '检验'
    ? { category: each.category, specimen: each.panel.specimen.text, results: each.panel.items.map((id) => itemOf(id).loinc).join('、'), place: '检验科' }
    : { category: each.category, place: departmentName(each.exam.department), ...(/空腹|肝胆/u.test(`${each.exam.method}${each.name}`) && { notice: '检查前空腹 8 小时' }) },
}));

/** Urgent ones are drawn at once; the others with the next round. */
export function timesOf(world: World, item: Wanted, urgent: boolean, number: string, at: number): Pick<Requested, 'doneAt' | 'reportedAt'> {
  const random = chanceOf(world.seed, number, 'requested');
  const doneAt = at + (urgent ? random.int(4, 10) : random.int(25, 50)) * minute;
  const [soonest, latest] = item.category === '检验' ? item.panel.minutes : [25, 90];
  return { doneAt, reportedAt: doneAt + (urgent ? soonest : random.int(soonest, latest)) * minute };
}

/** The examination with the findings of her illness, where it has one of this name. */
export function examFor({ disease }: Stay, exam: Examination): Examination {
  return examinations.find(({ id, name }) => name === exam.name && disease.imaging.includes(id)) ?? exam;
}
