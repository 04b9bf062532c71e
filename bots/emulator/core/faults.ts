/** Fault switches (platforms.md 3.4): what can go wrong with a platform, turned on from outside, for a while or a count. */
import { z } from 'zod';
import type { Clock } from './clock.ts';

export type PlatformName = 'dingtalk' | 'wecom';

/** Every switch. What each means on each platform stands in README.md. */
export const FAULT_KINDS = [
  'latency', 'http', 'errcode', 'tokenExpired', 'ipBlocked', 'ipBanned', 'permissionDenied', 'down', 'cutAfter',
  'dropAck', 'duplicate', 'reorder', 'halfOpenSocket', 'handshake401', 'silentStop', 'disconnectNoClose',
  'withholdRegistered', 'connectionExpired', 'nonJsonFrame', 'ticketSpecialChars',
  'partialDelivery', 'slowCallbackClient', 'badSignature', 'wrongReceiveId', 'malformedXml', 'hugeBody', 'clockSkew',
  'paramsBeside', 'cardAlreadyExist', 'updateRace', 'dropMessages', 'retryOnNon200',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What `POST /_emu/faults` takes for one switch. */
export const faultInput = z.object({
  platform: z.enum(['dingtalk', 'wecom', '*']),
  kind: z.enum(FAULT_KINDS),
  /** Path or feature it is limited to; a trailing `*` stands for any ending. Absent: everywhere. */
  route: z.string().min(1).optional(),
  /** How often it strikes before it goes away. */
  count: z.number().int().positive().optional(),
  /** How long, in virtual time, before it goes away. */
  forMs: z.number().positive().optional(),
  /** Milliseconds of `latency`, `clockSkew`, `slowCallbackClient`, gap of `duplicate`. */
  ms: z.number().optional(),
  /** Copies of `duplicate`. */
  times: z.number().int().positive().optional(),
  /** Answer of `http`. */
  status: z.number().int().min(100).max(599).optional(),
  body: z.string().optional(),
  /** `errcode` (a number on oapi and WeCom, a word on DingTalk's new API) and `tokenExpired`. */
  code: z.union([z.number().int(), z.string()]).optional(),
  message: z.string().optional(),
  /** Userids `partialDelivery` leaves out. */
  users: z.array(z.string()).optional(),
});

export type FaultInput = z.infer<typeof faultInput>;

export interface Fault extends FaultInput {
  readonly id: string;
  left: number;
  readonly until: number;
  struck: number;
}

export class Faults {
  readonly #clock: Clock;
  #faults: Fault[] = [];
  #serial = 0;
  readonly #watchers: ((fault: Fault) => void)[] = [];
  onChange: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** For switches that do something at once (cut a socket) instead of waiting for the next call. */
  watch(watcher: (fault: Fault) => void): void {
    this.#watchers.push(watcher);
  }

  set(input: FaultInput): Fault {
    const until = input.forMs === undefined ? Infinity : this.#clock.now() + input.forMs;
    const fault: Fault = { ...input, id: `f${++this.#serial}`, left: input.count ?? Infinity, until, struck: 0 };
    this.#faults.push(fault);
    for (const watcher of this.#watchers) watcher(fault);
    this.onChange();
    return fault;
  }

  /** Without a filter all go. */
  clear(filter: { id?: string | undefined; kind?: string | undefined; platform?: string | undefined } = {}): number {
    const before = this.#faults.length;
    const goes = (fault: Fault): boolean =>
      (filter.id === undefined || fault.id === filter.id) &&
      (filter.kind === undefined || fault.kind === filter.kind) &&
      (filter.platform === undefined || fault.platform === filter.platform);
    this.#faults = this.#faults.filter((fault) => !goes(fault));
    this.onChange();
    return before - this.#faults.length;
  }

  list(): Fault[] {
    this.#prune();
    return this.#faults.map((fault) => ({ ...fault }));
  }

  /** Is the switch on here? Without using one of its strikes up. */
  peek(platform: PlatformName, kind: FaultKind, route = ''): Fault | undefined {
    if (this.#faults.length === 0) return undefined;
    const now = this.#clock.now();
    return this.#faults.find((fault) => fault.kind === kind && isHere(fault, platform, route) && isOn(fault, now));
  }

  /** Is the switch on here? Uses one strike up. */
  take(platform: PlatformName, kind: FaultKind, route = ''): Fault | undefined {
    const fault = this.peek(platform, kind, route);
    if (fault === undefined) return undefined;
    fault.left -= 1;
    fault.struck += 1;
    if (fault.left <= 0) this.#prune();
    return fault;
  }

  #prune(): void {
    const now = this.#clock.now();
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((fault) => isOn(fault, now));
    if (this.#faults.length !== before) this.onChange();
  }
}

const isOn = (fault: Fault, now: number): boolean => fault.left > 0 && fault.until > now;

function isHere(fault: Fault, platform: PlatformName, route: string): boolean {
  if (fault.platform !== '*' && fault.platform !== platform) return false;
  if (fault.route === undefined || fault.route === route) return true;
  return fault.route.endsWith('*') && route.startsWith(fault.route.slice(0, -1));
}
