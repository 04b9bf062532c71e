/** Doctors who answer some of their cards while everything around them falls over, as often as it takes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SealedIds } from '../../../services/core/sealed-ids.ts';
import type { Card, EmulatorDoor } from './emulator.ts';

export interface Doctors {
  /** Ends when no card that they answer waits any more. */
  finish(withinMs: number): Promise<void>;
  presses(): number;
}

/** As the button reads; one platform has room for its beginning only. */
const ACKNOWLEDGE = /^确认收到/;

/** The value a card is about, from its link, which is sealed for whoever holds the card. */
export function valueOf(ids: SealedIds, { message, staff }: Pick<Card, 'message' | 'staff'>): string {
  const token = /critical-values\/(i[0-9a-z]{1,3}_[\w-]{43})/.exec(JSON.stringify(message.raw))?.[1];
  return token === undefined ? '' : ids.open(token, `staff:${staff}`, new Date());
}

/** The button that takes the value on; `undefined` where the card has none (any more). */
export function takeOn({ message }: Pick<Card, 'message'>): string | undefined {
  return message.recalled ? undefined : message.buttons.find(({ label, disabled }) => ACKNOWLEDGE.test(label) && !disabled)?.id;
}

/** `answers` says of a card whether its value is answered; everybody who holds one of it then presses at once. */
export function doctors(emulator: EmulatorDoor, answers: (card: Card) => boolean): Doctors {
  let finishing = false;
  let presses = 0;
  const open = async (): Promise<Card[]> => (await emulator.cards()).filter((card) => takeOn(card) !== undefined && answers(card));
  const press = async (card: Card): Promise<void> => {
    const { platform, staff, message } = card;
    presses += 1;
    // No answer, an error on the phone: the card still waits, and is pressed again.
    await emulator.press({ platform, user: staff, message: message.id, button: takeOn(card) ?? '' }).catch(() => undefined);
  };
  const rounds = (async () => {
    for (;;) {
      const waiting = await open();
      if (finishing && waiting.length === 0) return;
      await Promise.all(waiting.map(press));
      await pause(200);
    }
  })();
  // Told where it is waited for.
  rounds.catch(() => undefined);
  return {
    presses: () => presses,
    finish: async (withinMs) => {
      finishing = true;
      const late = new AbortController();
      const limit = pause(withinMs, 'late', { signal: late.signal }).catch(() => 'done');
      if ((await Promise.race([rounds, limit])) === 'late') throw new Error(`cards still wait for an answer after ${withinMs} ms`);
      late.abort();
    },
  };
}
