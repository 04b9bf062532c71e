/**
 * The simulated hospital at work: says what its clock has reached, and beside it, slower, what happened before the first
 * day. What happens now always goes first: history waits while anything live is under way. All of it in one language,
 * because an order told in one and stopped in another would be two senders' orders.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../core/errors.ts';
import { atSpeed, timeAt, woken } from './clock.ts';
import { partOf, roundsOf, toldOf } from './history.ts';
import { type ClinicHistory, simulatedHospital, type SimulatedHospital } from './hospital.ts';
import type { Fact } from './speak/facts.ts';
import { type Answer, type Language, languages, type Mouth } from './speak/mouth.ts';
import type { Telling } from './speak/telling.ts';
import type { HospitalState } from './state.ts';

export interface FeedOptions {
  readonly state: HospitalState;
  /** Speaks a language; `undefined` where the service takes it from nobody here. */
  readonly mouth: (language: Language) => Mouth | undefined;
  readonly now: () => number;
  readonly save: (state: HospitalState) => Promise<void>;
  /** Wards whose history comes first, and in them the patients of these doctors. */
  readonly first: readonly string[];
  readonly people: readonly string[];
  /** Messages of history a second, at most; what comes first comes quicker. */
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
  /** In which it says everything, and those a visitor may choose for one thing. */
  readonly speaks: Language;
  readonly languages: readonly Language[];
}

export interface Feed {
  /** As it is saved: what visitors do is written into it. */
  readonly state: HospitalState;
  readonly hospital: SimulatedHospital;
  snapshot(): FeedSnapshot;
  time(): number;
  speed(speed: number): void;
  /** Says something at once, before everything else. */
  say(fact: Fact, language?: Language): Promise<{ readonly message: string; readonly answer: Answer }>;
  /** Everything due now. For tests and for the ticking. */
  tick(): Promise<void>;
  /** One step of history; false when all of it was said. */
  recall(): Promise<boolean>;
  run(): void;
  stop(): Promise<void>;
}

/** The service is away: tried again after this. */
const retryMs = 2000;
/** A restart repeats no more than these. */
const clinicsAtOnce = 20;
/** Whoever opens the demonstration looks at these patients at once. */
const hurry = 4;

export function createFeed(options: FeedOptions): Feed {
  const { now, pace } = options;
  const state: HospitalState = { ...options.state, clock: woken(options.state.clock, now()) };
  const hospital = simulatedHospital({ seed: state.seed, first: state.first, extras: state.extras, changes: state.changes, requested: state.requested, ...(options.wards !== undefined && { wards: options.wards }) });
  const mouth = (language: Language): Mouth => {
    const found = options.mouth(language);
    if (found === undefined) throw new Failure(`nobody here takes ${language}`, 'permanent', 'no-mouth');
    return found;
  };
  const speaks = state.speaks;
  const [live, past] = [mouth(speaks), mouth(speaks)];
  const able = languages.filter((language) => language === speaks || closed(options.mouth(language)));
  const rounds = roundsOf(hospital.inpatients(state.first), options);
  const order = rounds.at(-1)?.stays ?? [];
  const counts = { said: 0, refused: 0, behind: 0, last: '', trouble: '' };
  let clinics: ClinicHistory | undefined;
  let running = false;
  let urgent = 0;
  let ended: Promise<unknown> = Promise.resolve();

  const time = (): number => timeAt(state.clock, now());
  const send = async (by: Mouth, fact: Fact) => {
    const said = await by.say(fact);
    if (said.answer.code !== 'AA') counts.refused += 1;
    return said;
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

  const recallOne = async (telling: Telling): Promise<void> => {
    await waitFor(() => urgent === 0 && counts.behind === 0);
    const began = now();
    await send(past, await telling.write());
    const { quick = false } = rounds[state.history.round] ?? {};
    await sleep(Math.max(0, 1000 / (quick ? pace * hurry : pace) - (now() - began)));
  };

  /** False when all of it was said. */
  const recallClinics = async (part: 'soon' | 'later'): Promise<boolean> => {
    clinics ??= hospital.clinicsBefore(state.first, [...new Set(order.filter(({ ward }) => options.first.includes(ward.code)).map(({ ward }) => ward.department))]);
    const { soon, later } = clinics;
    const said = state.history.clinics;
    const next = part === 'soon' ? soon.slice(said, said + clinicsAtOnce) : later.slice(said - soon.length, said - soon.length + clinicsAtOnce);
    for (const telling of next) await recallOne(telling);
    state.history = { ...state.history, clinics: said + next.length };
    return next.length > 0;
  };

  const recall = async (): Promise<boolean> => {
    const { round, patients } = state.history;
    const under = rounds[round];
    if (under === undefined) return false;
    const stay = under.stays[patients];
    if (stay !== undefined) {
      for (const telling of partOf(hospital.historyOf(stay, state.first), under.part, state.first)) await recallOne(telling);
      state.history = { ...state.history, patients: patients + 1 };
      return true;
    }
    if (under.clinics !== undefined && (await recallClinics(under.clinics))) return true;
    state.history = { ...state.history, round: round + 1, patients: 0 };
    return round + 1 < rounds.length;
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
    snapshot: () => ({ ...counts, speaks, languages: able, time: time(), speed: state.clock.speed, inpatients: order.length, placed: toldOf(rounds, 'place', state.history), filled: toldOf(rounds, 'soon', state.history) }),
    speed: (speed) => void (state.clock = atSpeed(state.clock, speed, now())),
    say: async (fact, language = speaks) => {
      urgent += 1;
      try {
        const own = mouth(language);
        return await send(own, fact).finally(() => own.close());
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

function closed(mouth: Mouth | undefined): boolean {
  mouth?.close();
  return mouth !== undefined;
}

async function waitFor(done: () => boolean): Promise<void> {
  while (!done()) await sleep(20);
}
