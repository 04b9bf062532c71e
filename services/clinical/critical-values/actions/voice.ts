/** The disposal's recording: kept sealed before the disposal, part of it with it, played through an act that is on record. */
import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { type Action, type Query, defineAction, defineQuery } from '../../../core/module.ts';
import { type File, file } from '../../../core/schema.ts';
import type { KeyRing } from '../../../core/seal.ts';
import { extensionOf, handedAway, refuseDisposed, voiceTypeOf } from '../rules.ts';
import { type KeptVoice, keptVoice, voiceInput } from '../schema.ts';
import { loadForChange, patientOfValue } from '../store.ts';
import { dropVoices, insertVoice, readVoice } from '../store.voice.ts';
import { refuse } from '../rules/refuse.ts';
import { type Rules, byStanding, personOf } from './common.ts';

export function keepVoice(rules: Rules, seal: KeyRing): Action<z.output<typeof voiceInput>, KeptVoice> {
  return defineAction({
    name: 'critical-values.keep-voice',
    input: voiceInput,
    output: keptVoice,
    subject: ({ id }) => id,
    about: patientOfValue,
    policy: byStanding(rules, 'dispose'),
    body: async (context, { id, file: given, seconds }) => {
      const value = await loadForChange(context.tx, id);
      refuseDisposed(value, context.now);
      const by = personOf(context).number;
      if (handedAway(value, by)) throw refuse('critical-values.not-yours', {}, 403);
      const bytes = Buffer.from(given.base64, 'base64');
      const mediaType = voiceTypeOf(bytes, seconds);
      const voice = await insertVoice(context.tx, seal, { value: id, by, bytes, mediaType, seconds, now: context.now });
      return { id: voice, at: context.now, seconds };
    },
  });
}

const one = z.object({ id: z.uuid(), voice: z.uuid() });

export function voiceOf(rules: Rules, seal: KeyRing): Query<z.output<typeof one>, File> {
  return defineQuery({
    name: 'critical-values.voice',
    input: one,
    output: file,
    subject: ({ id }) => id,
    about: patientOfValue,
    policy: byStanding(rules, 'view'),
    audited: true,
    body: async ({ tx, actor }, { id, voice }) => {
      const found = await readVoice(tx, seal, { id: voice, value: id, by: actor.id });
      if (found === undefined) throw new Refusal('core.not-found', {}, 404);
      return { name: `处置语音.${extensionOf(found.mediaType)}`, type: found.mediaType, base64: found.bytes.toString('base64') };
    },
  });
}

const day = 86_400_000;

/** What was recorded and never became part of a disposal. */
export const sweepVoices: Action<Record<string, never>, void> = defineAction({
  name: 'critical-values.sweep-voices',
  input: z.object({}),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, now }) => void (await dropVoices(tx, new Date(now.getTime() - day))),
});
