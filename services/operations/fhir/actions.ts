/** What the doors and the feed write of their own. */
import { z } from 'zod';
import { byLink, byMachine, bySystem } from '../../core/access.ts';
import { defineAction, defineJobKind } from '../../core/module.ts';
import { takeUp } from '../../shared/intake/index.ts';
import { saveFeed, saveNames, saveWaiting, takeDue } from './store.ts';
import { saveParts } from './store.parts.ts';

const resource = z.record(z.string(), z.unknown());

/** Before the reading that needs it is stored: a name told twice is the same name. */
export const rememberNames = defineAction({
  name: 'fhir.remember',
  input: z.object({ sender: z.string(), names: z.array(z.object({ name: z.string(), resource })) }),
  output: z.void(),
  policy: byLink('fhir'),
  body: async ({ tx, now }, { sender, names }) => saveNames(tx, sender, names, now),
});

const closed = z.object({ id: z.string(), names: z.array(z.string()), sealed: z.string(), digest: z.string(), toldAt: z.iso.datetime() });

/** Before what they are understood together with is looked up: of two that come at once, the second to look finds the first. */
export const rememberParts = defineAction({
  name: 'fhir.remember-parts',
  input: z.object({ parts: z.array(closed), arrival: z.string(), heardAt: z.date() }),
  output: z.void(),
  policy: byLink('fhir'),
  body: async ({ tx }, { parts, arrival, heardAt }) => saveParts(tx, parts, arrival, heardAt),
});

/** After it is stored: what it names by logical ids alone, nobody told. */
export const awaitNames = defineAction({
  name: 'fhir.await',
  input: z.object({ sender: z.string(), names: z.array(z.string()), arrival: z.string() }),
  output: z.void(),
  policy: byLink('fhir'),
  body: async ({ tx, now }, { sender, names, arrival }) => saveWaiting(tx, sender, names, arrival, now),
});

/** Sent again, and understood by now. */
export const takeUpNow = defineAction({
  name: 'fhir.take-up-now',
  input: z.object({ arrival: z.string() }),
  output: z.void(),
  policy: byLink('fhir'),
  body: async ({ schedule }, { arrival }) => schedule(takeUp, { arrival }),
});

/** Read again by one tick. */
const most = 200;

/** What waited for somebody or something that was told meanwhile is read again. */
export const takeUpDue = defineAction({
  name: 'fhir.take-up',
  input: z.object({}),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, schedule }) => {
    for (const arrival of await takeDue(tx, most)) schedule(takeUp, { arrival });
  },
});

const step = z.object({ since: z.date().nullable(), next: z.string().nullable(), seen: z.date().nullable(), failures: z.int(), retryAt: z.date().nullable() });

export const moveFeed = defineAction({
  name: 'fhir.move-feed',
  input: z.object({ source: z.string(), type: z.string(), step, trouble: z.string().nullable() }),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, now }, { source, type, step: moved, trouble }) => saveFeed(tx, source, type, { ...moved, trouble, now }),
});

/** `Observation/1` each; none: whatever changed. */
export const fetchJob = defineJobKind('fhir.fetch', z.object({ references: z.array(z.string()).max(1000) }), { priority: 50, tries: 20, pause: { first: 5, slowest: 600 } });

/** A server says that something changed and not what: somebody goes and fetches it. */
export const askFor = defineAction({
  name: 'fhir.ask-for',
  input: z.object({ references: z.array(z.string().regex(/^[A-Z][A-Za-z]{2,40}\/[\w.-]{1,64}$/)).max(1000) }),
  output: z.void(),
  policy: byMachine('fhir'),
  body: async ({ schedule }, { references }) => schedule(fetchJob, { references }),
});
