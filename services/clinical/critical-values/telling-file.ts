/** Who is told beside the first step, as the hospital's own file. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from '../../core/phrases.ts';
import { type TellingRule, alongsides, tellingSources } from './model.process.ts';
import { fileWords } from './phrases.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const tellingFile = z.strictObject({
  rules: z.array(z.strictObject({
    departments: z.array(z.string().min(1)).min(1).optional(),
    hours: z.strictObject({ from: clock, until: clock }).optional(),
    sources: z.array(z.enum(tellingSources)).min(1).optional(),
    also: z.array(z.enum(alongsides)).min(1),
  })),
});

/** @throws Error with a sentence for whoever starts the service: a half-read rule tells nobody */
export function readTelling(path: string): readonly TellingRule[] {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    read = undefined;
  }
  const checked = tellingFile.safeParse(read);
  if (!checked.success) throw new Error(fill(fileWords.telling, { path, where: checked.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('；') }));
  return checked.data.rules;
}
