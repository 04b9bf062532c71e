/**
 * A whole hospital in one process: the service on a migrated database, both chat platforms' emulator, a laboratory at
 * the end of a real socket, and a clock that moves only when told. Journeys are written with it as the hospital tells
 * them: no sleeping, `settle()` works off what is due.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext, TestFn } from 'ava';
import type { InboxMessage } from '../../bots/emulator/core/inbox.ts';
import type { Emulator } from '../../bots/emulator/core/server.ts';
import { startEmulator } from '../../bots/emulator/start.ts';
import { seed } from '../../prisma/seed.ts';
import { type Hospital, buildHospital } from '../../services/build.ts';
import { readSettings } from '../../services/core/config.ts';
import { newId } from '../../services/core/ids.ts';
import { type Log, silentLog } from '../../services/core/log.ts';
import { type SealedIds, eachText } from '../../services/core/sealed-ids.ts';
import { withDemo } from '../../services/demo/environment.ts';
import { readAnswers } from '../../services/links/hl7/syntax/answer.ts';
import { cheapPins } from '../../services/links/ca/local/trial.ts';
import { send } from '../../services/links/hl7/mllp/client.ts';
import { type SampleItem, type SamplePatient, admission, result } from '../../services/links/hl7/samples.ts';
import { SimulatedLaboratory } from '../../services/links/hl7/simulator.ts';
import { groups } from '../../services/settings.ts';
import { startBots } from '../../services/shared/notices/index.ts';
import { patients } from '../../prisma/demo/hospital.ts';
import { demoIdentity, rowsOfName } from '../../services/shared/patients/index.ts';
import { type ApiAnswer, browserAt } from './browser.ts';
import { testDatabase } from './database.ts';

export type { ApiAnswer } from './browser.ts';

export type PlatformName = 'dingtalk' | 'wecom';

export interface World {
  readonly hospital: Hospital;
  readonly emulator: Emulator;
  /** Takes our answers; its mood can be changed. */
  readonly laboratory: SimulatedLaboratory;
  /** `http://127.0.0.1:…` of the service. */
  readonly url: string;
  readonly mllpPort: number;
  now(): Date;
  /** Sends a message over MLLP and gives MSA-1. */
  sends(raw: Buffer): Promise<string>;
  /** A result of the patient in a bed of the demonstration hospital. */
  laboratorySends(bed: string, items: readonly SampleItem[], filler?: string): Promise<string>;
  /** Works off everything that is due now. */
  settle(): Promise<void>;
  /** Moves the clock minute by minute, working off what falls due. */
  pass(minutes: number): Promise<void>;
  /** Moves the clock and works nothing off. */
  tick(milliseconds: number): void;
  /** Newest first. */
  inbox(platform: PlatformName, staff: string): Promise<InboxMessage[]>;
  /** The cards among them. */
  cards(platform: PlatformName, staff: string): Promise<InboxMessage[]>;
  /** The one newest card; fails the test when there is none. */
  card(platform: PlatformName, staff: string): Promise<InboxMessage>;
  press(platform: PlatformName, staff: string, button: string, values?: Record<string, string>, message?: string): Promise<{ message?: InboxMessage; toast?: string }>;
  say(platform: PlatformName, staff: string, text: string): Promise<InboxMessage[]>;
  fault(fault: Record<string, unknown>): Promise<void>;
  /** Signs in through the person's platform, DingTalk where it is both, and gives a caller of the API. */
  signIn(staff: string): Promise<Api>;
  /** A fresh single-use code of the person's platform. */
  loginCode(staff: string): Promise<LoginCode>;
}

export interface LoginCode {
  readonly platform: PlatformName;
  readonly code: string;
}

