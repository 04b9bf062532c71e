/** A FHIR server is read by the whole service: nothing lost, nothing doubled, whatever the server does. */
import anyTest, { type TestFn } from 'ava';
import { fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import { encounter, patient, potassium, report } from '../../links/fhir/samples.fixtures.ts';
import { SimulatedFhirServer } from '../../links/fhir/simulated/server.ts';

const test = anyTest as TestFn<{ w: World }>;
const start = '2026-11-19T14:00:00Z';
const server = new SimulatedFhirServer({ now: () => new Date(start), token: 'a-token' });
const baseUrl = await server.listen();
sharedWorld(test, { env: { FHIR_BASE_URL: baseUrl, FHIR_NAME: 'emr', FHIR_TOKEN: 'a-token', FHIR_PAGE_ROWS: '2', FHIR_RESOURCES: 'Patient,Encounter,Observation,DiagnosticReport', FHIR_OVERLAP_SECONDS: '60' } });
test.after.always(() => server.stop());

const minute = 60_000;
const at = (minutes: number): Date => new Date(Date.parse(start) + minutes * minute);
const mine = (number: string) => patient({ id: `p-${number}`, identifier: [{ type: { coding: [{ code: 'MR' }] }, value: number }] });
const poll = (w: World): Promise<void> => w.hospital.service.tick('fhir.poll');
const feedOf = (w: World, type: string) => w.hospital.database.prisma.fhirFeed.findUniqueOrThrow({ where: { source_type: { source: 'emr', type } } });
const numbers = async (w: World): Promise<string[]> => (await w.hospital.database.prisma.patient.findMany({ where: { number: { startsWith: 'R' } }, orderBy: { number: 'asc' } })).map(({ number }) => number);
/** Of each type a page, then of who has more the next: a fault there is the fifth answer. */
const onSecondPage = (fault: 'busy' | 'gone-next') => server.fail(...([undefined, undefined, undefined, undefined, fault] as never[]));
const arrivals = (w: World): Promise<number> => w.hospital.database.prisma.inboxMessage.count({ where: { door: 'fhir' } });

test.serial('what changed is read page by page; read again it changes nothing', async (t) => {
  const { w } = t.context;
  for (const [place, number] of ['R1', 'R2', 'R3', 'R4', 'R5'].entries()) server.put(mine(number), at(-10 + place));
  await poll(w);
  t.deepEqual(await numbers(w), ['R1', 'R2', 'R3', 'R4', 'R5']);
  t.like(await feedOf(w, 'Patient'), { since: at(-6), next: null, failures: 0, trouble: null });
  t.is(server.asked.filter((each) => each.startsWith('/fhir/Patient')).length, 3);
  const [kept, facts] = [await arrivals(w), await w.hospital.database.prisma.fact.count()];
  await poll(w);
  t.deepEqual([await arrivals(w), await w.hospital.database.prisma.fact.count()], [kept, facts], 'the overlap is a repeat');
});

test.serial('a type that has many pages keeps none of the others waiting', async (t) => {
  const { w } = t.context;
  for (const [place, number] of ['T-1', 'T-2', 'T-3', 'T-4', 'T-5'].entries()) server.put(mine(number), at(-5 + place / 10));
  server.asked.length = 0;
  await poll(w);
  t.deepEqual(server.asked.map((each) => /^\/fhir\/(\w+)/.exec(each)?.[1]).slice(0, 5), ['Patient', 'Encounter', 'Observation', 'DiagnosticReport', 'Patient']);
  t.is(await w.hospital.database.prisma.patient.count({ where: { number: { startsWith: 'T-' } } }), 5);
});

test.serial('trouble in the middle: what was read stays, the reading goes on at its page when it is time', async (t) => {
  const { w } = t.context;
  for (const [place, number] of ['R6', 'R7', 'R8', 'R9'].entries()) server.put(mine(number), at(-3 + place / 2));
  onSecondPage('busy');
  server.asked.length = 0;
  await poll(w);
  t.is((await numbers(w)).length, 5, 'the first page was the overlap');
  const feed = await feedOf(w, 'Patient');
  t.like(feed, { failures: 1, retryAt: new Date(w.now().getTime() + 120_000), trouble: 'the FHIR server answered 429: throttled slow down' });
  t.regex(feed.next ?? '', /_page=1/);
  server.asked.length = 0;
  await poll(w);
  t.deepEqual(server.asked.filter((each) => each.includes('Patient')), [], 'not before its time');
  await w.pass(3);
  await poll(w);
  t.regex(server.asked.find((each) => each.includes('Patient')) ?? '', /_page=1/, 'gone on where it stood');
  t.is((await numbers(w)).length, 9);
  t.like(await feedOf(w, 'Patient'), { failures: 0, trouble: null, next: null });
});

test.serial('a page link that is dead, leads elsewhere or in a circle: begun anew, nothing lost, nobody else asked', async (t) => {
  const { w } = t.context;
  for (const fault of ['gone-next', 'foreign-next', 'circular-next', 'broken', 'error'] as const) {
    for (const number of [`R-${fault}-1`, `R-${fault}-2`, `R-${fault}-3`]) server.put(mine(number), at(1));
    if (fault === 'gone-next') onSecondPage(fault);
    else server.fail(fault);
    await poll(w);
    t.is((await feedOf(w, 'Patient')).failures, 1, fault);
    await w.pass(2);
    await poll(w);
    t.like(await feedOf(w, 'Patient'), { failures: 0, next: null }, fault);
    t.is((await numbers(w)).filter((number) => number.includes(fault)).length, 3, fault);
  }
});

test.serial('a report comes with its results; whose it is, is fetched when nobody told', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  server.put(mine('R-old'), at(-60 * 24 * 30));
  server.put(encounter({ id: 'e-old', subject: { reference: 'Patient/p-R-old' }, identifier: [{ value: 'ZY-OLD' }] }), at(-60 * 24 * 30));
  const about = { subject: { reference: 'Patient/p-R-old' }, encounter: { reference: 'Encounter/e-old' } };
  server.put(potassium(7.2, { id: 'o-old', ...about }), at(2));
  server.put(report({ id: 'd-old', result: [{ reference: 'Observation/o-old' }], basedOn: [], ...about }), at(2));
  await poll(w);
  await w.settle();
  const known = await prisma.patient.findUniqueOrThrow({ where: { number: 'R-old' } });
  const facts = await prisma.fact.findMany({ where: { name: 'intake.result-received', subject: known.id } });
  const orders = facts.flatMap(({ data }) => (data as { report: { orders: { filler?: string; results: { slot: string }[] }[] } }).report.orders);
  t.deepEqual(new Set(orders.flatMap(({ results }) => results.map(({ slot }) => slot))), new Set(['emr||Observation/o-old']), 'the same measurement by both ways');
  t.true(orders.some(({ filler }) => filler === 'L2026-1'));
  t.is(await prisma.fact.count({ where: { name: 'critical-values.opened' } }), 1, 'one alarm');
  t.truthy(await prisma.visit.findFirst({ where: { number: 'ZY-OLD' } }));
});

