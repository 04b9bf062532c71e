/**
 * `npm run bench:search -- [--database postgres|embedded|both] [--patients 5000000] [--seconds 30] [--inflight 50] [--server postgres://…] [--keep] [--filled postgres://…]`
 *
 * Looking for a patient among millions, four visits each, within the caller's data scope: first 20 rows, the product's own
 * search. **search** is the look-up itself in a transaction; **door** the same as a page asks for it, with its policy and its
 * audit row; **ILIKE** a plain `ILIKE '%…%'` over names, pinyin and numbers in the same scope over the same rows. Texts of
 * sixteen kinds by lot. The embedded database has 200,000 patients. Needs some 30 GB of disk for five million, which are
 * given back; `--keep` leaves the database and says its address, `--filled` measures in it again. See bench/README.md.
 */
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watchMachine } from './alert-path/machine.ts';
import { type Place, backendCpu, makePlace } from './alert-path/places.ts';
import { percentile } from './policy/sessions.ts';
import { type Asking, askings } from './search/asked.ts';
import { fillHospital } from './search/hospital.ts';
import { Prisma } from '../prisma/generated/client.ts';
import { testTrail } from '../tests/kit/audit.ts';
import { type StaffActor } from '../services/core/access.ts';
import { type Database, type Tx, openDatabase } from '../services/core/db.ts';
import { preparedImage } from '../services/core/image.ts';
import { silentLog } from '../services/core/log.ts';
import { createMetrics } from '../services/core/metrics.ts';
import { createSeal } from '../services/core/seal.ts';
import { createService } from '../services/core/service.ts';
import { patientLookup } from '../services/clinical/patient-lookup/index.ts';
import { searchPatients } from '../services/clinical/patient-lookup/queries.ts';
import { readAsked } from '../services/clinical/patient-lookup/rules.ts';
import { type SealedLookUp, searchStays } from '../services/clinical/patient-lookup/store.search.ts';
import { joined, stayColumns } from '../services/clinical/patient-lookup/store.ts';
import { createScope } from '../services/shared/data-scope/index.ts';
import { lookUp as lookUpSealed } from '../services/shared/patients/index.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'both' },
    patients: { type: 'string' },
    seconds: { type: 'string', default: '30' },
    inflight: { type: 'string', default: '50' },
    keep: { type: 'boolean', default: false },
    filled: { type: 'string' },
    server: { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
  },
});

