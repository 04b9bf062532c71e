import test from 'ava';
import { assert, json, property } from 'fast-check';
import { said } from '../../statements/schema.ts';
import { type FactsMessage, statementKinds } from '../schema.facts.ts';
import { factsExamples } from './examples.ts';
import { storedFacts } from '../format.ts';
import { readFacts, readStoredFacts } from './read.ts';

const now = new Date('2026-11-21T02:20:00Z');
const read = (raw: unknown) => readFacts(raw, { client: 'his', now, place: ['messages', 3] });
const problems = (raw: unknown): string[] => {
  const outcome = read(raw);
  return outcome.kind === 'said' ? [] : outcome.problems.map(({ code, path }) => `${code} ${path}`);
};
const { report, order, stay, session } = factsExamples;

for (const kind of statementKinds) {
  test(`${kind}: the example says what modules read`, (t) => {
    const outcome = read(factsExamples[kind]);
    if (outcome.kind === 'refused') return t.fail(JSON.stringify(outcome.problems));
    t.deepEqual(said.parse(outcome.said), outcome.said);
    t.deepEqual([outcome.said.sender, outcome.said.statements.map((one) => one.kind)], [{ application: 'his', facility: '' }, [kind]]);
    return t.is(outcome.said.asOf, outcome.said.sentAt);
  });
}

/** What is done to an example, what it is told. */
const broken: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['no object', 'x', ['facts.not-an-object $.messages[3]']],
  ['an array', [], ['facts.not-an-object $.messages[3]']],
  ['a field of ours', { ...order, sender: 'x' }, ['facts.unknown-field $.messages[3].sender']],
  ['a misspelt optional field', { ...order, patient: { ...order.patient, birthdate: '1957' } }, ['facts.unknown-field $.messages[3].patient.birthdate']],
  ['a misspelt field deep down', { ...report, statements: [{ kind: 'report', orders: [{ code: { id: 'K' }, filler: 'F', results: [{ code: { id: 'K', txt: '钾' }, value: { kind: 'text', text: '7' } }] }] }] }, ['facts.unknown-field $.messages[3].statements[0].orders[0].results[0].code.txt']],
  ['an own __proto__', JSON.parse(`{"__proto__":{},${JSON.stringify(session).slice(1)}`), ['facts.unknown-field $.messages[3].__proto__']],
  ['no control id', { ...order, controlId: undefined }, ['facts.missing-field $.messages[3].controlId']],
  ['no statement', { ...order, statements: [] }, ['facts.too-short $.messages[3].statements']],
  ['a statement nobody knows', { ...order, statements: [{ kind: 'prescription' }] }, ['facts.bad-choice $.messages[3].statements[0].kind']],
  ['a value nobody knows', { ...report, statements: [{ kind: 'report', orders: [{ code: { id: 'K' }, filler: 'F', results: [{ code: { id: 'K' }, value: { kind: 'numeric', number: 7 } }] }] }] }, ['facts.bad-kind $.messages[3].statements[0].orders[0].results[0].value.kind']],
  ['a word that is no choice', { ...stay, statements: [{ kind: 'stay', event: 'move' }] }, ['facts.bad-choice $.messages[3].statements[0].event']],
  ['a number for text', { ...stay, patient: { ids: [{ value: 1 }] } }, ['facts.bad-type $.messages[3].patient.ids[0].value']],
  ['a time of the hospital', { ...order, sentAt: '2026-11-21T10:14:00+08:00' }, ['facts.bad-time $.messages[3].sentAt']],
  ['a time ahead', { ...order, asOf: '2026-11-23T02:14:00Z' }, ['facts.time-ahead $.messages[3].asOf']],
  ['nobody', { ...order, patient: undefined }, ['facts.patient-missing $.messages[3].patient']],
  ['somebody without a number', { ...order, patient: { ids: [], name: '王建军' } }, ['facts.patient-nameless $.messages[3].patient.ids']],
  ['a stay without a visit', { ...stay, visit: undefined }, ['facts.visit-missing $.messages[3].visit']],
  ['an order without a number', { ...order, statements: [{ kind: 'order', category: 'drug' }] }, ['facts.number-missing $.messages[3].statements[0].number']],
  ['a diagnosis without code and name', { ...report, statements: [{ kind: 'diagnoses', all: [{ code: 'I10' }, { rank: 2 }] }] }, ['facts.diagnosis-nameless $.messages[3].statements[0].all[1]']],
  ['a report without a number', { ...report, statements: [{ kind: 'report', orders: [{ code: {}, results: [{ code: {}, value: { kind: 'none', text: '' } }] }] }] }, ['facts.missing-field $.messages[3].statements[0].orders[0].filler', 'facts.item-missing $.messages[3].statements[0].orders[0].results[0].code']],
  ['a NUL', { ...order, type: 'a\0b' }, ['facts.bad-text $.messages[3].type']],
  ['half a surrogate', { ...order, patient: { ...order.patient, name: '\ud800' } }, ['facts.bad-text $.messages[3].patient.name']],
  ['two mistakes', { ...order, sentAt: 'now', statements: [{ kind: 'order', category: 'x' }] }, ['facts.bad-time $.messages[3].sentAt', 'facts.bad-choice $.messages[3].statements[0].category']],
];

