import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { newId } from '../../core/ids.ts';
import { Failure } from '../../core/errors.ts';
import type { DirectorySource } from '../../links/his/port.ts';
import { readTold } from '../../links/his/schema.ts';
import { type HisLists, memorySource } from '../../links/his/simulator.ts';
import { settle } from './actions/settle.ts';
import { answerStopped, reviveSyncs, startSyncOf } from './actions/sync.ts';
import { leave } from './actions/leaving.ts';
import { systemActor } from '../../core/access.ts';
import { matters as mattersQuery } from './queries/sync.ts';
import { administrator, directoryService, hospitalOf, now } from './testing.ts';

const test = anyTest as TestFn<TestDatabase>;
test.beforeEach(async (t) => { t.context = await testDatabase(); });
test.afterEach.always((t) => t.context.dispose());

interface Row { number?: string; code?: string; name?: string; [column: string]: unknown }
const rowsOf = (lists: HisLists, list: keyof HisLists): Row[] => lists[list] as Row[];

async function open({ database }: TestDatabase, sources: readonly DirectorySource[]) {
  const service = await directoryService(database, sources);
  const { prisma } = database;
  const startSync = startSyncOf(sources.map(({ name }) => name));
  const state = async (id: string) => prisma.directorySync.findUniqueOrThrow({ where: { id } });
  const read = async (source: string) => {
    const { id } = await service.corridor.run(administrator, startSync, { source });
    await service.jobs.drain();
    return state(id);
  };
  const open = async () => (await service.corridor.ask(administrator, mattersQuery, {})).matters;
  return { service, prisma, startSync, read, state, matters: open, said: async () => (await open()).map(({ on, key, reason }) => `${on} ${key} ${reason}`).sort() };
}

/** Everything that stands after a reading, as the database has it, with the version of each row. */
async function everything({ prisma }: TestDatabase['database']): Promise<string> {
  const tables = ['department', 'ward', 'staff', 'medical_group', 'medical_group_member', 'staff_account', 'department_binding', 'directory_matter', 'fact', 'session'];
  const dumps = tables.map(async (table) => JSON.stringify(await prisma.$queryRawUnsafe(`SELECT xmin::text, t::text FROM "${table}" t ORDER BY 2`)));
  return (await Promise.all(dumps)).join('\n');
}

test('a whole hospital is read in batches; reading it again changes no row and tells no fact', async (t) => {
  const lists = hospitalOf(60, 1300);
  const { read, prisma, service } = await open(t.context, [memorySource(lists)]);
  const first = await read('his');
  const rows = Object.values(lists).flat().length;
  t.is(first.state, 'finished');
  t.like(first.counts, { told: rows, done: rows, added: rows, changed: 0, matters: 0 });
  t.deepEqual([await prisma.staff.count(), await prisma.department.count(), await prisma.directoryTold.count()], [1300, 60, 0]);
  const before = await everything(t.context.database);
  const second = await read('his');
  t.like(second.counts, { told: rows, added: 0, changed: 0, left: 0, matters: 0, same: rows });
  t.is(await everything(t.context.database), before);
  await service.stop();
});

test('killed between two pages and between two batches, another process goes on where it stood', async (t) => {
  const lists = hospitalOf(30, 1200);
  const whole = memorySource(lists, 'his', 200);
  const asked: (string | undefined)[] = [];
  let alive = 3;
  const dying: DirectorySource = { ...whole, page: async (cursor) => {
    if (alive-- <= 0) throw new Failure('the cable', 'transient');
    asked.push(cursor);
    return whole.page(cursor);
  } };
  const { service, startSync, prisma, state } = await open(t.context, [dying]);
  const { id } = await service.corridor.run(administrator, startSync, { source: 'his' });
  await service.jobs.drain();
  t.like(await state(id), { state: 'running', cursor: { phase: 'read', at: '600' } });
  t.like((await state(id)).counts, { told: 600 });
  await t.throwsAsync(service.corridor.run(administrator, startSync, { source: 'his' }), { message: 'directory.sync-running' });
  await service.stop();

  await prisma.$executeRaw`DELETE FROM pgboss.job`;
  const again = await open(t.context, [{ ...whole, page: async (cursor) => { asked.push(cursor); return whole.page(cursor); } }]);
  t.deepEqual(await again.service.corridor.run(systemActor, reviveSyncs, {}), { revived: 1 });
  await again.service.jobs.drain();
  t.like(await state(id), { state: 'finished' });
  t.is(asked.length, new Set(asked).size, 'no page was asked for twice');
  t.is(await prisma.staff.count(), 1200);
  t.is(await prisma.fact.count({ where: { name: 'directory.changed', subject: { startsWith: 'staff:' } } }), 1200);
  await again.service.stop();
});

