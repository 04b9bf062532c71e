/** Several machines of one group behind one address: what one of them prepared the others show, and a restart loses nothing of it. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Hospital, buildHospital } from '../../services/build.ts';
import { readSettings } from '../../services/core/config.ts';
import { type Log, silentLog } from '../../services/core/log.ts';
import { withDemo } from '../../services/demo/environment.ts';
import { cheapPins } from '../../services/links/ca/local/trial.ts';
import { groups } from '../../services/settings.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import type { OpenedDocument, PageImage, WordsFound } from '../../services/shared/viewing/schema.ts';
import { receiving } from '../kit/statements.ts';
import { type Api, type World, signIn, world } from '../kit/world.ts';

const test = anyTest as TestFn;

/** What lies where prepared pages are kept. */
interface Kept {
  readonly env: Readonly<Record<string, string>>;
  readonly all: () => Promise<readonly { readonly name: string; readonly bytes: Buffer }[]>;
  readonly spoil: () => Promise<void>;
}

async function inFolder(t: ExecutionContext): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-machines-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const all = async () => Promise.all((await readdir(folder)).map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
  const spoil = async (): Promise<void> => { for (const { name, bytes } of await all()) await writeFile(join(folder, name), bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))); };
  return { env: { VIEWING_STORE: 'disk', VIEWING_STORE_FOLDER: folder }, all, spoil };
}

const redisUrl = process.env['TEST_REDIS_URL'] ?? '';

async function inRedis(t: ExecutionContext): Promise<Kept> {
  const redis = new Redis(redisUrl);
  t.teardown(() => redis.disconnect());
  const prefix = `test-${randomUUID()}:`;
  const all = async () => {
    const names = (await redis.keys(`${prefix}pages:*`)).filter((name) => !/:(uses|sizes)$/.test(name));
    return Promise.all(names.map(async (name) => ({ name, bytes: (await redis.getBuffer(name)) ?? Buffer.alloc(0) })));
  };
  const spoil = async (): Promise<void> => { for (const { name, bytes } of await all()) await redis.set(name, bytes.subarray(0, -1), 'KEEPTTL'); };
  return { env: { VIEWING_STORE: 'redis', REDIS_URL: redisUrl, REDIS_PREFIX: prefix }, all, spoil };
}

const [key, nextKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

interface Machine {
  readonly hospital: Hospital;
  readonly port: number;
  readonly said: string[];
  readonly stop: () => Promise<void>;
}

/** Another process of the service on the same database, as far as one process can play it: nothing in memory is shared. */
async function machine(t: ExecutionContext, w: World, env: Readonly<Record<string, string>>): Promise<Machine> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wardline-'));
  const said: string[] = [];
  const log: Log = { ...silentLog, warn: (_data, message) => void said.push(message) };
  const hospital = await buildHospital(readSettings(withDemo({ EMULATOR_PORT: new URL(w.emulator.origin).port, DATA_DIR: dataDir, LOG_LEVEL: 'silent', VIEWING_THREADS: '1', ...env }), groups), { now: w.now, log, database: w.hospital.database, pinCost: cheapPins });
  const server = hospital.http.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let isUp = true;
  const stop = async (): Promise<void> => {
    if (!isUp) return;
    isUp = false;
    server.closeAllConnections();
    server.close();
    await hospital.service.stop();
    await hospital.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  t.teardown(stop);
  return { hospital, port: (server.address() as AddressInfo).port, said, stop };
}

/** One address for all machines: each connection goes to the one that is named now. */
async function balancer(t: ExecutionContext): Promise<{ readonly url: string; readonly to: (machine: { readonly port: number }) => void }> {
  let port = 0;
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(port, '127.0.0.1');
    for (const [from, other] of [[inside, outside], [outside, inside]] as const) {
      sockets.add(from);
      from.on('error', () => other.destroy()).on('close', () => other.destroy()).pipe(other);
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const cut = (): void => { for (const socket of sockets) socket.destroy(); };
  t.teardown(() => { cut(); server.close(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, to: (machine) => { port = machine.port; cut(); } };
}

/** What a machine's threads prepared, and what came from beyond its memory. */
async function figures({ port }: Machine): Promise<Record<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Object.fromEntries([...text.matchAll(/^wardline_prepared_pages_total\{what="(\w+)"\} (\d+)$/gm)].map(([, what = '', count]) => [what, Number(count)]));
}

const sentence = '主诉：胸痛 3 小时。现病史：患者 3 小时前无明显诱因出现胸骨后压榨样疼痛。\n';

async function record({ hospital: { database, seal }, now }: World): Promise<{ patientId: string; document: string }> {
  const { id: patientId } = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number: 'VM1', shelf: 'record', type: { text: '入院记录' }, title: '入院记录', writtenAt: now().toISOString(), content: { mediaType: 'text/plain', text: sentence.repeat(60) } }));
  return { patientId, document: (await database.prisma.document.findFirstOrThrow({ where: { number: 'VM1' } })).id };
}

