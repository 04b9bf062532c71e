/**
 * `npm run bench:policy -- [--server postgres://…] [--staff 20000] [--sessions 2000] [--every 30] [--seconds 60] [--pairs 1000]`
 *
 * What the data scope costs: the same request (session, person, patient) with and without the decision, drawn by lot in
 * one run, by many sessions that each ask once in a while; and the list of my patients with the scope in its query beside
 * the same list by one column. PostgreSQL only. See bench/README.md.
 */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { watchMachine } from './alert-path/machine.ts';
import { makePlace } from './alert-path/places.ts';
import { fillHospital } from './policy/hospital.ts';
import { percentile, runSessions } from './policy/sessions.ts';
import { runSteady } from './policy/steady.ts';
import { openDatabase } from '../services/core/db.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
    staff: { type: 'string', default: '20000' },
    sessions: { type: 'string', default: '2000' },
    every: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '60' },
    pairs: { type: 'string', default: '1000' },
  },
});

const warmSeconds = 25;

const place = await makePlace(values.server);
const database = await openDatabase({ url: place.env['DATABASE_URL'] ?? '', connections: 16 });
try {
  await database.migrate();
  const now = new Date();
  const hospital = await fillHospital(database.prisma, Number(values.staff), now);
  console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; ${hospital.staff} staff, ${hospital.patients} patients, ${hospital.visits} stays, ${hospital.grants} grants, ${hospital.flags} flags`);
  const steady = await runSteady(database.prisma, hospital, Number(values.pairs), now);
  const asked = { sessions: Number(values.sessions), everySeconds: Number(values.every), now };
  // A connection plans a statement anew for its first few times; a service that has run for a minute is past that.
  await runSessions(database.prisma, hospital, { ...asked, seconds: warmSeconds });
  const load = watchMachine();
  const figures = await runSessions(database.prisma, hospital, { ...asked, seconds: Number(values.seconds) });
  const { perMinute, busy } = load();
  console.log(`load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %\n`);
  console.log('| | requests | p50 ms | p99 ms |\n|---|---|---|---|');
  for (const [name, took] of [...Object.entries(figures.times), ['the decision, best of five', steady.decision] as const, ['one row by its key, best of five', steady.row] as const]) console.log(`| ${name} | ${took.length} | ${percentile(took, 50).toFixed(2)} | ${percentile(took, 99).toFixed(2)} |`);
  console.log(`\nanswers: ${Object.entries(figures.answers).map(([verdict, count]) => `${verdict} ${count}`).join(', ')}`);
} finally {
  await database.close();
  await place.remove();
}
