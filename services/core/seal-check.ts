/**
 * Every process of a cluster must seal with the same key: a second machine without `SEAL_KEY` would make its own, and
 * what one sealed the other could never open. The first process leaves the key's fingerprint in the database.
 */
import { createHmac } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';

export class ForeignSealKey extends Error {
  override readonly name = 'ForeignSealKey';
}

const settingName = 'core.seal-key-fingerprint';

/** @throws ForeignSealKey when the database was sealed with another key */
export async function checkSealKey(prisma: PrismaClient, key: Buffer, now: Date): Promise<void> {
  const fingerprint = createHmac('sha256', key).update(settingName).digest('hex').slice(0, 32);
  await prisma.setting.createMany({ data: [{ name: settingName, value: fingerprint, changedAt: now, changedBy: 'system:wardline' }], skipDuplicates: true });
  const kept = await prisma.setting.findUniqueOrThrow({ where: { name: settingName } });
  if (kept.value !== fingerprint) throw new ForeignSealKey('The sealing key is not the one this database was sealed with.');
}
