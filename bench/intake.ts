/**
 * `npm run bench:intake -- [--database both|postgres|embedded] [--seconds 8] [--senders 8] [--role all] [--messages 0] [--server postgres://…]`
 *
 * ORU^R01 messages of five results over MLLP from several senders, each of which waits for its answer before the next.
 * **product** is the whole service in this process, as `npm start` builds it, without chat platforms: stored, codes mapped,
 * patients, visits and results applied, answered, senders watched, and each result judged by the critical-value job while
 * the next ones come in; what still waits to be judged at the end is worked off and told. In the same run and by the same
 * senders: a listener that only echoes an AA, and one that inserts the message by one statement of its own.
 * `--messages 500000` goes on until that many are in, and prints memory.
 */
import { randomBytes } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Place, makePlace } from './alert-path/places.ts';
import { type Hospital, buildHospital } from '../services/build.ts';
import { readSettings } from '../services/core/config.ts';
import { type Database, openDatabase } from '../services/core/db.ts';
import { preparedImage } from '../services/core/image.ts';
import { silentLog } from '../services/core/log.ts';
import { intake as listener } from '../services/links/hl7/intake.ts';
import { MllpClient } from '../services/links/hl7/mllp/client.ts';
import { answerTo, readMessage } from '../services/links/hl7/read.ts';
import { result } from '../services/links/hl7/samples.ts';
import { groups } from '../services/settings.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'both' },
    seconds: { type: 'string', default: '8' },
    senders: { type: 'string', default: '8' },
    role: { type: 'string', default: 'all' },
    patients: { type: 'string', default: '2000' },
    messages: { type: 'string', default: '0' },
    server: { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
  },
});

type Take = (raw: Buffer) => Promise<Buffer>;
type Until = (done: number, elapsedMs: number) => boolean;

interface Figures {
  readonly messages: number;
  readonly seconds: number;
  /** Processor in milliseconds: of this process, senders and encoding included, and of the database server's. */
  readonly cpuMs: number;
  readonly serverMs: number;
  readonly p50: number;
  readonly p99: number;
}

const items = [['2823-3', '血钾', '4.1', 'mmol/L', '3.5-5.3'], ['2951-2', '血钠', '139', 'mmol/L', '137-147'], ['14682-9', '肌酐', '71', 'umol/L', '41-81'], ['14749-6', '葡萄糖', '5.2', 'mmol/L', '3.9-6.1'], ['718-7', '血红蛋白', '131', 'g/L', '115-150']]
  .map(([id = '', text = '', value = '', unit = '', range = '']) => ({ code: { id, text }, value, unit, range }));
let sent = 0;

function message(sender: number): Buffer {
  sent += 1;
  const number = (sent * 7919) % Number(values.patients);
  const visit = { number: `V${number}`, ward: `W${number % 30}`, bed: String(number % 60), department: 'CARD', attending: { number: '2001', name: '王医生' } };
  return result({ at: new Date(), controlId: `B${sent}`, application: `LIS${sender}`, patient: { id: `P${number}`, name: '张三', sex: 'F', birth: '19590312' }, visit, filler: `F${sent}`, items });
}

async function runBare(place: Place, take: Take, until: Until): Promise<Figures> {
  const server = listener({ take, now: () => new Date(), concurrency: 1, onFault: (error) => console.error(error) });
  const figures = await run(place, await server.listen(0, '127.0.0.1'), until);
  await server.stop();
  return figures;
}

async function run(place: Place, port: number, until: Until): Promise<Figures> {
  const senders = Number(values.senders);
  const waits: number[] = [];
  // Laboratories are connected all day: beginning is not measured.
  const clients = Array.from({ length: senders }, () => new MllpClient({ host: '127.0.0.1', port, timeoutMs: 60_000 }));
  await Promise.all(clients.map((client, sender) => client.send(message(sender))));
  const [server, begun, cpu] = [await place.cpuMs(), performance.now(), process.cpuUsage()];
  let done = 0;
  await Promise.all(clients.map(async (client, sender) => {
    while (until(done, performance.now() - begun)) {
      const from = performance.now();
      const answer = await client.send(message(sender));
      if (!answer.includes('|AA|')) throw new Error(`Not taken: ${answer.toString()}`);
      if (waits.length < 200_000) waits.push(performance.now() - from);
      done += 1;
      if (Number(values.messages) > 0 && done % 10_000 === 0) console.log(`  ${done} messages, ${Math.round(process.memoryUsage().rss / 1_048_576)} MB resident, ${Math.round(process.memoryUsage().heapUsed / 1_048_576)} MB heap`);
    }
    client.close();
  }));
  const [seconds, used] = [(performance.now() - begun) / 1000, process.cpuUsage(cpu)];
  const ordered = waits.toSorted((one, other) => one - other);
  const at = (share: number): number => ordered[Math.floor(ordered.length * share)] ?? 0;
  return { messages: done, seconds, cpuMs: (used.user + used.system) / 1000, serverMs: (await place.cpuMs()) - server, p50: at(0.5), p99: at(0.99) };
}

