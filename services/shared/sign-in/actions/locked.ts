/** Somebody's sign-in was locked: a fact others may listen to. */
import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { defineAction } from '../../../core/module.ts';
import { locked } from '../events.ts';
import { staffNumber } from '../schema.ts';

export const noteLocked = defineAction({
  name: 'sign-in.note-locked',
  input: z.object({ number: staffNumber }),
  output: z.void(),
  policy: bySystem,
  subject: ({ number }) => number,
  body: async ({ emit }, { number }) => emit(locked, number, {}),
});
