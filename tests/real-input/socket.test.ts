/** Every real message through the service's own socket, sent by a client that is not ours: stored, answered, judged, nothing left over. */
import anyTest, { type TestFn } from 'ava';
import { patients as demoPatients } from '../../prisma/demo/hospital.ts';
import { defaultThresholdSet } from '../../services/clinical/critical-values/limits.ts';
import { resultsOf } from '../../services/clinical/critical-values/report.ts';
import { judge } from '../../services/clinical/critical-values/rules.ts';
import { readMessage, reportsIn, type Outcome } from '../../services/links/hl7/read.ts';
import { sendWithForeignClient } from '../kit/foreign-client.ts';
import { isShared, share } from '../kit/share.ts';
import { type World, sharedWorld } from '../kit/world.ts';
import { hl7Present, realHl7Messages } from './hl7-messages.ts';
import { chineseMessages, findIn, realPeople, secretsOf } from './secrets.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

/** What a laboratory's flag alone would alert, for the explanation. */
function flagged(outcome: Outcome): number {
  const [report] = reportsIn(outcome);
  if (report === undefined) return 0;
  const facts = { birthDate: null, sex: 'U', wardCode: null, departmentCode: null, traits: [], diagnoses: [] };
  return resultsOf(report, new Date(0), (slot) => slot).filter((result) => judge(result, facts, { alerts: [] }, defaultThresholdSet(), new Date(0)).kind === 'critical').length;
}

function answered(outcome: Outcome): { readonly code: string; readonly controlId: string } {
  return { code: outcome.kind === 'refused' ? outcome.refused.code : 'AA', controlId: outcome.header.controlId };
}

(hl7Present ? test.serial : test.serial.skip)('all real messages: each answered as the reader decides, each stored once, each result judged once, each critical one a value with its card', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  // The few that alert are never left out.
  const messages = realHl7Messages().map(({ raw }) => raw).filter((raw, at) => isShared(at, 4) || flagged(readMessage(raw)) > 0);
  const outcomes = messages.map((raw) => readMessage(raw));

  const answers = await sendWithForeignClient(w.mllpPort, messages);
  await w.settle();

  t.deepEqual(answers, outcomes.map(answered), 'one answer to each, to its own control id');
  const distinct = new Map(outcomes.map((outcome) => [`${outcome.key}#${outcome.digest}`, outcome]));
  t.is(await prisma.inboxMessage.count(), distinct.size, 'stored once each');
  const results = [...distinct.values()].reduce((sum, outcome) => sum + reportsIn(outcome).flatMap(({ orders }) => orders).reduce((all, order) => all + order.results.length, 0), 0);
  t.is(await prisma.judgedResult.count(), results, 'every result judged once');
  const criticals = await prisma.criticalValue.count();
  t.is(criticals, await prisma.judgedResult.count({ where: { outcome: 'critical' } }));
  t.is(await prisma.delivery.count({ where: { state: 'queued' } }), 0);
  t.log({ messages: messages.length, results, criticals, aloneFlagged: outcomes.reduce((sum, outcome) => sum + flagged(outcome), 0) });
  t.true(criticals > 0);
});

test.serial('real admissions and reports, and Chinese ones: no column of any table holds a number, a telephone or a street', async (t) => {
  t.timeout(240_000);
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  // The real ones came in above, those that were answered with an error too.
  for (const raw of chineseMessages()) t.regex(await w.sends(raw), /^A[AER]$/);
  await w.settle();
  const messages = [...chineseMessages(), ...share(realPeople(), 3)];
  const secrets = secretsOf(messages);
  const plain = 'CN0';
  const found = await findIn(prisma, [...secrets, plain]);
  t.deepEqual(found.filter((one) => !one.endsWith(`: ${plain}`)), []);
  t.true(found.includes(`patient.number: ${plain}`), 'what is not sealed is found: the search reads the right columns');
  t.log({ messages: messages.length, secrets: secrets.length, patientsWithIdentity: await prisma.patient.count({ where: { sealedIdNumber: { not: null } } }), telephones: await prisma.patient.count({ where: { sealedPhone: { not: null } } }) });
  t.true((await prisma.patient.count({ where: { sealedAddress: { not: null } } })) > demoPatients.length, 'the search would otherwise prove nothing');
  const byCard = await prisma.patient.findMany({ where: { number: { startsWith: 'W-' } }, select: { id: true, canonicalId: true } });
  t.true(byCard.length > 0 && byCard.every(({ id, canonicalId }) => canonicalId !== id), 'the card alone led to the person it belongs to');
});