const perSecond = ({ messages, seconds }: Figures): number => messages / seconds;

function line(name: string, figures: Figures, product?: Figures): void {
  const ratio = product === undefined ? '' : `  product is ×${(perSecond(product) / perSecond(figures)).toFixed(2)} of it`;
  console.log(`${name.padEnd(24)} ${Math.round(perSecond(figures)).toString().padStart(6)}/s  ${(figures.cpuMs / figures.messages).toFixed(2)} + ${(figures.serverMs / figures.messages).toFixed(2)} ms CPU each (this process + server)  p50 ${figures.p50.toFixed(1)} ms  p99 ${figures.p99.toFixed(1)} ms${ratio}`);
}

const answered = (raw: Buffer): Buffer => answerTo(readMessage(raw), new Date());
const warm: Until = (_done, elapsed) => elapsed < 3000;

const echo: Take = (raw) => Promise.resolve(answered(raw));

async function bench(database: Database, place: Place): Promise<void> {
  await database.migrate();
  const settings = readSettings({ ...place.env, DEMO: '0', SEAL_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'silent' }, groups);
  const hospital = await buildHospital(settings, { database, log: silentLog });
  const port = await hospital.intake.listen(0, '127.0.0.1');
  hospital.feeds.start();
  if (values.role === 'all') await hospital.service.start('all');
  const insert: Take = async (raw) => {
    await database.prisma.$executeRaw`INSERT INTO inbox_message (key, door, received_at, body, outcome) VALUES (${`bare:${randomBytes(12).toString('hex')}`}, 'bare', now(), ${raw}, 'accepted')`;
    return answered(raw);
  };
  const forMs = Number(values.seconds) * 1000;
  const timed: Until = (_done, elapsed) => elapsed < forMs;
  for (const take of [echo, insert]) await runBare(place, take, warm);
  await run(place, port, warm);
  await hospital.service.jobs.drain();
  const many = Number(values.messages);
  const product = await run(place, port, many > 0 ? (done) => done < many : timed);
  const behind = values.role === 'all' ? await judged(hospital) : undefined;
  console.log(`\n${database.engine}, ${values.senders} senders, load average ${loadavg()[0]?.toFixed(1)}`);
  line('product', product);
  if (behind !== undefined) console.log(`  ${behind.waiting} results waited to be judged at the end, for ${(behind.ms / 1000).toFixed(1)} s more; ${behind.all} judged`);
  await hospital.intake.stop();
  await hospital.feeds.stop();
  await hospital.service.stop();
  line('bare insert', await runBare(place, insert, timed), product);
  line('bare MLLP echo', await runBare(place, echo, timed), product);
  await hospital.close();
}

/** Waits until no result is left to be judged; how many waited, and how long that took. */
async function judged({ database: { prisma } }: Hospital): Promise<{ waiting: number; ms: number; all: number }> {
  const count = async (): Promise<{ waiting: number; all: number }> => {
    const [row] = await prisma.$queryRaw<{ waiting: number; all: number }[]>`
      SELECT count(*) FILTER (WHERE f.id > coalesce(j.fact, 0))::int AS waiting, count(*)::int AS all FROM fact f LEFT JOIN judged_through j ON j.patient_id::text = f.subject WHERE f.name = 'intake.result-received'`;
    return row ?? { waiting: 0, all: 0 };
  };
  const [from, { waiting }] = [performance.now(), await count()];
  for (;;) {
    const now = await count();
    if (now.waiting === 0) return { waiting, ms: performance.now() - from, all: now.all };
    await pause(100);
  }
}

const server = values.database === 'embedded' ? undefined : values.server;
for (const where of [...(server === undefined ? [] : [server]), ...(values.database === 'postgres' ? [] : [undefined])]) {
  const place = await makePlace(where);
  const url = place.env['DATABASE_URL'];
  const database = await openDatabase(url === undefined ? { folder: undefined, image: preparedImage } : { url });
  try {
    await bench(database, place);
  } finally {
    await database.close();
    await place.remove();
  }
}
