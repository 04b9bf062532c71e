/** Staff and their accounts at the edge. */
import { z } from 'zod';
import { newCode } from './schema.places.ts';

export const staffDraft = z.object({
  isNew: z.boolean(),
  number: newCode,
  name: z.string().trim().min(1).max(40),
  role: z.enum(['doctor', 'nurse', 'technician', 'pharmacist', 'administrator']),
  title: z.string().trim().max(40).default(''),
  departmentCode: newCode,
  wardCode: newCode.nullable().default(null),
});

/** Number, name or department; empty finds everybody. */
export const peopleQuery = z.object({
  text: z.string().trim().max(40).default(''),
  department: z.string().max(40).optional(),
  state: z.enum(['active', 'left', 'all']).default('active'),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

const row = z.object({ number: z.string(), name: z.string(), role: z.string(), title: z.string(), departmentCode: z.string(), departmentName: z.string(), wardCode: z.string().nullable(), active: z.boolean(), onLeaveUntil: z.coerce.date().nullable(), source: z.string(), accounts: z.int() });
export const peopleView = z.object({ people: z.array(row), total: z.int() });
export type PeopleView = z.infer<typeof peopleView>;
export type PersonRow = z.infer<typeof row>;

export const account = z.object({ platform: z.string(), corp: z.string(), user: z.string() });
export const personView = row.extend({
  leftAt: z.coerce.date().nullable(),
  adminRole: z.string().nullable(),
  bound: z.array(account),
  groups: z.array(z.object({ code: z.string(), name: z.string(), leads: z.boolean() })),
  /** What happened to this person here, newest first. */
  history: z.array(z.object({ at: z.coerce.date(), what: z.string(), actor: z.string(), fields: z.array(z.string()) })),
});
export type PersonView = z.infer<typeof personView>;

/** Choosing a colleague: name, title and department, nothing else. */
export const searchPeopleQuery = z.object({ text: z.string().trim().min(1).max(40), department: z.string().max(40).optional(), role: z.string().max(20).optional(), limit: z.coerce.number().int().min(1).max(50).default(20) });
export const foundPeople = z.object({ people: z.array(z.object({ number: z.string(), name: z.string(), title: z.string(), departmentName: z.string() })) });
export type FoundPeople = z.infer<typeof foundPeople>;
