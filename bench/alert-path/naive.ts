/**
 * The same path as a script that a colleague writes in an afternoon: read, one row with Prisma, call the platform.
 * `NAIVE=await` calls before it answers; `NAIVE=queue` leaves the call to pg-boss with its defaults (a look each two
 * seconds, one job at a time).
 */
import { join } from 'node:path';
import { PgBoss } from 'pg-boss';
import { type Database, openDatabase } from '../../services/core/db.ts';
import { preparedImage } from '../../services/core/image.ts';
import { MllpServer } from '../../services/links/hl7/mllp/server.ts';
import { type Outcome, answerTo, readMessage, reportsIn } from '../../services/links/hl7/read.ts';
import { type FromPath, asChild, cpu } from './children.ts';
import { doctorOf } from './hospital.ts';

const { DATABASE_URL: url, DATA_DIR: dataDir = 'data', PLATFORM: platform = '', NAIVE: kind = 'await' } = process.env;
const database = await openDatabase(url === undefined ? { folder: join(dataDir, 'postgres'), image: preparedImage } : { url });
await database.migrate();
const boss = kind === 'queue' ? await startBoss(database) : undefined;

const server = new MllpServer({
  handle: async (raw) => {
    const outcome = readMessage(raw);
    const now = new Date();
    const answer = answerTo(outcome, now);
    await database.prisma.inboxMessage.create({ data: { key: outcome.key, door: 'mllp', receivedAt: now, body: new Uint8Array(raw), answer: new Uint8Array(answer), outcome: 'accepted' } });
    for (const alert of alertsOf(outcome)) await (boss === undefined ? callPlatform(alert) : boss.send('alert', alert));
    return answer;
  },
  oversized: () => Buffer.alloc(0),
  onFault: (error) => console.error(error),
});

interface Alert {
  readonly user: string;
  readonly text: string;
}

/** One limit, written down in the script. */
function alertsOf(outcome: Outcome): Alert[] {
  const [report] = reportsIn(outcome);
  if (report === undefined) return [];
  const results = report.orders.flatMap((order) => order.results);
  const user = report.orders[0]?.orderingDoctor?.number ?? doctorOf(0);
  return results.filter(({ code, value }) => code.id === '2823-3' && Number(value.text) >= 6.2).map(({ value }) => ({ user, text: `血钾 ${value.text} mmol/L` }));
}

async function callPlatform({ user, text }: Alert): Promise<void> {
  const body = { outTrackId: crypto.randomUUID(), openSpaceId: `dtv1.card//IM_ROBOT.${user}`, cardData: { cardParamMap: { title: '危急值', fact: text } } };
  const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': 'bench' };
  const response = await fetch(`${platform}/v1.0/card/instances/createAndDeliver`, { method: 'POST', headers, body: JSON.stringify(body) });
  await response.text();
}

async function startBoss({ jobOptions }: Database): Promise<PgBoss> {
  const started = new PgBoss({ ...jobOptions, schedule: false });
  started.on('error', (error) => console.error(error));
  await started.start();
  await started.createQueue('alert');
  await started.work<Alert>('alert', async (jobs) => {
    for (const { data } of jobs) await callPlatform(data);
  });
  return started;
}

const port = await server.listen(0, '127.0.0.1');
asChild<FromPath>({
  ready: { port },
  cpu,
  reset: async () => {
    await boss?.deleteQueuedJobs('alert');
    return {};
  },
  stop: async () => {
    await server.stop(1000);
    await boss?.stop({ graceful: false });
    await database.close();
    return {};
  },
});