async function story(t: ExecutionContext, kept: Kept): Promise<void> {
  const w = await world(t, { env: { SEAL_KEY: key } });
  const { prisma } = w.hospital.database;
  const { patientId, document } = await record(w);
  const one = await machine(t, w, { SEAL_KEY: key, ...kept.env });
  const two = await machine(t, w, { SEAL_KEY: key, ...kept.env });
  const door = await balancer(t);
  const enter = (staff: string, { ids } = w.hospital): Promise<Api> => signIn(w.emulator, door.url, staff, { ids, now: w.now });
  const open = async (who: Api): Promise<OpenedDocument> => {
    const answer = await who('POST', `/patients/${patientId}/documents/${document}/openings`, {});
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    return answer.data as unknown as OpenedDocument;
  };
  const page = async (who: Api, { openingId }: OpenedDocument, number: number): Promise<number> => {
    const answer = await who('GET', `/patients/${patientId}/openings/${openingId}/pages/${number}`);
    return answer.status === 200 ? Buffer.from((answer.data as unknown as PageImage).base64, 'base64').length : answer.status;
  };

  door.to(one);
  const doctor = await enter('1001');
  const opened = await open(doctor);
  t.true(opened.pages >= 3);
  for (let number = 1; number <= opened.pages; number++) t.true((await page(doctor, opened, number)) > 2000);
  t.is((await figures(one))['prepared'], 1);
  for (let tries = 0; tries < 100 && (await kept.all()).length < 2 * opened.pages + 1; tries++) await new Promise((resolve) => { setTimeout(resolve, 50); });

  // The same doctor's next pages come from the other machine; and a colleague opens it there.
  door.to(two);
  t.true((await page(doctor, opened, 2)) > 2000);
  const colleague = await enter('1003');
  const there = await open(colleague);
  t.is(there.pages, opened.pages);
  t.true(there.hasWords === true);
  for (let number = 1; number <= there.pages; number++) t.true((await page(colleague, there, number)) > 2000);
  const found = (await colleague('POST', `/patients/${patientId}/openings/${there.openingId}/find`, { text: '压榨样' })).data as unknown as WordsFound;
  t.true(found.hits.length > 10);
  const asked = await figures(two);
  t.deepEqual([asked['prepared'] ?? 0, asked['again'] ?? 0, asked['contents']], [0, 0, 1], 'no thread of the second machine prepared anything');
  t.is(asked['page'], opened.pages);

  // Nobody who reads the store learns what it is about.
  const source = (await prisma.opening.findFirstOrThrow({ where: { id: there.openingId } })).source ?? '';
  for (const { name, bytes } of await kept.all()) {
    t.false(name.includes(source) || name.includes(patientId) || bytes.includes(source));
    for (const words of [Buffer.from('压榨样'), Buffer.from('压榨样', 'utf16le'), Buffer.from('words'), Buffer.from('headings')]) t.false(bytes.includes(words));
  }

  // Both go down, one comes back.
  await Promise.all([one.stop(), two.stop()]);
  const after = await machine(t, w, { SEAL_KEY: key, ...kept.env });
  door.to(after);
  t.true((await page(colleague, there, 1)) > 2000);
  await open(colleague);
  t.is((await figures(after))['prepared'] ?? 0, 0, 'a restart prepares nothing again');

  // Whoever writes in the store makes pages be made again, nothing else.
  await kept.spoil();
  const wary = await machine(t, w, { SEAL_KEY: key, ...kept.env });
  door.to(wary);
  const again = await open(colleague);
  t.is(again.pages, there.pages);
  t.true((await page(colleague, again, 1)) > 2000);
  t.is((await figures(wary))['prepared'], 1);
  t.true(wary.said.includes('a prepared page was not what was sealed; it is made again'));

  // With a new sealing key what lies there is nobody's.
  await wary.stop();
  const changed = await machine(t, w, { SEAL_KEYS: `1:${key},2:${nextKey}`, ...kept.env });
  door.to(changed);
  t.is((await open(await enter('1003', changed.hospital))).pages, there.pages);
  t.is((await figures(changed))['prepared'], 1);
  t.deepEqual(changed.said.filter((line) => line.includes('prepared')), []);
}

test.serial('in a folder of the machine', async (t) => story(t, await inFolder(t)));

(redisUrl === '' ? test.serial.skip : test.serial)('in the Redis of the group', async (t) => story(t, await inRedis(t)));

test.serial('a Redis that is away: documents open as ever, and it is said once', async (t) => {
  const w = await world(t, { env: { SEAL_KEY: key } });
  const { patientId, document } = await record(w);
  const alone = await machine(t, w, { SEAL_KEY: key, VIEWING_STORE: 'redis', REDIS_URL: 'redis://127.0.0.1:1' });
  const door = await balancer(t);
  door.to(alone);
  const doctor = await signIn(w.emulator, door.url, '1001', { ids: w.hospital.ids, now: w.now });
  const opened = (await doctor('POST', `/patients/${patientId}/documents/${document}/openings`, {})).data as unknown as OpenedDocument;
  for (let number = 1; number <= opened.pages; number++) t.is((await doctor('GET', `/patients/${patientId}/openings/${opened.openingId}/pages/${number}`)).status, 200);
  t.is((await figures(alone))['prepared'], 1);
  t.deepEqual(alone.said.filter((line) => line.includes('prepared pages')).length, 2, 'once for reading, once for writing');
});
