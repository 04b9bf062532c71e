/** A picture is looked into in a thread of its own, pass by pass. */
import { z } from 'zod';
import type { TraceOptions, Traced } from '../../../watermark/trace.ts';
import { bySystem } from '../../core/access.ts';
import { type Job, defineJob, defineQuery } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Likeness } from '../../../watermark/look/compare.ts';
import { looksBetween, markKey, seriesBetween } from '../../shared/viewing/index.ts';
import { conclude, lookInto, noteProgress, rangeOf } from './actions.ts';
import { ended, mostAlike, mostCompared } from './model.ts';
import { cornersOf } from './rules.ts';
import { findTracing, picturePurpose } from './store.ts';

/** The watermark's side, given by the start. @throws an error named `UnreadablePicture` */
export type Tracer = (picture: Uint8Array, options: Pick<TraceOptions, 'keys' | 'corners' | 'progress'>) => Promise<Traced | undefined>;

/** The same side: which looks a picture is likest. */
export type Comparer = (picture: Uint8Array, options: Pick<TraceOptions, 'corners'> & { readonly looks: readonly Uint8Array[]; readonly wanted: number }) => Promise<Likeness[] | undefined>;

const wanted = z.object({ picture: z.custom<Uint8Array>(), corners: z.array(z.number()), marks: z.array(z.object({ keyVersion: z.int(), series: z.string() })), pages: z.array(z.object({ source: z.string(), page: z.int(), look: z.custom<Uint8Array>() })) }).nullable();

/** What there is to look at; `null` when it has ended. */
export function pictureOf(seal: KeyRing) {
  return defineQuery({
    name: 'leak-tracing.picture',
    input: z.object({ id: z.uuid() }),
    output: wanted,
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const row = await findTracing(tx, id);
      if (row === undefined || row.sealedPicture === null || ended.some((state) => state === row.state)) return null;
      const { from, until } = rangeOf(row);
      const { all } = await looksBetween(tx, seal, from, until, mostCompared);
      const pages = all.flatMap(({ source, looks }) => looks.flatMap((look, at) => (look.length > 1 ? [{ source, page: at + 1, look }] : [])));
      return { picture: seal.openBytes(row.sealedPicture, picturePurpose(id)), corners: row.corners, marks: await seriesBetween(tx, from, until), pages };
    },
  });
}

export function lookingInto(seal: KeyRing, { tracer, comparer }: { readonly tracer: Tracer; readonly comparer: Comparer }, picture: ReturnType<typeof pictureOf>): Job<z.infer<typeof lookInto.schema>> {
  return defineJob(lookInto, async ({ ask, run, attempt, log }, { id }) => {
    const asked = await ask(picture, { id });
    if (asked === null) return;
    const versions = Map.groupBy(asked.marks, ({ keyVersion }) => keyVersion);
    const keys = [...versions].filter(([version]) => seal.versions.includes(version)).map(([version, marks]) => ({ key: markKey(seal, version), series: marks.map(({ series }) => series) }));
    const corners = asked.corners.length === 0 ? undefined : cornersOf(asked.corners);
    // Told one after the other, and never waited for by the thread.
    let told: Promise<unknown> = Promise.resolve();
    const progress = (done: number, of: number, pass: string): void => { told = told.then(() => run(noteProgress, { id, done, of, pass })).catch(() => undefined); };
    try {
      const found = await tracer(asked.picture, { keys, progress, ...(corners === undefined ? {} : { corners }) });
      await told;
      // Also beside a code: two ways that say the same are worth more than one.
      const alike = (await comparer(asked.picture, { looks: asked.pages.map(({ look }) => look), wanted: mostAlike, ...(corners === undefined ? {} : { corners }) }))
        ?.flatMap(({ at, same, share }) => { const page = asked.pages[at]; return page === undefined ? [] : [{ source: page.source, page: page.page, same, share }]; }) ?? [];
      await run(conclude, found === undefined ? { id, alike, outcome: 'nothing' } : { alike, id, reading: { code: found.id, layer: found.layer, z: found.z, agreement: found.agreement } });
    } catch (error) {
      await told;
      if (error instanceof Error && error.name === 'UnreadablePicture') return run(conclude, { id, outcome: 'unreadable' });
      log.warn({ error, id }, 'a picture was not looked into');
      if (attempt + 1 < lookInto.tries) throw error;
      await run(conclude, { id, outcome: 'failed' });
    }
  });
}
