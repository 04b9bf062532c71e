/** Who is told beside the first step, as the hospital's own file: where it begins, until somebody changes it at the desk. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from '../../core/phrases.ts';
import type { TellingRule } from './model.process.ts';
import { fileWords } from './phrases.ts';
import { tellingRules } from './schema.telling.ts';

const tellingFile = z.strictObject({ rules: tellingRules });

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
