/** Institutions, campuses, departments, wards and medical groups at the edge. */
import { z } from 'zod';
import { bedStateNames, placeKinds } from './model.ts';

export const newCode = z.string().trim().regex(/^[\w.-]{1,40}$/);
const name = z.string().trim().min(1).max(60);
const line = (most: number) => z.string().trim().max(most).nullable().default(null).transform((text) => (text === '' ? null : text));
const web = line(300).refine((url) => url === null || /^https?:\/\//.test(url));
const tags = z.array(z.string().trim().min(1).max(20)).max(20).default([]);
const page = { tags, address: line(200), hotline: line(40), homePage: web, intro: line(20_000), floorGuide: line(20_000), visitGuide: line(20_000) };

/** `isNew`: the code must not be there yet; without it the row must be there. */
const isNew = z.boolean();

export const institutionDraft = z.object({ isNew, code: newCode, name, parentCode: newCode.nullable().default(null), level: line(40), ...page });
export const campusDraft = z.object({ isNew, code: newCode, name, institutionCode: newCode, address: line(200), hotline: line(40) });
export const departmentDraft = z.object({
  isNew,
  code: newCode,
  name,
  kind: z.enum(['inpatient', 'outpatient', 'technology', 'pharmacy', 'administration']),
  parentCode: newCode.nullable().default(null),
  institutionCode: newCode.nullable().default(null),
  campusCode: newCode.nullable().default(null),
  location: line(200),
  phone: line(40),
  homePage: web,
  tags,
  intro: line(20_000),
  floorGuide: line(20_000),
  visitGuide: line(20_000),
});
export const wardDraft = z.object({ isNew, code: newCode, name, departmentCode: newCode, campusCode: newCode.nullable().default(null) });
const bedState = z.enum(Object.keys(bedStateNames) as (keyof typeof bedStateNames)[]);
/** Several at once: what is new is added, what is there is changed. */
export const bedsDraft = z.object({ ward: newCode, numbers: z.array(z.string().trim().min(1).max(20)).min(1).max(200), room: line(20), state: bedState, note: line(60), active: z.boolean().default(true) });
export const groupDraft = z.object({ isNew, code: newCode, name, departmentCode: newCode, leader: newCode, members: z.array(newCode).max(200) });

/** `remove` only what nothing hangs on; everything else is retired. */
export const placeEnd = z.object({ kind: z.enum(placeKinds), code: z.string(), how: z.enum(['retire', 'reopen', 'remove']) });

const institutionRow = z.object({ code: z.string(), name: z.string(), parentCode: z.string().nullable(), level: z.string().nullable(), tags: z.array(z.string()), address: z.string().nullable(), hotline: z.string().nullable(), homePage: z.string().nullable(), intro: z.string().nullable(), floorGuide: z.string().nullable(), visitGuide: z.string().nullable(), active: z.boolean() });
const campusRow = z.object({ code: z.string(), name: z.string(), institutionCode: z.string(), address: z.string().nullable(), hotline: z.string().nullable(), active: z.boolean() });
const departmentLine = z.object({ code: z.string(), name: z.string(), kind: z.string(), parentCode: z.string().nullable(), institutionCode: z.string().nullable(), campusCode: z.string().nullable(), active: z.boolean(), source: z.string(), staff: z.int(), wards: z.int() });

export const placesView = z.object({ institutions: z.array(institutionRow), campuses: z.array(campusRow), departments: z.array(departmentLine) });
export type PlacesView = z.infer<typeof placesView>;
export type InstitutionRow = z.infer<typeof institutionRow>;
export type CampusRow = z.infer<typeof campusRow>;
export type DepartmentLine = z.infer<typeof departmentLine>;

const bindingRow = z.object({ platform: z.string(), corp: z.string(), external: z.string(), name: z.string() });
export const departmentView = departmentLine.extend({
  location: z.string().nullable(),
  phone: z.string().nullable(),
  homePage: z.string().nullable(),
  tags: z.array(z.string()),
  intro: z.string().nullable(),
  floorGuide: z.string().nullable(),
  visitGuide: z.string().nullable(),
  bindings: z.array(bindingRow),
});
export type DepartmentView = z.infer<typeof departmentView>;

export const pictureDraft = z.object({ owner: z.string().regex(/^(institution|department):[\w.-]{1,40}$/), caption: z.string().trim().max(100).default(''), mime: z.enum(['image/jpeg', 'image/png', 'image/webp']), base64: z.base64().max(170_000) });
export const picturesView = z.object({ pictures: z.array(z.object({ id: z.string(), caption: z.string(), mime: z.string(), base64: z.string() })) });
export type PicturesView = z.infer<typeof picturesView>;

const wardRow = z.object({ code: z.string(), name: z.string(), departmentCode: z.string(), departmentName: z.string(), campusCode: z.string().nullable(), active: z.boolean(), source: z.string(), staff: z.int(), beds: z.int(), blocked: z.int() });
const personLine = z.object({ number: z.string(), name: z.string() });
const groupRow = z.object({ code: z.string(), name: z.string(), departmentCode: z.string(), departmentName: z.string(), leader: personLine, members: z.array(personLine.extend({ from: z.coerce.date() })), active: z.boolean(), source: z.string() });
export const wardsView = z.object({ wards: z.array(wardRow), groups: z.array(groupRow) });
export type WardsView = z.infer<typeof wardsView>;
export type WardRow = z.infer<typeof wardRow>;
export type GroupRow = z.infer<typeof groupRow>;

export const bedsView = z.object({ beds: z.array(z.object({ number: z.string(), room: z.string().nullable(), state: bedState, note: z.string().nullable(), active: z.boolean(), source: z.string() })) });
export type BedsView = z.infer<typeof bedsView>;

/** For choosing a department anywhere. */
export const departmentsView = z.object({ departments: z.array(z.object({ code: z.string(), name: z.string(), kind: z.string(), parentCode: z.string().nullable(), /** Of the department inside the house. */ phone: z.string().nullable() })) });
