/** What of a page is for visitors, and how what they read differs from what stands here. */
import { type PublicText } from '../schema.public.ts';
import { refusals } from '../../../core/phrases.ts';
import { phrases } from '../phrases.ts';

const refuse = refusals(phrases);

interface Place {
  readonly name: string;
  readonly active: boolean;
  readonly tags: readonly string[];
  readonly homePage: string | null;
  readonly intro: string | null;
  readonly floorGuide: string | null;
  readonly visitGuide: string | null;
}

export interface InstitutionPlace extends Place {
  readonly level: string | null;
  readonly address: string | null;
  readonly hotline: string | null;
  /** In use. */
  readonly campuses: PublicText['campuses'];
}

export interface DepartmentPlace extends Place {
  readonly kind: string;
  readonly location: string | null;
  readonly phone: string | null;
}

const shared = ({ name, tags, homePage, intro, floorGuide, visitGuide }: Place) => ({ name, tags: [...tags], homePage, intro, floorGuide, visitGuide });

export function institutionText(row: InstitutionPlace, pictures: readonly string[]): PublicText {
  return { ...shared(row), kind: null, level: row.level, address: row.address, phone: row.hotline, campuses: row.campuses.map(({ name, address, hotline }) => ({ name, address, hotline })), pictures: [...pictures] };
}

export function departmentText(row: DepartmentPlace, pictures: readonly string[]): PublicText {
  return { ...shared(row), kind: row.kind, level: null, address: row.location, phone: row.phone, campuses: [], pictures: [...pictures] };
}

/** @throws Refusal `directory.page-retired`, `directory.page-empty` */
export function checkPublishable(row: Place, { address, phone, intro, floorGuide, visitGuide, pictures }: PublicText): void {
  if (!row.active) throw refuse('directory.page-retired');
  const says = [address, phone, intro, floorGuide, visitGuide].some((text) => text !== null && text !== '') || pictures.length > 0;
  if (!says) throw refuse('directory.page-empty');
}

export interface Difference {
  readonly field: string;
  readonly published: string;
  readonly now: string;
}

const fields = ['name', 'kind', 'level', 'tags', 'address', 'phone', 'homePage', 'intro', 'floorGuide', 'visitGuide', 'campuses', 'pictures'] as const;

/** Field by field, as text; what was never published differs in all it says. */
export function pageDifferences(published: PublicText | undefined, now: PublicText): Difference[] {
  return fields.map((field) => ({ field, published: published === undefined ? '' : asText(published, field), now: asText(now, field) })).filter((each) => each.published !== each.now).map((each) => (each.field === 'pictures' ? counted(each, published, now) : each));
}

function asText(page: PublicText, field: (typeof fields)[number]): string {
  if (field === 'campuses') return page.campuses.map(({ name, address, hotline }) => [name, address, hotline].filter((text) => text !== null).join(' ')).join('\n');
  const value = page[field];
  return Array.isArray(value) ? value.join('、') : (value ?? '');
}

/** Ids say nothing to a person. */
function counted({ field }: Difference, published: PublicText | undefined, now: PublicText): Difference {
  return { field, published: String(published?.pictures.length ?? 0), now: String(now.pictures.length) };
}