const now = new Date();
const rows = 20;
const visitsEach = 4;
const listing = { module: 'patients', act: 'list' } as const;
const scope = createScope({ offices: { laboratories: ['LAB'], medicalOffices: ['MEDO'], recordsOffices: ['MEDR'] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });
const seal = createSeal(Buffer.alloc(32, 1));
const lookUp: SealedLookUp = (tx, by, number) => lookUpSealed(tx, seal, by, number);

/** The same texts in every run of one size. */
let state = 20_261_129;
function draw(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

type Way = (asking: Asking) => Promise<number>;

const began = performance.now();
const tell = (text: string): void => console.log(`[${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s] ${text}`);

async function search(tx: Tx, { viewer, text }: Asking): Promise<number> {
  const sight = await scope.sight(tx, viewer, listing, now);
  for (const one of readAsked(text)) {
    const found = await searchStays(tx, sight, one, rows + 1, lookUp);
    if (found.length > 0) return found.length;
  }
  return 0;
}

async function plain(tx: Tx, { viewer, text }: Asking): Promise<number> {
  const like = `%${text}%`;
  await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = ${patienceMs}`);
  const found = await tx.$queryRaw<object[]>`
    SELECT ${stayColumns} FROM visit v ${joined}
     WHERE v.counts AND ${await scope.visibleVisits(tx, viewer, listing, now)}
       AND (p.name ILIKE ${like} OR p.number ILIKE ${like} OR v.number ILIKE ${like} OR v.bed ILIKE ${like}
            OR EXISTS (SELECT 1 FROM patient_name n WHERE n.patient_id = p.id AND (n.pinyin ILIKE ${like} OR n.initials ILIKE ${like})))
     ORDER BY p.name LIMIT ${Prisma.raw(String(rows))}`;
  return found.length;
}

const actorOf = (viewer: Asking['viewer']): StaffActor => ({ ...viewer, kind: 'staff', name: '', door: 'http', origin: 'bench' });

interface Timed {
  readonly took: number[];
  readonly byKind: Map<string, number[]>;
  found: number;
  readonly seconds: number;
  /** Processor time of this process and of the server's, in ms. */
  readonly cpu: { readonly own: number; readonly server: number };
}

/** A plain search that has not ended by then counts as having taken so long. */
const patienceMs = 20_000;

/** So many at a time, each asking again as soon as it is answered. */
async function inFlight(way: Way, asked: readonly Asking[], many: number, seconds: number, serverCpu: () => Promise<number>): Promise<Timed> {
  const timed: { took: number[]; byKind: Map<string, number[]>; found: number } = { took: [], byKind: new Map(), found: 0 };
  const [server, own] = [await serverCpu(), process.cpuUsage()];
  const from = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: many }, async () => {
    while (performance.now() - from < seconds * 1000) {
      const asking = asked[next++ % asked.length];
      if (asking === undefined) return;
      const start = performance.now();
      if ((await way(asking).catch(givenUp)) > 0) timed.found += 1;
      const took = performance.now() - start;
      timed.took.push(took);
      timed.byKind.set(asking.kind, [...(timed.byKind.get(asking.kind) ?? []), took]);
    }
  }));
  const used = process.cpuUsage(own);
  return { ...timed, seconds: (performance.now() - from) / 1000, cpu: { own: (used.user + used.system) / 1000, server: (await serverCpu()) - server } };
}

function givenUp(error: unknown): number {
  if (String(error).includes('statement timeout')) return 0;
  throw error;
}

const ms = (took: readonly number[], share: number): string => percentile(took, share).toFixed(1);

function row(name: string, { took, found, seconds, cpu }: Timed): void {
  console.log(`| ${name} | ${took.length} | ${(took.length / seconds).toFixed(0)} | ${Math.round((found / took.length) * 100)} % | ${ms(took, 50)} | ${ms(took, 95)} | ${ms(took, 99)} | ${(cpu.own / took.length).toFixed(2)} + ${(cpu.server / took.length).toFixed(2)} |`);
}

async function bench(database: Database, { cpuMs }: Pick<Place, 'cpuMs'>, url: string | undefined, patients: number): Promise<void> {
  await database.migrate();
  tell(`${database.engine}: ${patients} patients, ${patients * visitsEach} visits`);
  if (values.filled === undefined) await fillHospital(database, url, seal, { patients, visits: patients * visitsEach, now }, tell);
  const asked = await askings(database.prisma, scope, seal, { count: 4000, patients, now, draw });
  tell(`${asked.length} texts`);
  const service = await createService({ modules: [patientLookup(scope, lookUp).module], database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() });
  const question = searchPatients(scope, lookUp);
  const inTransaction = (body: (tx: Tx, asking: Asking) => Promise<number>): Way => (asking) => database.prisma.$transaction((tx) => body(tx, asking), { maxWait: 600_000, timeout: 600_000 });
  const ways: Record<string, Way> = {
    search: inTransaction(search),
    door: async ({ viewer, text }) => (await service.corridor.ask(actorOf(viewer), question, { text, limit: rows })).items.length,
    ILIKE: inTransaction(plain),
  };
  const [many, seconds] = [Number(values.inflight), Number(values.seconds)];
  for (const name of ['search', 'door']) await inFlight(ways[name] ?? failed, asked, many, Math.min(15, seconds), cpuMs);
  tell('warm');
  const load = watchMachine();
  console.log('\n| | asked | /s | found somebody | p50 ms | p95 ms | p99 ms | processor ms each, here + server |\n|---|---|---|---|---|---|---|---|');
  const one = await inFlight(ways['search'] ?? failed, asked, 1, seconds / 2, cpuMs);
  row('search, one at a time', one);
  for (const [name, way] of Object.entries(ways)) row(`${name}, ${many} in flight`, await inFlight(way, asked, many, name === 'ILIKE' ? 1 : seconds, cpuMs));
  const { perMinute, busy } = load();
  console.log(`\n${database.engine}, ${patients} patients, ${patients * visitsEach} visits; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %`);
  console.log('\n| kind of text, one at a time | p50 ms | p99 ms |\n|---|---|---|');
  for (const [kind, took] of one.byKind) console.log(`| ${kind} | ${ms(took, 50)} | ${ms(took, 99)} |`);
  await service.stop();
}

function failed(): never {
  throw new Error('no such way');
}

const server = values.database === 'embedded' ? [] : [values.server];
for (const where of [...server, ...(values.database === 'postgres' ? [] : [undefined])]) {
  const place = where !== undefined && values.filled !== undefined ? { env: { DATABASE_URL: values.filled }, cpuMs: () => backendCpu(where, new URL(values.filled ?? '').pathname.slice(1)), remove: () => Promise.resolve() } : await makePlace(where);
  const url = place.env['DATABASE_URL'];
  const database = await openDatabase(url === undefined ? { folder: join(place.env['DATA_DIR'] ?? '', 'postgres'), image: preparedImage } : { url });
  try {
    await bench(database, place, url, Number(values.patients ?? (url === undefined ? 200_000 : 5_000_000)));
  } finally {
    await database.close();
    if (values.keep && url !== undefined) console.log(`kept: --filled ${url}`);
    else await place.remove();
  }
}