/** Calls the API as the signed-in person; the answer's status and body. */
export interface Api {
  /** With ids as the database has them: sealed on the way out and opened on the way back, as this person's page holds them. */
  (method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Sent and answered as it stands. */
  readonly wire: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;
  /** What this person's page calls an id. */
  readonly token: (id: string) => string;
  readonly cookie: string;
  /** The last answer as this person's page got it, with its tokens. */
  readonly heard: () => string;
}

export interface WorldOptions {
  /** More settings, by their variable. */
  readonly env?: Readonly<Record<string, string>>;
  readonly start?: string;
  /** Silent when absent. */
  readonly log?: Log;
  /** Of the http door; any free one when absent. */
  readonly port?: number;
}

/** What a world needs of the test it stands in; a file that shares one world gives its own. */
export interface Holder extends Pick<ExecutionContext, 'teardown'> {
  readonly fail: (message?: string) => unknown;
}

const minute = 60_000;

/** One world for all tests of a file, in `t.context.w`: for `test.serial` whose stories leave each other alone, or clean up. */
export function sharedWorld<C extends { w: World }>(test: TestFn<C>, options: WorldOptions = {}): void {
  const ends: (() => unknown)[] = [];
  test.before('the world', async (t) => {
    const holder: Holder = { teardown: (end) => void ends.push(end), fail: (message) => { throw new Error(message); } };
    t.context.w = await world(holder, options);
  });
  test.after.always('its end', async () => {
    for (const end of ends.toReversed()) await end();
  });
}

export async function world(t: Holder, options: WorldOptions = {}): Promise<World> {
  // Ten in the evening of a past day: jobs with a date are due for the real database too, and only our rule says wait.
  const clock = { ms: Date.parse(options.start ?? '2026-11-19T14:00:00Z') };
  const dataDir = await mkdtemp(join(tmpdir(), 'wardline-'));
  const database = await testDatabase();
  const emulator = await startEmulator({ now: () => clock.ms });
  const laboratory = new SimulatedLaboratory({ now: () => new Date(clock.ms) });
  const lisPort = await laboratory.listen();
  const port = new URL(emulator.origin).port;
  const env = withDemo({ EMULATOR_PORT: port, DATA_DIR: dataDir, LIS_PORT: String(lisPort), DINGTALK_CALLS_PER_SECOND: '1000', LOG_LEVEL: 'silent', ...redis(), ...options.env });
  const settings = readSettings(env, groups);
  const hospital = await buildHospital(settings, { now: () => new Date(clock.ms), log: options.log ?? silentLog, database: database.database, pinCost: cheapPins, patienceMs: 2 * minute });
  const corps = { dingtalk: settings.dingtalk?.corpId ?? '', wecom: settings.wecom?.corpId ?? '' };
  await seed(database.database.prisma, { now: new Date(clock.ms), corps, newId, identity: demoIdentity(hospital.seal), names: rowsOfName });
  const server = await listen(hospital, options.port);
  const mllpPort = await hospital.intake.listen(0, '127.0.0.1');
  await startBots(hospital.bots, hospital.inbound, silentLog);
  t.teardown(async () => {
    await Promise.all(hospital.bots.map((bot) => bot.stop()));
    await hospital.intake.stop(500);
    server.closeAllConnections();
    server.close();
    await hospital.service.stop();
    await laboratory.stop();
    await emulator.stop();
    await hospital.close();
    await database.dispose();
    await rm(dataDir, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await ready(hospital, emulator, url);
  return createWorld({ t, clock, hospital, emulator, laboratory, url, mllpPort });
}

function redis(): Record<string, string> {
  const url = process.env['TEST_REDIS_URL'];
  // Worlds run side by side; each has its own platforms and so its own tokens.
  return url === undefined ? {} : { REDIS_URL: url, REDIS_PREFIX: `wardline-test-${newId()}:` };
}

function listen({ http }: Hospital, port = 0): Promise<Server> {
  return new Promise((resolve) => {
    const server = http.listen(port, '127.0.0.1', () => resolve(server));
    // On a busy machine an hour of `pass` takes longer than Node's five seconds, and the next call meets a socket that just closed.
    server.keepAliveTimeout = 10 * minute;
  });
}

/** The administrator saves the callback address, which the platform checks at once; the long connection opens. */
async function ready(hospital: Hospital, emulator: Emulator, url: string): Promise<void> {
  await call(emulator, 'POST', '/_emu/wecom/app', { callbackUrl: `${url}/callbacks/wecom` });
  const deadline = performance.now() + 15_000;
  while (!hospital.bots.every((bot) => bot.health().ok) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function call(emulator: Emulator, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${emulator.origin}${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}

interface Parts extends Pick<World, 'hospital' | 'emulator' | 'laboratory' | 'url' | 'mllpPort'> {
  readonly t: Holder;
  readonly clock: { ms: number };
}

function createWorld({ t, clock, ...parts }: Parts): World {
  const { hospital, emulator, url, mllpPort } = parts;
  const now = () => new Date(clock.ms);
  const settle = async () => void (await hospital.service.jobs.drain());
  const sends = async (raw: Buffer) => readAnswers(await send(raw, { host: '127.0.0.1', port: mllpPort, timeoutMs: 15_000 }))[0]?.code ?? '';
  const inbox = async (platform: PlatformName, staff: string) => ((await call(emulator, 'GET', `/_emu/inbox?platform=${platform}&user=${staff}`)) as { messages: InboxMessage[] }).messages;
  const cards = async (platform: PlatformName, staff: string) => (await inbox(platform, staff)).filter((message) => message.kind === 'card' && !message.recalled);
  const card = async (platform: PlatformName, staff: string) => {
    const [newest] = await cards(platform, staff);
    return newest ?? t.fail(`${staff} has no card in ${platform}`) as never;
  };
  return {
    ...parts,
    now,
    sends,
    settle,
    inbox,
    cards,
    card,
    laboratorySends: async (bed, items, filler = newId()) => sends(result({ at: now(), patient: patientIn(bed), filler, specimen: { id: 'SER', text: '血清' }, items })),
    tick: (milliseconds) => void (clock.ms += milliseconds),
    pass: async (minutes) => {
      for (let passed = 0; passed < minutes; passed++) {
        clock.ms += minute;
        await hospital.service.tick('critical-values.sweep');
        await settle();
      }
    },
    press: async (platform, staff, button, values = {}, message) => {
      const pressed = message ?? (await card(platform, staff)).id;
      const seen = (await call(emulator, 'POST', '/_emu/press', { platform, user: staff, message: pressed, button, values })) as { message?: InboxMessage; toast?: string };
      await settle();
      return seen;
    },
    say: async (platform, staff, text) => {
      const before = new Set((await inbox(platform, staff)).map((message) => message.id));
      await call(emulator, 'POST', '/_emu/say', { platform, user: staff, text });
      await settle();
      return (await inbox(platform, staff)).filter((message) => !before.has(message.id));
    },
    fault: async (fault) => void (await call(emulator, 'POST', '/_emu/faults', fault)),
    signIn: (staff) => signIn(emulator, url, staff, { ids: hospital.ids, now }),
    loginCode: (staff) => loginCode(emulator, url, staff),
  };
}

/** A patient of the demonstration hospital by bed: `CARD1-12`. */
export function patientIn(bed: string): SamplePatient {
  const [ward, number] = bed.split('-');
  const found = patients.find((patient) => patient.ward === ward && patient.bed === number);
  if (found === undefined) throw new Error(`No patient lies in ${bed}.`);
  return { id: found.number, name: found.name, sex: found.sex };
}

/** Potassium as the demonstration hospital's laboratory sends it. */
export function potassium(value: string, more: Partial<SampleItem> = {}): SampleItem {
  return { code: { id: '2823-3', text: '血钾' }, value, unit: 'mmol/L', range: '3.5-5.3', ...more };
}

/** A new patient by ADT, as any sender may send it. */
export function admit(world: World, sample: Omit<Parameters<typeof admission>[0], 'at'>): Promise<string> {
  return world.sends(admission({ at: world.now(), ...sample }));
}

async function loginCode(emulator: Emulator, url: string, staff: string): Promise<LoginCode> {
  const { people } = emulator.core;
  const wecom = people.byNumber('wecom', staff);
  if (people.byNumber('dingtalk', staff) !== undefined || wecom === undefined) {
    const { code } = (await call(emulator, 'POST', '/_emu/dingtalk/login-code', { user: staff })) as { code: string };
    return { platform: 'dingtalk', code };
  }
  const start = await fetch(`${url}/api/sign-in/wecom/start`, { redirect: 'manual' });
  const asked = new URL(start.headers.get('location') ?? '');
  asked.searchParams.set('emu_user', wecom.userid);
  const back = await fetch(asked, { redirect: 'manual' });
  return { platform: 'wecom', code: new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '' };
}

/** Through the person's platform, DingTalk where it is both. @throws Error when not let in */
export async function signIn(emulator: Emulator, url: string, staff: string, { ids, now }: { readonly ids: SealedIds; readonly now: () => Date }): Promise<Api> {
  const { platform, code } = await loginCode(emulator, url, staff);
  const browser = browserAt(url, () => now().getTime());
  const entered = await browser.call('POST', `/sign-in/${platform}`, { code });
  if (entered.status !== 200) throw new Error(`sign-in: ${JSON.stringify(entered)}`);
  const holder = `staff:${staff}`;
  const { call: wire } = browser;
  const token = (text: string): string => ids.seal(text, holder);
  // What was signed is sent as it was signed, with plain ids in it.
  const opened = (text: string): string => (text.startsWith('i') ? ids.open(text, holder, now()) : text);
  const api = async (method: string, path: string, body?: unknown): Promise<ApiAnswer> => {
    const { status, ...answer } = await wire(method, token(path), body === undefined ? undefined : eachText(body, token));
    return { status, ...(eachText(answer, opened) as Omit<ApiAnswer, 'status'>) };
  };
  return Object.assign(api, { wire, token, cookie: browser.cookie(), heard: browser.heard });
}
