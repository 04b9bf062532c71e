/** How a command goes on: pure. */
import type { FailureClass } from '../../core/errors.ts';
import { refusals } from '../../core/phrases.ts';
import type { CommandAnswer } from '../../links/contract/schema.commands.ts';
import type { Delivery, NextStep } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

export const asked: Delivery = { state: 'waiting', attempts: 0, unsure: false, code: undefined };

export const isSettled = ({ state }: Delivery): boolean => state === 'accepted' || state === 'refused';

/** What may have arrived is asked for before it is sent again. */
export function nextStep(delivery: Delivery): NextStep {
  if (isSettled(delivery)) return 'nothing';
  return delivery.unsure || delivery.state === 'pending' ? 'ask' : 'send';
}

/** Noted before the first byte goes out: a process that dies then has perhaps sent it. */
export function sending(delivery: Delivery): Delivery {
  return { ...delivery, attempts: delivery.attempts + 1, unsure: true };
}

/** An answer holds for good; a late "pending" takes nothing back. */
export function answered(delivery: Delivery, { state, code }: Pick<CommandAnswer, 'state' | 'code'>): Delivery {
  return isSettled(delivery) ? delivery : { ...delivery, state, unsure: false, code };
}

/** `last`: nobody tries again by themselves. Whoever was unsure before a status could not be had, still is. */
export function troubled(delivery: Delivery, { known, code, last, step }: { readonly known: FailureClass; readonly code: string; readonly last: boolean; readonly step: NextStep }): Delivery {
  if (isSettled(delivery)) return delivery;
  const unsure = known === 'ambiguous' || (step === 'ask' && delivery.unsure);
  return { ...delivery, code, unsure, state: known === 'permanent' || last ? 'failed' : delivery.state };
}

/** @throws Refusal `hospital-commands.settled` */
export function again(delivery: Delivery): Delivery {
  if (isSettled(delivery)) throw refuse('hospital-commands.settled');
  return { ...delivery, state: 'waiting' };
}

/** Whoever asked took it back before it went out. */
export const droppedCode = 'taken-back';

/** Not settled, not under way there, and not perhaps arrived. */
export const mayDrop = ({ state, unsure }: Delivery): boolean => !unsure && (state === 'waiting' || state === 'failed');

export const dropped = (delivery: Delivery): Delivery => ({ ...delivery, state: 'refused', code: droppedCode });
