/** What the local CA remembers, in our database. Never inside an action's transaction: a wrong PIN must stay counted. */
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts';
import type { KeyRecord, KeyStore, RootRecord, WrappedKeyJson } from '../../links/ca/key-store.ts';
import type { RevocationReason } from '../../links/ca/port.ts';

export function prismaKeyStore(prisma: PrismaClient): KeyStore {
  return { ...rootStore(prisma), ...keyStore(prisma), ...pinStore(prisma) };
}

function rootStore(prisma: PrismaClient): Pick<KeyStore, 'root' | 'roots' | 'keepRoot'> {
  const find = async (id: string) => toRoot(await prisma.caRoot.findUnique({ where: { id } }));
  return {
    root: find,
    roots: async () => (await prisma.caRoot.findMany({ orderBy: { createdAt: 'asc' } })).map((row) => rootOf(row)),
    keepRoot: async (record) => {
      await prisma.caRoot.createMany({ data: [{ ...record, createdAt: new Date(record.createdAt) }], skipDuplicates: true });
      return (await find(record.id)) ?? record;
    },
  };
}

function keyStore(prisma: PrismaClient): Pick<KeyStore, 'addKey' | 'key' | 'keys' | 'rewrap' | 'revoke' | 'revoked'> {
  return {
    addKey: async ({ serial, staffNumber, wrapped, certificate, createdAt }) => {
      await prisma.signingKey.create({ data: { serial, staffNumber, wrapped: { ...wrapped }, certificate, createdAt: new Date(createdAt) } });
    },
    key: async (serial) => {
      const row = await prisma.signingKey.findUnique({ where: { serial } });
      return row === null ? undefined : toKey(row);
    },
    keys: async (staffNumber) => (await prisma.signingKey.findMany({ where: { staffNumber }, orderBy: { createdAt: 'desc' } })).map(toKey),
    rewrap: async (serial, before, after) => {
      const changed = await prisma.$executeRaw`
        UPDATE signing_key SET wrapped = ${JSON.stringify(after)}::jsonb WHERE serial = ${serial} AND wrapped = ${JSON.stringify(before)}::jsonb`;
      return changed === 1;
    },
    revoke: async (serial, reason, at) => {
      await prisma.signingKey.updateMany({ where: { serial, revokedAt: null }, data: { revokedAt: new Date(at), revokedWhy: reason } });
      return (await prisma.signingKey.count({ where: { serial } })) === 1;
    },
    revoked: async () => (await prisma.signingKey.findMany({ where: { revokedAt: { not: null } } })).map(toKey),
  };
}

function pinStore(prisma: PrismaClient): Pick<KeyStore, 'pinGuard' | 'countTry' | 'lock' | 'clearTries'> {
  return {
    pinGuard: async (staffNumber) => {
      const row = await prisma.pinGuard.findUnique({ where: { staffNumber } });
      return { wrong: row?.wrong ?? 0, ...(row?.lockedUntil ? { lockedUntil: row.lockedUntil.getTime() } : {}) };
    },
    countTry: async (staffNumber) => {
      const rows = await prisma.$queryRaw<{ wrong: number }[]>`
        INSERT INTO pin_guard (staff_number, wrong) VALUES (${staffNumber}, 1)
        ON CONFLICT (staff_number) DO UPDATE SET wrong = pin_guard.wrong + 1 RETURNING wrong`;
      return Number(rows[0]?.wrong ?? 1);
    },
    lock: async (staffNumber, until) => {
      await prisma.pinGuard.update({ where: { staffNumber }, data: { lockedUntil: new Date(until) } });
    },
    clearTries: async (staffNumber, lockedUntil) => {
      const still = lockedUntil === undefined ? null : new Date(lockedUntil);
      await prisma.pinGuard.updateMany({ where: { staffNumber, lockedUntil: still }, data: { wrong: 0, lockedUntil: null } });
    },
  };
}

function rootOf({ createdAt, ...row }: Prisma.CaRootGetPayload<object>): RootRecord {
  return { ...row, createdAt: createdAt.getTime() };
}

function toRoot(row: Prisma.CaRootGetPayload<object> | null): RootRecord | undefined {
  return row === null ? undefined : rootOf(row);
}

function toKey(row: Prisma.SigningKeyGetPayload<object>): KeyRecord {
  return {
    serial: row.serial,
    staffNumber: row.staffNumber,
    wrapped: row.wrapped as WrappedKeyJson,
    certificate: row.certificate,
    createdAt: row.createdAt.getTime(),
    ...(row.revokedAt === null ? {} : { revokedAt: row.revokedAt.getTime() }),
    ...(row.revokedWhy === null ? {} : { revokedWhy: row.revokedWhy as RevocationReason }),
  };
}