for (const [what, raw, told] of broken) {
  // As it comes over the wire: nothing is `undefined` there.
  test(`${what}: refused, with its place`, (t) => t.deepEqual(problems(typeof raw === 'object' ? JSON.parse(JSON.stringify(raw)) : raw), [...told]));
}

test('sentences are Chinese and say what to do', (t) => {
  for (const [, raw] of broken) {
    const outcome = read(JSON.parse(JSON.stringify(raw)));
    if (outcome.kind === 'said') return t.fail();
    for (const { message } of outcome.problems) t.regex(message, /[\u4e00-\u9fff].*[。）]$/, message);
    t.false(outcome.problems.some(({ message }) => /[{}]/.test(message)));
  }
  return undefined;
});

const results = (message: FactsMessage, client = 'lis') => {
  const outcome = readFacts(message, { client, now, place: [] });
  const [first] = outcome.kind === 'said' ? outcome.said.statements : [];
  return first?.kind === 'report' ? first.orders.flatMap((each) => each.results) : [];
};

test('the same measurement has the same slot in every version; a corrected one replaces it; of another patient or client it is another', (t) => {
  const again = structuredClone(report) as FactsMessage & { controlId: string };
  const [statement] = again.statements;
  if (statement?.kind !== 'report') return t.fail();
  statement.orders[0]?.results.push({ ...statement.orders[0].results[0]!, status: 'C' });
  const [first] = results(report);
  const [same, second] = results(again);
  t.is(first?.slot, same?.slot);
  t.is(first?.correctionOf, undefined);
  t.is(second?.slot, `${first?.slot}#2`);
  t.is(second?.correctionOf, second?.slot);
  t.not(results({ ...report, patient: { ids: [{ value: 'P9' }] } })[0]?.slot, first?.slot);
  return t.not(results(report, 'lis2')[0]?.slot, first?.slot);
});

test('whatever comes: an outcome, and never a throw', (t) => {
  assert(property(json({ maxDepth: 40 }), (text) => ['said', 'refused'].includes(read(JSON.parse(text)).kind)), { numRuns: 300 });
  const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  t.is(read({ ...order, deep }).kind, 'refused');
});

test('what was kept is read again as the same, and a refused one with its reason', (t) => {
  const outcome = read(order);
  t.deepEqual(readStoredFacts(storedFacts('his', JSON.stringify(order)), now), outcome.kind === 'said' ? [outcome.said] : []);
  t.deepEqual(readStoredFacts(storedFacts('his', '{}'), now), { reason: 'facts.missing-field' });
  t.deepEqual(readStoredFacts(storedFacts('his', ''), now), { reason: 'facts.not-an-object' });
});
