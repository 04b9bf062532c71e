/** Rate limits of WeCom (§2.14), counted in virtual time. Limits can be moved or lifted for a bench. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `null` lifts a limit. */
export interface LimitSettings {
  apiPerMinute: number | null;
  apiPerHour: number | null;
  /** Above these a message is dropped and the sender told it went well. */
  memberPerMinute: number | null;
  memberPerHour: number | null;
}

export const defaultLimits: Readonly<LimitSettings> = {
  apiPerMinute: 10_000,
  apiPerHour: 150_000,
  memberPerMinute: 30,
  memberPerHour: 1_000,
};

/** Counts in the current fixed window of each length. */
class Windows {
  readonly #counts = new Map<string, { minute: number; inMinute: number; hour: number; inHour: number }>();

  /** What the counts would be with one more; written down only when both limits hold. */
  admit(key: string, now: number, perMinute: number | null, perHour: number | null): boolean {
    const minute = Math.floor(now / MINUTE);
    const hour = Math.floor(now / HOUR);
    const count = this.#counts.get(key) ?? { minute, inMinute: 0, hour, inHour: 0 };
    const inMinute = count.minute === minute ? count.inMinute : 0;
    const inHour = count.hour === hour ? count.inHour : 0;
    if (inMinute >= (perMinute ?? Infinity) || inHour >= (perHour ?? Infinity)) return false;
    this.#counts.set(key, { minute, inMinute: inMinute + 1, hour, inHour: inHour + 1 });
    return true;
  }

  /** Highest counts of the running windows. */
  peak(now: number): { minute: number; hour: number } {
    const peak = { minute: 0, hour: 0 };
    for (const count of this.#counts.values()) {
      if (count.minute === Math.floor(now / MINUTE)) peak.minute = Math.max(peak.minute, count.inMinute);
      if (count.hour === Math.floor(now / HOUR)) peak.hour = Math.max(peak.hour, count.inHour);
    }
    return peak;
  }

  clear(): void {
    this.#counts.clear();
  }
}

export class Limits {
  readonly settings: LimitSettings = { ...defaultLimits };
  readonly #apis = new Windows();
  readonly #members = new Windows();

  admitCall(api: string, now: number): boolean {
    return this.#apis.admit(api, now, this.settings.apiPerMinute, this.settings.apiPerHour);
  }

  admitMessage(user: string, now: number): boolean {
    return this.#members.admit(user.toLowerCase(), now, this.settings.memberPerMinute, this.settings.memberPerHour);
  }

  usedCalls(now: number): { minute: number; hour: number } {
    return this.#apis.peak(now);
  }

  usedMessages(now: number): { minute: number; hour: number } {
    return this.#members.peak(now);
  }

  reset(): void {
    this.#apis.clear();
    this.#members.clear();
  }
}
