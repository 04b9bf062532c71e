import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { type Emitted, type Message, aPatient, aboutOf, minuteOf, receiving, streams } from '../../../tests/kit/statements.ts';
import type { Charge, ClinicalOrder, Execution } from '../../links/statements/schema.ts';
import { applyCharge, applyExecution, applyOrder } from './index.ts';
import { chargeNumber, conditionOf, executionNumber, isActive, newsOf, orderNumber, standing } from './rules.ts';
import { findDone, findOrder, findOrders, orderRows } from './store.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = minuteOf(600);
type Told = ClinicalOrder | Execution | Charge;

function tell({ database }: TestDatabase, patientId: string, message: Message, told: Told, sender = 'QH'): Promise<Emitted[]> {
  const about = aboutOf(patientId, message, { sender: { application: 'HIS', facility: sender } });
  return receiving(database, now, (context) => {
    if (told.kind === 'order') return applyOrder(context, about, told);
    return told.kind === 'execution' ? applyExecution(context, about, told) : applyCharge(context, about, told);
  });
}

const order = (more: Partial<ClinicalOrder>): ClinicalOrder => ({ kind: 'order', number: 'O1', category: 'drug', ...more });
const at = (minute: number): string => minuteOf(minute).toISOString();
const message = (minute: number, controlId = `C${minute}`): Message => ({ minute, controlId });

const row = (more: object) => ({ ...(Object.fromEntries(['visitId', 'stopAt', 'state'].map((field) => [field, null])) as never as Parameters<typeof newsOf>[1]), ...more });

test('how an order stands, and what of it is news', (t) => {
  for (const [state, stopAt, stands] of [
    [null, null, 'ordered'],
    ['running', null, 'running'],
    ['running', now, 'stopped'],
    ['running', minuteOf(601), 'running'],
    ['completed', now, 'completed'],
    ['cancelled', null, 'cancelled'],
  ] as const) {
    t.is(standing({ state, stopAt }, now), stands);
    t.is(isActive({ state, stopAt }, now), stands === 'ordered' || stands === 'running');
  }
  for (const [before, after, news] of [
    [undefined, { state: 'ordered' }, 'ordered'],
    [undefined, { state: 'stopped' }, undefined],
    [undefined, { state: 'running', stopAt: now }, undefined],
    [{ state: 'running' }, { state: 'stopped' }, 'stopped'],
    [{ state: 'running' }, { state: 'running', stopAt: now }, 'stopped'],
    [{ state: 'running' }, { state: 'running', stopAt: minuteOf(601) }, undefined],
    [{ state: 'running' }, { state: 'completed' }, undefined],
    [{ state: 'cancelled' }, { state: 'stopped' }, undefined],
  ] as const) t.is(newsOf(before && row(before), row(after), now), news, JSON.stringify([before, after]));
});

test('words that say how ill somebody is; numbers where senders give none', (t) => {
  for (const [name, condition] of [['病危', 'critical'], ['报病重', 'serious'], ['下病危通知', 'critical'], ['停病危', undefined], ['解除病重', undefined], ['一级护理', undefined]] as const) t.is(conditionOf(name), condition, name);
  t.is(orderNumber(order({ number: undefined, filler: 'F9' })), 'F9');
  const nameless = order({ number: undefined, name: '氯化钾', startAt: at(1) });
  t.is(orderNumber(nameless), orderNumber({ ...nameless }));
  t.not(orderNumber(nameless), orderNumber({ ...nameless, startAt: at(2) }));
  t.is(executionNumber({ kind: 'execution', order: 'O1', state: 'given', at: at(3) }), `O1@${at(3)}`);
  t.not(chargeNumber({ kind: 'charge', name: '床位费', amount: '30', at: at(1) }), chargeNumber({ kind: 'charge', name: '床位费', amount: '30', at: at(2) }));
});

test('ordered, given, charged and stopped, in the wrong order: one order with all of it, told once', async (t) => {
  const { database } = t.context;
  const patient = await aPatient(database, 'ORD-1');
  const facts: Emitted[] = [];
  const say = async (minute: number, told: Told) => void facts.push(...(await tell(t.context, patient, message(minute), told)));
  await say(30, { kind: 'execution', order: 'O1', state: 'given', at: at(30), by: { number: '1004' } });
  await say(10, order({ name: '头孢曲松', term: 'long', dose: { amount: '2', unit: 'g' }, route: '静滴', frequency: 'qd', startAt: at(10), state: 'running', doctor: { number: '1001', name: '李静' }, group: 'G1' }));
  await say(40, { kind: 'charge', order: 'O1', number: 'F1', name: '头孢曲松', amount: '18.50', at: at(40) });
  await say(50, order({ state: 'stopped', stopAt: at(50), stoppedBy: { number: '1003' } }));
  await say(20, order({ state: 'running' }));
  await say(60, order({ number: 'O2', name: '病危', category: 'nursing', urgent: true, term: 'temporary', startAt: at(60) }));
  t.deepEqual(facts.map(({ name, data }) => [name, (data as { name?: string }).name, (data as { condition?: string }).condition]), [
    ['orders.ordered', '头孢曲松', undefined],
    ['orders.stopped', '头孢曲松', undefined],
    ['orders.ordered', '病危', 'critical'],
  ]);
  const find = (filters: Parameters<typeof findOrders>[2]) => database.prisma.$transaction(async (tx) => (await findOrders(tx, [patient], filters, now, { limit: 10, offset: 0 })).map(({ number }) => number));
  t.deepEqual(await find({}), ['O2', 'O1']);
  t.deepEqual(await find({ active: true }), ['O2']);
  t.deepEqual(await find({ active: false, term: 'long' }), ['O1']);
  t.deepEqual(await find({ category: 'drug', from: minuteOf(0), until: minuteOf(10) }), []);
  await database.prisma.$transaction(async (tx) => {
    const [found] = await findOrders(tx, [patient], { term: 'long' }, now, { limit: 1, offset: 0 });
    t.like(found, { state: 'stopped', dose: { amount: '2', unit: 'g' }, stoppedBy: { number: '1003' }, groupNumber: 'G1' });
    const done = await findDone(tx, [patient], found!);
    t.deepEqual([done.executions.map(({ state }) => state), done.charges.map(({ amount }) => amount)], [['given'], ['18.50']]);
  });
});

