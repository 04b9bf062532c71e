import test from 'ava';
import { testDatabase } from '../../../tests/kit/database.ts';
import { holdsKeyStoreContract } from '../../links/ca/key-store.contract.ts';
import { prismaKeyStore } from './key-store.ts';

holdsKeyStoreContract(test, 'Prisma', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  return prismaKeyStore(database.prisma);
});
