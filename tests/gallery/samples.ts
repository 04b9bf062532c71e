/**
 * Finds every module's `cards.samples.ts` (`export const samples`), so that a new module's cards are looked at without
 * anybody listing them. The sample cards of the card language itself come first.
 */
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import { samples as language } from './language.samples.ts';

export interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

export interface Shelf {
  /** The module, `clinical/critical-values`. */
  readonly module: string;
  readonly samples: readonly Sample[];
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const isCard = (value: unknown): boolean => typeof value === 'object' && value !== null && 'fact' in value && 'buttons' in value;
const moduleSchema = z.object({
  samples: z.array(z.object({ name: z.string(), state: z.string(), card: z.custom<Card>(isCard, 'a card') })).nonempty(),
});

/** All shelves, by module name. @throws where a file of that name does not export sample cards */
export async function allSamples(): Promise<readonly Shelf[]> {
  const files: string[] = [];
  for await (const file of glob('services/**/cards.samples.ts', { cwd: root })) files.push(file);
  const shelves = files.sort().map(async (file): Promise<Shelf> => {
    const loaded: unknown = await import(pathToFileURL(join(root, file)).href);
    return { module: dirname(file).replace(/^services\//, ''), samples: moduleSchema.parse(loaded).samples };
  });
  return [{ module: 'cards', samples: language }, ...(await Promise.all(shelves))];
}
