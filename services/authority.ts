/** The certificate authority the settings ask for, the vendor's or the local one; also for `npm run doctor`. */
import { readFileSync } from 'node:fs';
import type { PrismaClient } from '../prisma/generated/client.ts';
import type { CallbackTaker } from './core/callbacks.ts';
import type { PinCost } from './links/ca/local/index.ts';
import type { CertificateAuthority } from './links/ca/port.ts';
import { openAuthority } from './links/ca/settings.ts';
import type { VendorAuthority } from './links/ca/vendor/index.ts';
import type { Settings } from './settings.ts';
import { prismaKeyStore } from './shared/signatures/index.ts';

/** @throws when the file of the vendor's roots cannot be read: unverifiable signatures must not begin */
export function createAuthority({ service, signatures }: Settings, prisma: PrismaClient, sealKey: Buffer, now: () => Date, pinCost?: PinCost): CertificateAuthority {
  const { vendorRoots: file } = signatures;
  return openAuthority(signatures, {
    store: prismaKeyStore(prisma),
    sealKey,
    hospital: service.hospitalName,
    now: () => now().getTime(),
    pinCost,
    vendorRoots: file === undefined ? undefined : readFileSync(file, 'utf8'),
  });
}

/** The door a vendor calls when a doctor has confirmed; none for the local CA. */
export function authorityDoor(authority: CertificateAuthority): CallbackTaker[] {
  if (!isVendor(authority)) return [];
  return [{ platform: 'ca', callback: async ({ body, ...request }) => ({ status: authority.callback({ ...request, body: body.toString('utf8') }), contentType: 'text/plain', body: '' }) }];
}

function isVendor(authority: CertificateAuthority): authority is VendorAuthority {
  return 'callback' in authority;
}
