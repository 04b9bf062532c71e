/** A picture is looked into in a thread of its own, pass by pass. */
import { z } from 'zod';
import type { TraceOptions, Traced } from '../../../watermark/trace.ts';
import { bySystem } from '../../core/access.ts';
import { type Job, defineJob, defineQuery } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { markKey, seriesBetween } from '../../shared/viewing/index.ts';
import { conclude, lookInto, noteProgress, rangeOf } from './actions.ts';
import { ended } from './model.ts';
import { cornersOf } from './rules.ts';
import { findTracing, picturePurpose } from './store.ts';

/** The watermark's side, given by the start. @throws an error named `UnreadablePicture` */
export type Tracer = (picture: Uint8Array, options: Pick<TraceOptions, 'keys' | 'corners' | 'progress'>) => Promise<Traced | undefined>;

const wanted = z.object({ picture: z.custom<Uint8Array>(), corners: z.array(z.number()), marks: z.array(z.object({ keyVersion: z.int(), series: z.string() })) }).nullable();

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
      return { picture: seal.openBytes(row.sealedPicture, picturePurpose(id)), corners: row.corners, marks: await seriesBetween(tx, from, until) };
    },
  });
}

export function lookingInto(seal: KeyRing, tracer: Tracer, picture: ReturnType<typeof pictureOf>): Job<z.infer<typeof lookInto.schema>> {
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
      await run(conclude, found === undefined ? { id, outcome: 'nothing' } : { id, reading: { code: found.id, layer: found.layer, z: found.z, agreement: found.agreement } });
    } catch (error) {
      await told;
      if (error instanceof Error && error.name === 'UnreadablePicture') return run(conclude, { id, outcome: 'unreadable' });
      log.warn({ error, id }, 'a picture was not looked into');
      if (attempt + 1 < lookInto.tries) throw error;
      await run(conclude, { id, outcome: 'failed' });
    }
  });
}
