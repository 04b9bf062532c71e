/** Numbers that are one operation: joined by messages, parted and joined again by a person, in any order to the same end. */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { type Emitted, type Message, aPatient, aboutOf, minuteOf, receiving } from '../../../tests/kit/statements.ts';
import { newId } from '../../core/ids.ts';
import type { Operation } from '../../links/statements/schema.ts';
import { partJoin, rejoin } from './actions.joins.ts';
import { applyOperation } from './index.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = minuteOf(600);
const at = (minute: number): string => minuteOf(minute).toISOString();
const message = (minute: number, controlId = `C${minute}`): Message => ({ minute, controlId });

function tell({ database }: TestDatabase, patientId: string, sent: Message, told: Operation, facility: string, application: string): Promise<Emitted[]> {
  return receiving(database, now, (context) => applyOperation(context, aboutOf(patientId, sent, { sender: { application, facility } }), told));
}

/** Grants that are open: whose, until when. */
async function openGrants({ database }: TestDatabase, patientId: string): Promise<string[]> {
  const rows = await database.prisma.accessGrant.findMany({ where: { target: patientId, revokedAt: null, until: { gt: now } } });
  return rows.map(({ kind, staffNumber, until }) => `${kind} ${staffNumber} ${until.toISOString()}`).toSorted();
}

const ordered = (more: Partial<Operation>): Operation => ({ kind: 'operation', number: 'NR-HIS', ...more });
/** The order with its filler's number, the theatre's list by its own number and the order's, and what each says of its number alone. */
const underNumbers = (at: (minute: number) => string): readonly (readonly [application: string, minute: number, told: Operation])[] => [
  ['HIS', 10, ordered({ name: '胆囊切除术', department: 'GSUR', urgent: true, state: 'requested' })],
  ['HIS', 20, ordered({ aliases: ['NR-FILL'], name: '腹腔镜胆囊切除术' })],
  ['ORIS', 30, ordered({ number: 'NR-OR', room: '3', sequence: 2, plannedFrom: at(900), surgeon: { number: '2001' }, state: 'planned' })],
  ['ORIS', 40, ordered({ aliases: ['NR-OR'], plannedFrom: at(930) })],
  ['ORIS', 50, ordered({ number: 'NR-OR', startedAt: at(940), state: 'running' })],
];

test('told under the order’s number and the theatre’s own, an operation is one row, in any order', async (t) => {
  const { database } = t.context;
  const ends = new Set<string>();
  let count = 0;
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (order) => {
    const tag = `N${++count}`;
    const [patient, other] = [await aPatient(database, `${tag}-1`), await aPatient(database, `${tag}-2`)];
    await tell(t.context, other, message(5, `${tag}-other`), ordered({ number: 'NR-OR', state: 'planned', plannedFrom: at(800) }), tag, 'ELSEWHERE');
    for (const place of order) {
      const [application, minute, told] = underNumbers(at)[place] ?? ['', 0, ordered({})];
      await tell(t.context, patient, message(minute, `${tag}-${minute}`), told, tag, application);
    }
    const rows = await database.prisma.operation.findMany({ where: { patientId: patient } });
    ends.add(JSON.stringify(rows.map(({ id: _id, patientId: _patient, stamps: _stamps, source, ...row }) => ({ ...row, source: source.replace(tag, '') }))));
    t.is(await database.prisma.operation.count({ where: { patientId: other } }), 1, 'another patient’s operation of the same number is another');
    t.deepEqual((await openGrants(t.context, patient)).map((grant) => grant.split(' ')[1]), ['2001']);
  }), { numRuns: 12, endOnFailure: true });
  t.is(ends.size, 1, [...ends].join('\n'));
  const [row, ...more] = JSON.parse([...ends][0] ?? '[]') as object[];
  t.like(row, { number: 'NR-HIS', source: 'HIS@', name: '腹腔镜胆囊切除术', room: '3', state: 'running', urgent: true });
  t.is(more.length, 0);
});

/** A wrong word of HIS names two of its own operations together; the theatre's list names one of them by its own number. */
const wronglyJoined = (at: (minute: number) => string): readonly (readonly [application: string, minute: number, told: Operation, whose: 'her' | 'him'])[] => [
  ['HIS', 10, ordered({ number: 'PA-1', name: '胆囊切除术', department: 'GSUR', state: 'requested' }), 'her'],
  ['HIS', 12, ordered({ number: 'PA-2', name: '阑尾切除术', department: 'GSUR', plannedFrom: at(800), room: '5', surgeon: { number: '2005' }, state: 'planned' }), 'him'],
  ['HIS', 20, ordered({ number: 'PA-1', aliases: ['PA-2'], urgent: true }), 'her'],
  ['HIS', 25, ordered({ number: 'PA-2', state: 'in-theatre', startedAt: at(801) }), 'him'],
  ['ORIS', 30, ordered({ number: 'OR-1', aliases: ['PA-1'], room: '3', plannedFrom: at(900), surgeon: { number: '2001' }, state: 'planned' }), 'her'],
  ['HIS', 40, ordered({ number: 'PA-1', aliases: ['PA-2'], level: '三级' }), 'her'],
];

