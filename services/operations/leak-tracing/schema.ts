/** Shapes at the edge, shared with the pages. Patients stand here by number only. */
import { z } from 'zod';
import { file, listInput } from '../../core/schema.ts';
import { likenesses, mostDays, takenWays, tracingStates, usualDays } from './model.ts';

const at = z.coerce.date();

/** The page's corners in the picture's pixels, clockwise from the page's upper left: x, y, x, y … */
const corners = z.array(z.number().int().min(0).max(100_000)).length(8);

export const tracingDraft = z.object({
  picture: file,
  corners: corners.optional(),
  days: z.coerce.number().int().min(1).max(mostDays).default(usualDays),
  /** Where it was found and why it is looked into. */
  note: z.string().trim().min(1).max(300),
});
export const tracingBegun = z.object({ id: z.uuid() });

const opened = z.object({
  at,
  kind: z.enum(['document', 'orders', 'screen']),
  patientNumber: z.string(),
  document: z.string(),
  pages: z.int(),
  terminal: z.string(),
  address: z.string(),
});
export type OpenedView = z.infer<typeof opened>;

/** `purpose`: what let them see it, as the mark says it; none on a screen. */
const opener = { staffNumber: z.string(), staffName: z.string(), departmentName: z.string(), purpose: z.string() };

const typedPart = z.string().trim().max(40).optional();
/** What a person reads of a visible mark; `?` for a sign that cannot be read, `*` for several. */
const typed = { name: typedPart, number: typedPart, department: typedPart, day: typedPart, clock: typedPart, kind: z.enum(['document', 'orders', 'screen']).optional() };
export const markTyped = z.object(typed);
export type MarkTyped = z.infer<typeof markTyped>;

export const visibleAsked = z.object({ id: z.uuid(), ...typed, limit: z.coerce.number().int().min(1).max(20).default(10), offset: z.coerce.number().int().min(0).max(10_000).default(0) });
const fitting = opened.extend({
  id: z.uuid(), patientId: z.uuid().nullable(), ...opener,
  /** Minutes from what was read to the opening, where day and minute were read whole; a screen's mark goes on with the clock and has none. */
  apart: z.int().nullable(),
  /** What else the same person opened around that time. */
  around: z.array(opened),
});
export type FittingView = z.infer<typeof fitting>;
export const visibleFound = z.object({ from: at, until: at, openings: z.array(fitting), more: z.boolean() });
export type VisibleFound = z.infer<typeof visibleFound>;

/** A page that looks like the picture, and who opened its document; `turned`: the audit says that they turned to that page. */
const alike = z.object({
  grade: z.enum(likenesses), page: z.int(), pages: z.int(),
  openings: z.array(opened.extend({ id: z.uuid(), ...opener, turned: z.boolean() })), more: z.boolean(),
});
export type AlikeView = z.infer<typeof alike>;

/** An opening that a person takes for the answer, and by what. */
export const answerDraft = z.object({ id: z.uuid(), way: z.enum(takenWays), openingId: z.uuid(), read: markTyped.optional() });

export const tracingRow = z.object({
  id: z.uuid(), at, by: z.string(), fileName: z.string(), note: z.string(), state: z.enum(tracingStates),
  /** Passes done, and of how many. */
  done: z.int(), of: z.int(), finishedAt: at.nullable(),
  /** Of the viewer, where one was found. */
  viewer: z.string(),
});
export type TracingRow = z.infer<typeof tracingRow>;
export const tracingQuery = listInput.pick({ limit: true, offset: true });
export const tracingList = z.object({ tracings: z.array(tracingRow), more: z.boolean() });

export const tracingRef = z.object({ id: z.uuid() });
export const tracingView = tracingRow.extend({
  digest: z.string(),
  days: z.int(),
  /** What was being tried last. */
  pass: z.string(),
  found: z.object({
    code: z.string(),
    /** 0: the screen, or all pages. */
    page: z.int(),
    layer: z.string(),
    /** How many times its own noise the sign stands out, and which share of the bits agreed. */
    z: z.number(),
    agreement: z.number(),
  }).nullable(),
  /** What the code stands for; none where the log does not know it. */
  opening: opened.extend(opener).nullable(),
  /** Pages that look like the picture, the likest first; `null`: it was not compared. */
  alike: z.array(alike).nullable(),
  /** What a person took for the answer where no code gave one. */
  taken: z.object({ way: z.enum(takenWays), opening: opened.extend(opener), read: markTyped, by: z.string(), at }).nullable(),
  /** What else the same person opened around that time: who the code names, else who was taken for the answer. */
  around: z.array(opened),
});
export type TracingView = z.infer<typeof tracingView>;
