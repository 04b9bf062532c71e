/**
 * Counts in the process what is heard, and tells it in pieces: a message costs a look-up and a few additions, never a
 * statement. What a process heard since it last told is lost with it; the next message makes up for it.
 */
import type { Said } from '../../links/statements/schema.ts';
import type { FeedDoor } from './model.ts';
import type { Tally } from './schema.ts';

export interface Heard {
  readonly door: FeedDoor;
  /** `LIS|LAB`, a client's code. */
  readonly name: string;
  readonly at: Date;
  /** `undefined`: it was refused. */
  readonly said: readonly Said[] | undefined;
}

export interface FeedCounter {
  note(heard: Heard): void;
  /** Tells what was heard; what could not be told stays for the next time. */
  flush(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

interface Count {
  readonly hour: number;
  messages: number;
  refusals: number;
  readonly delays: number[];
}

interface Counted {
  readonly door: FeedDoor;
  readonly name: string;
  firstAt: number;
  lastAt: number;
  readonly hours: Map<number, Count>;
}

const hourMs = 3_600_000;
const everyMs = 15_000;
/** Of one hour in one telling. */
const mostDelays = 50;
/** A sender's clock may be a little ahead; an old report sent anew is not slow. */
const mostAheadMs = 5 * 60_000;
const oldestMs = 7 * 24 * hourMs;
/** Names are the sender's own words: whoever makes up new ones must not fill the table. */
const mostFeeds = 200;

export function createFeedCounter(tell: (tallies: readonly Tally[]) => Promise<void>, onFault: (error: unknown) => void): FeedCounter {
  let counted = new Map<string, Counted>();
  let timer: NodeJS.Timeout | undefined;
  const note = ({ door, name, at, said }: Heard): void => {
    const now = at.getTime();
    const id = `${door}:${name}`;
    const found = counted.get(id) ?? begin(counted, id, { door, name, firstAt: now, lastAt: now, hours: new Map() });
    if (found === undefined) return;
    if (now > found.lastAt) found.lastAt = now;
    const hour = now - (now % hourMs);
    let count = found.hours.get(hour);
    if (count === undefined) found.hours.set(hour, (count = { hour, messages: 0, refusals: 0, delays: [] }));
    count.messages += 1;
    if (said === undefined) count.refusals += 1;
    else if (count.delays.length < mostDelays) addDelay(count.delays, said, now);
  };
  const flush = async (): Promise<void> => {
    if (counted.size === 0) return;
    const mine = counted;
    counted = new Map();
    try {
      await tell([...mine.values()].map(tallyOf));
    } catch (error) {
      onFault(error);
      for (const [id, heard] of mine) counted.set(id, joined(heard, counted.get(id)));
    }
  };
  return {
    note,
    flush,
    start: () => {
      timer = setInterval(() => void flush(), everyMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

function begin(counted: Map<string, Counted>, id: string, heard: Counted): Counted | undefined {
  if (counted.size >= mostFeeds) return undefined;
  counted.set(id, heard);
  return heard;
}

function addDelay(delays: number[], said: readonly Said[], now: number): void {
  const since = resultTime(said);
  if (since === undefined) return;
  const delay = now - since;
  if (delay >= -mostAheadMs && delay <= oldestMs) delays.push(Math.max(0, Math.round(delay / 1000)));
}

/** When the result was there to be sent: reported (OBR-22), else measured (OBX-14), else when it was so. Milliseconds. */
export function resultTime(said: readonly Said[]): number | undefined {
  const [first] = said;
  const times = said.flatMap(({ statements }) => statements.flatMap((one) => (one.kind === 'report' ? one.orders.map(({ reportedAt, observedAt, results }) => reportedAt ?? results.findLast((each) => each.observedAt !== undefined)?.observedAt ?? observedAt) : [])));
  const latest = times.filter((time) => time !== undefined).toSorted().at(-1) ?? first?.asOf ?? first?.sentAt;
  const at = latest === undefined ? Number.NaN : Date.parse(latest);
  return Number.isNaN(at) ? undefined : at;
}

function tallyOf({ door, name, firstAt, lastAt, hours }: Counted): Tally {
  return { door, name: name.slice(0, 200), firstAt: new Date(firstAt), lastAt: new Date(lastAt), hours: [...hours.values()].map(({ hour, ...count }) => ({ ...count, hour: new Date(hour) })) };
}

function joined(earlier: Counted, later: Counted | undefined): Counted {
  if (later === undefined) return earlier;
  for (const [hour, { messages, refusals, delays }] of later.hours) {
    const known = earlier.hours.get(hour);
    if (known === undefined) earlier.hours.set(hour, { hour, messages, refusals, delays });
    else {
      known.messages += messages;
      known.refusals += refusals;
      known.delays.push(...delays.slice(0, mostDelays - known.delays.length));
    }
  }
  earlier.lastAt = Math.max(earlier.lastAt, later.lastAt);
  return earlier;
}
