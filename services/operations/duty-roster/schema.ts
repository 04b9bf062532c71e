/** Shapes at the edge, shared with the pages. No patients in any of it. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';
import { dutyKind, shift } from '../../shared/on-call/schema.ts';
import { changeKinds, mostShifts, requestStates } from './model.ts';

const code = z.string().trim().min(1).max(40);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const at = z.coerce.date();
const who = z.object({ number: z.string(), name: z.string(), title: z.string(), departmentCode: z.string(), departmentName: z.string() });
export type Who = z.infer<typeof who>;

/** Warned first: nothing is done until it is sent again with `confirmed`. */
export const done = z.object({ saved: z.boolean(), warnings: z.array(z.string()) });
export type Done = z.infer<typeof done>;
const confirmed = z.boolean().default(false);

export const dutyDraft = z.object({ department: code, duty: dutyKind, staff: code, from: at, until: at.nullable(), confirmed });
export const dutyChange = z.object({ id: z.uuid(), staff: code.optional(), from: at.optional(), until: at.nullable().optional(), confirmed });
export const dutyRef = z.object({ id: z.uuid() });
export const weekCopy = z.object({ department: code, monday: day, confirmed });
export const copied = z.object({ saved: z.boolean(), count: z.int(), skipped: z.array(z.string()) });
export const patternDraft = z.object({ department: code, shifts: z.array(shift).max(mostShifts), kept: z.boolean(), phone: z.string().trim().regex(/^[\d+*#\-\s]{0,30}$/).nullable(), confirmed });

export const leaveDraft = z.object({ staff: code, from: at, until: at, note: z.string().trim().max(100).default('') });
export const leaveRef = z.object({ id: z.uuid() });

export const standInAsk = z.object({ id: z.uuid(), staff: code, note: z.string().trim().max(100).default('') });
export const standInAnswer = z.object({ id: z.uuid(), accept: z.boolean() });
export const handOverDraft = z.object({ id: z.uuid(), staff: code.optional() });

export const peopleQuery = z.object({ department: code, duty: dutyKind.default('duty-doctor'), text: z.string().trim().max(40).default('') });
export const foundPeople = z.object({ people: z.array(who.extend({ role: z.string(), reachable: z.boolean() })) });

const entry = z.object({ id: z.uuid(), person: who, from: at, until: at.nullable(), standsInFor: z.string().nullable(), outside: z.boolean(), reachable: z.boolean(), asked: z.string().nullable() });
export type EntryView = z.infer<typeof entry>;
const hole = z.object({ from: at, until: at, why: z.enum(['nobody', 'leave', 'left']), name: z.string().nullable(), dutyId: z.uuid().nullable() });
export type HoleView = z.infer<typeof hole>;
const slot = z.object({ name: z.string(), from: at, until: at, entries: z.array(entry), holes: z.array(hole) });
export type SlotView = z.infer<typeof slot>;
const post = z.object({ duty: dutyKind, holder: entry.nullable(), away: z.string().nullable(), later: z.array(entry) });
export type PostView = z.infer<typeof post>;

export const weekQuery = z.object({ department: code.optional(), from: day.optional(), days: z.coerce.number().int().min(1).max(42).default(7) });
export const weekView = z.object({
  department: z.object({ code: z.string(), name: z.string() }),
  /** May arrange duty doctors, may set heads. */
  keeps: z.object({ duties: z.boolean(), posts: z.boolean() }),
  pattern: z.object({ shifts: z.array(shift), kept: z.boolean(), phone: z.string().nullable() }),
  posts: z.array(post),
  days: z.array(z.object({ day, slots: z.array(slot), /** Outside every shift. */ beside: z.array(entry) })),
  leaves: z.array(z.object({ id: z.uuid(), person: who, from: at, until: at, note: z.string() })),
});
export type WeekView = z.infer<typeof weekView>;

export const departmentList = z.object({ departments: z.array(z.object({ code: z.string(), name: z.string(), keeps: z.boolean(), kept: z.boolean() })), own: z.string(), everywhere: z.boolean(), /** May ask who is missing in the days ahead. */ overview: z.boolean() });
export const overviewView = z.object({
  departments: z.array(z.object({ code: z.string(), name: z.string(), keeper: z.string().nullable(), missing: z.array(dutyKind), holes: z.array(hole.extend({ shift: z.string() })) })),
  asked: z.int(),
});
export type OverviewView = z.infer<typeof overviewView>;
export const historyQuery = z.object({ department: code, limit: z.coerce.number().int().min(1).max(100).default(50) });
export const historyView = z.object({ items: z.array(z.object({ at, by: z.string(), how: z.enum(changeKinds), text: z.string() })) });

/** What somebody on the way asks: who is it now, and who comes after. */
export const tonightQuery = z.object({ department: code.optional() });
export const tonightView = z.object({
  department: z.object({ code: z.string(), name: z.string() }),
  phone: z.string().nullable(),
  duties: z.array(z.object({ duty: dutyKind, now: entry.nullable(), away: z.string().nullable(), next: entry.nullable() })),
  everywhere: z.boolean(),
});
export type TonightView = z.infer<typeof tonightView>;
const request = z.object({ id: z.uuid(), dutyId: z.uuid(), state: z.enum(requestStates), asker: z.string(), asked: z.string(), mine: z.boolean(), department: z.string(), from: at, until: at.nullable(), note: z.string() });
export const mineView = z.object({
  duties: z.array(z.object({ id: z.uuid(), department: z.object({ code: z.string(), name: z.string() }), duty: dutyKind, from: at, until: at.nullable(), standsInFor: z.string().nullable(), isNow: z.boolean(), away: z.boolean(), next: z.string().nullable() })),
  requests: z.array(request),
  leaves: z.array(z.object({ id: z.uuid(), from: at, until: at, note: z.string() })),
});
export type MineView = z.infer<typeof mineView>;

export const upload = z.object({ file, replace: z.boolean().default(false) });
export const filePreview = z.object({
  rows: z.int(), added: z.int(), same: z.int(), replaced: z.int(),
  bad: z.array(z.object({ line: z.int(), why: z.string() })),
  warnings: z.array(z.object({ line: z.int(), why: z.string() })),
  examples: z.array(z.object({ line: z.int(), department: z.string(), duty: dutyKind, name: z.string(), from: at, until: at.nullable() })),
  imported: z.boolean(),
});
export type FilePreview = z.infer<typeof filePreview>;
export const exportQuery = z.object({ department: code.optional(), month: z.string().regex(/^\d{4}-\d{2}$/).optional(), template: z.enum(['yes', 'no']).default('no') });
export { file };
