/** Asking about a picture, and what came of it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { byAdmin, bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Action, defineAction, defineJobKind } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { findOpening, openingOf, openingsLike } from '../../shared/viewing/index.ts';
import { traced } from './events.ts';
import { phrases } from './phrases.ts';
import { ended } from './model.ts';
import { understood } from './reading.ts';
import { cornersOf, gradesOf } from './rules.ts';
import { answerDraft, type MarkTyped, tracingBegun, tracingDraft } from './schema.ts';
import { type TracingStored, alikeOf, changeTracing, findTracing, picturePurpose, takeAnswer } from './store.ts';

const refuse = refusals(phrases);

/** Deviations above its own noise from which a code that the log does not know is said to be one. */
const weakest = 6;

/** A picture may take minutes; a process that ended leaves it to the next try. */
export const lookInto = defineJobKind('leak-tracing.look-into', z.object({ id: z.uuid() }), { tries: 3 });

export function begin(seal: KeyRing): Action<z.infer<typeof tracingDraft>, z.infer<typeof tracingBegun>> {
  return defineAction({
    name: 'leak-tracing.begin',
    input: tracingDraft,
    output: tracingBegun,
    policy: byAdmin('security'),
    stepUp: true,
    subject: ({ picture }) => createHash('sha256').update(Buffer.from(picture.base64, 'base64')).digest('hex'),
    body: async ({ tx, now, actor, schedule }, { picture, corners = [], days, note }) => {
      if (corners.length > 0 && cornersOf(corners) === undefined) throw refuse('leak-tracing.corners', {}, 400);
      const id = newId(now.getTime());
      const bytes = Buffer.from(picture.base64, 'base64');
      const sealedPicture = new Uint8Array(seal.closeBytes(bytes, picturePurpose(id)));
      const digest = createHash('sha256').update(bytes).digest('hex');
      await tx.tracing.create({ data: { id, at: now, staffNumber: actor.id, fileName: picture.name, digest, bytes: bytes.length, sealedPicture, corners, days, note, state: 'waiting' } });
      schedule(lookInto, { id });
      return { id };
    },
  });
}

const progress = z.object({ id: z.uuid(), done: z.int(), of: z.int(), pass: z.string() });

export const noteProgress = defineAction({
  name: 'leak-tracing.note-progress',
  input: progress,
  output: z.void(),
  policy: bySystem,
  body: async ({ tx }, { id, ...how }) => void (await changeTracing(tx, id, { ...how, state: 'running' })),
});

const reading = z.object({ code: z.string(), layer: z.string(), z: z.number(), agreement: z.number() });
const alike = z.array(z.object({ source: z.string(), page: z.int(), same: z.number(), share: z.number() }));
const conclusion = z.object({ id: z.uuid(), alike: alike.optional(), outcome: z.enum(['nothing', 'unreadable', 'failed']).optional(), reading: reading.optional() });

/** The picture is forgotten: it shows a patient's record, and its digest is enough to know it again. */
export const conclude = defineAction({
  name: 'leak-tracing.conclude',
  input: conclusion,
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, now, emit }, { id, outcome, reading: read, alike: pages }) => {
    const over = { sealedPicture: null, finishedAt: now, pass: null, ...(pages === undefined ? {} : { alike: pages }) };
    if (read === undefined) return void (await changeTracing(tx, id, { ...over, state: outcome ?? 'failed' }));
    const { code, page } = openingOf(read.code);
    const opening = await findOpening(tx, { code });
    // Chance finds a code of nobody's now and then: one that the log does not know is a mark only where it stands out.
    if (opening === undefined && read.z < weakest) return void (await changeTracing(tx, id, { ...over, state: 'nothing' }));
    const done = await changeTracing(tx, id, { ...over, ...read, code, page, state: opening === undefined ? 'unknown' : 'found', openingId: opening?.id ?? null });
    if (done && opening !== undefined) emit(traced, id, { opening: opening.id, staff: opening.staffNumber });
  },
});

/** The days a tracing looks through; a phone's clock or a late message: one more than was asked for. */
export function rangeOf({ at, days }: Pick<TracingStored, 'at' | 'days'>): { readonly from: Date; readonly until: Date } {
  return { from: new Date(at.getTime() - (days + 1) * 86_400_000), until: at };
}

/** @throws Refusal in words: nothing that can be read, no day, no clock */
export function readOf(typed: MarkTyped): Extract<ReturnType<typeof understood>, { read: unknown }>['read'] {
  const made = understood(typed);
  if ('trouble' in made) throw refuse(`leak-tracing.${made.trouble}`, {}, 400);
  return made.read;
}

/** @throws Refusal `leak-tracing.not-over-yet` */
export function over(row: TracingStored): TracingStored {
  if (!ended.some((state) => state === row.state)) throw refuse('leak-tracing.not-over-yet');
  return row;
}

/** A person names an opening where no code does: on record with what they read, and only what that reading fits. */
export const answer = defineAction({
  name: 'leak-tracing.answer',
  input: answerDraft,
  output: z.void(),
  policy: byAdmin('security'),
  stepUp: true,
  subject: ({ id, openingId }) => `${id} ${openingId}`,
  about: async (tx, { openingId }) => [(await findOpening(tx, { id: openingId }))?.patientId ?? []].flat(),
  body: async ({ tx, now, actor }, { id, way, openingId, read = {} }) => {
    const row = over(there(await findTracing(tx, id)));
    const opening = there(await findOpening(tx, { id: openingId }));
    if (row.state === 'found') throw refuse('leak-tracing.code-says');
    const fits = way === 'visible'
      ? (await openingsLike(tx, readOf(read), { ...rangeOf(row), id: openingId }, { limit: 1, offset: 0 })).length === 1
      : gradesOf(alikeOf(row)).some(({ alike: { source } }) => source === opening.source);
    if (!fits) throw refuse('leak-tracing.does-not-fit');
    await takeAnswer(tx, id, { takenWay: way, takenOpening: openingId, takenRead: way === 'visible' ? read : {}, takenBy: actor.id, takenAt: now });
  },
});

/** @throws Refusal `core.not-found` */
export function there<T>(row: T | undefined): T {
  if (row === undefined) throw new Refusal('core.not-found', {}, 404);
  return row;
}