test('an order told under two numbers of one person is one, field by field; of two people two', async (t) => {
  const { database } = t.context;
  const [one, other] = [await aPatient(database, 'ORD-A'), await aPatient(database, 'ORD-B')];
  await tell(t.context, one, message(10), order({ name: '华法林', state: 'running', startAt: at(10) }));
  await tell(t.context, other, message(20), order({ state: 'stopped' }));
  await database.prisma.$transaction(async (tx) => {
    const page = { limit: 10, offset: 0 };
    t.deepEqual((await findOrders(tx, [one, other], {}, now, page)).map(({ name, state }) => [name, state]), [['华法林', 'stopped']]);
    t.deepEqual(await findOrders(tx, [one, other], { active: true }, now, page), [], 'a stopped order never shows as standing because of its older row');
    t.deepEqual((await findOrders(tx, [one], { active: true }, now, page)).map(({ state }) => state), ['running'], 'two people again');
    const [row] = await findOrders(tx, [other], {}, now, page);
    t.is((await findOrder(tx, [one, other], row!.id))?.name, '华法林');
    t.is(await findOrder(tx, [one], row!.id), undefined, 'not of this person');
  });
});

const word = fc.constantFrom('a', 'b', 'c');
const number = fc.constantFrom('1', '2');
const anOrder = fc.record({ kind: fc.constant('order' as const), number, category: fc.constantFrom('drug' as const, 'nursing' as const), name: word, state: fc.constantFrom('ordered' as const, 'running' as const, 'stopped' as const), stopAt: fc.option(fc.constantFrom(at(1), at(2)), { nil: null }), dose: fc.record({ amount: word, unit: word }), doctor: fc.record({ number: word, name: word }, { requiredKeys: [] }), urgent: fc.boolean() }, { requiredKeys: ['kind', 'category', 'number'] });
const anExecution = fc.record({ kind: fc.constant('execution' as const), order: number, state: fc.constantFrom('given' as const, 'refused' as const), at: fc.constantFrom(at(1), at(2)), note: word }, { requiredKeys: ['kind', 'order', 'state'] });
const aCharge = fc.record({ kind: fc.constant('charge' as const), number, amount: word, order: number }, { requiredKeys: ['kind', 'number'] });

test('property: orders, executions and charges in any order, with repeats, end in the same rows', async (t) => {
  const { database } = t.context;
  let run = 0;
  const rowsAfter = async (stream: readonly (Message & { readonly statement: Told })[]) => {
    const patient = await aPatient(database, `PROP-${run++}`);
    for (const { statement, ...sent } of stream) await tell(t.context, patient, sent, statement);
    const where = { where: { patientId: patient }, orderBy: { number: 'asc' as const } };
    const { prisma } = database;
    const rows = [await prisma.clinicalOrder.findMany(where), await prisma.orderExecution.findMany(where), await prisma.orderCharge.findMany(where)];
    return rows.map((all) => all.map(({ id: _id, patientId: _patient, ...row }) => row));
  };
  await fc.assert(fc.asyncProperty(streams<Told>(fc.oneof(anOrder, anExecution, aCharge)), async ({ sent, arrived }) => {
    t.deepEqual(await rowsAfter(arrived), await rowsAfter(sent));
  }), { numRuns: 12 });
});

test('many things told in one call: new and known ones together, each once', async (t) => {
  const { database } = t.context;
  const patientId = await aPatient(database, 'MANY');
  const { stamp } = aboutOf(patientId, message(1));
  const many = Array.from({ length: 40 }, (_none, place) => ({ key: { patientId, source: 'HIS', number: `N${String(place).padStart(2, '0')}` }, said: { name: `药${place}` }, stamp }));
  const first = await database.prisma.$transaction((tx) => orderRows.tell(tx, now, many));
  t.true(first.every(({ before }) => before === undefined));
  const again = await database.prisma.$transaction((tx) => orderRows.tell(tx, now, [...many, { ...many[0]!, said: { name: '改' }, stamp: `${stamp}z` }]));
  t.deepEqual(again.map(({ after }) => after.name), ['改', ...many.slice(1).map(({ said }) => said.name)]);
});
