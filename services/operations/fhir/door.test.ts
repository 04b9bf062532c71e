/** FHIR's doors through real http: who gets in, what is answered, and what stays. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import type { Bundle, Location, OperationOutcome } from 'fhir/r4.js';
import { type FhirAnswer, type FhirSender, fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import { storedBody } from '../../core/inbox.ts';
import { bundle, encounter, patient, potassium, report, request } from '../../links/fhir/samples.fixtures.ts';

const test = anyTest as TestFn<{ w: World; emr: FhirSender }>;
sharedWorld(test);
let emr: Promise<FhirSender> | undefined;
test.beforeEach(async (t) => {
  emr ??= fhirSender(t.context.w);
  t.context.emr = await emr;
});

const inbox = ({ hospital }: World, key: string) => hospital.database.prisma.inboxMessage.findMany({ where: { key: { contains: key } } });
const json = (value: unknown): string => JSON.stringify(value);

function refused(t: ExecutionContext, answer: FhirAnswer, status: number, code: string, words: RegExp): void {
  t.is(answer.status, status, answer.text);
  t.is(answer.type, 'application/fhir+json; charset=utf-8');
  const { resourceType, issue } = answer.resource as OperationOutcome;
  t.is(resourceType, 'OperationOutcome');
  t.like(issue[0], { code }, answer.text);
  t.regex(issue[0]?.diagnostics ?? '', words);
}

test.serial('a transaction is stored, answered entry by entry, and becomes a critical value; a repeat gets the same bytes and nothing more', async (t) => {
  const { w, emr } = t.context;
  const { prisma } = w.hospital.database;
  const sent = json(bundle('transaction', [patient(), encounter(), request(), report(), potassium(7.1)], { id: 'tx-1' }));
  const first = await emr.send('POST', '', sent);
  t.is(first.status, 200, first.text);
  t.is(first.type, 'application/fhir+json; charset=utf-8');
  const answer = first.resource as Bundle;
  t.is(answer.type, 'transaction-response');
  t.deepEqual(answer.entry?.map(({ response }) => `${response?.status} ${response?.location}`), ['200 OK Patient/p1', '200 OK Encounter/e1', '200 OK ServiceRequest/s1', '200 OK DiagnosticReport/d1', '200 OK Observation/o1']);
  await w.settle();
  t.is(await prisma.fact.count({ where: { name: 'critical-values.opened' } }), 1);
  const again = await emr.send('POST', '', sent);
  t.deepEqual([again.status, again.text], [first.status, first.text]);
  const rows = await inbox(w, 'fhir:emr:tx-1#');
  t.is(rows.length, 1);
  t.is(Buffer.from((await storedBody(prisma, w.hospital.seal, rows[0]?.key ?? '')) ?? []).toString(), sent, 'kept as it came');
  t.is(await prisma.fact.count({ where: { name: 'intake.result-received', subject: (await prisma.patient.findUniqueOrThrow({ where: { number: 'F0001' } })).id } }), 1);
});

/** A patient, and a result that says not whose. */
const nobodys = (number: string) => [patient({ id: number, identifier: [{ type: { coding: [{ code: 'MR' }] }, value: number }] }), potassium(4, { id: `o-${number}`, subject: undefined as never, encounter: undefined as never })];

test.serial('of a transaction all or nothing; of a batch each entry for itself', async (t) => {
  const { w, emr } = t.context;
  const { prisma } = w.hospital.database;
  refused(t, await emr.send('POST', '', json(bundle('transaction', nobodys('T1'), { id: 'tx-2' }))), 422, 'required', /哪位患者/);
  t.is(await prisma.patient.count({ where: { number: 'T1' } }), 0);
  t.is((await inbox(w, 'tx-2'))[0]?.outcome, 'refused', 'and kept with its reason');
  const batch = await emr.send('POST', '', json(bundle('batch', nobodys('B1'), { id: 'b-2' })));
  t.is(batch.status, 200, batch.text);
  const [good, bad] = (batch.resource as Bundle).entry ?? [];
  t.is(good?.response?.status, '200 OK');
  t.is(bad?.response?.status, '422 Unprocessable Entity');
  t.deepEqual((bad?.response?.outcome as OperationOutcome | undefined)?.issue[0]?.expression, ['Bundle.entry[1].resource.subject']);
  t.is(await prisma.patient.count({ where: { number: 'B1' } }), 1);
});

