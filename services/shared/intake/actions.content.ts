/**
 * Contents that a message named by address: fetched by a durable job, outside any transaction, then kept as if they had
 * been sent. What cannot be had waits at the triage desk with the message that named it; reading that again asks again.
 */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { Failure } from '../../core/errors.ts';
import { type JobContext, defineAction, defineJobKind, defineQuery } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Originals } from '../../links/originals/port.ts';
import { contentToFetch, documentOfContent, keepFetched } from '../documents/index.ts';
import { closeContent, openContentMatter } from './store.content.ts';

const wanted = z.object({ contentId: z.uuid(), arrival: z.string(), sender: z.string() });
type Wanted = z.output<typeof wanted>;

/** A record that is written a moment after its message, or a server that is away for some hours. */
export const fetchContent = defineJobKind('intake.fetch-content', wanted, { tries: 10, pause: { first: 5, slowest: 3600 } });

export function contentActs(seal: KeyRing) {
  const next = defineQuery({
    name: 'intake.content-to-fetch',
    input: wanted,
    output: z.object({ url: z.string(), mediaType: z.string() }).optional(),
    policy: bySystem,
    audited: false,
    body: ({ tx }, { contentId }) => contentToFetch(tx, contentId),
  });
  const keep = defineAction({
    name: 'intake.keep-content',
    input: wanted.extend({ mediaType: z.string(), base64: z.base64() }),
    output: z.void(),
    policy: bySystem,
    subject: ({ contentId }) => contentId,
    body: async ({ tx, now }, { contentId, arrival, mediaType, base64 }) => {
      const number = await documentOfContent(tx, contentId);
      await keepFetched(tx, seal, now, contentId, { mediaType, base64 });
      if (number !== undefined) await closeContent(tx, arrival, number, now);
    },
  });
  const note = defineAction({
    name: 'intake.note-content',
    input: wanted.extend({ code: z.string() }),
    output: z.void(),
    policy: bySystem,
    subject: ({ contentId }) => contentId,
    body: async ({ tx, now }, { contentId, arrival, sender, code }) => {
      const place = await documentOfContent(tx, contentId);
      if (place !== undefined) await openContentMatter(tx, { arrival, sender, reason: `content-${code}`, place, kind: 'content' }, now);
    },
  });
  return { next, keep, note };
}

export type ContentActs = ReturnType<typeof contentActs>;

/** @throws Failure while it is tried again; the last try leaves it to a person */
export async function fetchWanted(acts: ContentActs, originals: Originals | undefined, { run, ask, attempt }: Pick<JobContext, 'run' | 'ask' | 'attempt'>, job: Wanted): Promise<void> {
  const todo = originals === undefined ? undefined : await ask(acts.next, job);
  if (todo === undefined || originals === undefined) return;
  try {
    const { mediaType, bytes } = await originals.fetch(todo.url, todo.mediaType);
    await run(acts.keep, { ...job, mediaType, base64: bytes.toString('base64') });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.class === 'transient' && attempt < fetchContent.tries - 1) throw error;
    await run(acts.note, { ...job, code: error.vendorCode });
  }
}
