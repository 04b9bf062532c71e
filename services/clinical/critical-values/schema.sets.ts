/** Shapes of the threshold sets at the edge, shared with the desk page. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';
import { mostTrialLines, setActs, setStates } from './model.sets.ts';
import { item, limit, scope, thresholdSet } from './schema.limits.ts';

const at = z.coerce.date();
const maybeAt = z.union([z.null(), at]);

export const step = z.object({ act: z.enum(setActs), by: z.object({ number: z.string(), name: z.string() }), at, note: z.string() });

export const trialLine = z.object({
  resultId: z.string(), change: z.enum(['more', 'fewer']), at, item: z.string(), value: z.string(), departmentCode: z.string().nullable(), wardCode: z.string().nullable(), days: z.number().nullable(), before: z.string(), after: z.string(),
});

export const trial = z.object({
  state: z.enum(['running', 'done']), digest: z.string(), against: z.string(), days: z.int(), at, judged: z.int(), told: z.object({ before: z.int(), after: z.int() }), more: z.int(), fewer: z.int(), list: z.array(trialLine).max(mostTrialLines),
});

const head = z.object({ id: z.uuid(), version: z.string(), title: z.string(), state: z.enum(setStates), basedOn: z.string().nullable(), course: z.array(step), inForceFrom: maybeAt, inForce: z.boolean() });
export const setList = z.object({ items: z.array(head) });
export type SetLine = z.infer<typeof head>;

export const difference = z.object({ part: z.enum(['limit', 'item', 'scope', 'flags']), id: z.string(), before: z.record(z.string(), z.unknown()).nullable(), after: z.record(z.string(), z.unknown()).nullable() });

export const setDetail = head.extend({
  set: thresholdSet,
  /** Against what is in force. */
  against: z.string(),
  differences: z.array(difference),
  faults: z.array(z.string()),
  trial: trial.nullable(),
  /** The trial is of this content and against what is in force. */
  tried: z.boolean(),
  /** What the reader may do now. */
  may: z.object({ change: z.boolean(), propose: z.boolean(), approve: z.boolean(), reject: z.boolean() }),
});
export type SetDetail = z.infer<typeof setDetail>;

export type LimitRow = z.infer<typeof limit>;
export type ItemRow = z.infer<typeof item>;
export type ScopeRow = z.infer<typeof scope>;

export const oneSet = z.object({ id: z.uuid() });
const version = z.string().trim().min(1).max(60).regex(/^[\w.\-一-鿿]+$/u);
const title = z.string().trim().max(100).default('');
const note = z.string().trim().max(500).default('');

/** From another version, from a file, or both: the file's rows over those of the version; else over what is in force. */
export const draftInput = z.object({ version, title, basedOn: z.string().max(80).optional(), file: file.optional() });

export const changeInput = z.object({
  id: z.uuid(), title: z.string().trim().max(100).optional(), limits: z.array(limit).max(500).default([]), items: z.array(item).max(500).default([]), scopes: z.array(scope).max(100).default([]), alertFlags: z.array(z.string().trim().min(1).max(10)).max(20).optional(),
  remove: z.array(z.string().max(60)).max(500).default([]),
});
export const noteInput = z.object({ id: z.uuid(), note });
export const approveInput = z.object({ id: z.uuid(), note, from: at.optional() });
