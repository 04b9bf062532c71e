/**
 * "Reading the database files shows no ID number and no phone": real admissions and reports go in, then every byte of the
 * data folder is searched for what their PID-3, 11, 13, 19 and NK1-5 said. The columns are searched in `socket.test.ts`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { seed } from '../../prisma/seed.ts';
import { openDatabase } from '../../services/core/db.ts';
import { newId } from '../../services/core/ids.ts';
import { preparedImage } from '../../services/core/image.ts';
import { silentLog } from '../../services/core/log.ts';
import { createMetrics } from '../../services/core/metrics.ts';
import { createSeal } from '../../services/core/seal.ts';
import { createService } from '../../services/core/service.ts';
import { answerTo, readMessage } from '../../services/links/hl7/read.ts';
import { intake, messageDoor } from '../../services/shared/intake/index.ts';
import { demoIdentity } from '../../services/shared/patients/index.ts';
import { testTrail } from '../kit/audit.ts';
import { needles } from '../kit/needles.ts';
import { share } from '../kit/share.ts';
import { chineseMessages, realPeople, secretsOf } from './secrets.ts';

test('the files of the embedded database, once it is closed: no byte of them says one either', async (t) => {
  t.timeout(240_000);
  const place = await mkdtemp(join(tmpdir(), 'wardline-'));
  t.teardown(() => rm(place, { recursive: true, force: true }));
  const database = await openDatabase({ folder: join(place, 'postgres'), image: preparedImage });
  const seal = createSeal(Buffer.alloc(32, 1));
  const [metrics, now] = [createMetrics(), new Date('2026-11-21T02:14:00Z')];
  const service = await createService({ modules: [intake(seal)], database, audit: testTrail, now: () => now, log: silentLog, metrics });
  await seed(database.prisma, { now, corps: { dingtalk: 'a', wecom: 'b' }, newId, identity: demoIdentity(seal) });
  const door = messageDoor({ prisma: database.prisma, corridor: service.corridor, seal, read: (raw) => readMessage(raw), answer: answerTo, log: silentLog, metrics });
  const messages = [...chineseMessages(), ...share(realPeople(), 4)];
  for (const raw of messages) t.regex(String(await door.take(raw)), /MSA\|A[AER]/);
  await database.prisma.$executeRaw`CHECKPOINT`;
  await service.stop();
  await database.close();

  const secrets = secretsOf(messages);
  const { foundIn } = needles(secrets);
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = files.flatMap((path) => foundIn(readFileSync(path)).map((text) => `${path.slice(place.length)}: ${text}`));
  t.deepEqual(found, []);
  const number = Buffer.from('CN0');
  t.true(files.some((path) => readFileSync(path).includes(number)), 'what is not sealed is found: the search reads the right files');
  t.log({ files: files.length, secrets: secrets.length });
});
