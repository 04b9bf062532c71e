/**
 * The simulated hospital's own thread: drawing report sheets and a thousand courses must not keep the product from
 * answering. It shares nothing with the service but sockets and the questions of the demonstration page.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { Refusal } from '../../core/errors.ts';
import { command } from '../../links/contract/schema.commands.ts';
import { carryCommand } from './commands.ts';
import { carryOut, deedAsked } from './desk.ts';
import { createFeed } from './feed.ts';
import { fhirMouth, hl7Mouth, type Language, languages, type Mouth } from './speak/mouth.ts';
import { serveHospital } from './speak/served.ts';
import { freshState, loadState, saveState } from './state.ts';

export const workerSettings = z.object({ file: z.string(), seed: z.int(), host: z.string(), port: z.int(), pace: z.number().positive(), first: z.array(z.string()), people: z.array(z.string()), speaks: z.enum(languages), fhir: z.object({ url: z.string(), key: z.string(), secret: z.string() }).optional(), servesAt: z.int().optional() });
export type WorkerSettings = z.output<typeof workerSettings>;

export const question = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('snapshot') }),
  z.object({ ask: z.literal('speed'), speed: z.number().min(0).max(3600) }),
  deedAsked.extend({ ask: z.literal('deed') }),
  z.object({ ask: z.literal('command'), command }),
  z.object({ ask: z.literal('stop') }),
]);
export type Question = z.output<typeof question>;

async function serve(settings: WorkerSettings, port: NonNullable<typeof parentPort>): Promise<void> {
  const { file, seed, host, port: mllp, pace, first, people, speaks, fhir, servesAt } = settings;
  const state = (await loadState(file)) ?? freshState(seed, Date.now(), speaks);
  const served = servesAt === undefined ? undefined : await serveHospital(servesAt, Date.now);
  const mouth = (language: Language): Mouth | undefined => (language === 'hl7' ? hl7Mouth({ host, port: mllp, timeoutMs: 30_000 }) : (served?.mouth() ?? (fhir && fhirMouth({ ...fhir, timeoutMs: 30_000 }, Date.now))));
  const feed = createFeed({ state, mouth, now: Date.now, save: (each) => saveState(file, each), first, people, pace });
  feed.run();
  const answer = async (asked: Question): Promise<unknown> => {
    if (asked.ask === 'deed') return carryOut({ feed, state: feed.state }, asked);
    if (asked.ask === 'command') return carryCommand(feed, asked.command);
    if (asked.ask === 'speed') feed.speed(asked.speed);
    if (asked.ask === 'stop') await feed.stop().then(() => served?.stop());
    return feed.snapshot();
  };
  port.on('message', ({ id, asked }: { id: number; asked: Question }) => {
    answer(asked).then(
      (given) => port.postMessage({ id, given }),
      (error: unknown) => port.postMessage({ id, refused: error instanceof Refusal ? error.code : undefined, failed: error instanceof Error ? error.message : String(error) }),
    );
  });
}

if (!isMainThread && parentPort !== null) await serve(workerSettings.parse(workerData), parentPort);
