/**
 * The contract of a chat platform. A bot is transport: it renders cards, sends them, hears presses and lines, and
 * knows who somebody is on its platform. It knows no medicine, no patient and no staff number.
 */
import type { Answers, Card, Link } from '../cards/card.ts';

export type Platform = 'dingtalk' | 'wecom';

/** What a platform can do; the notice ladder asks instead of knowing platforms. */
export interface Abilities {
  readonly readState: boolean;
  readonly urgent: readonly UrgentMeans[];
  readonly recallHours: number;
  /** WeCom forgets a card's key after 72 h; then an update becomes a follow-up message. */
  readonly updateHours: number;
  /** A card can be changed by its key alone, also one whose sending was never answered. */
  readonly updatesByKey: boolean;
}

/** DingTalk's DING: in the app, by text message, by telephone. */
export type UrgentMeans = 'app' | 'sms' | 'phone';

/**
 * What a bot must remember about a message it sent, to update or recall it later. Opaque to everyone else, kept with
 * the delivery, merged with what later answers bring (`press.ref`, the result of `update`).
 */
export type MessageRef = Readonly<Record<string, string>>;

export interface Press {
  /** Repeats of the same press carry the same key. */
  readonly key: string;
  readonly platform: Platform;
  readonly corp: string;
  /** From the signed part of the callback only. */
  readonly user: string;
  /** The key the card was sent under. */
  readonly card: string;
  readonly button: string;
  readonly answers: Answers;
  readonly ref: MessageRef;
}

/** What the presser sees at once. Always the card as it stands now. */
export interface PressReply {
  readonly card?: Card;
  /** One sentence, e.g. why nothing happened. */
  readonly toast?: string;
}

export interface Line {
  readonly key: string;
  readonly platform: Platform;
  readonly corp: string;
  readonly user: string;
  readonly text: string;
}

/** What is answered to a line: words alone, or words with pages to go on to, at most five. */
export type LineReply = string | LinkedReply;

export interface LinkedReply {
  /** The chat list and the lock screen may show it: what sort of answer it is. */
  readonly title: string;
  readonly text: string;
  readonly links: readonly Link[];
}

/** Somebody joined, changed or left. */
export interface DirectoryChange {
  readonly key: string;
  readonly platform: Platform;
  readonly corp: string;
  readonly kind: 'joined' | 'changed' | 'left';
  readonly users: readonly string[];
}

/**
 * Where a bot delivers what it hears. `press` must answer within the platform's deadline (DingTalk 2 s, WeCom 5 s);
 * the bot enforces it and answers with a toast when the deadline is near.
 */
export interface Inbound {
  press(press: Press): Promise<PressReply>;
  line(line: Line): Promise<LineReply | undefined>;
  change(change: DirectoryChange): Promise<void>;
}

/** An HTTP callback as it came, before any trust. */
export interface CallbackRequest {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface CallbackReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface PlatformUser {
  readonly platform: Platform;
  readonly corp: string;
  readonly user: string;
  readonly name?: string;
}

/** A person as the platform's address book has them. */
export interface PlatformPerson extends PlatformUser {
  readonly name: string;
  /** DingTalk `job_number`, WeCom as its setting says; empty where the platform does not know it. Never guessed. */
  readonly staffNumber: string;
  /** DingTalk: the same person over all applications of one owner. */
  readonly unionId?: string;
  readonly departments: readonly string[];
  /** False: not activated, disabled or left. */
  readonly active: boolean;
}

/** A department as the platform's address book has it. */
export interface PlatformDepartment {
  readonly id: string;
  readonly name: string;
  /** Id of the one above it; absent at the top. */
  readonly parent?: string;
}

/** As much as was read in one go; somebody in several departments may come in several pages. */
export interface AddressBookPage {
  readonly departments: readonly PlatformDepartment[];
  readonly people: readonly PlatformPerson[];
  /** Where to go on; absent after the last page. */
  readonly next: string | undefined;
}

/** One line of the check-up, in words an administrator understands. */
export interface Finding {
  readonly ok: boolean;
  /** `企业微信：可信 IP`. */
  readonly what: string;
  /** What was seen. */
  readonly seen: string;
  /** What to do about it; empty when ok. */
  readonly mend: string;
}

/** A platform's monthly quota: `reserve` of it is kept for critical values. */
export interface Budget {
  readonly used: number;
  readonly limit: number;
  readonly reserve: number;
}

/** Critical values may use the reserve of the monthly quota, nothing else may. */
export type Urgency = 'critical' | 'normal';

export interface Bot {
  readonly platform: Platform;
  readonly corp: string;
  readonly abilities: Abilities;
  /** Under this id a page asks the chat app for a sign-in code, where the platform wants one. */
  readonly clientId?: string;

