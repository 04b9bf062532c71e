/** Queries on the module's own rows. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { SealedTable } from '../../core/sealed.ts';
import type { Algorithm, Key } from './model.ts';

export const purposeOf = (keyId: string): string => `api-client-key ${keyId}`;

export const sealedKeys: SealedTable = { table: 'api_client_key', id: 'id', idType: 'text', columns: [{ column: 'sealed_secret', kind: 'text', purpose: purposeOf }] };

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly allowed: readonly string[];
  readonly addresses: readonly string[];
  readonly active: boolean;
  readonly createdAt: Date;
  readonly keys: readonly Key[];
}

const shape = { keys: { select: { id: true, algorithm: true, validFrom: true, validUntil: true, revokedAt: true, lastUsedAt: true }, orderBy: { validFrom: 'desc' } } } as const;

type Row = Omit<Client, 'keys'> & { readonly keys: readonly (Omit<Key, 'algorithm'> & { readonly algorithm: string })[] };

const toClient = (row: Row): Client => ({ ...row, keys: row.keys.map((key) => ({ ...key, algorithm: key.algorithm as Algorithm })) });

export async function allClients(tx: Tx): Promise<Client[]> {
  return (await tx.apiClient.findMany({ include: shape, orderBy: { id: 'asc' } })).map(toClient);
}

export async function findClient(tx: Tx, id: string): Promise<Client | undefined> {
  const row = await tx.apiClient.findUnique({ where: { id }, include: shape });
  return row === null ? undefined : toClient(row);
}

export function findKey(prisma: PrismaClient, id: string) {
  return prisma.apiClientKey.findUnique({ where: { id }, include: { client: true } });
}
