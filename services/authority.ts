/** The certificate authority the settings ask for; also for `npm run doctor`. */
import type { PrismaClient } from '../prisma/generated/client.ts';
import { localAuthority } from './links/ca/local/index.ts';
import type { CertificateAuthority } from './links/ca/port.ts';
import type { Settings } from './settings.ts';
import { prismaKeyStore } from './shared/signatures/index.ts';

export function createAuthority({ service, signatures }: Settings, prisma: PrismaClient, sealKey: Buffer, now: () => Date): CertificateAuthority {
  const { algorithm: kind, keyWrap, certificateDays, pinTries: tries, pinLockMinutes: lockMinutes } = signatures;
  return localAuthority({
    store: prismaKeyStore(prisma),
    sealKey,
    kind,
    keyWrap,
    hospital: service.hospitalName,
    certificateDays,
    pin: { tries, lockMinutes },
    now: () => now().getTime(),
  });
}
