/**
 * `node bench/directory.ts [staff] [departments]`: how long a full reading of a hospital's directory takes, the first
 * time and again. On the server that TEST_DATABASE_URL names, else on the embedded database.
 */
import { directoryService, administrator, hospitalOf } from '../services/shared/directory/testing.ts';
import { startSyncOf } from '../services/shared/directory/actions/sync.ts';
import { memorySource } from '../services/links/his/simulator.ts';
import { testDatabase } from '../tests/kit/database.ts';

const [staff = 20_000, departments = 800] = process.argv.slice(2).map(Number);
const { database, dispose } = await testDatabase();
const service = await directoryService(database, [memorySource(hospitalOf(departments, staff))]);
const startSync = startSyncOf(['his']);

for (const run of ['first', 'second']) {
  const began = performance.now();
  const { id } = await service.corridor.run(administrator, startSync, { source: 'his' });
  await service.jobs.drain();
  const row = await database.prisma.directorySync.findUniqueOrThrow({ where: { id } });
  console.log(`${run} reading, ${database.engine}: ${((performance.now() - began) / 1000).toFixed(1)} s, ${row.state}, ${JSON.stringify(row.counts)}`);
}
await service.stop();
await dispose();