test.serial('resources one by one: later ones find the patient and the stay by what was told before', async (t) => {
  const { w, emr } = t.context;
  const { prisma } = w.hospital.database;
  const mine = patient({ id: 'single', identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'S0001' }] });
  const subject = { reference: 'Patient/single' };
  const put = await emr.send('PUT', '/Patient/single', json(mine));
  t.is(put.status, 200, put.text);
  const stay = await emr.send('POST', '/Encounter', json(encounter({ id: 'single-e', subject, identifier: [{ value: 'ZY-S' }] })));
  t.is(stay.status, 201);
  t.regex(stay.location ?? '', /\/api\/machine\/fhir\/Encounter\/single-e$/);
  const result = await emr.send('PUT', '/Observation/single-o', json(potassium(4.1, { id: 'single-o', subject, encounter: { reference: 'Encounter/single-e' } })));
  t.is(result.status, 200, result.text);
  const [row, ...none] = await prisma.fact.findMany({ where: { name: 'intake.result-received', subject: (await prisma.patient.findUniqueOrThrow({ where: { number: 'S0001' } })).id } });
  t.like(row?.data, { report: { visit: { number: 'ZY-S' } } });
  t.is(none.length, 0);
  t.notRegex(json(await prisma.fhirName.findMany()), /王芳|11010519491231002X|13800138000/, 'names and papers of patients are not kept in the clear');
});

test.serial('everything that is refused says so as an OperationOutcome with words and place', async (t) => {
  const { w, emr } = t.context;
  refused(t, await emr.send('POST', '', '{"resourceType":"Bundle"'), 400, 'structure', /JSON/);
  refused(t, await emr.send('POST', '', Buffer.from([0xff, 0xfe])), 400, 'structure', /UTF-8/);
  refused(t, await emr.send('POST', '', '{"id":"x"}'), 400, 'structure', /resourceType/);
  refused(t, await emr.send('POST', '', `{"resourceType":"Patient","x":${'['.repeat(80)}${']'.repeat(80)}}`), 413, 'too-costly', /嵌套/);
  refused(t, await emr.send('POST', '', json({ resourceType: 'Bundle', type: 'batch-response', entry: [{}] })), 422, 'value', /Bundle/);
  refused(t, await emr.send('POST', '', json({ resourceType: 'Bundle', type: 'batch' })), 422, 'required', /条目/);
  refused(t, await emr.send('POST', '/Patient', json(encounter())), 400, 'structure', /不一致/);
  refused(t, await emr.send('PUT', '/Patient/other', json(patient())), 400, 'structure', /不一致/);
  refused(t, await emr.send('POST', '/Observation', json(potassium(1, { subject: undefined as never, encounter: undefined as never }))), 422, 'required', /患者/);
  refused(t, await emr.send('POST', '', '<Bundle/>', { 'content-type': 'application/fhir+xml' }), 415, 'not-supported', /application\/fhir\+json/);
  refused(t, await emr.send('POST', '', Buffer.alloc(16_777_217, 0x20)), 413, 'too-long', /./);
  refused(t, await emr.send('POST', '', json(patient()), { signature: 'sig1=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:' }), 401, 'login', /验证/);
  refused(t, await emr.send('DELETE', '/Patient/p1'), 404, 'not-found', /./);
  const other = await fhirSender(w, { code: 'other', allowed: ['status'] });
  refused(t, await other.send('POST', '', json(patient())), 401, 'login', /验证/);
});

test.serial('a bearer token: hashed at rest, for this door alone, over TLS', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const server = await fhirSender(w, { code: 'hapi', algorithm: 'bearer', allowed: ['fhir', 'status'] });
  const row = await prisma.apiClientKey.findUniqueOrThrow({ where: { id: server.key.key } });
  t.is(row.sealedSecret, null);
  t.false(json(row).includes(server.key.secret.split('.')[1] ?? 'x'));
  t.is((await server.send('GET', '/metadata')).status, 200);
  t.is((await fetch(`${w.url}/api/machine/status/ping`, { headers: { authorization: `Bearer ${server.key.secret}` } })).status, 401, 'other doors want a signature');
  refused(t, await server.send('GET', '/metadata', undefined, { authorization: `Bearer ${server.key.secret.slice(0, -2)}AA` }), 401, 'login', /验证/);
  refused(t, await server.send('GET', '/metadata', undefined, { 'x-forwarded-proto': 'http' }), 401, 'login', /验证/);
  t.deepEqual((await prisma.audit.findMany({ where: { act: 'machine.call' }, orderBy: { id: 'desc' }, take: 2 })).map(({ reason }) => reason), ['machine.not-encrypted', 'machine.bad-signature']);
  await prisma.apiClientKey.update({ where: { id: server.key.key }, data: { revokedAt: w.now() } });
  refused(t, await server.send('GET', '/metadata'), 401, 'login', /验证/);
});

