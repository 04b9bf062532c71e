/** Who may write which columns, and what a person can do about a thing that could not be decided. */
import type { SystemFunction } from '../../core/access.ts';

/** In the order of the page (`core/access.ts` says what they are). */
export const systemFunctions = ['intake', 'codes', 'dictionaries', 'feeds', 'hospital-commands', 'platforms', 'duty-roster', 'critical-limits'] as const satisfies readonly SystemFunction[];

/** Whose word a row is. */
export type Source = 'hand' | 'file' | 'his';

export const placeKinds = ['institution', 'campus', 'department', 'ward', 'group'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** What HIS says of its rows and nobody changes by hand; every other column is the hospital's own. */
export const mastered = {
  department: ['name', 'kind', 'parentCode', 'institutionCode', 'campusCode', 'active'],
  ward: ['name', 'departmentCode', 'campusCode', 'active'],
  bed: ['wardCode', 'number', 'room', 'state', 'note', 'active'],
  group: ['name', 'departmentCode', 'leader', 'members', 'active'],
  staff: ['name', 'role', 'title', 'departmentCode', 'wardCode', 'active'],
} as const;

export const matterKinds = ['unmatched', 'duplicated', 'vanished', 'contradictory', 'unreadable'] as const;
export type MatterKind = (typeof matterKinds)[number];

/** Why, as the page says it. */
export const matterReasons = [
  'no-number', 'unknown-number', 'number-twice', 'has-another', 'told-twice', 'not-told', 'name-differs', 'other-number',
  'left-here', 'no-department', 'no-ward', 'no-parent', 'unknown-staff', 'mastered-elsewhere', 'not-bound', 'fields',
] as const;
export type MatterReason = (typeof matterReasons)[number];

export const resolutions = ['accept', 'bind', 'retire', 'ignore'] as const;
/** accept: as the source says; bind: to this person or department; retire: it is gone here too; ignore: leave it, for a reason. */
export type Resolution = (typeof resolutions)[number];

export const kindNames = { inpatient: '住院', outpatient: '门诊', technology: '医技', pharmacy: '药学', administration: '行政' } as const;
/** 封床: the bed is there and takes nobody. */
export const bedStateNames = { open: '可用', blocked: '封床' } as const;
export const roleNames = { doctor: '医生', nurse: '护士', technician: '技师', pharmacist: '药师', administrator: '行政人员' } as const;

/** How far a reading has come; kept with it, so that another process can go on. */
export type Progress =
  | { readonly phase: 'read'; readonly at: string | null }
  | { readonly phase: 'check' }
  | { readonly phase: 'apply'; readonly kind: string; readonly after: string | null }
  | { readonly phase: 'finish' };

/** Pictures of a page: after the browser has made them small. */
export const pictureBytes = 120_000;
export const picturesPerPage = 12;
