/** What DingTalk's servers remember about this tenant. */
import { z } from 'zod';
import { Recent } from '../core/recent.ts';
import { appSchema, defaultApp, type DingtalkApp } from './app.ts';

export type Params = Readonly<Record<string, string>>;

export interface Token {
  readonly clientId: string;
  readonly value: string;
  readonly expires: number;
}

/** Replaced as a whole on every change, so the state file may keep its written form. */
export interface CardRecord {
  readonly outTrackId: string;
  readonly clientId: string;
  readonly templateId: string;
  readonly callbackType: 'STREAM' | 'HTTP' | 'NONE';
  readonly routeKey: string;
  /** 1 userId, 2 unionId: governs the ids in callbacks. */
  readonly userIdType: 1 | 2;
  readonly data: Params;
  /** As it last was with a button on it: what a phone that missed the changes still shows. */
  readonly former?: Params;
  /** By userid. */
  readonly privateData: Readonly<Record<string, Params>>;
  readonly places: readonly CardPlace[];
  /** The line of the chat list, when the space model gave one. */
  readonly summary: string;
  readonly alert: string;
  /** Streaming calls already applied. */
  readonly guids: readonly string[];
}

/** One conversation a card was delivered to. */
export interface CardPlace {
  readonly spaceType: 'IM_ROBOT' | 'IM_GROUP' | 'IM_SINGLE' | 'ONE_BOX';
  readonly spaceId: string;
  readonly carrierId: string;
  readonly users: readonly string[];
  readonly at: number;
}

/** A message of the robot, for read state and recall. */
export interface Sent {
  readonly key: string;
  readonly clientId: string;
  readonly at: number;
  readonly users: readonly string[];
  readonly messageId: string;
  readonly group?: string;
}

/** A work notice. */
export interface Task {
  readonly id: number;
  readonly agentId: string;
  readonly at: number;
  readonly users: readonly string[];
  readonly invalid: readonly string[];
  readonly dropped: readonly { readonly userid: string; readonly code: number }[];
}

export interface Ding {
  readonly id: string;
  readonly clientId: string;
  readonly at: number;
  readonly users: readonly string[];
}

export interface LoginCode {
  readonly userid: string;
  readonly expires: number;
}

/** Where a robot message may be answered without a token. */
export interface Session {
  readonly clientId: string;
  readonly userid: string;
  readonly group: string;
  readonly expires: number;
}

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly users: readonly string[];
}

/** Something the platform owes an app until it is acknowledged. */
export interface Owed {
  readonly id: string;
  readonly clientId: string;
  readonly type: 'CALLBACK' | 'EVENT';
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly due: number;
  readonly until: number;
}

/** A template that was imported through the admin door. */
export interface ImportedTemplate {
  readonly id: string;
  readonly file: unknown;
  readonly published: boolean;
}

/** Names of the limits (§1.1); null is none. */
export interface Limits {
  apiPerMonth: number | null;
  pushesPerMonth: number | null;
  qps: number | null;
  ipCallsPer20s: number | null;
}

/** A standard organisation since 2025-11-19. Not the default: a hospital of this size has bought more. */
export const STANDARD_LIMITS: Limits = { apiPerMonth: 5_000, pushesPerMonth: 3_000, qps: 20, ipCallsPer20s: 10_000 };

const NO_LIMITS: Limits = { apiPerMonth: null, pushesPerMonth: null, qps: null, ipCallsPer20s: null };
const ALL = 20_000;

export class Memory {
  readonly apps = new Map<string, DingtalkApp>([[defaultApp.clientId, defaultApp]]);
  readonly tokens = new Recent<Token>(100);
  /** By `clientId outTrackId`. */
  readonly cards = new Recent<CardRecord>(ALL);
  readonly sent = new Recent<Sent>(ALL);
  readonly tasks = new Recent<Task>(ALL);
  readonly dings = new Recent<Ding>(10_000);
  readonly codes = new Recent<LoginCode>(10_000);
  /** Access tokens of people (sign-in outside the chat) to userid. */
  readonly userTokens = new Recent<LoginCode>(10_000);
  readonly jsTickets = new Recent<Token>(100);
  readonly sessions = new Recent<Session>(10_000);
  readonly groups = new Recent<Group>(1_000);
  readonly owed = new Recent<Owed>(10_000);
  readonly callbackUrls = new Recent<{ readonly url: string; readonly secret: string }>(100);
  readonly templates = new Recent<ImportedTemplate>(100);
  /** By month. */
  readonly counts = new Recent<number>(1_000);
  /** By second, minute or day; not kept over a restart. */
  readonly rates = new Recent<number>(ALL);
  readonly limits: Limits = { ...NO_LIMITS };

  /** Adds one and says the new count. */
  count(kind: 'counts' | 'rates', key: string): number {
    const next = (this[kind].get(key) ?? 0) + 1;
    this[kind].set(key, next);
    return next;
  }

  /** What a reset forgets; the tenant's own settings stay. */
  clear(): void {
    for (const [name, map] of this.#maps()) if (name !== 'templates') map.clear();
    this.rates.clear();
    Object.assign(this.limits, NO_LIMITS);
    this.apps.clear();
    this.apps.set(defaultApp.clientId, defaultApp);
  }

  dump(): unknown {
    const maps = this.#maps().map(([name, map]) => [name, map.dump()] as const);
    return { ...Object.fromEntries(maps), apps: [...this.apps.values()], limits: this.limits };
  }

  load(state: unknown): void {
    const saved = z.record(z.string(), z.unknown()).catch({}).parse(state);
    for (const [name, map] of this.#maps()) map.load(saved[name]);
    for (const app of z.array(appSchema).catch([]).parse(saved['apps'])) this.apps.set(app.clientId, app);
    const limit = z.number().nullable();
    const limits = z.object({ apiPerMonth: limit, pushesPerMonth: limit, qps: limit, ipCallsPer20s: limit });
    Object.assign(this.limits, limits.catch(NO_LIMITS).parse(saved['limits']));
  }

  #maps(): [string, { clear(): void; dump(): unknown; load(state: unknown): void }][] {
    const { tokens, cards, sent, tasks, dings, codes, userTokens, jsTickets, sessions, groups, owed } = this;
    const { callbackUrls, templates, counts } = this;
    return Object.entries({
      tokens, cards, sent, tasks, dings, codes, userTokens, jsTickets, sessions, groups, owed, callbackUrls, templates, counts,
    });
  }
}
