/** A key store in this process's memory: for tests and for trying the CA by hand. */
import { canonicalText } from './canonical.ts';
import type { KeyRecord, KeyStore, PinGuardRecord, RootRecord } from './key-store.ts';

export function memoryKeyStore(): KeyStore {
  return { ...rootShelf(), ...keyShelf(), ...pinShelf() };
}

function rootShelf(): Pick<KeyStore, 'root' | 'roots' | 'keepRoot'> {
  const roots = new Map<string, RootRecord>();
  return {
    root: async (id) => roots.get(id),
    roots: async () => [...roots.values()],
    keepRoot: async (record) => {
      const kept = roots.get(record.id) ?? record;
      roots.set(record.id, kept);
      return kept;
    },
  };
}

function keyShelf(): Pick<KeyStore, 'addKey' | 'key' | 'keys' | 'rewrap' | 'revoke' | 'revoked'> {
  const keys = new Map<string, KeyRecord>();
  const newestFirst = (): KeyRecord[] => [...keys.values()].reverse();
  return {
    addKey: async (record) => {
      if (keys.has(record.serial)) throw new Error('serial taken');
      keys.set(record.serial, record);
    },
    key: async (serial) => keys.get(serial),
    keys: async (staffNumber) => newestFirst().filter((each) => each.staffNumber === staffNumber),
    rewrap: async (serial, before, after) => {
      const record = keys.get(serial);
      if (record === undefined || canonicalText(record.wrapped) !== canonicalText(before)) return false;
      keys.set(serial, { ...record, wrapped: after });
      return true;
    },
    revoke: async (serial, revokedWhy, revokedAt) => {
      const record = keys.get(serial);
      if (record !== undefined && record.revokedAt === undefined) keys.set(serial, { ...record, revokedAt, revokedWhy });
      return record !== undefined;
    },
    revoked: async () => newestFirst().filter((each) => each.revokedAt !== undefined),
  };
}

function pinShelf(): Pick<KeyStore, 'pinGuard' | 'countTry' | 'lock' | 'clearTries'> {
  const guards = new Map<string, PinGuardRecord>();
  const guard = (staffNumber: string): PinGuardRecord => guards.get(staffNumber) ?? { wrong: 0 };
  return {
    pinGuard: async (staffNumber) => guard(staffNumber),
    countTry: async (staffNumber) => {
      const next = { ...guard(staffNumber), wrong: guard(staffNumber).wrong + 1 };
      guards.set(staffNumber, next);
      return next.wrong;
    },
    lock: async (staffNumber, lockedUntil) => void guards.set(staffNumber, { ...guard(staffNumber), lockedUntil }),
    clearTries: async (staffNumber, lockedUntil) => {
      if (guard(staffNumber).lockedUntil === lockedUntil) guards.set(staffNumber, { wrong: 0 });
    },
  };
}
