/**
 * Trying a PIN: five wrong ones in a row lock the person's key for half an hour (MLPS level 3, login failure handling;
 * numbers by setting). A try is counted before it is made, so that many at once cannot outrun the counter.
 */
import { Refusal } from '../../../core/errors.ts';
import type { KeyRecord } from '../key-store.ts';
import { pinContext, type LocalCa } from './local-ca.ts';
import { unwrapKey, wrappedKeySchema } from './wrap.ts';

const SHORTEST = 6;
const LONGEST = 32;

/** Opens the person's private key; the caller zeroes it. @throws Refusal `signatures.wrong-pin`, `signatures.pin-locked` */
export async function openWithPin(ca: LocalCa, key: KeyRecord, pin: string): Promise<Buffer> {
  await demandUnlocked(ca, key.staffNumber);
  const tried = await ca.store.countTry(key.staffNumber);
  if (tried > ca.pin.tries) return lockOut(ca, key.staffNumber);
  const privateKey = await unwrapKey(wrappedKeySchema.parse(key.wrapped), pin, pinContext(ca, key));
  if (privateKey !== undefined) {
    await ca.store.clearTries(key.staffNumber, undefined);
    return privateKey;
  }
  if (tried === ca.pin.tries) return lockOut(ca, key.staffNumber);
  throw new Refusal('signatures.wrong-pin', { left: ca.pin.tries - tried }, 403);
}

/** @throws Refusal `signatures.weak-pin` */
export function demandStrongPin(pin: string, staffNumber: string): void {
  const length = [...pin].length;
  const steps = new Set(Array.from(pin).slice(1).map((letter, at) => letter.charCodeAt(0) - pin.charCodeAt(at)));
  const [step] = steps;
  // 111111, 123456, 987654: one step all the way through.
  const monotonous = steps.size === 1 && step !== undefined && Math.abs(step) <= 1;
  const own = staffNumber !== '' && pin.includes(staffNumber);
  if (length >= SHORTEST && length <= LONGEST && !monotonous && !own) return;
  throw new Refusal('signatures.weak-pin', { shortest: SHORTEST, longest: LONGEST }, 422);
}

async function demandUnlocked(ca: LocalCa, staffNumber: string): Promise<void> {
  const { lockedUntil } = await ca.store.pinGuard(staffNumber);
  if (lockedUntil === undefined) return;
  if (lockedUntil > ca.now()) throw locked(lockedUntil - ca.now());
  await ca.store.clearTries(staffNumber, lockedUntil);
}

async function lockOut(ca: LocalCa, staffNumber: string): Promise<never> {
  const lockMs = ca.pin.lockMinutes * 60_000;
  await ca.store.lock(staffNumber, ca.now() + lockMs);
  throw locked(lockMs);
}

function locked(leftMs: number): Refusal {
  return new Refusal('signatures.pin-locked', { minutes: Math.ceil(leftMs / 60_000) }, 423);
}
