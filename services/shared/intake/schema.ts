/** Shapes of the triage desk at the edge, shared with its page. */
import { z } from 'zod';
import { codeKinds } from '../codes/schema.ts';
import { deskTabs, matterStates } from './model.ts';

const paged = { offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(100).default(50) };
const state = z.enum(matterStates);
/** Of a message in the inbox. */
const arrival = z.string().min(1).max(600);

export const matterQuery = z.object({
  tab: z.enum(deskTabs),
  reason: z.string().max(100).optional(),
  sender: z.string().max(300).optional(),
  /** Part of the message's number. */
  text: z.string().trim().max(200).default(''),
  ...paged,
});

const matter = z.object({
  id: z.string(),
  arrival: z.string(),
  controlId: z.string(),
  door: z.string(),
  sender: z.string(),
  receivedAt: z.coerce.date(),
  reason: z.string(),
  place: z.string(),
  kind: z.string(),
  state,
  tries: z.int(),
  closedAt: z.coerce.date().nullable(),
  closedBy: z.string().nullable(),
  note: z.string().nullable(),
  /** Of a remark: on how many messages it was made, and when last. */
  messages: z.int(),
  lastAt: z.coerce.date().nullable(),
});
export type MatterView = z.infer<typeof matter>;

const counts = z.object({ refused: z.int(), unmatched: z.int(), remarks: z.int(), codes: z.int() });
export const mattersView = z.object({
  matters: z.array(matter),
  total: z.int(),
  /** What is open. */
  counts,
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  senders: z.array(z.string()),
});
export type MattersView = z.infer<typeof mattersView>;

export const codeQuery = z.object({ state: z.enum(['open', 'done']).default('open'), kind: z.enum(codeKinds).optional(), sender: z.string().max(300).optional(), text: z.string().trim().max(200).default(''), ...paged });
const code = z.object({
  id: z.string(),
  sender: z.string(),
  kind: z.enum(codeKinds),
  code: z.string(),
  text: z.string(),
  place: z.string(),
  state,
  firstAt: z.coerce.date(),
  lastAt: z.coerce.date().nullable(),
  messages: z.int(),
  arrival: z.string().nullable(),
  /** The mapping that holds for it now: its messages only have to be tried again. */
  ours: z.string().nullable(),
  closedAt: z.coerce.date().nullable(),
  closedBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type StrangeView = z.infer<typeof code>;
export const codesView = z.object({ codes: z.array(code), total: z.int() });
export type CodesView = z.infer<typeof codesView>;

export const messageRef = z.object({ arrival });
const rawField = z.object({ at: z.string(), text: z.string(), covered: z.boolean(), fault: z.boolean() });
export const rawView = z.object({
  door: z.string(),
  receivedAt: z.coerce.date(),
  outcome: z.string(),
  format: z.enum(['hl7', 'json', 'text']),
  lines: z.array(z.object({ name: z.string(), fields: z.array(rawField), text: z.string(), fault: z.boolean() })),
  /** What is open about it. */
  faults: z.array(z.object({ reason: z.string(), place: z.string() })),
});
export type RawView = z.infer<typeof rawView>;

export const decision = z.object({ what: z.enum(['matter', 'code']), ids: z.array(z.uuid()).min(1).max(200) });
export const ignoring = decision.extend({ note: z.string().trim().min(2).max(200) });

/** Messages that wait for one thing: a code, or one reason (of one sender); a page of them at a time. */
export const cause = z.object({ code: z.uuid().optional(), reason: z.string().max(100).optional(), sender: z.string().max(300).optional(), after: z.string().max(600).default('') });
export const causeTried = z.object({ tried: z.int(), solved: z.int(), failed: z.int(), next: z.string().nullable() });
