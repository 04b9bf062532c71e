/** The hospital's own FHIR server, read by the product's poller, ends in as many rows as the same hours by HL7 v2. */
import test from 'ava';
import { isEachTried } from '../../../tests/kit/share.ts';
import { type Row, storeRows } from '../../../tests/kit/store-rows.ts';
import { world } from '../../../tests/kit/world.ts';
import { SimulatedFhirServer } from '../../links/fhir/simulated/server.ts';
import { dayCasesAround } from './course/day-surgery.ts';
import { simulatedHospital } from './hospital.ts';
import { dayCaseTellings } from './speak/booked.ts';
import type { Fact } from './speak/facts.ts';
import { bytesOf } from './speak/fhir/base.ts';
import { createShelf } from './speak/fhir/shelf.ts';
import { hl7Mouth } from './speak/mouth.ts';
import { day, hour } from './time.ts';

const first = Date.parse('2026-11-19T14:00:00Z');

/** Tables whose rows go by another name, as many as they are, and why. */
const justified: Readonly<Record<string, string>> = { patient_move: 'a booking that was taken back has no time of its own in R4: when its server changed' };

const values = (rows: Map<string, Row> | undefined): string[] => [...(rows ?? [])].map(([key, row]) => `${key} ${String(row['kind'])} ${String(row['text'])} ${String(row['unit'])}`).toSorted();

test('polled, a hospital ends in the rows of its messages', async (t) => {
  t.timeout(240_000);
  const small = simulatedHospital({ seed: 7, first, wards: ['CARD1', 'OBST1', 'ICU1'] });
  const clinics = simulatedHospital({ seed: 7, first }).clinicsBefore(first, ['CARD']);
  const visit = clinics.soon.find(({ what }) => what === '门诊处方')?.id.split('.')[0] ?? '';
  const sessions = clinics.soon.filter(({ weight, clinic }) => weight === 'basic' && clinic !== undefined).slice(0, 4);
  const cases = dayCasesAround(small.world, first - 30 * day, first - 6 * day).filter(({ leavesAt }) => leavesAt < first);
  const surgery = [...cases.filter(({ comes }) => comes).slice(0, 1), ...cases.filter(({ comes }) => !comes).slice(0, 1)].flatMap((one) => dayCaseTellings(small.world, one));
  const stays = small.inpatients(first);
  const chosen = [...stays.filter(({ disease }) => disease.operation !== undefined).slice(0, 1), ...stays.filter(({ steppedDown }) => steppedDown !== undefined).slice(0, 1), ...stays.filter(({ disease }) => disease.consultation !== undefined).slice(0, 1)];
  // Every nurse's round is one more resource of the same kind.
  const most = isEachTried ? 3 : 1;
  const past = [...new Set(chosen)].flatMap((stay) => small.historyOf(stay, first)).filter(({ what }, at, all) => all.slice(0, at).filter((each) => each.what === what).length < most);
  const facts: Fact[] = [];
  for (const telling of [...sessions, ...clinics.soon.filter(({ id }) => id.startsWith(`${visit}.`)), ...surgery, ...past, ...small.between(first, first + hour).filter(({ what }) => what.startsWith('床位'))].toSorted((one, other) => one.at - other.at)) facts.push(await telling.write());

  const byHl7 = await world(t, { env: { HL7_SENDERS_FILE: new URL('senders.json', import.meta.url).pathname } });
  const mouth = hl7Mouth({ host: '127.0.0.1', port: byHl7.mllpPort, timeoutMs: 20_000 });
  for (const fact of facts) t.is((await mouth.say(fact)).answer.code, 'AA');
  mouth.close();

  const server = new SimulatedFhirServer({ now: () => new Date(first), write: bytesOf });
  t.teardown(() => server.stop());
  const polled = await world(t, { env: { FHIR_BASE_URL: await server.listen(), FHIR_NAME: 'qinghe', FHIR_PAGE_ROWS: '40', FHIR_INITIAL_DAYS: '30' } });
  const shelf = createShelf();
  // Told in two parts, the later first, with a reading between them.
  const half = Math.floor(facts.length / 2);
  for (const part of [facts.slice(half), facts.slice(0, half)]) {
    for (const fact of part) for (const resource of shelf.file(fact)) server.put(resource, polled.now());
    await polled.hospital.service.tick('fhir.poll');
    await polled.pass(1);
  }
  const feeds = await polled.hospital.database.prisma.fhirFeed.findMany();
  t.deepEqual(feeds.filter(({ trouble, next }) => trouble !== null || next !== null), []);
  await polled.settle();

  const [one, other] = [await storeRows(byHl7), await storeRows(polled)];
  t.deepEqual(values(other.get('result')), values(one.get('result')), 'value by value');
  const apart = new Map([...one].flatMap(([table, rows]) => {
    const there = other.get(table) ?? new Map<string, unknown>();
    const alone = [[...rows.keys()].filter((key) => !there.has(key)), [...there.keys()].filter((key) => !rows.has(key))] as const;
    return alone[0].length + alone[1].length === 0 ? [] : [[table, alone] as const];
  }));
  t.deepEqual([...one].map(([table, rows]) => [table, rows.size]), [...other].map(([table, rows]) => [table, rows.size]));
  t.deepEqual([...apart].filter(([table]) => justified[table] === undefined), []);
  t.deepEqual(Object.keys(justified).filter((table) => !apart.has(table)), [], 'reasons that hold no more');
});
