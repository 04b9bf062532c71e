/** The adapter against the simulated server: pages, reads, and every kind of trouble by its kind. */
import test, { type ExecutionContext } from 'ava';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fhirServer } from './http-server.ts';
import { patient, potassium, report } from './samples.fixtures.ts';
import { fhirServerSettings } from './settings.ts';
import { type Fault, SimulatedFhirServer } from './simulated/server.ts';
import { ServerTrouble } from './trouble.ts';

const now = new Date('2026-11-21T02:14:00Z');
const early = new Date(0);

async function opened(t: ExecutionContext, more: Record<string, unknown> = {}) {
  const simulated = new SimulatedFhirServer({ now: () => now, token: 'a-token' });
  const baseUrl = await simulated.listen();
  t.teardown(() => simulated.stop());
  const settings = fhirServerSettings.parse({ baseUrl, token: 'a-token', pageRows: '2', timeoutMs: '10000', ...more });
  return { simulated, server: fhirServer(settings, () => now.getTime()) };
}

test('pages follow the server’s links to the end, each resource once, in the order of their changes', async (t) => {
  const { simulated, server } = await opened(t);
  for (const id of ['a', 'b', 'c', 'd', 'e']) simulated.put(patient({ id }));
  const found: unknown[] = [];
  for (let page = await server.changed('Patient', early); ; page = await server.page(page.next)) {
    found.push(...page.matches.map(({ id }) => id));
    if (page.next === undefined) break;
  }
  t.deepEqual(found, ['a', 'b', 'c', 'd', 'e']);
  t.regex(simulated.asked[0] ?? '', /_lastUpdated=ge1970-01-01T00%3A00%3A00.000Z&_sort=_lastUpdated&_count=2/);
  t.deepEqual((await server.changed('Patient', new Date(now.getTime() + 1))).matches, []);
});

test('reports bring their results along; reads know what is not there', async (t) => {
  const { simulated, server } = await opened(t);
  simulated.put(report());
  simulated.put(potassium(7.1));
  const page = await server.changed('DiagnosticReport', early);
  t.deepEqual([page.matches.map(({ id }) => id), page.included.map(({ id }) => id)], [['d1'], ['o1']]);
  t.is((await server.read('Observation', 'o1'))?.['id'], 'o1');
  t.is(await server.read('Observation', 'none'), undefined);
});

const troubles: readonly (readonly [Fault, string, string, number?])[] = [
  ['error', 'transient', '500'],
  ['busy', 'transient', '429', 120],
  ['forbidden', 'permanent', '403'],
  ['broken', 'transient', 'not-json'],
  ['silent', 'transient', 'unreachable'],
  ['foreign-next', 'permanent', 'next-link'],
  ['circular-next', 'permanent', 'next-link'],
];
for (const [fault, kind, code, wait] of troubles) {
  test(`a server that is ${fault}: told by its kind`, async (t) => {
    const { simulated, server } = await opened(t, fault === 'silent' ? { timeoutMs: '500' } : {});
    simulated.put(patient());
    simulated.fail(fault);
    const trouble = await t.throwsAsync(server.changed('Patient', early), { instanceOf: ServerTrouble });
    t.deepEqual([trouble.class, trouble.vendorCode, trouble.retryAfterSeconds], [kind, code, wait] as never);
    if (fault === 'error') t.regex(trouble.message, /exception database is away/);
    t.is((await server.changed('Patient', early)).matches.length, 1, 'and the next question is answered');
  });
}

test('a page link that is gone says so; a link elsewhere is not followed', async (t) => {
  const { simulated, server } = await opened(t);
  for (const id of ['a', 'b', 'c']) simulated.put(patient({ id }));
  const { next = '' } = await server.changed('Patient', early);
  simulated.fail('gone-next');
  t.true((await t.throwsAsync(server.page(next), { instanceOf: ServerTrouble })).isDeadLink);
  const asked = simulated.asked.length;
  for (const link of ['http://elsewhere.example/fhir?_page=1', 'http://169.254.169.254/', next.replace('/fhir/', '/admin/'), next.replace('//', '//user:word@'), 'file:///etc/passwd', 'nonsense']) t.true((await t.throwsAsync(server.page(link), { instanceOf: ServerTrouble }, link)).isDeadLink);
  t.is(simulated.asked.length, asked, 'nobody was asked');
});

test('a token for client and secret: had once, again when the server no longer takes it', async (t) => {
  let given = 0;
  const grants = createServer((request, response) => {
    t.is(request.headers.authorization, `Basic ${Buffer.from('wardline:s%3Acret').toString('base64')}`);
    given += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: given === 1 ? 'stale' : 'a-token', expires_in: 300 }));
  });
  await new Promise<void>((resolve) => grants.listen(0, '127.0.0.1', resolve));
  t.teardown(() => grants.close());
  const { simulated, server } = await opened(t, { token: undefined, tokenUrl: `http://127.0.0.1:${(grants.address() as AddressInfo).port}/token`, clientId: 'wardline', clientSecret: 's:cret' });
  simulated.put(patient());
  t.is((await t.throwsAsync(server.changed('Patient', early), { instanceOf: ServerTrouble })).vendorCode, '401');
  t.is((await server.changed('Patient', early)).matches.length, 1);
  t.is((await server.changed('Patient', early)).matches.length, 1);
  t.is(given, 2);
});

const wrong = (more: object): boolean => !fhirServerSettings.safeParse({ baseUrl: 'https://his.example/fhir/', ...more }).success;

test('settings: what cannot work is told', (t) => {
  t.is(fhirServerSettings.parse({ baseUrl: 'https://his.example/fhir/' }).baseUrl, 'https://his.example/fhir');
  t.deepEqual([{ baseUrl: 'ftp://x' }, { tokenUrl: 'https://x/token' }, { resources: 'Patient, Encounter' }, { name: 'A B' }].map(wrong), [true, true, true, true]);
});
