/** The simulated hospital's platform as an interface client, as the security administrator would make one. */
import { randomBytes } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { KeyRing } from '../core/seal.ts';
import { purposeOf } from '../operations/api-clients/store.ts';

const code = 'qinghe';

export interface ClientKey {
  readonly key: string;
  readonly secret: string;
}

/** The key that holds, else a new one: what an administrator ended stays ended. */
export async function fhirClient(prisma: PrismaClient, seal: KeyRing, now: Date): Promise<ClientKey | undefined> {
  const client = await prisma.apiClient.findUnique({ where: { id: code }, include: { keys: true } });
  if (client !== null) {
    const held = client.keys.find(({ revokedAt, validUntil, sealedSecret }) => revokedAt === null && (validUntil === null || validUntil > now) && sealedSecret !== null);
    const sealed = held?.sealedSecret ?? undefined;
    return !client.active || held === undefined || sealed === undefined ? undefined : { key: held.id, secret: seal.open(sealed, purposeOf(held.id)).toString('base64url') };
  }
  const key = `k-${randomBytes(9).toString('hex')}`;
  const secret = randomBytes(32);
  await prisma.apiClient.create({ data: { id: code, name: '模拟医院的集成平台（演示）', allowed: ['fhir'], addresses: ['127.0.0.1', '::1'], createdAt: now, createdBy: 'system:demonstration', keys: { create: { id: key, algorithm: 'hmac-sha256', sealedSecret: seal.close(secret, purposeOf(key)), validFrom: now } } } });
  return { key, secret: secret.toString('base64url') };
}
