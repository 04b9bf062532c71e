/** What people do when their phone rings: at once, after a while, or not at all. */
import type { InboxMessage } from '../../../bots/emulator/core/inbox.ts';
import { valueOf } from '../support/doctors.ts';
import type { Message } from '../support/emulator.ts';
import { type Chance, chance } from '../support/random.ts';
import type { Place } from './place.ts';
import { type Colleague, type Plan, type Turn, minute } from './plan.ts';

export interface Deed {
  readonly at: number;
  /** `call`: the medical office has taken it, and calls until a doctor who was told sees to it. */
  readonly act: 'acknowledge' | 'call' | 'dispose' | 'sign';
  readonly staff: Colleague;
  readonly message: Pick<InboxMessage, 'id' | 'platform' | 'user'>;
  /** In vain, so far. */
  readonly tries?: number;
}

/** Nothing to press: the telling of a step without a card, or one that only says how it went. */
const ACKNOWLEDGE = /^确认收到/;
const DISPOSE = /^记录处置/;

const buttonOf = (message: InboxMessage | undefined, words: RegExp): string | undefined => (message === undefined || message.recalled ? undefined : message.buttons.find(({ label, disabled }) => words.test(label) && !disabled)?.id);

export interface Reactions {
  /** Deeds that begin with what came in since the last call. */
  heard(): Deed[];
  /** Does it, and gives what the same person does next. A press that nothing came of is tried again later. */
  perform(deed: Deed): Promise<Deed[]>;
  presses(): number;
}

/** `sign`: whether everything that waits for this person's signature is signed. */
export function reactions(plan: Plan, place: Place, seed: number, sign: (staff: Colleague) => Promise<boolean>): Reactions {
  const random = chance(seed + 1);
  const byUser = new Map(plan.staff.map((one) => [`u${one.number}`.toLowerCase(), one]));
  const turns = Map.groupBy(plan.turns.filter(({ until }) => until !== null), ({ staffNumber }) => staffNumber);
  const fresh: InboxMessage[] = [];
  /** Of each value everybody's first cards, as they came. */
  const held = new Map<string, { readonly staff: Colleague; readonly message: InboxMessage }[]>();
  const about = (staff: Colleague, message: InboxMessage): string => valueOf(place.ids, { staff: staff.number, message: message as unknown as Message });
  const { inboxes } = place.emulator.core;
  const before = inboxes.onChange;
  inboxes.onChange = (event, message) => {
    before(event, message);
    if (event === 'message') fresh.push(message);
  };
  let presses = 0;
  const press = async ({ message: { platform, user, id } }: Deed, button: string, values: Record<string, string[]> = {}): Promise<void> => {
    presses += 1;
    await fetch(`${place.emulator.origin}/_emu/press`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ platform, user, message: id, button, values }) }).catch(() => undefined);
  };
  const shown = ({ message: { platform, user, id } }: Deed): InboxMessage | undefined => inboxes.find(platform, user, id);
  const later = (low: number, high: number): number => place.now() + random.between(low, high) * minute;

  /** A minute later, then two, in the end a quarter of an hour. */
  const again = (deed: Deed): Deed => ({ ...deed, at: place.now() + Math.min(15, 2 ** (deed.tries ?? 0)) * minute, tries: (deed.tries ?? 0) + 1 });

  const called = (deed: Deed): Deed[] => {
    const message = shown(deed);
    const doctors = message === undefined ? [] : (held.get(about(deed.staff, message)) ?? []).filter(({ staff, message: first }) => staff.role === 'doctor' && buttonOf(inboxes.find(first.platform, first.user, first.id), DISPOSE) !== undefined);
    return doctors.length === 0 ? [] : [{ ...random.pick(doctors), act: 'dispose', at: later(2, 20) }];
  };

  return {
    presses: () => presses,
    heard: () => fresh.splice(0).flatMap((message): Deed[] => {
      const staff = byUser.get(message.user.toLowerCase());
      if (staff === undefined || buttonOf(message, ACKNOWLEDGE) === undefined) return [];
      const value = about(staff, message);
      held.set(value, [...(held.get(value) ?? []), { staff, message }]);
      const after = answerAfter(staff, message.at, turns.get(staff.number) ?? [], random);
      return after === undefined ? [] : [{ at: message.at + after * minute, act: 'acknowledge', staff, message }];
    }),
    perform: async (deed) => {
      if (deed.act === 'call') return called(deed);
      if (deed.act === 'sign') return (await sign(deed.staff)) ? [] : [again(deed)];
      const words = deed.act === 'acknowledge' ? ACKNOWLEDGE : DISPOSE;
      const button = buttonOf(shown(deed), words);
      if (button === undefined) return [];
      await press(deed, button, deed.act === 'dispose' ? { choice: ['order-given'] } : {});
      if (buttonOf(shown(deed), words) !== undefined) return [again(deed)];
      const { tries: _tries, ...done } = deed;
      if (deed.act === 'acknowledge' && deed.staff.role === 'administrator') return [{ ...done, act: 'call', at: later(1, 5) }];
      // What one forgets is reminded of by the product, not by us.
      if (random.next() < 0.03) return [];
      return [{ ...done, act: deed.act === 'acknowledge' ? 'dispose' : 'sign', at: deed.act === 'acknowledge' ? later(2, 50) : later(1, 20) }];
    },
  };
}

/** Minutes until the person answers; `undefined`: never. */
function answerAfter({ number }: Colleague, at: number, turns: readonly Turn[], random: Chance): number | undefined {
  const hour = new Date(at + 8 * 60 * minute).getUTCHours();
  const isNight = hour < 7 || hour >= 23;
  const isOnDuty = turns.some(({ from, until }) => from.getTime() <= at && at < (until?.getTime() ?? 0));
  // Whose phone lies in a drawer today.
  if (chance(Math.floor(at / (1440 * minute)) * 9973 + hash(number)).next() < 0.03) return undefined;
  if (random.next() < (isNight && !isOnDuty ? 0.6 : isNight ? 0.1 : 0.15)) return undefined;
  const slow = random.next() < (isNight ? 0.25 : 0.1);
  return slow ? random.between(6, 25) : random.between(1, 5);
}

const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7);
