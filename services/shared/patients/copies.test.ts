/** Whatever the order, however often and in whatever parts messages come in: the same rows at the end. */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import type { Tx } from '../../core/db.ts';
import { createSeal } from '../../core/seal.ts';
import { messagesInFile } from '../../links/hl7/files.ts';
import { readMessage } from '../../links/hl7/read.ts';
import type { Said, Statement } from '../../links/statements/schema.ts';
import { type Arrived, patientCopies } from './copies.ts';
import { openIdentity } from './store.identity.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const seal = createSeal(Buffer.alloc(32, 1));
const copies = patientCopies(seal);
const now = new Date('2026-11-21T02:14:00Z');
const none = { tx: undefined as never, now, emit: () => undefined };

/** Everything the rows show, by numbers and without ids; `W-` numbers are ours and random. */
async function dump(tx: Tx): Promise<unknown> {
  const [patients, visits, moves, diagnoses] = [
    await tx.patient.findMany(), await tx.visit.findMany(),
    await tx.patientMove.findMany({ orderBy: [{ stamp: 'asc' }, { step: 'asc' }] }), await tx.visitDiagnosis.findMany({ orderBy: [{ type: 'asc' }, { place: 'asc' }] }),
  ];
  const nameOf = new Map(patients.map(({ id, number, idNumberIndex }) => [id, number.startsWith('W-') ? `card ${idNumberIndex}` : number]));
  const numberOf = new Map(visits.map(({ id, saidPatientId, number }) => [id, `${nameOf.get(saidPatientId ?? '')} ${number.replace(/^W-[^/]+/, 'ours')}`]));
  const people = await Promise.all(patients.map(async ({ id, name, sex, birthDate, allergies, feeCategory, stamps, mergedId, canonicalId }) => ({
    number: nameOf.get(id), name, sex, birthDate, allergies, feeCategory, stamps, merged: nameOf.get(mergedId ?? ''), person: nameOf.get(canonicalId ?? ''), identity: (await openIdentity(tx, seal, id)).known,
  })));
  return {
    people: sorted(people),
    visits: sorted(visits.map(({ id, patientId, saidPatientId: _said, number: _number, intoId, ...row }) => ({ key: numberOf.get(id), person: nameOf.get(patientId), into: numberOf.get(intoId ?? ''), ...row }))),
    moves: sorted(moves.map(({ id: _id, visitId, ...row }) => ({ visit: numberOf.get(visitId), ...row }))),
    diagnoses: sorted(diagnoses.map(({ visitId, ...row }) => ({ visit: numberOf.get(visitId), ...row }))),
  };
}

/** Names that stand in a circle and should not, or the other way round: none, whatever came and was taken back. */
async function noNameMisplaced(tx: Tx): Promise<void> {
  const should = `SELECT n.* FROM circle_names_of(ARRAY(SELECT id FROM visit)) n`;
  const [row] = await tx.$queryRawUnsafe<{ off: number }[]>(`SELECT count(*)::int AS off FROM ((SELECT * FROM circle_name EXCEPT ${should}) UNION ALL (${should} EXCEPT SELECT * FROM circle_name)) off`);
  if (row?.off !== 0) throw new Error(`${row?.off} names stand in a wrong circle`);
}

const sorted = <T>(rows: readonly T[]): T[] => rows.map((row) => [JSON.stringify(row), row] as const).toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);

/** One transaction, taken back in the end, so one test at a time: on a server two would wait for each other’s patients. Each way of telling starts from nothing. */
function within(database: TestDatabase['database'], body: (end: (parts: readonly (readonly Arrived[])[]) => Promise<unknown>) => Promise<void>): Promise<void> {
  const stop = new Error('taken back');
  return database.prisma.$transaction(async (tx) => {
    await body(async (parts) => {
      await tx.$executeRawUnsafe('SAVEPOINT way');
      for (const part of parts) await copies.settle({ ...none, tx }, part);
      const end = await dump(tx);
      await noNameMisplaced(tx);
      await tx.$executeRawUnsafe('ROLLBACK TO SAVEPOINT way');
      return end;
    });
    throw stop;
  }, { timeout: 280_000 }).catch((error: unknown) => { if (error !== stop) throw error; }) as Promise<void>;
}

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 8, minutes)).toISOString();
const arrived = (all: readonly Said[]): Arrived[] => all.map((said, at) => ({ arrival: `a${at}`, index: 0, said }));
const oneByOne = (all: readonly Arrived[]): Arrived[][] => all.map((one) => [one]);

function* permutations<T>(all: readonly T[]): Generator<T[]> {
  if (all.length < 2) return yield [...all];
  for (const [at, first] of all.entries()) for (const rest of permutations(all.toSpliced(at, 1))) yield [first, ...rest];
}

