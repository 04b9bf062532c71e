/** The bench: every rate on every path, one after the other in one run against one platform. */
import { type Child, type FromPlatform, startChild } from './children.ts';
import { clock } from './clock.ts';
import { type Load, watchMachine } from './machine.ts';
import { criticalMessage } from './messages.ts';
import { type Path, type PathName, startPath } from './paths.ts';
import { sendAll } from './sender.ts';

export interface BenchOptions {
  /** PostgreSQL's address; embedded when absent. */
  readonly server?: string | undefined;
  readonly paths: readonly PathName[];
  /** Critical values per second. */
  readonly rates: readonly number[];
  readonly seconds: number;
  /** Sent at once after the rates, for what the path sustains; 0 for none. */
  readonly burst: number;
  /** Results per message, one of them critical. */
  readonly items: number;
  readonly connections: number;
  /** How long the platform takes to answer. */
  readonly platformMs: number;
  /** How long a path may go on after the last message, so that what was late is not taken for lost. */
  readonly graceMs: number;
  /** The same for the path that cannot keep up by its design: it would take as long as it is given. */
  readonly hopelessMs: number;
  readonly profile?: string | undefined;
  readonly told?: (result: RunResult) => void;
}

export interface RunResult {
  readonly path: PathName;
  /** `Infinity`: all at once. */
  readonly rate: number;
  readonly offered: number;
  readonly delivered: number;
  /** Cards beyond the first for one message. */
  readonly twice: number;
  /** Calls under a key the platform knew already; they make no card. */
  readonly repeated: number;
  readonly refused: number;
  /** Message handed to the socket → the platform's call came in. */
  readonly e2e: Spread;
  /** Message handed to the socket → its AA came back. */
  readonly ack: Spread;
  /** From the first message to the first call. */
  readonly firstMs: number;
  /** From the first message to the last call. */
  readonly perSecond: number;
  /** Processor time per card, of the path's process and of the database server: moves least with others' work. */
  readonly cpuMsEach: { readonly own: number; readonly database: number };
  readonly load: Load;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export async function runBench(options: BenchOptions): Promise<RunResult[]> {
  const platform = await startChild<FromPlatform>('platform.ts', { PLATFORM_MS: String(options.platformMs) });
  const paths: Path[] = [];
  const results: RunResult[] = [];
  try {
    for (const name of options.paths) paths.push(await startPath(name, { server: options.server, platformPort: platform.ready.port, profile: options.profile }));
    const counter = { next: 1 };
    for (const path of paths) await warmUp(path, platform, options, counter);
    for (const rate of [...options.rates, ...(options.burst > 0 ? [Infinity] : [])]) {
      for (const path of paths) {
        const result = await measure(path, platform, options, rate, counter);
        options.told?.(result);
        results.push(result);
      }
    }
    return results;
  } finally {
    await Promise.all(paths.map((path) => path.stop()));
    await platform.stop();
  }
}

const hopeless: PathName = 'script with pg-boss defaults';

/** Compilers, connection pools and plans: not what a hospital meets after the first minute. */
async function warmUp(path: Path, platform: Child<FromPlatform>, options: BenchOptions, counter: { next: number }): Promise<void> {
  const short = { ...options, seconds: Math.min(path.name === hopeless ? 1 : 3, options.seconds), hopelessMs: 100 };
  await measure(path, platform, short, 30, counter);
}

async function measure(path: Path, platform: Child<FromPlatform>, options: BenchOptions, rate: number, counter: { next: number }): Promise<RunResult> {
  const { connections, items, seconds, burst } = options;
  const graceMs = path.name === hopeless ? options.hopelessMs : options.graceMs;
  const count = rate === Infinity ? burst : Math.max(1, Math.round(rate * seconds));
  const first = counter.next;
  counter.next += count;
  const at = new Date();
  const messages = Array.from({ length: count }, (_none, index) => ({ number: first + index, raw: criticalMessage(first + index, at, items) }));
  await platform.ask('reset');
  const cpuBefore = await path.cpu();
  const load = watchMachine();
  const sent = await sendAll({ port: path.child.ready.port, connections, rate, messages, graceMs });
  await delivered(platform, count, graceMs);
  const watched = load();
  const cpuAfter = await path.cpu();
  const { cards, calls } = await platform.ask('count');
  const { arrivals } = await platform.ask('collect');
  await path.child.ask('reset');
  const e2e = arrivals.flatMap(([message, arrived]) => (sent.sentAt.has(message) ? [arrived - (sent.sentAt.get(message) ?? arrived)] : []));
  const began = Math.min(...sent.sentAt.values());
  const ended = Math.max(began, ...arrivals.map(([, arrived]) => arrived));
  return {
    path: path.name,
    rate,
    offered: count,
    delivered: e2e.length,
    twice: cards - arrivals.length,
    repeated: calls - cards,
    refused: sent.refused,
    e2e: spread(e2e),
    ack: spread(sent.ackMs),
    firstMs: arrivals.length === 0 ? Number.NaN : Math.min(...arrivals.map(([, arrived]) => arrived)) - began,
    perSecond: e2e.length === 0 ? 0 : (e2e.length * 1000) / Math.max(1, ended - began),
    cpuMsEach: {
      own: (cpuAfter.own - cpuBefore.own) / Math.max(1, e2e.length),
      database: (cpuAfter.database - cpuBefore.database) / Math.max(1, e2e.length),
    },
    load: watched,
  };
}

/** Until all are there or the time is over. */
async function delivered(platform: Child<FromPlatform>, wanted: number, graceMs: number): Promise<void> {
  const end = clock() + graceMs;
  for (;;) {
    const { delivered } = await platform.ask('count');
    if (delivered >= wanted || clock() > end) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