  /** Opens long connections. Resolves once trying; a platform that is down never stops the service. */
  start(inbound: Inbound): Promise<void>;
  stop(): Promise<void>;
  /** Alive enough to hear presses? With a sentence for the operations page. */
  health(): { readonly ok: boolean; readonly seen: string };

  /** The HTTP callback door, where the platform has one. Every failed check gets the same bare answer. */
  callback?(request: CallbackRequest): Promise<CallbackReply>;

  /**
   * Sends a card to one person. `key` is ours and unique (`[0-9A-Za-z_@-]{1,128}`); sending again under the same key
   * must not produce a second card where the platform allows it.
   * @throws Failure
   */
  send(user: string, card: Card, key: string, urgency: Urgency): Promise<MessageRef>;
  /** Replaces the card. Resolves with what has to be remembered now; unless it `isShown`, remember it and call again. @throws Failure */
  update(user: string, card: Card, key: string, ref: MessageRef, urgency: Urgency): Promise<MessageRef>;
  /**
   * `false` for an update that needs a message of its own, which is sent only once its ref is kept: whoever was killed in
   * between then knows that there are two messages, and takes the older back.
   */
  isShown(ref: MessageRef): boolean;
  /** A plain line, or one with links. @throws Failure */
  say(user: string, text: LineReply, urgency: Urgency): Promise<MessageRef>;
  /** Wakes people by stronger means. The text is seen on lock screens: bed and surname at most. @throws Failure */
  urge(users: readonly string[], text: string, means: UrgentMeans): Promise<void>;
  /** Rings somebody's own telephone, whose number only the platform knows; absent where it does not, or is not paid for. */
  readonly ringing?: Ringing;
  recall(ref: MessageRef): Promise<void>;
  readState(ref: MessageRef): Promise<'read' | 'unread' | 'unknown'>;

  /** Sign-in: where a browser outside the chat begins; `undefined` where the code comes from the page itself. */
  signInUrl(state: string, returnTo: string): string | undefined;
  /** Exchanges a single-use code. @throws Failure permanent on a bad or used code */
  whoIs(code: string): Promise<PlatformUser>;
  /** What a page needs to use the platform's browser functions. */
  pageConfig(url: string): Promise<Readonly<Record<string, string>>>;
  /** The address book as far as the app may see it, page by page; can be gone on with after a process died. @throws Failure */
  addressBook(cursor?: string): Promise<AddressBookPage>;

  /** Calls of this calendar month, where the platform counts them. */
  budget?(): Promise<Budget>;
  /** Tells in plain words what is wrong with the tenant's settings. Never throws. */
  checkUp(): Promise<readonly Finding[]>;
}

export interface Ringing {
  /** Gives the platform's number of the call. @throws Failure */
  ring(user: string): Promise<{ readonly ref: string }>;
  /** Whether it was answered. `code`: why not, the platform's own. @throws Failure */
  became(user: string, ref: string): Promise<{ readonly state: 'arrived' | 'not-arrived' | 'waiting'; readonly code: string }>;
}

/** What a bot is given. Everything it remembers beyond a process goes through `store` and `counters`. */
export interface BotContext {
  readonly now: () => number;
  readonly store: BotStore;
  readonly counters: Counters;
  readonly log: BotLog;
  /** Base of our pages, e.g. `http://localhost:3000`; card links are built on it. */
  readonly pages: string;
}

/** Shared by all processes of a cluster; may be lost, and then costs a token call. */
export interface BotStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** True for the first caller within `ttlMs`, false for everybody after (nonces, leases). */
  claim(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** The same where it may be forgotten when the store's machine falls; where there is none, `claim` is as good. */
  claimBriefly?(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Keeps a claim alive, if `value` still holds it. */
  renew(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Gives a claim back, if `value` still holds it. Claims are not seen by `get`. */
  release(key: string, value: string): Promise<void>;
}

/** Durable counts by calendar month, for platform quotas. */
export interface Counters {
  /** Adds and returns the new count. */
  add(name: string, by: number): Promise<number>;
  read(name: string): Promise<number>;
}

export interface BotLog {
  info(data: Readonly<Record<string, unknown>>, message: string): void;
  warn(data: Readonly<Record<string, unknown>>, message: string): void;
  error(data: Readonly<Record<string, unknown>>, message: string): void;
}

/** What writes into one group by its address alone; no app of ours is behind it. */
export interface GroupRobotKey {
  readonly token: string;
  /** Where lines have to be signed. */
  readonly secret?: string | undefined;
}

export interface GroupRobot {
  readonly platform: Platform;
  /** Lines of one robot; the platform counts. */
  readonly perMinute: number;
  /** How long it takes none of a robot that said more. */
  readonly restMs: number;
  /** Plain words. @throws Failure; `too-fast` where the platform wants it to rest */
  say(key: GroupRobotKey, text: string): Promise<void>;
}
