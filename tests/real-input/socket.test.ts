/** Every real ORU message through the service's own socket: stored, answered, judged, told, nothing left over. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { defaultThresholdSet } from '../../services/clinical/critical-values/limits.ts';
import { resultsOf } from '../../services/clinical/critical-values/report.ts';
import { judge } from '../../services/clinical/critical-values/rules.ts';
import { messagesInFile } from '../../services/links/hl7/files.ts';
import { readMessage, reportsIn } from '../../services/links/hl7/read.ts';
import { world } from '../kit/world.ts';

const folder = join(import.meta.dirname, '../../../shared/data/hl7v2');
const present = existsSync(folder);

function reports(): Buffer[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(hl7|hl7v2|txt)$/.test(entry.name) && !/^(LICENSE|SOURCE)/.test(entry.name));
  const messages = files.map((entry) => join(entry.parentPath, entry.name)).toSorted().flatMap((file) => messagesInFile(readFileSync(file)));
  return messages.filter((raw) => /^(ORU|OUL)$/.test(readMessage(raw).header.type));
}

/** What a laboratory's flag alone would alert, for the explanation. */
function flagged(raw: Buffer): number {
  const [report] = reportsIn(readMessage(raw));
  if (report === undefined) return 0;
  const facts = { birthDate: null, sex: 'U', wardCode: null, departmentCode: null, traits: [] };
  return resultsOf(report, new Date(0), (slot) => slot).filter((result) => judge(result, facts, { alerts: [] }, defaultThresholdSet(), new Date(0)).kind === 'critical').length;
}

(present ? test : test.skip)('all real ORU and OUL messages: each answered as the reader decides, each result judged once, each critical one a value with its card', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const messages = reports();
  const answers: Record<string, number> = {};
  for (const raw of messages) {
    const answer = await w.sends(raw);
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  await w.settle();

  const outcomes = messages.map((raw) => readMessage(raw));
  const refused = outcomes.filter((outcome) => outcome.kind === 'refused').length;
  t.is(answers['AA'], messages.length - refused);
  const distinct = new Map(outcomes.map((outcome) => [`${outcome.key}#${outcome.digest}`, outcome]));
  t.is(await prisma.inboxMessage.count(), distinct.size, 'stored once each');
  const results = [...distinct.values()].reduce((sum, outcome) => sum + reportsIn(outcome).flatMap(({ orders }) => orders).reduce((all, order) => all + order.results.length, 0), 0);
  t.is(await prisma.judgedResult.count(), results, 'every result judged once');
  const criticals = await prisma.criticalValue.count();
  t.is(criticals, await prisma.judgedResult.count({ where: { outcome: 'critical' } }));
  t.is(await prisma.delivery.count({ where: { state: 'queued' } }), 0);
  t.log({ messages: messages.length, answers, results, criticals, aloneFlagged: messages.reduce((sum, raw) => sum + flagged(raw), 0) });
  t.true(criticals > 0);
});
