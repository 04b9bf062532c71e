/**
 * `npm run hospital:simulate -- [--seed 7] [--hours 24] [--speed 3600] [--start 2026-11-20T08:00:00+08:00] [--wards A,B]
 * (--to host:port | --folder DIR)`: the simulated hospital on its own, against any MLLP listener or into a folder, one
 * file a message. Exit code 1 if any message was not accepted, 2 if the command line makes no sense.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readAnswers } from '../../../links/hl7/syntax/answer.ts';
import { MllpClient } from '../../../links/hl7/mllp/client.ts';
import { wards as known } from '../data/places.ts';
import { simulatedHospital } from '../hospital.ts';
import { asHl7 } from '../speak/facts.ts';
import type { Telling } from '../speak/telling.ts';
import { hour } from '../time.ts';

const options = z.object({
  seed: z.coerce.number().int().min(0).default(7),
  hours: z.coerce.number().positive().max(24 * 60).default(24),
  /** Simulated seconds a second; 0: as fast as the other side answers. */
  speed: z.coerce.number().min(0).max(3600).default(3600),
  start: z.iso.datetime({ offset: true }).default('2026-11-20T08:00:00+08:00'),
  wards: z.string().optional().transform((text) => text?.split(',')).refine((codes) => codes?.every((code) => known.some((ward) => ward.code === code)) ?? true, 'a ward that is not there'),
  to: z.string().regex(/^[\w.-]+:\d+$/).optional(),
  folder: z.string().min(1).optional(),
}).refine(({ to, folder }) => (to === undefined) !== (folder === undefined), 'either --to or --folder');

type Options = z.output<typeof options>;
type Say = (raw: Buffer, telling: Telling, index: number) => Promise<boolean>;

async function main(asked: Options): Promise<number> {
  const first = Date.parse(asked.start);
  const hospital = simulatedHospital({ seed: asked.seed, first, ...(asked.wards !== undefined && { wards: asked.wards }) });
  const { say, close } = await mouth(asked);
  const digest = createHash('sha256');
  const began = performance.now();
  const counts = { said: 0, failed: 0 };
  for (let from = first; from < first + asked.hours * hour; from += hour) {
    for (const telling of hospital.between(from, Math.min(from + hour, first + asked.hours * hour))) {
      const raw = asHl7(await telling.write());
      if (asked.speed > 0 && asked.to !== undefined) await sleep(Math.max(0, (telling.at - first) / asked.speed - (performance.now() - began)));
      digest.update(raw);
      counts.said += 1;
      if (!(await say(raw, telling, counts.said))) counts.failed += 1;
    }
  }
  close();
  console.log(`${counts.said} messages of ${asked.hours} hours, seed ${asked.seed}, in ${((performance.now() - began) / 1000).toFixed(1)} s; ${counts.failed} not accepted; digest ${digest.digest('hex').slice(0, 16)}`);
  return counts.failed > 0 || counts.said === 0 ? 1 : 0;
}

async function mouth({ to, folder }: Options): Promise<{ readonly say: Say; close(): void }> {
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    const say: Say = async (raw, { id, system }, index) => writeFile(join(folder, `${String(index).padStart(6, '0')}-${system}-${id.replaceAll(/[^\w.-]/g, '_')}.hl7`), raw).then(() => true);
    return { say, close: () => undefined };
  }
  const [host = '127.0.0.1', port = '2575'] = (to ?? '').split(':');
  const client = new MllpClient({ host, port: Number(port), timeoutMs: 30_000 });
  const say: Say = async (raw, { what, id }) => {
    const [answer] = readAnswers(await client.send(raw));
    if (answer?.code !== 'AA') console.log(`${id} ${what}: ${answer?.code ?? 'no acknowledgement'} ${answer?.reason ?? ''}`);
    return answer?.code === 'AA';
  };
  return { say, close: () => client.close() };
}

const { values } = parseArgs({ options: { seed: { type: 'string' }, hours: { type: 'string' }, speed: { type: 'string' }, start: { type: 'string' }, wards: { type: 'string' }, to: { type: 'string' }, folder: { type: 'string' } }, strict: false });
const read = options.safeParse(values);
if (read.success) {
  process.exitCode = await main(read.data).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
} else {
  console.error(`${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}\nusage: npm run hospital:simulate -- [--seed 7] [--hours 24] [--speed 3600] [--start TIME] [--wards CARD1,ICU1] (--to host:port | --folder DIR)`);
  process.exitCode = 2;
}