/* Messages about few people, wards and minutes, so that they meet. */
const minute = fc.integer({ min: 0, max: 9 }).map((at) => new Date(Date.UTC(2026, 10, 20, 8, at)).toISOString());
const ward = fc.constantFrom('CARD1', 'ICU1', 'NEPH1');
const perhaps = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const number = fc.constantFrom('P1', 'P2', 'P3');
const card = '11010519491231002X';
const patient = fc.record({
  ids: fc.oneof({ weight: 6, arbitrary: number.map((value) => [{ value, type: 'MR' }]) }, { weight: 1, arbitrary: fc.constant([]) }),
  name: perhaps(fc.constantFrom('张三', '李四')), sex: perhaps(fc.constantFrom('M', 'F')),
  identity: fc.record({ idNumber: perhaps(fc.constantFrom(card, null)), phone: perhaps(fc.constantFrom('13800138000', '13800138001', null)) }),
}).map((one) => (one.ids.length > 0 ? one : { ...one, identity: { ...one.identity, idNumber: card } }));
const visit = fc.record({
  number: perhaps(fc.constantFrom('V1', 'V2')), patientClass: perhaps(fc.constantFrom('I', 'O', 'E', 'P')), ward: perhaps(ward), bed: perhaps(fc.constantFrom('1', '2')), department: perhaps(fc.constantFrom('CARD', 'NEPH')),
  nurse: perhaps(fc.constantFrom({ number: '3001' }, { number: '3002' })), careLevel: perhaps(fc.constantFrom('一级', '特级', null)), daySurgery: perhaps(fc.boolean()), dischargedAt: perhaps(minute), plannedPlace: perhaps(fc.constantFrom({ ward: 'ICU1' }, null)),
});
const event = fc.constantFrom('admit', 'register', 'pre-admit', 'transfer', 'discharge', 'change-class', 'leave', 'return', 'update', 'cancel-admit', 'cancel-transfer', 'cancel-discharge', 'cancel-pre-admit');
const substance = fc.constantFrom('青霉素', '头孢', '花生');
const person = fc.record({ kind: fc.constant('person'), allergies: perhaps(fc.uniqueArray(substance.map((one) => ({ substance: one })), { maxLength: 2, selector: (one) => one.substance })), allergyChanges: perhaps(fc.tuple(fc.record({ substance, removed: fc.boolean() }))) });
const stay = fc.record({ kind: fc.constant('stay'), event, prior: perhaps(fc.record({ ward })), former: perhaps(fc.constantFrom(['V1'], ['V2'])) });
const diagnoses = fc.record({ kind: fc.constant('diagnoses'), partial: perhaps(fc.boolean()), all: fc.uniqueArray(fc.record({ name: fc.constantFrom('高血压', '肺炎'), type: perhaps(fc.constantFrom('A', 'W x')), rank: perhaps(fc.integer({ min: 1, max: 2 })), removed: perhaps(fc.boolean()) }), { minLength: 1, maxLength: 2, selector: ({ name, type }) => `${name}${type}` }) });
const merge = fc.record({ kind: fc.constant('merge'), gone: fc.tuple(number.map((value) => ({ value }))), undone: perhaps(fc.boolean()) });
const mention = fc.constant({ kind: 'report', orders: [] });
const statements = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(person, stay) }, { weight: 3, arbitrary: fc.tuple(mention) }, { weight: 2, arbitrary: fc.tuple(person, merge) },
  { weight: 2, arbitrary: fc.tuple(person, stay, diagnoses) }, { weight: 1, arbitrary: fc.tuple(diagnoses) }, { weight: 1, arbitrary: fc.tuple(person) },
);
const message = fc.record({ patient, visit: perhaps(visit), asOf: minute, sentAt: minute, statements, controlId: fc.integer({ min: 1, max: 12 }).map((at) => `M${at}`) }).map((one): Said => ({
  ...plain(one), sender: { application: 'HIS', facility: 'H' }, type: 'test', statements: plain<unknown>(one.statements) as Statement[], warnings: [],
}) as Said);

