/** What the machines' door is told: which key holds, of whom, and what it may. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AuditTrail } from '../../core/audit.ts';
import type { Machines } from '../../core/machine.ts';
import type { Seal } from '../../core/seal.ts';
import { isWithin } from './addresses.ts';
import type { Algorithm } from './model.ts';
import { holds } from './rules.ts';
import { findKey, purposeOf } from './store.ts';

/** "Last used" is written once a minute at most. */
const usedEveryMs = 60_000;

export function createMachines(prisma: PrismaClient, seal: Seal, audit: AuditTrail): Machines {
  return {
    find: async (keyId, now) => {
      const row = await findKey(prisma, keyId);
      if (row === null || !row.client.active || !holds(row, now)) return undefined;
      const { allowed, addresses } = row.client;
      const secret = row.sealedSecret === null ? Buffer.from(row.tokenHash ?? '', 'base64') : seal.open(row.sealedSecret, purposeOf(keyId));
      return { id: keyId, algorithm: row.algorithm as Algorithm, secret, client: row.clientId, doors: allowed, mayCallFrom: (address) => isWithin(addresses, address) };
    },
    noteUse: async (id, now) => {
      const before = new Date(now.getTime() - usedEveryMs);
      await prisma.apiClientKey.updateMany({ where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] }, data: { lastUsedAt: now } });
    },
    noteRefusal: ({ keyId, reason, address }, now) => audit.stranger(prisma, now, { act: 'machine.call', door: 'http', origin: `key:${keyId}`, reason: `machine.${reason}`, address }),
  };
}
