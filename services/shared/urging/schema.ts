/** Shapes at the edge, shared with the pages. A number comes in and goes out masked. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';
import { phoneSources, tryStates, urgingMeans, urgingReasons } from './model.ts';

const at = z.coerce.date();

export const myPhone = z.object({ shown: z.string().nullable(), source: z.enum(phoneSources).nullable(), at: at.nullable(), /** A code can be sent. */ canProve: z.boolean(), /** Telephones are used at all. */ isUsed: z.boolean() });
export type MyPhone = z.infer<typeof myPhone>;
export const phoneAsked = z.object({ phone: z.string().trim().max(20) });
export const codeGiven = z.object({ code: z.string().trim().regex(/^\d{6}$/) });

export const overview = z.object({
  means: z.array(z.object({ means: z.enum(urgingMeans), vendor: z.string(), fromStep: z.int() })),
  perHour: z.int(), isTest: z.boolean(),
  /** Doctors and nurses here, and how many of them have a number. */
  staff: z.int(), numbers: z.int(),
  tries: z.array(z.object({ id: z.uuid(), at, name: z.string(), means: z.enum(urgingMeans), why: z.enum(urgingReasons), state: z.enum(tryStates), reason: z.string() })),
});
export type Overview = z.infer<typeof overview>;

export const trial = z.object({ means: z.enum(urgingMeans) });
export const said = z.object({ said: z.boolean() });

export const upload = z.object({ file });
export const preview = z.object({
  rows: z.int(), added: z.int(), changed: z.int(), same: z.int(),
  bad: z.array(z.object({ line: z.int(), why: z.string() })),
  examples: z.array(z.object({ what: z.enum(['added', 'changed']), key: z.string(), name: z.string() })),
});