/** As JSON brings it: what is not said is not there. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

test.serial('property: messages about a few people, with merges, cancels and mentions, end the same in any order, any parts, and twice', async (t) => {
  t.timeout(280_000);
  await within(t.context.database, (end) => fc.assert(fc.asyncProperty(fc.array(message, { minLength: 2, maxLength: 7 }), fc.infiniteStream(fc.nat()), async (all, dice) => {
    const inOrder = arrived(all);
    const expected = await end(oneByOne(inOrder));
    const roll = () => dice.next().value ?? 0;
    const mixed = [...inOrder, ...inOrder.slice(0, 2)].map((one) => [roll(), one] as const).toSorted(([one], [other]) => one - other).map(([, one]) => one);
    const parts: Arrived[][] = [];
    for (const one of mixed) if (parts.length > 0 && roll() % 2 === 0) parts.at(-1)?.push(one); else parts.push([one]);
    t.deepEqual(await end(parts), expected);
  }), { numRuns: 25 }));
});

const said = (minutes: number, of: string, what: readonly object[], where?: object): Said => ({
  sender: { application: 'HIS', facility: 'H' }, controlId: `M${minutes}`, type: 'test', asOf: at(minutes), sentAt: at(minutes), patient: { ids: [{ value: of, type: 'MR' }], name: of }, statements: what as Statement[], warnings: [], ...(where && { visit: { number: 'V1', ...where } }),
});

test.serial('every permutation of a stay with a transfer taken back, a report and a merge', async (t) => {
  t.timeout(280_000);
  const stream = arrived([
    said(1, 'P1', [{ kind: 'person' }, { kind: 'stay', event: 'admit' }], { ward: 'CARD1', bed: '12', patientClass: 'I' }),
    said(2, 'P1', [{ kind: 'person' }, { kind: 'stay', event: 'transfer' }], { ward: 'ICU1', bed: '1' }),
    said(3, 'P1', [{ kind: 'person' }, { kind: 'stay', event: 'cancel-transfer' }], { ward: 'CARD1', bed: '12' }),
    said(4, 'P1', [{ kind: 'person' }, { kind: 'merge', gone: [{ value: 'P2' }] }]),
  ]);
  const mentioned = arrived([
    said(1, 'P2', [{ kind: 'report', orders: [] }], { number: 'V9', ward: 'ER' }),
    said(2, 'P1', [{ kind: 'person' }, { kind: 'stay', event: 'admit' }], { ward: 'CARD1' }),
    said(3, 'P1', [{ kind: 'person' }, { kind: 'merge', gone: [{ value: 'P2' }] }]),
    said(4, 'P1', [{ kind: 'person' }, { kind: 'merge', gone: [{ value: 'P2' }], undone: true }]),
  ]);
  const twoMentions = arrived([
    said(1, 'P1', [{ kind: 'report', orders: [] }], { number: 'V8', ward: 'ER' }),
    said(2, 'P1', [{ kind: 'report', orders: [] }], { number: 'V9', ward: 'ER' }),
    said(3, 'P1', [{ kind: 'person' }, { kind: 'stay', event: 'admit' }], { ward: 'CARD1' }),
  ]);
  await within(t.context.database, async (end) => {
    const expected = await end(oneByOne(stream));
    t.like(expected as { visits: object[] }, { visits: [{ wardCode: 'CARD1', bed: '12', counts: true, state: 'here' }] });
    for (const other of permutations(stream)) t.deepEqual(await end(oneByOne(other)), expected);
    const merged = await end(oneByOne(mentioned.slice(0, 3)));
    t.like(merged as { visits: object[] }, { visits: [{ person: 'P1', counts: true }, { person: 'P1', counts: false }] }, 'one person, and a report’s visit is none beside hers');
    const apart = await end(oneByOne(mentioned));
    t.like(apart as { visits: object[] }, { visits: [{ person: 'P1', counts: true }, { person: 'P2', counts: true }] });
    for (const [last, told] of [[merged, mentioned.slice(0, 3)], [apart, mentioned], [await end(oneByOne(twoMentions)), twoMentions]] as const) for (const other of permutations(told)) t.deepEqual(await end(oneByOne(other)), last);
  });
});

const folder = join(import.meta.dirname, '../../../../shared/data/hl7v2');
const real = existsSync(folder) ? test.serial : test.serial.skip;

real('real streams of patients end the same in sampled orders', async (t) => {
  t.timeout(280_000);
  const all = globSync(['**/*.hl7', '**/*.txt', '**/*.json'], { cwd: folder }).toSorted().flatMap((file) => messagesInFile(readFileSync(join(folder, file)))).flatMap((raw) => {
    const outcome = readMessage(raw);
    return outcome.kind === 'said' ? outcome.said.filter(({ patient: of, statements: told }) => of !== undefined && told.length > 0) : [];
  });
  const streams = [...Map.groupBy(all, ({ patient: of }) => of?.ids[0]?.value ?? '').values()].filter((stream) => stream.length > 2 && stream.length < 60).toSorted((one, other) => other.length - one.length).slice(0, 12);
  t.true(streams.length > 5);
  await within(t.context.database, async (end) => {
    for (const stream of streams) {
      const told = arrived(stream);
      const expected = await end(oneByOne(told));
      await fc.assert(fc.asyncProperty(fc.shuffledSubarray(told, { minLength: told.length }), async (other) => t.deepEqual(await end([other]), expected)), { numRuns: 4 });
      t.deepEqual(await end(oneByOne(told.toReversed())), expected);
    }
  });
  t.log({ patients: streams.length, messages: streams.flat().length });
});