test.serial('what was read and left out waits at the desk, and is tried again when the server told whose it is; only what is new counts as heard', async (t) => {
  const { w } = t.context;
  const desk = await w.signIn('9101');
  const orphan = potassium(4.3, { id: 'o-lone', subject: undefined as never, encounter: { reference: 'Encounter/e-lone' } });
  server.put(orphan, at(3));
  await poll(w);
  const waiting = async () => ((await desk('GET', '/intake/matters?tab=unmatched&text=o-lone')).data as { matters: { arrival: string; sender: string; reason: string }[] }).matters;
  const [row] = await waiting();
  t.like(row, { sender: 'emr|', reason: 'subject-missing', place: 'Bundle.entry[0].resource.subject' });
  server.put(mine('R-lone'), at(4));
  server.put(encounter({ id: 'e-lone', subject: { reference: 'Patient/p-R-lone' }, identifier: [{ value: 'ZY-LONE' }] }), at(4));
  await poll(w);
  t.deepEqual((await desk('POST', '/intake/try-again', { arrival: row?.arrival })).data, { solved: 1, open: 0 });
  t.deepEqual(await waiting(), []);
  const { id } = await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number: 'R-lone' } });
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'intake.result-received', subject: id } }), 1);
  const heard = async () => {
    await w.hospital.feeds.flush();
    return ((await desk('GET', '/feeds')).data as { feeds: { id: string; messages: number }[] }).feeds.find((each) => each.id === 'fhir:emr');
  };
  const before = await heard();
  await poll(w);
  t.is((await heard())?.messages, before?.messages, 'the overlap is no sign of life');
});

test.serial('a notification that names what changed has it fetched; one that names nothing has all changes read', async (t) => {
  const { w } = t.context;
  const emr = await fhirSender(w, { code: 'emr' });
  server.put(mine('R-note'), at(-60 * 24 * 30));
  const told = { resourceType: 'Bundle', type: 'history', entry: [{ resource: { resourceType: 'SubscriptionStatus', type: 'event-notification', notificationEvent: [{ focus: { reference: 'https://elsewhere.example/fhir/Patient/p-R-note' } }] } }] };
  const answer = await emr.send('POST', '/$notify', JSON.stringify(told));
  t.is(answer.status, 200, answer.text);
  await w.settle();
  t.true((await numbers(w)).includes('R-note'));
  server.put(mine('R-ping'), at(30));
  t.is((await emr.send('POST', '/$notify')).status, 200);
  await w.settle();
  t.true((await numbers(w)).includes('R-ping'));
});
