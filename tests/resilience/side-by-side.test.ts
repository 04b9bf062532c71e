/**
 * Several analysers report about one patient at the same moment, each on a line of its own. Judging goes through a
 * patient's reports in the order of their facts and remembers how far it came; a report whose transaction ends after a
 * later one's must not fall behind that mark.
 */
import test from 'ava';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { result } from '../../services/links/hl7/samples.ts';
import { patientIn, potassium, world } from '../kit/world.ts';
import { until } from './support/wait.ts';

const onServer = process.env['TEST_DATABASE_URL'] !== undefined;

test('a report that is slow to commit is judged although a later one was judged before', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  // The embedded database has one connection: there the second simply waits for the first.
  if (onServer) await slowCommit(prisma, 'SLOW');
  const report = (controlId: string): Buffer =>
    result({ at: w.now(), controlId, patient: patientIn('CARD1-12'), filler: controlId, items: [potassium('7.1')] });
  const slow = w.sends(report('SLOW'));
  await until('the slow one is under way', async () => !onServer || (await sleeping(prisma)));
  const fast = w.sends(report('FAST'));
  let answered = 0;
  for (const answer of [slow, fast]) void answer.finally(() => (answered += 1));
  // Judged as soon as it can be seen.
  await until('both are answered', async () => (await w.settle(), answered === 2));
  t.deepEqual(await Promise.all([slow, fast]), ['AA', 'AA']);
  await w.settle();
  t.is(await prisma.judgedResult.count(), 2);
  t.is((await w.cards('dingtalk', '1001')).length, 2);
});

test('eight lines at once make a patient known: all are taken at the first try, and nobody is there twice', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const patient = { id: 'P-NEW', name: '并行', sex: 'M', birth: '19600101' } as const;
  const visit = { number: 'V-NEW', ward: 'CARD1', bed: '40', attending: { number: '1001', name: '李静' } };
  const report = (line: number): Buffer => result({ at: w.now(), controlId: `NEW-${line}`, patient, visit, filler: `NEW-${line}`, items: [potassium('7.1')] });
  const codes = await Promise.all(Array.from({ length: 8 }, (_, line) => w.sends(report(line))));
  t.deepEqual([...new Set(codes)], ['AA']);
  await w.settle();
  t.is(await prisma.patient.count({ where: { number: patient.id } }), 1);
  t.is((await w.cards('dingtalk', '1001')).length, 8);
});

/** Between the fact and the end of its transaction: two seconds, for messages with this control id. */
async function slowCommit(prisma: PrismaClient, controlId: string): Promise<void> {
  await prisma.$executeRawUnsafe(`
    CREATE FUNCTION slow_fact() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.data->>'arrival' LIKE '%${controlId}#%' THEN PERFORM pg_sleep(2); END IF;
      RETURN NULL;
    END $$`);
  await prisma.$executeRawUnsafe(`CREATE TRIGGER slow_fact AFTER INSERT ON fact FOR EACH ROW EXECUTE FUNCTION slow_fact()`);
}

async function sleeping(prisma: PrismaClient): Promise<boolean> {
  const rows = await prisma.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  return (rows[0]?.n ?? 0) > 0;
}
