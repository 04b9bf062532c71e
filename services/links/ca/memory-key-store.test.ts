import test from 'ava';
import { holdsKeyStoreContract } from './key-store.contract.ts';
import { memoryKeyStore } from './memory-key-store.ts';

holdsKeyStoreContract(test, 'memory', async () => memoryKeyStore());
