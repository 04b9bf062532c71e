/** What a person holds in the hand: the messages of one chat, in a shape that no platform dictates. */
import type { PlatformName } from './faults.ts';

export interface InboxButton {
  readonly id: string;
  readonly label: string;
  readonly disabled: boolean;
  /** How strongly it is drawn. */
  readonly weight?: 'primary' | 'plain' | 'danger';
  /** A button that opens a page instead of answering. */
  readonly url?: string;
}

/** A question on the card: `one` of the options, `many` of them, or free `text`. */
export interface InboxInput {
  readonly id: string;
  readonly label: string;
  readonly kind: 'one' | 'many' | 'text';
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly value: readonly string[];
  readonly disabled?: boolean;
  readonly required?: boolean;
}

/** `mine` is a line the person said, `urgent` a DING, `notice` a work notice without callbacks. */
export type InboxKind = 'card' | 'text' | 'markdown' | 'link' | 'notice' | 'urgent' | 'image' | 'mine';

export interface InboxMessage {
  readonly id: string;
  /** Virtual time in ms. */
  readonly at: number;
  readonly changedAt?: number;
  readonly platform: PlatformName;
  /** The platform's userid. */
  readonly user: string;
  readonly kind: InboxKind;
  /** Name of the app or robot, as the chat list shows it. */
  readonly from: string;
  /** What the chat list and the lock screen show; the title where the platform has no such line. */
  readonly summary: string;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly InboxButton[];
  readonly inputs: readonly InboxInput[];
  readonly link: { readonly label: string; readonly url: string } | null;
  readonly unread: boolean;
  readonly recalled: boolean;
  /** For the phones page alone: colour, severity strip, state line and the like, by the platform's own names. */
  readonly look: Readonly<Record<string, string>>;
  /** What came over the platform's API. */
  readonly raw: unknown;
}

/** What a plug-in hands in; the rest is filled in. */
export type NewMessage = Pick<InboxMessage, 'id' | 'at' | 'platform' | 'user' | 'kind' | 'from' | 'title' | 'raw'> &
  Partial<InboxMessage>;

/** What may change on a message that is already there. */
export type MessageChange = Partial<Omit<InboxMessage, 'id' | 'at' | 'platform' | 'user'>>;

/** Newest kept for each person; a bench sends a hundred thousand. */
const KEPT = 5_000;
/** Newest of those that outlive the emulator's own restart. */
const WRITTEN = 1_000;

export type InboxEvent = 'message' | 'changed';

export class Inboxes {
  /** Insertion order is order of arrival; a Map drops its oldest in O(1). */
  #boxes = new Map<string, Map<string, InboxMessage>>();
  onChange: (event: InboxEvent, message: InboxMessage) => void = () => undefined;

  add(message: NewMessage): InboxMessage {
    const whole: InboxMessage = { ...BLANK, summary: message.title, ...message };
    const box = this.#box(whole.platform, whole.user);
    box.delete(whole.id);
    box.set(whole.id, whole);
    if (box.size > KEPT) dropOldest(box);
    this.onChange('message', whole);
    return whole;
  }

  /** Undefined when the message is no longer kept. */
  change(platform: PlatformName, user: string, id: string, change: MessageChange): InboxMessage | undefined {
    const box = this.#box(platform, user);
    const before = box.get(id);
    if (before === undefined) return undefined;
    const after: InboxMessage = { ...before, ...change };
    box.set(id, after);
    this.onChange('changed', after);
    return after;
  }

  find(platform: PlatformName, user: string, id: string): InboxMessage | undefined {
    return this.#box(platform, user).get(id);
  }

  /** Newest first. */
  list(platform: PlatformName, user: string, limit = 50): InboxMessage[] {
    return [...this.#box(platform, user).values()].slice(-limit).reverse();
  }

  /** Marks one message, or all of them, as read; says which changed. */
  read(platform: PlatformName, user: string, id?: string): InboxMessage[] {
    const box = this.#box(platform, user);
    const wanted = id === undefined ? [...box.values()] : [box.get(id)];
    const unread = wanted.filter((message) => message?.unread === true);
    return unread.flatMap((message) => {
      const after = message && this.change(platform, user, message.id, { unread: false });
      return after === undefined ? [] : [after];
    });
  }

  unread(platform: PlatformName, user: string): number {
    let count = 0;
    for (const message of this.#box(platform, user).values()) if (message.unread) count += 1;
    return count;
  }

  reset(): void {
    this.#boxes = new Map();
  }

  dump(): InboxMessage[] {
    return [...this.#boxes.values()].flatMap((box) => [...box.values()].slice(-WRITTEN));
  }

  load(messages: readonly InboxMessage[]): void {
    this.reset();
    for (const message of messages) this.#box(message.platform, message.user).set(message.id, message);
  }

  #box(platform: PlatformName, user: string): Map<string, InboxMessage> {
    const key = `${platform}:${platform === 'wecom' ? user.toLowerCase() : user}`;
    const found = this.#boxes.get(key);
    if (found !== undefined) return found;
    const box = new Map<string, InboxMessage>();
    this.#boxes.set(key, box);
    return box;
  }
}

const BLANK = {
  text: '', fields: [], buttons: [], inputs: [], link: null, unread: true, recalled: false, look: {},
} as const;

function dropOldest(box: Map<string, InboxMessage>): void {
  const oldest = box.keys().next();
  if (!oldest.done) box.delete(oldest.value);
}
