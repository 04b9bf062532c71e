/** The service with its listener and nothing else around it, to replay messages into. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { KeyRing } from '../../services/core/seal.ts';
import type { Service } from '../../services/core/service.ts';
import { buildHospital } from '../../services/build.ts';
import { readSettings } from '../../services/core/config.ts';
import { silentLog } from '../../services/core/log.ts';
import { groups } from '../../services/settings.ts';
import { testDatabase } from '../kit/database.ts';

export interface Listening {
  readonly prisma: PrismaClient;
  readonly port: number;
  readonly seal: KeyRing;
  readonly service: Service;
  stop(): Promise<void>;
}

export async function listening(env: Readonly<Record<string, string>> = {}): Promise<Listening> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-replay-'));
  const { database, dispose } = await testDatabase();
  const hospital = await buildHospital(readSettings({ DEMO: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', ...env }, groups), { database, log: silentLog });
  const port = await hospital.intake.listen(0, '127.0.0.1');
  return {
    prisma: database.prisma,
    port,
    seal: hospital.seal,
    service: hospital.service,
    stop: async () => {
      await hospital.intake.stop();
      await hospital.service.stop();
      await hospital.close();
      await dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
