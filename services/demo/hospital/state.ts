/** What the simulated hospital has to remember over a restart: one small file in the data folder. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { requested } from './course/requests.ts';
import { type Language, languages } from './speak/mouth.ts';

const change = z.object({ ward: z.string().optional(), bed: z.string().optional(), graveFrom: z.number().optional(), dischargedAt: z.number().optional(), admittedAt: z.number().optional(), bookedAt: z.number().optional(), cancelled: z.boolean().optional(), consulted: z.boolean().optional() });

export const hospitalState = z.object({
  seed: z.int(),
  /** The first day, in milliseconds. */
  first: z.number(),
  /** Until when everything was said. */
  told: z.number(),
  /** The clock: simulated time at a real time, and how fast it goes; 0 stands still. */
  clock: z.object({ real: z.number(), simulated: z.number(), speed: z.number().min(0).max(3600) }),
  /** History: which of its rounds is under way, how many patients of it are done, and how much of the clinics' last days was told. */
  history: z.object({ round: z.int(), patients: z.int(), clinics: z.int().default(0) }),
  extras: z.array(z.object({ ward: z.string(), serial: z.int(), at: z.number() })),
  changes: z.record(z.string(), change),
  /** What doctors ordered from the product. */
  requested: z.array(requested).default([]),
  /** Chosen at the first start; a hospital does not change its language in the middle of a stay. */
  speaks: z.enum(languages).default('hl7'),
});

export type HospitalState = z.output<typeof hospitalState>;

export function freshState(seed: number, now: number, speaks: Language = 'hl7'): HospitalState {
  return { speaks, seed, first: now, told: now, clock: { real: now, simulated: now, speed: 1 }, history: { round: 0, patients: 0, clinics: 0 }, extras: [], changes: {}, requested: [] };
}

/** Absent or unreadable: a new hospital begins. */
export async function loadState(file: string): Promise<HospitalState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return hospitalState.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function saveState(file: string, state: HospitalState): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}
