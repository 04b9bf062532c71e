/**
 * The simulated hospital at work: says over MLLP what its clock has reached, and beside it, slower, what happened before
 * the first day. What happens now always goes first: history waits while anything live is under way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readAnswers } from '../../links/hl7/syntax/answer.ts';
import { MllpClient, type Target } from '../../links/hl7/mllp/client.ts';
import { atSpeed, timeAt, woken } from './clock.ts';
import type { Stay } from './course/stays.ts';
import { simulatedHospital, type SimulatedHospital } from './hospital.ts';
import type { Telling } from './speak/telling.ts';
import type { HospitalState } from './state.ts';
import { day } from './time.ts';

export interface FeedOptions {
  readonly state: HospitalState;
  readonly target: Target;
  readonly now: () => number;
  readonly save: (state: HospitalState) => Promise<void>;
  /** Wards whose history comes first. */
  readonly first: readonly string[];
  /** Messages of history a second, at most. */
  readonly pace: number;
  readonly wards?: readonly string[];
}

export interface FeedSnapshot {
  readonly time: number;
  readonly speed: number;
  readonly inpatients: number;
  /** History: patients whose place was told, and those whose last days were. */
  readonly placed: number;
  readonly filled: number;
  /** Live messages said since the start, refused ones, those waiting. */
  readonly said: number;
  readonly refused: number;
  readonly behind: number;
  readonly last: string;
  readonly trouble: string;
}

export interface Feed {
  /** As it is saved: what visitors do is written into it. */
  readonly state: HospitalState;
  readonly hospital: SimulatedHospital;
  snapshot(): FeedSnapshot;
  time(): number;
  speed(speed: number): void;
  /** Says something at once, before everything else. */
  say(raw: Buffer, what: string): Promise<{ controlId: string; code: string; reason: string }>;
  /** Everything due now. For tests and for the ticking. */
  tick(): Promise<void>;
  /** One step of history; false when all of it was said. */
  recall(): Promise<boolean>;
  run(): void;
  stop(): Promise<void>;
}

/** Of history told at full length. */
const recent = 2 * day;
/** The service is away: tried again after this. */
const retryMs = 2000;
/** places; what is basic or recent; the rest. */
const rounds = 3;

export function createFeed(options: FeedOptions): Feed {
  const { now, target, pace } = options;
  const state: HospitalState = { ...options.state, clock: woken(options.state.clock, now()) };
  const hospital = simulatedHospital({ seed: state.seed, first: state.first, extras: state.extras, changes: state.changes, ...(options.wards !== undefined && { wards: options.wards }) });
  const live = new MllpClient(target);
  const past = new MllpClient(target);
  const order = byWard(hospital.inpatients(state.first), options.first);
  const counts = { said: 0, refused: 0, behind: 0, last: '', trouble: '' };
  let running = false;
  let urgent = 0;
  let ended: Promise<unknown> = Promise.resolve();

  const time = (): number => timeAt(state.clock, now());
  const send = async (client: MllpClient, raw: Buffer) => {
    const [answer] = readAnswers(await client.send(raw));
    if (answer?.code !== 'AA') counts.refused += 1;
    return { controlId: answer?.controlId ?? '', code: answer?.code ?? '', reason: answer?.reason ?? '' };
  };

  const tick = async (): Promise<void> => {
    const until = time();
    const due = hospital.between(state.told, until);
    counts.behind = due.length;
    for (const telling of due) {
      if (urgent > 0) await waitFor(() => urgent === 0);
      await send(live, await telling.write());
      counts.said += 1;
      counts.behind -= 1;
      counts.last = telling.what;
      state.told = telling.at;
    }
    state.told = until;
    await options.save(state);
  };

  const recall = async (): Promise<boolean> => {
    const stay = order[state.history.patients];
    if (stay === undefined) {
      if (state.history.round >= rounds - 1) return false;
      state.history = { round: state.history.round + 1, patients: 0 };
      return true;
    }
    for (const telling of partOf(hospital.historyOf(stay, state.first), state.history.round, state.first)) {
      await waitFor(() => urgent === 0 && counts.behind === 0);
      const began = now();
      await send(past, await telling.write());
      await sleep(Math.max(0, 1000 / pace - (now() - began)));
    }
    state.history = { ...state.history, patients: state.history.patients + 1 };
    return true;
  };

  const isRunning = (): boolean => running;
  const again = async (step: () => Promise<boolean>, everyMs: number): Promise<void> => {
    for (let more = true; more && isRunning();) {
      more = await step().then((left) => {
        counts.trouble = '';
        return left;
      }, (error: unknown) => {
        counts.trouble = error instanceof Error ? error.message : String(error);
        return true;
      });
      await sleep(counts.trouble === '' ? everyMs : retryMs);
    }
  };

  return {
    state, hospital, tick, recall, time,
    snapshot: () => {
      const { round, patients } = state.history;
      return { ...counts, time: time(), speed: state.clock.speed, inpatients: order.length, placed: round === 0 ? patients : order.length, filled: round === 0 ? 0 : round === 1 ? patients : order.length };
    },
    speed: (speed) => void (state.clock = atSpeed(state.clock, speed, now())),
    say: async (raw) => {
      urgent += 1;
      try {
        const client = new MllpClient(target);
        return await send(client, raw).finally(() => client.close());
      } finally {
        urgent -= 1;
      }
    },
    run: () => {
      running = true;
      ended = Promise.all([again(() => tick().then(() => true), 500), again(recall, 0)]);
    },
    stop: async () => {
      running = false;
      live.close();
      past.close();
      await ended;
      await options.save(state);
    },
  };
}

async function waitFor(done: () => boolean): Promise<void> {
  while (!done()) await sleep(20);
}

/** The wards people look at first, then the others; bed by bed. */
function byWard(stays: readonly Stay[], first: readonly string[]): Stay[] {
  const rank = ({ ward }: Stay): number => (first.includes(ward.code) ? first.indexOf(ward.code) : first.length);
  return stays.toSorted((a, b) => rank(a) - rank(b));
}

/** The stay's state as it is now comes as one admission; the other steps of it are told too, so that late ones find their place. */
function partOf(tellings: readonly Telling[], round: number, first: number): readonly Telling[] {
  if (round === 0) return tellings.filter(({ weight }) => weight === 'place');
  const soon = ({ weight, at }: Telling): boolean => weight === 'basic' || at > first - recent;
  return tellings.filter((telling) => telling.weight !== 'place' && soon(telling) === (round === 1));
}
