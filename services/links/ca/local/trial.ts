/** A local CA to try things on: in memory, with a clock of its own. */
import type { Trial } from '../ca.contract.ts';
import type { KeyStore } from '../key-store.ts';
import { memoryKeyStore } from '../memory-key-store.ts';
import { localAuthority, type LocalCaSettings } from './index.ts';

export interface LocalTrial extends Trial {
  readonly store: KeyStore;
  readonly settings: LocalCaSettings;
}

/** The least a wrapped key may say. */
export const cheapPins = { memoryKiB: 8192, passes: 1, lanes: 1 } as const;

/** 21 November 2026, 10:14 in Beijing, and not on a whole second. */
export const START = Date.parse('2026-11-21T02:14:00.123Z');

export function localTrial(algorithm: 'ecdsa' | 'rsa' | 'sm2', change: Partial<LocalCaSettings> = {}): LocalTrial {
  const clock = { now: START };
  const store = memoryKeyStore();
  const settings: LocalCaSettings = {
    store,
    sealKey: Buffer.alloc(32, 7),
    now: () => clock.now,
    kind: { algorithm, rsaBits: 2048 },
    keyWrap: 'aes-256-gcm',
    hospital: '示范医院',
    certificateDays: 365,
    pin: { tries: 5, lockMinutes: 30 },
    pinCost: cheapPins,
    ...change,
  };
  return { ca: localAuthority(settings), clock, store, settings, stop: async () => undefined };
}