const location = (id: string, value: string): Location => ({ resourceType: 'Location', id, identifier: [{ value }], physicalType: { coding: [{ code: 'wa' }] } });
const it = (w: World) => w.signIn('9101');
type Row = { readonly id: string; readonly arrival: string; readonly reason: string; readonly place: string; readonly sender: string; readonly controlId: string };
const waiting = async (api: Awaited<ReturnType<typeof it>>, tab: string, text: string) => ((await api('GET', `/intake/matters?tab=${tab}&text=${text}`)).data as { matters: Row[] }).matters;

const one = (number: string) => patient({ id: `p-${number}`, identifier: [{ type: { coding: [{ code: 'MR' }] }, value: number }] });
const stay = (number: string, ward: string) => encounter({ id: `e-${number}`, subject: { reference: `Patient/p-${number}` }, identifier: [{ value: `ZY-${number}` }], contained: [location('bed', ward)] });

test.serial('what waits is tried again: a ward that was mapped, a patient who was told meanwhile, an entry left out of a batch; what only the sender can mend stays', async (t) => {
  const { w, emr } = t.context;
  const { prisma } = w.hospital.database;
  const desk = await it(w);
  const again = async (arrival = '') => (await desk('POST', '/intake/try-again', { arrival })).data;

  t.is((await emr.send('POST', '', json(bundle('transaction', [one('A1'), stay('A1', 'BQ-77')], { id: 'again-1' })))).status, 200);
  const wardOf = async () => (await prisma.visit.findFirstOrThrow({ where: { number: 'ZY-A1' } })).wardCode;
  t.is(await wardOf(), 'BQ-77');
  const { codes: [code] } = (await desk('GET', '/intake/codes?kind=ward&text=BQ-77')).data as { codes: { id: string; sender: string }[] };
  t.is(code?.sender, 'emr|');
  t.is((await desk('POST', '/codes', { kind: 'ward', sender: 'emr|', foreign: 'BQ-77', ours: 'CARD1' })).status, 200);
  t.like((await desk('POST', '/intake/try-cause', { code: code?.id })).data, { tried: 1, solved: 1 });
  t.is(await wardOf(), 'CARD1');

  const early = potassium(7.3, { id: 'o-A2', subject: undefined as never, encounter: { reference: 'Encounter/e-A2' } });
  refused(t, await emr.send('PUT', '/Observation/o-A2', json(early)), 422, 'required', /患者/);
  const [row] = await waiting(desk, 'refused', 'o-A2');
  t.like(row, { reason: 'subject-missing', sender: 'emr|', controlId: 'Observation/o-A2' });
  t.deepEqual(await again(row?.arrival), { solved: 0, open: 1 }, 'nobody told yet whose it is');
  await w.settle();
  const opened = () => prisma.fact.count({ where: { name: 'critical-values.opened' } });
  const before = await opened();
  t.is((await emr.send('POST', '', json(bundle('transaction', [one('A2'), stay('A2', 'CARD1')], { id: 'again-2' })))).status, 200);
  t.deepEqual(await again(row?.arrival), { solved: 1, open: 0 });
  await w.settle();
  t.is(await opened(), before + 1, 'the critical value it held is told');
  t.like(await prisma.inboxMessage.findUnique({ where: { key: row?.arrival ?? '' } }), { outcome: 'accepted' });
  t.deepEqual(await again(row?.arrival), { solved: 0, open: 0 });
  await w.settle();
  t.is(await opened(), before + 1, 'and once');

  const loose = potassium(4.4, { id: 'o-A4', subject: undefined as never, encounter: { reference: 'Encounter/e-A4' } });
  t.is((await emr.send('POST', '', json(bundle('batch', [one('A3'), loose], { id: 'again-3' })))).status, 200);
  const [left] = await waiting(desk, 'unmatched', 'again-3');
  t.like(left, { reason: 'subject-missing', place: 'Bundle.entry[1].resource.subject' });
  await emr.send('POST', '', json(bundle('transaction', [one('A4'), stay('A4', 'CARD1')], { id: 'again-4' })));
  t.deepEqual(await again(left?.arrival), { solved: 1, open: 0 });
  t.is(await prisma.fact.count({ where: { name: 'intake.result-received', subject: (await prisma.patient.findUniqueOrThrow({ where: { number: 'A4' } })).id } }), 1);

  await emr.send('PUT', '/Patient/elsewhere', json(one('A5')));
  const odd = (await waiting(desk, 'refused', 'fhir:emr:')).find(({ reason }) => reason === 'id-differs');
  t.deepEqual(await again(odd?.arrival), { solved: 0, open: 1 }, 'address and resource name two: nobody here may choose');
  t.is(await prisma.patient.count({ where: { number: 'A5' } }), 0);
});

