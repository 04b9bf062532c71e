/**
 * What the platform owes an app until it is acknowledged: robot messages and contact events. An app that is away gets
 * it when it comes back; one that stays silent gets it again after 15 s and then every minute, under a new messageId.
 */
import type { Dingtalk } from './api.ts';
import { monthOf } from './calendar.ts';
import type { Owed } from './memory.ts';

/** Seen in the field: 16 s, and about 60 s. */
const FIRST_PATIENCE = 15_000;
const PATIENCE = 60_000;
/** How long the platform keeps trying is not documented. */
const KEPT = 24 * 3_600_000;

export class Debts {
  readonly #dingtalk: Dingtalk;
  readonly #underway = new Set<string>();

  constructor(dingtalk: Dingtalk) {
    this.#dingtalk = dingtalk;
    dingtalk.stream.onConnected = (clientId) => this.#settleWith(clientId);
  }

  /** Resolves with true once the app has acknowledged it, false when this first attempt got no answer. */
  owe(debt: Omit<Owed, 'attempts' | 'due' | 'until'>): Promise<boolean> {
    const now = this.#dingtalk.core.clock.now();
    const owed: Owed = { ...debt, attempts: 0, due: now, until: now + KEPT };
    this.#keep(owed);
    return this.#attempt(owed);
  }

  #settleWith(clientId: string): void {
    for (const [, owed] of this.#dingtalk.memory.owed.dump()) {
      if (owed.clientId === clientId) void this.#attempt(owed);
    }
  }

  async #attempt(owed: Owed): Promise<boolean> {
    const { core, memory, stream } = this.#dingtalk;
    if (this.#underway.has(owed.id)) return false;
    if (owed.until <= core.clock.now()) return !memory.owed.delete(owed.id);
    this.#underway.add(owed.id);
    const result = await stream.push({ ...owed, data: this.#dataOf(owed) }, owed.attempts === 0 ? FIRST_PATIENCE : PATIENCE);
    this.#underway.delete(owed.id);
    // Forgotten meanwhile by a reset.
    if (!memory.owed.has(owed.id) || result === 'alone') return false;
    if (typeof result === 'object' && isTaken(owed, result)) {
      memory.owed.delete(owed.id);
      core.touch();
      return true;
    }
    const again = { ...owed, attempts: owed.attempts + 1 };
    this.#keep(again);
    if (result === 'silence') void this.#attempt(again);
    else core.clock.after(PATIENCE, () => void this.#attempt(again));
    return false;
  }

  #keep(owed: Owed): void {
    this.#dingtalk.memory.owed.set(owed.id, owed);
    this.#dingtalk.core.touch();
  }

  /** Past the quota of deliveries a robot message comes without its text (kbE 0004). Contact events do not count. */
  #dataOf({ type, data }: Owed): unknown {
    const { core, memory } = this.#dingtalk;
    if (type === 'EVENT') return data;
    const used = memory.count('counts', `push ${monthOf(core.clock.now())}`);
    const { pushesPerMonth } = memory.limits;
    if (pushesPerMonth === null || used <= pushesPerMonth) return data;
    const { text: _text, content: _content, ...rest } = data;
    return { ...rest, errCode: '20001', errMsg: '当前组织的Stream推送次数已超过本月额度' };
  }
}

/** An event is taken when the app says SUCCESS; a callback unless the app failed. */
function isTaken({ type }: Owed, { code, data }: { code: number; data: unknown }): boolean {
  if (code >= 500) return false;
  if (type !== 'EVENT' || typeof data !== 'object' || data === null || !('status' in data)) return true;
  return data.status !== 'LATER';
}
