/**
 * `npm run bench:intake -- [--database both|postgres|embedded] [--seconds 8] [--senders 8] [--lanes 2] [--messages 0] [--server postgres://…]`
 *
 * ORU^R01 messages of five results over MLLP from several senders, each of which waits for its answer before the next:
 * stored, applied and answered. In the same run and by the same senders: a listener that only echoes an AA, and one that
 * inserts the message by one statement of its own. `--messages 500000` goes on until that many are in, and prints memory.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { testTrail } from '../tests/kit/audit.ts';
import { type Database, openDatabase } from '../services/core/db.ts';
import { preparedImage } from '../services/core/image.ts';
import { silentLog } from '../services/core/log.ts';
import { createMetrics } from '../services/core/metrics.ts';
import { createSeal } from '../services/core/seal.ts';
import { createService } from '../services/core/service.ts';
import { intake as listener } from '../services/links/hl7/intake.ts';
import { MllpClient } from '../services/links/hl7/mllp/client.ts';
import { answerTo, readMessage } from '../services/links/hl7/read.ts';
import { result } from '../services/links/hl7/samples.ts';
import { intake, messageDoor } from '../services/shared/intake/index.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'both' },
    seconds: { type: 'string', default: '8' },
    senders: { type: 'string', default: '8' },
    lanes: { type: 'string', default: '2' },
    patients: { type: 'string', default: '2000' },
    messages: { type: 'string', default: '0' },
    server: { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
  },
});

type Take = (raw: Buffer) => Promise<Buffer>;

interface Figures {
  readonly messages: number;
  readonly seconds: number;
  /** Milliseconds of this process, senders and encoding included. */
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
}

const items = [['2823-3', '血钾', '4.1'], ['2951-2', '血钠', '139'], ['2160-0', '肌酐', '71'], ['2345-7', '葡萄糖', '5.2'], ['718-7', '血红蛋白', '131']].map(([id = '', text = '', value = '']) => ({ code: { id, text }, value, unit: 'mmol/L', range: '1-200' }));
let sent = 0;

function message(sender: number): Buffer {
  sent += 1;
  const number = (sent * 7919) % Number(values.patients);
  const visit = { number: `V${number}`, ward: `W${number % 30}`, bed: String(number % 60), department: 'CARD', attending: { number: '2001', name: '王医生' } };
  return result({ at: new Date(), controlId: `B${sent}`, application: `LIS${sender}`, patient: { id: `P${number}`, name: '张三', sex: 'F', birth: '19590312' }, visit, filler: `F${sent}`, items });
}

async function run(take: Take, until: (done: number, elapsedMs: number) => boolean): Promise<Figures> {
  const senders = Number(values.senders);
  const server = listener({ take, now: () => new Date(), concurrency: 1, onFault: (error) => console.error(error) });
  const port = await server.listen(0, '127.0.0.1');
  const waits: number[] = [];
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  let done = 0;
  await Promise.all(Array.from({ length: senders }, async (_none, sender) => {
    const client = new MllpClient({ host: '127.0.0.1', port, timeoutMs: 60_000 });
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
  await server.stop();
  const ordered = waits.toSorted((one, other) => one - other);
  const at = (share: number): number => ordered[Math.floor(ordered.length * share)] ?? 0;
  return { messages: done, seconds, cpuMs: (used.user + used.system) / 1000, p50: at(0.5), p99: at(0.99) };
}

const perSecond = ({ messages, seconds }: Figures): number => messages / seconds;

function line(name: string, figures: Figures, product?: Figures): void {
  const ratio = product === undefined ? '' : `  product is ×${(perSecond(product) / perSecond(figures)).toFixed(2)} of it`;
  console.log(`${name.padEnd(24)} ${Math.round(perSecond(figures)).toString().padStart(6)}/s  ${(figures.cpuMs / figures.messages).toFixed(2)} ms CPU of this process each  p50 ${figures.p50.toFixed(1)} ms  p99 ${figures.p99.toFixed(1)} ms${ratio}`);
}

const answered = (raw: Buffer): Buffer => answerTo(readMessage(raw), new Date());
const warm = (_done: number, elapsed: number): boolean => elapsed < 2000;

async function bench(database: Database): Promise<void> {
  await database.migrate();
  const [metrics, seal] = [createMetrics(), createSeal(Buffer.alloc(32, 1))];
  const service = await createService({ modules: [intake(seal)], database, audit: testTrail, now: () => new Date(), log: silentLog, metrics });
  const door = messageDoor({ prisma: database.prisma, corridor: service.corridor, seal, read: (raw) => readMessage(raw), answer: answerTo, log: silentLog, metrics, lanes: database.engine === 'postgres' ? Number(values.lanes) : 1 });
  const insert: Take = async (raw) => {
    await database.prisma.$executeRaw`INSERT INTO inbox_message (key, door, received_at, body, outcome) VALUES (${`bare:${randomBytes(12).toString('hex')}`}, 'bare', now(), ${raw}, 'accepted')`;
    return answered(raw);
  };
  const [echoes, inserts, ours]: [Take, Take, Take] = [(raw) => Promise.resolve(answered(raw)), insert, (raw) => door.take(raw)];
  const forMs = Number(values.seconds) * 1000;
  const timed = (_done: number, elapsed: number): boolean => elapsed < forMs;
  for (const take of [echoes, inserts, ours]) await run(take, warm);
  const many = Number(values.messages);
  const product = await run(ours, many > 0 ? (done) => done < many : timed);
  console.log(`\n${database.engine}, ${values.senders} senders, load average ${(await import('node:os')).loadavg()[0]?.toFixed(1)}`);
  line('product', product);
  line('bare insert', await run(inserts, timed), product);
  line('bare MLLP echo', await run(echoes, timed), product);
  await service.stop();
}

async function onServer(): Promise<void> {
  const admin = new Client({ connectionString: values.server });
  await admin.connect();
  const name = `wardline_bench_${randomBytes(4).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(values.server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href });
  try {
    await bench(database);
  } finally {
    await database.close();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function embedded(): Promise<void> {
  const database = await openDatabase({ folder: undefined, image: preparedImage });
  try {
    await bench(database);
  } finally {
    await database.close();
  }
}

if (values.database !== 'embedded') await onServer();
if (values.database !== 'postgres') await embedded();