test('what cannot be decided waits for a person and is neither guessed nor dropped', async (t) => {
  const lists = hospitalOf(12, 120);
  const { read, prisma, said, matters, service } = await open(t.context, [memorySource(lists)]);
  await read('his');
  const people = rowsOf(lists, 'staff');
  Object.assign(people[1] ?? {}, { name: '另一个人' });
  Object.assign(people[2] ?? {}, { department: 'NOWHERE' });
  Object.assign(people[3] ?? {}, { role: '护士长' });
  people.push({ ...people[4], title: '主任医师' });
  people.splice(5, 1);
  await read('his');
  t.deepEqual(await said(), ['staff S000001 name-differs', 'staff S000002 no-department', 'staff S000003 fields', 'staff S000004 told-twice', 'staff S000005 not-told']);
  t.like(await prisma.staff.findUnique({ where: { number: 'S000001' } }), { active: true });
  t.not((await prisma.staff.findUniqueOrThrow({ where: { number: 'S000001' } })).name, '另一个人');
  t.true((await prisma.staff.findUniqueOrThrow({ where: { number: 'S000005' } })).active, 'who vanished is not sent away');

  const idOf = async (key: string) => (await matters()).filter((matter) => matter.key === key).map(({ id }) => id);
  await service.corridor.run(administrator, settle, { ids: await idOf('S000001'), how: 'accept' });
  await service.corridor.run(administrator, settle, { ids: await idOf('S000005'), how: 'retire' });
  await t.throwsAsync(service.corridor.run(administrator, settle, { ids: await idOf('S000004'), how: 'ignore' }), { message: 'directory.reason-needed' });
  await t.throwsAsync(service.corridor.run(administrator, settle, { ids: await idOf('S000004'), how: 'retire' }), { message: 'directory.no-such-way' });
  await service.corridor.run(administrator, settle, { ids: await idOf('S000004'), how: 'ignore', reason: 'HIS 已报修' });
  t.like(await prisma.staff.findUnique({ where: { number: 'S000001' } }), { name: '另一个人' });
  t.like(await prisma.staff.findUnique({ where: { number: 'S000005' } }), { active: false });
  t.is(await prisma.fact.count({ where: { name: 'directory.left', subject: 'S000005' } }), 1);

  // Settled stays settled while the source says the same; mended closes itself.
  Object.assign(people[2] ?? {}, { department: 'D0002' });
  await read('his');
  t.deepEqual(await said(), ['staff S000003 fields']);
  t.is(await prisma.directoryMatter.count({ where: { state: 'settled', resolution: 'ignore：HIS 已报修' } }), 1);
  await service.stop();
});

test('a source that lacks half its people stops before anything is changed, and goes on when a person says so', async (t) => {
  const lists = hospitalOf(12, 200);
  const { read, prisma, said, state, service } = await open(t.context, [memorySource(lists)]);
  await read('his');
  rowsOf(lists, 'staff').splice(100, 100);
  Object.assign(rowsOf(lists, 'staff')[0] ?? {}, { title: '副主任医师' });
  const stopped = await read('his');
  t.like(stopped, { state: 'stopped', failure: 'too-many staff 200 100 0' });
  t.deepEqual(await said(), []);
  t.is(await prisma.staff.count({ where: { title: '副主任医师' } }), 0);
  await service.corridor.run(administrator, answerStopped, { id: stopped.id, goOn: true });
  await service.jobs.drain();
  t.is((await state(stopped.id)).state, 'finished');
  t.is((await said()).length, 50, 'the first page of a hundred questions');
  t.is(await prisma.directoryMatter.count({ where: { state: 'open', kind: 'vanished' } }), 100);
  t.is(await prisma.staff.count({ where: { active: true } }), 200);
  await service.stop();
});

