/** The decisions: what names an order, how it stands now, and what of it is news. Pure. */
import type { Charge, ClinicalOrder, Execution } from '../../links/statements/schema.ts';
import { type Condition, type Order, type State, endStates } from './model.ts';

/** Where a sender gives no number, what is said itself: the same said again is the same thing. */
function unnumbered(...parts: readonly (string | undefined)[]): string {
  return `~${parts.map((part) => part ?? '').join('|').slice(0, 200)}`;
}

export function orderNumber({ number, filler, code, name, startAt, orderedAt }: ClinicalOrder): string {
  return number ?? filler ?? unnumbered(code?.id, name ?? code?.text, startAt, orderedAt);
}

export function executionNumber({ number, order, at }: Execution): string {
  return number ?? `${order}@${at ?? ''}`;
}

export function chargeNumber({ number, code, name, amount, quantity, at, order }: Charge): string {
  return number ?? unnumbered(order, code?.id, name ?? code?.text, amount, quantity, at);
}

/** In the sender's words. */
export function nameOf({ name, code }: Pick<Order, 'name' | 'code'>): string {
  return name ?? code?.text ?? code?.id ?? '';
}

/** How it stands: as told, and over when its time to stop has passed, also where nobody says so. */
export function standing({ state, stopAt }: Pick<Order, 'state' | 'stopAt'>, now: Date): State {
  if (state !== null && endStates.includes(state)) return state;
  if (stopAt !== null && stopAt <= now) return 'stopped';
  return state ?? 'ordered';
}

export function isActive(order: Pick<Order, 'state' | 'stopAt'>, now: Date): boolean {
  return !endStates.includes(standing(order, now));
}

/** `病危`, `报病危`, `病重通知`; not `停病危`. */
export function conditionOf(name: string): Condition | undefined {
  if (/停|取消|解除|撤/.test(name)) return undefined;
  if (name.includes('病危')) return 'critical';
  return name.includes('病重') ? 'serious' : undefined;
}

export type News = 'ordered' | 'stopped';

/**
 * What the hospital did not know: an order that is new and stands, or one that stopped standing. An order first told of
 * when it was over already is no news; neither is one told again or late.
 */
export function newsOf(before: Order | undefined, after: Order, now: Date): News | undefined {
  if (before === undefined) return isActive(after, now) ? 'ordered' : undefined;
  const ended = (order: Order): boolean => order.state === 'stopped' || order.state === 'cancelled' || (order.stopAt !== null && order.stopAt <= now);
  return ended(after) && !ended(before) ? 'stopped' : undefined;
}
