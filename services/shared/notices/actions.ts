import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { livingJobs } from '../../core/jobs.ts';
import type { ActionContext } from '../../core/module.ts';
import { defineAction, defineJobKind } from '../../core/module.ts';
import { findPerson } from '../directory/index.ts';
import { delayed, dinged, dingOutcome, sent, undeliverable } from './events.ts';
import { changeDoubts, countChange, createDeliveries, findDelivery, forgottenDeliveries, isAt, markSent } from './store.ts';

/** Cards that may be late cost a patient; twice under one key is harmless, so "perhaps" is sent again. */
const urgent = { priority: 100, tries: 1000, pause: { first: 1, slowest: 10 }, onAmbiguous: 'retry' } as const;
const calm = { priority: 0, tries: 30, pause: { first: 5, slowest: 600 }, onAmbiguous: 'retry' } as const;

const one = z.object({ delivery: z.uuid() });
export const deliverCritical = defineJobKind('notices.deliver-critical', one, urgent);
export const deliverNormal = defineJobKind('notices.deliver', one, calm);

const subjectOf = z.object({ module: z.string(), subject: z.string() });
/** Tried for longer than a platform is away: a card that still asks when its value is over sends somebody to a bed in vain. */
export const refreshCards = defineJobKind('notices.refresh', subjectOf, { ...urgent, priority: 50, pause: { first: 2, slowest: 60 } });

export interface Telling {
  readonly module: string;
  readonly subject: string;
  readonly step: string;
  readonly recipients: readonly string[];
  readonly urgency: 'critical' | 'normal';
}

/** Tells people by card, once each per subject and step; the job only delivers what is decided here. */
export async function tell(context: ActionContext, telling: Telling): Promise<void> {
  await tellAll(context, [telling]);
}

/** Many by one statement for each urgency; delivered in their order. */
export async function tellAll(context: ActionContext, tellings: readonly Telling[]): Promise<void> {
  for (const [urgency, own] of Map.groupBy(tellings, (telling) => telling.urgency)) {
    const wanted = own.flatMap(({ recipients, ...rest }) => recipients.map((recipient) => ({ ...rest, recipient })));
    if (wanted.length === 0) continue;
    const kind = urgency === 'critical' ? deliverCritical : deliverNormal;
    for (const delivery of await createDeliveries(context.tx, context.now, wanted)) context.schedule(kind, { delivery });
  }
}

/** The subject changed: every card about it is drawn again, one that is just on its way as soon as it has arrived. */
export async function refresh(context: ActionContext, module: string, subject: string): Promise<void> {
  await countChange(context.tx, module, subject);
  context.schedule(refreshCards, { module, subject });
}

const place = { platform: z.string(), corp: z.string(), user: z.string() };
const ref = z.record(z.string(), z.string());
const nothing = z.void();

const arrived = one.extend({ ...place, ref, shown: z.string(), changes: z.int() });
/** Cards that reached their platform, several at once. */
export const noteSent = defineAction({
  name: 'notices.note-sent',
  input: z.object({ cards: z.array(arrived).min(1) }),
  output: nothing,
  policy: bySystem,
  body: async ({ tx, now, emit, schedule }, { cards }) => {
    const rows = await markSent(tx, now, cards);
    for (const { delivery, changes: drawn, platform } of cards) {
      const row = rows.get(delivery);
      if (row === undefined) continue;
      const { subject, changes, hasOlder, ...about } = row;
      // The refresh of that change could not see this card yet; an older card says that there is a newer one.
      if (changes !== drawn || hasOlder) schedule(refreshCards, { module: about.module, subject });
      emit(sent, subject, { delivery, ...about, platform });
    }
  },
});

/** The card was shown anew, by an update or as the answer to a press. */
export const noteShown = defineAction({
  name: 'notices.note-shown',
  input: one.extend({ ref, shown: z.string() }),
  output: nothing,
  policy: bySystem,
  body: async ({ tx }, { delivery: id, ...data }) => {
    await tx.delivery.update({ where: { id }, data });
  },
});