interface Run {
  readonly t: TestDatabase;
  readonly tag: string;
  readonly id: Readonly<Record<'her' | 'him', string>>;
}

async function aRun(t: TestDatabase, tag: string): Promise<Run> {
  return { t, tag, id: { her: await aPatient(t.database, `${tag}-1`), him: await aPatient(t.database, `${tag}-2`) } };
}

/** Without `wrong` as if HIS had never named the two together. */
async function says({ t, tag, id }: Run, place: number, wrong = true): Promise<void> {
  const [application, minute, told, whose] = wronglyJoined(at)[place]!;
  const { aliases, ...alone } = told;
  await tell(t, id[whose], message(minute), wrong || application !== 'HIS' ? { ...alone, ...(aliases && { aliases }) } : alone, tag, application);
}

const theWrong = ({ t: { database }, tag }: Run) => database.prisma.operationJoin.findFirst({ where: { source: `HIS@${tag}`, number: 'PA-1', otherNumber: 'PA-2' } });
async function decides(run: Run, act: typeof partJoin): Promise<boolean> {
  const join = await theWrong(run);
  if (join === null) return false;
  await receiving(run.t.database, now, async (context) => void (await act.body(context, { id: join.id, reason: '申请号写错了' })));
  return true;
}

async function rowsOf({ t, tag, id }: Run): Promise<unknown> {
  const rows = await t.database.prisma.operation.findMany({ where: { source: { endsWith: `@${tag}` } } });
  const plain = rows.map(({ id: _id, ...row }) => JSON.parse(JSON.stringify(row).replaceAll(tag, '').replaceAll(id.her, 'her').replaceAll(id.him, 'him')) as { number: string });
  return { rows: plain.toSorted((one, other) => (one.number < other.number ? -1 : 1)), her: await openGrants(t, id.her), him: await openGrants(t, id.him) };
}

test('property: parted at any time, two operations that a wrong word joined are what they would be had it never been told; joined again, what they would be had nobody parted them', async (t) => {
  let count = 0;
  const run = async (): Promise<Run> => aRun(t.context, `P${++count}`);
  const [right, joined] = [await run(), await run()];
  for (const place of wronglyJoined(at).keys()) {
    await says(right, place, false);
    await says(joined, place);
  }
  const [apart, together] = [await rowsOf(right), await rowsOf(joined)];
  t.like(apart, { rows: { length: 2, 0: { number: 'PA-1', urgent: true, room: '3', patientId: 'her' }, 1: { number: 'PA-2', name: '阑尾切除术', room: '5', patientId: 'him' } } });
  t.like(together, { rows: { length: 1 } });
  const all = [...wronglyJoined(at).keys()];
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }), fc.nat(all.length * 2), async (order, when) => {
    const told = await run();
    let isParted = false;
    for (const [turn, place] of order.entries()) {
      if (turn >= when && !isParted) isParted = await decides(told, partJoin);
      await says(told, place);
    }
    if (!isParted) await decides(told, partJoin);
    t.deepEqual(await rowsOf(told), apart);
    await decides(told, rejoin);
    t.deepEqual(await rowsOf(told), together);
  }), { numRuns: 12, endOnFailure: true });
});

test('parted twice, joined again twice, and held by a third number: each is said', async (t) => {
  const { database } = t.context;
  const told = await aRun(t.context, 'TRI');
  for (const place of [0, 1, 2]) await says(told, place);
  await tell(t.context, told.id.her, message(50, 'TRI-50'), ordered({ number: 'PA-3', aliases: ['PA-1', 'PA-2'] }), 'TRI', 'HIS');
  const id = (await theWrong(told))!.id;
  const act = async (which: typeof partJoin, of = id) => {
    let done: { apart: boolean } | undefined;
    await receiving(database, now, async (context) => { done = await which.body(context, { id: of, reason: '申请号写错了' }); });
    return done;
  };
  await t.throwsAsync(act(rejoin), { message: 'theatre.joined-already' });
  t.deepEqual(await act(partJoin), { apart: false }, 'PA-3 names both');
  await t.throwsAsync(act(partJoin), { message: 'theatre.parted-already' });
  await t.throwsAsync(act(partJoin, newId()), { message: 'core.not-found' });
  const through = await database.prisma.operationJoin.findFirstOrThrow({ where: { source: 'HIS@TRI', number: 'PA-2', otherNumber: 'PA-3' } });
  t.deepEqual(await act(partJoin, through.id), { apart: true });
  t.is(await database.prisma.operation.count({ where: { source: 'HIS@TRI' } }), 2);
  t.deepEqual(await act(rejoin), { apart: false });
  t.is(await database.prisma.operation.count({ where: { source: 'HIS@TRI' } }), 1);
});
