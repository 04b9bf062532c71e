/** The decisions of the module: no database, no clock, no network. */
import { refusals } from '../../core/phrases.ts';
import { type Key, mostKeys } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

export function holds({ validFrom, validUntil, revokedAt }: Pick<Key, 'validFrom' | 'validUntil' | 'revokedAt'>, now: Date): boolean {
  return validFrom <= now && revokedAt === null && (validUntil === null || validUntil > now);
}

/** @throws Refusal `api-clients.two-keys` */
export function mayAddKey(keys: readonly Key[], now: Date): void {
  if (keys.filter((key) => holds(key, now)).length >= mostKeys) throw refuse('api-clients.two-keys');
}

/**
 * A key ends now, or in some hours when the other side still has to change over.
 * @throws Refusal `api-clients.key-over`
 */
export function endKey(key: Key, inHours: number, now: Date): Pick<Key, 'validUntil' | 'revokedAt'> {
  if (!holds(key, now)) throw refuse('api-clients.key-over');
  return inHours === 0 ? { validUntil: key.validUntil, revokedAt: now } : { validUntil: new Date(now.getTime() + inHours * 3_600_000), revokedAt: null };
}

/** @throws Refusal `api-clients.unknown-door` */
export function knownDoors(asked: readonly string[], doors: readonly string[]): void {
  const strange = asked.find((door) => !doors.includes(door));
  if (strange !== undefined) throw refuse('api-clients.unknown-door', { door: strange });
}