export const noteUndeliverable = defineAction({
  name: 'notices.note-undeliverable',
  input: one.extend({ state: z.enum(['failed', 'unreachable']), reason: z.string() }),
  output: nothing,
  policy: bySystem,
  body: async ({ tx, emit }, { delivery: id, state, reason }) => {
    const { count } = await tx.delivery.updateMany({ where: { id, state: 'queued' }, data: { state, failure: reason } });
    const row = await findDelivery(tx, id);
    if (count === 0 || row === undefined) return;
    const { module, subject, step, recipient } = row;
    emit(undeliverable, subject, { delivery: id, module, step, recipient, reason });
  },
});

/** Kept before another platform is asked: the card may hang on this one too, and is brought up to date there where that is possible. */
export const noteDoubt = defineAction({
  name: 'notices.note-doubt',
  input: one.extend({ ...place, shown: z.string().optional() }),
  output: nothing,
  policy: bySystem,
  body: ({ tx }, { delivery: id, ...doubt }) => changeDoubts(tx, id, (doubts) => [...doubts.filter((each) => !isAt(each, doubt)), doubt]),
});

/** The platform says that it has no such card. */
export const noteNoDoubt = defineAction({
  name: 'notices.note-no-doubt',
  input: one.extend(place),
  output: nothing,
  policy: bySystem,
  body: ({ tx }, { delivery: id, ...gone }) => changeDoubts(tx, id, (doubts) => doubts.filter((each) => !isAt(each, gone))),
});

/** What came of waking its person, on the course of what the card is about. */
export const noteDinged = defineAction({
  name: 'notices.note-dinged',
  input: one.extend(dingOutcome.shape),
  output: nothing,
  policy: bySystem,
  body: async ({ tx, emit }, { delivery: id, ...outcome }) => {
    const row = await findDelivery(tx, id);
    if (row === undefined) return;
    const { module, subject, step, recipient } = row;
    const person = await findPerson(tx, recipient);
    emit(dinged, subject, { delivery: id, module, step, recipient, ...outcome, who: { number: recipient, name: person?.name ?? recipient, role: person?.role ?? '' } });
  },
});

/** Told once; the card is still tried. */
export const noteDelayed = defineAction({
  name: 'notices.note-delayed',
  input: one.extend({ reason: z.string() }),
  output: nothing,
  policy: bySystem,
  body: async ({ tx, now, emit }, { delivery: id, reason }) => {
    const { count } = await tx.delivery.updateMany({ where: { id, state: 'queued', delayedAt: null }, data: { delayedAt: now } });
    const row = await findDelivery(tx, id);
    if (count === 0 || row === undefined) return;
    const { module, subject, step, recipient } = row;
    emit(delayed, subject, { delivery: id, module, step, recipient, reason });
  },
});

/** Nothing to show any more before it was sent. */
export const noteNeedless = defineAction({
  name: 'notices.note-needless',
  input: one,
  output: nothing,
  policy: bySystem,
  body: async ({ tx, schedule }, { delivery: id }) => {
    await tx.delivery.updateMany({ where: { id, state: 'queued' }, data: { state: 'needless' } });
    const row = await findDelivery(tx, id);
    // It perhaps hangs somewhere, and asks.
    if (row?.state === 'needless' && row.doubts.length > 0) schedule(refreshCards, { module: row.module, subject: row.subject });
  },
});

/**
 * A lost job is found: a card that is still queued after a while and has no job any more is asked for again. Where the
 * platform is away its job is alive and tries by itself; one more each minute would be a crowd when it is back.
 */
export const sweep = defineAction({
  name: 'notices.sweep',
  input: z.object({ olderThanMs: z.number() }),
  output: z.object({ found: z.number() }),
  policy: bySystem,
  body: async ({ tx, now, schedule }, { olderThanMs }) => {
    const forgotten = await forgottenDeliveries(tx, new Date(now.getTime() - olderThanMs));
    let found = 0;
    for (const [urgency, kind] of [['critical', deliverCritical], ['normal', deliverNormal]] as const) {
      const ids = forgotten.filter((row) => row.urgency === urgency).map(({ id }) => id);
      const living = await livingJobs(tx, kind, 'delivery', ids);
      const lost = ids.filter((id) => !living.has(id));
      for (const delivery of lost) schedule(kind, { delivery });
      found += lost.length;
    }
    return { found };
  },
});