test.serial('names in a message that is read again never go before newer ones', async (t) => {
  const { w, emr } = t.context;
  const desk = await it(w);
  const wrong = bundle('batch', [location('bed-9', 'OLD'), potassium(4, { id: 'o-A9', subject: undefined as never, encounter: undefined as never })], { id: 'names-1' });
  await emr.send('POST', '', json(wrong));
  await emr.send('PUT', '/Location/bed-9', json(location('bed-9', 'NEW')));
  const [row] = await waiting(desk, 'unmatched', 'names-1');
  await desk('POST', '/intake/try-again', { arrival: row?.arrival });
  t.like((await w.hospital.database.prisma.fhirName.findUniqueOrThrow({ where: { sender_name: { sender: 'emr', name: 'Location/bed-9' } } })).resource as object, { identifier: [{ value: 'NEW' }] });
});

test.serial('senders of FHIR are counted like all others: what was taken and what was refused', async (t) => {
  const { w, emr } = t.context;
  const desk = await it(w);
  const feed = async () => {
    await w.hospital.feeds.flush();
    return ((await desk('GET', '/feeds')).data as { feeds: { id: string; messages: number; refusals: number; name: string }[] }).feeds.find(({ id }) => id === 'fhir:emr');
  };
  const before = await feed();
  t.true((before?.refusals ?? 0) > 0, 'what the tests above had refused');
  await emr.send('PUT', '/Patient/p-A7', json(patient({ id: 'p-A7', identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'A7' }] })));
  await emr.send('POST', '', '{"resourceType":"Bundle"');
  t.like(await feed(), { name: 'emr', messages: (before?.messages ?? 0) + 2, refusals: (before?.refusals ?? 0) + 1 });
});

test.serial('what we are: a CapabilityStatement', async (t) => {
  const { resource } = await t.context.emr.send('GET', '/metadata');
  t.like(resource, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', format: ['application/fhir+json'] });
  t.true(json(resource).includes('"type":"Observation"'));
});

test.serial('notifications: with the resource they are taken; without a server to ask, what holds none is refused in words', async (t) => {
  const { w, emr } = t.context;
  const payload = await emr.send('PUT', '/$notify/Patient/p-n', json(patient({ id: 'p-n', identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'N0001' }] })));
  t.is(payload.status, 200, payload.text);
  const status = { resourceType: 'SubscriptionStatus', type: 'event-notification', notificationEvent: [{ focus: { reference: 'Patient/p-m' } }] };
  const full = { resourceType: 'Bundle', type: 'history', id: 'n-1', entry: [{ resource: status }, { fullUrl: 'http://his.example/fhir/Patient/p-m', resource: patient({ id: 'p-m', identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'N0002' }] }), request: { method: 'PUT', url: 'Patient/p-m' } }] };
  t.is((await emr.send('POST', '/$notify', json(full))).status, 200);
  t.is(await w.hospital.database.prisma.patient.count({ where: { number: { in: ['N0001', 'N0002'] } } }), 2);
  t.is((await emr.send('POST', '/$notify', json({ resourceType: 'Bundle', type: 'history', entry: [{ resource: { ...status, type: 'handshake' } }] }))).status, 200);
  refused(t, await emr.send('POST', '/$notify'), 422, 'not-supported', /FHIR_BASE_URL/);
});
