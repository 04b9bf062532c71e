/** The command as an administrator gives it, a process of its own: on PostgreSQL beside the service, embedded while the service is stopped. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { testDatabase } from '../../tests/kit/database.ts';
import { linkActor } from '../core/access.ts';
import { noteAnchor, dropAnchor } from '../core/audit-anchors.ts';
import { auditKeyring } from '../core/audit-chain.ts';
import { createAuditTrail } from '../core/audit.ts';
import { type Database, openDatabase } from '../core/db.ts';
import { preparedImage } from '../core/image.ts';
import { createRing } from '../core/seal.ts';

interface Place {
  readonly folder: string;
  readonly url: string | undefined;
  /** Runs with the database, which nobody else holds meanwhile. */
  with(deed: (database: Database) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const test = anyTest as TestFn<Place>;
const key = Buffer.alloc(32, 5);
const keys = auditKeyring(createRing(new Map([[1, key]])));
const at = (minutes: number) => new Date(Date.parse('2026-11-21T02:00:00Z') + minutes * 60_000);

test.before(async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-verify-'));
  const server = process.env['TEST_DATABASE_URL'] === undefined ? undefined : await testDatabase();
  t.context = {
    folder,
    url: server?.url,
    with: async (deed) => {
      const database = server?.database ?? (await openDatabase({ folder: join(folder, 'postgres'), image: preparedImage }));
      await deed(database);
      if (server === undefined) await database.close();
    },
    close: async () => {
      await server?.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
test.after.always((t) => t.context.close());

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly trouble: string;
}

function verify({ folder, url }: Place, words: readonly string[] = []): Promise<Ended> {
  const env = { PATH: process.env['PATH'], DATA_DIR: folder, SEAL_KEY: key.toString('base64'), ...(url === undefined ? {} : { DATABASE_URL: url }) };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'audit-verify.ts'), ...words], { env }, (error, said, trouble) => resolve({ code: Number(error?.code ?? 0), said, trouble }));
  });
}

test('whole: 0, with how much was looked at; a row that says something else: 1, and which; what cannot be asked: 2', async (t) => {
  const place = t.context;
  await place.with(async ({ prisma }) => {
    const trail = createAuditTrail(keys.current);
    for (let n = 0; n < 12; n++) await trail.write(prisma, at(n), linkActor('lis'), { act: 'bell.look', subject: `row ${n}`, outcome: 'allowed', reason: 'link' });
    await noteAnchor(join(place.folder, 'audit/anchors.log'), await prisma.$transaction((tx) => dropAnchor(tx, keys, at(20))));
  });
  const whole = await verify(place);
  t.deepEqual([whole.code, /共校验 12 条，锚点 2 个/.test(whole.said), /审计链完整/.test(whole.said)], [0, true, true], whole.said + whole.trouble);

  const wrongDay = await verify(place, ['--from', 'yesterday']);
  t.deepEqual([wrongDay.code, /看不懂这个日期/.test(wrongDay.trouble)], [2, true], wrongDay.trouble);

  await place.with(async ({ prisma }) => {
    await prisma.$executeRaw`ALTER TABLE audit DISABLE TRIGGER USER`;
    await prisma.$executeRaw`UPDATE audit SET subject = 'row 7 was never looked at' WHERE subject = 'row 7'`;
    await prisma.$executeRaw`ALTER TABLE audit ENABLE TRIGGER USER`;
  });
  const broken = await verify(place);
  t.is(broken.code, 1);
  t.regex(broken.said, /✗ 第一处不对：第 \d+ 道第 8 条/);
  t.notRegex(broken.said, /never looked/, 'a verdict says where, not what');
});
