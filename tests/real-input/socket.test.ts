/** Every real message through the service's own socket, sent by a client that is not ours: stored, answered, judged, nothing left over. */
import test from 'ava';
import { defaultThresholdSet } from '../../services/clinical/critical-values/limits.ts';
import { resultsOf } from '../../services/clinical/critical-values/report.ts';
import { judge } from '../../services/clinical/critical-values/rules.ts';
import { readMessage, reportsIn, type Outcome } from '../../services/links/hl7/read.ts';
import { sendWithForeignClient } from '../kit/foreign-client.ts';
import { world } from '../kit/world.ts';
import { hl7Present, realHl7Messages } from './hl7-messages.ts';

/** What a laboratory's flag alone would alert, for the explanation. */
function flagged(outcome: Outcome): number {
  const [report] = reportsIn(outcome);
  if (report === undefined) return 0;
  const facts = { birthDate: null, sex: 'U', wardCode: null, departmentCode: null, traits: [] };
  return resultsOf(report, new Date(0), (slot) => slot).filter((result) => judge(result, facts, { alerts: [] }, defaultThresholdSet(), new Date(0)).kind === 'critical').length;
}

function answered(outcome: Outcome): { readonly code: string; readonly controlId: string } {
  return { code: outcome.kind === 'refused' ? outcome.refused.code : 'AA', controlId: outcome.header.controlId };
}

(hl7Present ? test : test.skip)('all real messages: each answered as the reader decides, each stored once, each result judged once, each critical one a value with its card', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const messages = realHl7Messages().map(({ raw }) => raw);
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
