/**
 * The monthly budget of a standard organisation (5 000 calls, 3 000 pushes). The last calls of a month are kept for
 * critical values: everything else is refused here, before the platform would refuse everybody.
 */
import { Failure } from '../../services/core/errors.ts';
import type { Counters, Urgency } from '../bot.ts';

/** Pushes (presses, messages, events) a standard organisation may receive in a month (kb:1431). */
const MONTHLY_PUSHES = 3000;

/** For the operations page. */
export interface QuotaFigures {
  readonly calls: number;
  readonly callsAllowed: number;
  readonly reserve: number;
  readonly pushes: number;
  readonly pushesAllowed: number;
}

export interface Quota {
  /** Books one call. @throws Failure transient `quota-reserve` when only the reserve is left and it is not critical */
  spend(urgency: Urgency): Promise<void>;
  /** Gives a call back that the platform did not count: never left, or refused for speed (kb:1439). */
  giveBack(): Promise<void>;
  heard(): Promise<void>;
  figures(): Promise<QuotaFigures>;
}

export function quota(
  counters: Counters,
  corp: string,
  limits: { readonly monthlyCalls: number; readonly callsReserve: number },
): Quota {
  const calls = `dingtalk.${corp}.calls`;
  const pushes = `dingtalk.${corp}.pushes`;
  return {
    async spend(urgency) {
      // A critical call leaves in any case: it is counted beside, and waits for no disk.
      if (urgency === 'critical') return void counters.add(calls, 1).catch(() => undefined);
      // One atomic step: two processes can never both take the last free call.
      const used = await counters.add(calls, 1);
      if (used <= limits.monthlyCalls - limits.callsReserve) return;
      await counters.add(calls, -1);
      throw new Failure('DingTalk calls of this month: only the reserve for critical values is left', 'transient', 'quota-reserve');
    },
    async giveBack() {
      await counters.add(calls, -1);
    },
    async heard() {
      await counters.add(pushes, 1);
    },
    async figures() {
      return {
        calls: await counters.read(calls),
        callsAllowed: limits.monthlyCalls,
        reserve: limits.callsReserve,
        pushes: await counters.read(pushes),
        pushesAllowed: MONTHLY_PUSHES,
      };
    },
  };
}
