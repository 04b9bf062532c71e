/** Shapes of the plan whom the first step tells together, for the file and the desk page. */
import { z } from 'zod';
import { alongsides, tellingSources } from './model.process.ts';

export { type TellingRule, alongsides, tellingSources } from './model.process.ts';

const at = z.coerce.date();
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const code = z.string().trim().min(1).max(40);

/** What is not said fits always. */
export const tellingRule = z.strictObject({
  departments: z.array(code).min(1).max(200).optional(),
  hours: z.strictObject({ from: clock, until: clock }).optional(),
  sources: z.array(z.enum(tellingSources)).min(1).optional(),
  also: z.array(z.enum(alongsides)).min(1),
});
/** More than any hospital keeps apart. */
export const tellingRules = z.array(tellingRule).max(100);

/** `base`: the version the change was made from. */
export const tellingDraft = z.object({ base: z.int().min(0), rules: tellingRules, note: z.string().trim().min(1).max(200) });
export const tellingSaved = z.object({ version: z.int() });

const person = z.object({ number: z.string(), name: z.string() });
const named = z.object({ code: z.string(), name: z.string() });

export const tellingView = z.object({
  version: z.int(),
  rules: tellingRules,
  /** Nobody has changed it at the desk yet: what the hospital's file says, or nothing. */
  isFile: z.boolean(),
  departments: z.array(named),
  wards: z.array(named.extend({ department: z.string() })),
  /** Newest first. `by`: null where it is the file's. */
  history: z.array(z.object({ version: z.int(), rules: tellingRules, note: z.string(), at, by: person.nullable() })),
});
export type TellingView = z.infer<typeof tellingView>;

/** Who would be told of a value of this ward at that hour; with the rules of a draft, or as they stand. */
export const tellingTrial = z.object({ ward: code, clock: clock.optional(), source: z.enum(tellingSources).default('laboratory'), rules: tellingRules.optional() });
const told = z.object({
  role: z.enum(['responsible-doctor', ...alongsides]),
  /** Each bed has its own. */
  byBed: z.boolean(),
  people: z.array(person),
});
export const tellingAnswer = z.object({ at, department: named.nullable(), beds: z.int(), told: z.array(told), /** Places of the rules that fit. */ fits: z.array(z.int()) });
export type TellingAnswer = z.infer<typeof tellingAnswer>;
