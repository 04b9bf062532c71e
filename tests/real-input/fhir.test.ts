/** All real bundles through the http door of one service: each answered in words, none lost, none doubled. */
import anyTest, { type TestFn } from 'ava';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Bundle, BundleEntry, OperationOutcome } from 'fhir/r4.js';
import { storedBody } from '../../services/core/inbox.ts';
import { digestOf } from '../../services/links/fhir/read.ts';
import { fhirSender } from '../kit/fhir-sender.ts';
import { isEachTried, share } from '../kit/share.ts';
import { type World, sharedWorld } from '../kit/world.ts';
import { type Tally, bundlesPresent, page, realBundles, render } from './fhir-bundles.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

/** The remark of an entry's answer, shortest first; none: taken. */
function outcomeOf({ response }: BundleEntry): string {
  const [issue] = (response?.outcome as OperationOutcome | undefined)?.issue ?? [];
  const words = issue?.diagnostics ?? '';
  return response?.status?.startsWith('2') === true ? (issue === undefined ? 'taken' : `taken: ${words}`) : `refused ${response?.status ?? ''}: ${words}`;
}

function talliesOf(sent: Bundle, answer: Bundle | OperationOutcome): Tally[] {
  const types = (sent.entry ?? []).map(({ resource }) => resource?.resourceType ?? '');
  if (answer.resourceType === 'Bundle') return types.map((type, at) => ({ type, outcome: outcomeOf(answer.entry?.[at] ?? {}) }));
  const told = (at: number): string | undefined => answer.issue.find(({ expression }) => expression?.[0]?.startsWith(`Bundle.entry[${at}].`) === true)?.diagnostics;
  return types.map((type, at) => ({ type, outcome: told(at) === undefined ? 'taken' : `taken: ${told(at)}` }));
}

test('every real bundle is answered, stored once, and repeated without a change', async (t) => {
  if (!bundlesPresent) {
    t.log('the real FHIR bundles are not on this machine: skipped');
    t.pass();
    return;
  }
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const [signed, token] = [await fhirSender(w, { code: 'signed' }), await fhirSender(w, { code: 'token', algorithm: 'bearer' })];
  t.is(realBundles().length, 161);
  const all = share(realBundles(), 6);
  const bundles = new Map<string, number>();
  const tallies: Tally[] = [];
  for (const [at, { bytes, file, sender }] of all.entries()) {
    const { send } = (at >> 2) % 2 === 0 ? signed : token;
    const answer = await send('POST', '', bytes);
    const sent = JSON.parse(bytes.toString()) as Bundle;
    const resource = answer.resource as Bundle | OperationOutcome;
    t.true(answer.status < 500, `${file}: ${answer.status} ${answer.text.slice(0, 300)}`);
    if (resource.resourceType === 'OperationOutcome') t.true(resource.issue.every(({ diagnostics }) => /\p{Script=Han}/u.test(diagnostics ?? '')), file);
    else t.is(resource.entry?.length, sent.entry?.length, file);
    const key = `${sender}, ${sent.type}, ${answer.status}`;
    bundles.set(key, (bundles.get(key) ?? 0) + 1);
    tallies.push(...talliesOf(sent, resource));
    // A repeat is read again before it is known as one: every fourth shows it, at a fourth of the time.
    if (at % 4 !== 0) continue;
    const facts = await prisma.fact.count();
    const again = await send('POST', '', bytes);
    t.deepEqual([again.status, again.text], [answer.status, answer.text], `${file}: the same answer to a repeat`);
    t.is(await prisma.fact.count(), facts, `${file}: a repeat changes nothing`);
  }
  const kept = await prisma.inboxMessage.findMany({ where: { door: 'fhir' }, select: { key: true } });
  t.is(kept.length, all.length, 'none lost, none doubled');
  const bodies = new Set(await Promise.all(kept.map(async ({ key }) => digestOf((await storedBody(prisma, w.hospital.seal, key)) ?? new Uint8Array()))));
  t.deepEqual(all.filter(({ bytes }) => !bodies.has(digestOf(bytes))), [], 'each is kept as it came');
  if (!isEachTried) return;
  const rendered = render(bundles, tallies);
  if (process.env['FHIR_PAGE'] === 'write') writeFileSync(page, rendered);
  t.is(readFileSync(page, 'utf8'), rendered, 'docs/fhir-real-input.md is not current');
});