test('HIS says that somebody left: at once, with every session; said of many, it stops and asks', async (t) => {
  const lists = hospitalOf(12, 200);
  const { read, prisma, service } = await open(t.context, [memorySource(lists)]);
  await read('his');
  await prisma.session.create({ data: { id: newId(), staff: 'S000007', terminal: 'desk', createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 3_600_000) } });
  Object.assign(rowsOf(lists, 'staff')[7] ?? {}, { active: false });
  t.like((await read('his')).counts, { left: 1 });
  t.like(await prisma.staff.findUnique({ where: { number: 'S000007' } }), { active: false });
  t.is(await prisma.session.count({ where: { staff: 'S000007', endedAt: null } }), 0);
  t.is(await prisma.fact.count({ where: { name: 'directory.left', subject: 'S000007' } }), 1);
  for (const person of rowsOf(lists, 'staff').slice(20, 40)) Object.assign(person, { active: false });
  t.like(await read('his'), { state: 'stopped', failure: 'too-many staff 199 0 20' });
  t.is(await prisma.staff.count({ where: { active: false } }), 1);
  await service.stop();
});

function addressBook(rows: readonly { user: string; name: string; staffNumber: string }[]): DirectorySource {
  const told = rows.map((row) => readTold('account', { platform: 'dingtalk', corp: 'c1', departments: [], ...row }, row.user));
  const binding = readTold('binding', { platform: 'dingtalk', corp: 'c1', external: '7', name: '科室3' }, '7');
  return { name: 'dingtalk:c1', kinds: ['account', 'binding'], page: async () => ({ rows: [binding, ...told], next: undefined }) };
}

test('accounts are matched by staff number alone; everything else is asked, bound by a person, and asked no more', async (t) => {
  const lists = hospitalOf(12, 20);
  const names = rowsOf(lists, 'staff').map(({ name }) => String(name));
  const book = [
    { user: 'Fine', name: names[0] ?? '', staffNumber: 'S000000' },
    { user: 'nobody', name: '路人', staffNumber: '' },
    { user: 'unknown', name: '路人', staffNumber: 'X9' },
    { user: 'wrong', name: '路人', staffNumber: 'S000001' },
    { user: 'a', name: names[2] ?? '', staffNumber: 'S000002' },
    { user: 'b', name: names[2] ?? '', staffNumber: 'S000002' },
  ];
  const { read, prisma, said, matters, service } = await open(t.context, [memorySource(lists), addressBook(book)]);
  await read('his');
  await read('dingtalk:c1');
  t.deepEqual(await said(), ['account a number-twice', 'account b number-twice', 'account nobody no-number', 'account unknown unknown-number', 'account wrong name-differs', 'binding 7 not-bound']);
  t.deepEqual((await prisma.staffAccount.findMany({ select: { user: true, staffNumber: true } })), [{ user: 'Fine', staffNumber: 'S000000' }]);

  const of = async (key: string) => (await matters()).filter((matter) => matter.key === key).map(({ id }) => id);
  await t.throwsAsync(service.corridor.run(administrator, settle, { ids: await of('nobody'), how: 'bind', to: 'X1' }), { message: 'directory.no-person' });
  await service.corridor.run(administrator, settle, { ids: await of('nobody'), how: 'bind', to: 'S000009' });
  await service.corridor.run(administrator, settle, { ids: await of('a'), how: 'accept' });
  // The department of the same name was suggested; a person says yes.
  await service.corridor.run(administrator, settle, { ids: await of('7'), how: 'bind' });
  t.like(await prisma.departmentBinding.findFirst(), { external: '7', departmentCode: 'D0003' });
  await read('dingtalk:c1');
  t.deepEqual(await said(), ['account b number-twice', 'account unknown unknown-number', 'account wrong name-differs']);
  const before = await everything(t.context.database);
  await read('dingtalk:c1');
  t.is(await everything(t.context.database), before);

  await service.corridor.run(administrator, leave, { number: 'S000000' });
  await read('dingtalk:c1');
  t.true((await said()).includes('account fine left-here'));
  await service.stop();
});
