/** Whoever owns the database server changes it as they please; the chain and its anchors tell. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreignKeyring, rotatedKeyring, testKeyring, testTrail } from '../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../tests/kit/database.ts';
import { linkActor } from './access.ts';
import { anchorsInFile, dropAnchor, noteAnchor } from './audit-anchors.ts';
import { planArchive, proveArchive, takeArchived, writeArchive } from './audit-archive.ts';
import { laneOf } from './audit-chain.ts';
import { createAuditTrail } from './audit.ts';
import { type VerifyOptions, verifyAudit } from './audit-verify.ts';
import { newId } from './ids.ts';

interface Context extends TestDatabase {
  readonly folder: string;
}
const test = anyTest as TestFn<Context>;
const people = ['a', 'b', 'c'].map((id) => linkActor(id));
const lane = laneOf('link:a');
const at = (minutes: number) => new Date(Date.parse('2026-11-21T02:00:00Z') + minutes * 60_000);

test.beforeEach(async (t) => {
  const base = await testDatabase();
  t.context = { ...base, folder: await mkdtemp(join(tmpdir(), 'wardline-audit-')) };
});
test.afterEach.always(async (t) => {
  await t.context.dispose();
  await rm(t.context.folder, { recursive: true, force: true });
});

type T = ExecutionContext<Context>;

/** Ten rows each for three people, a minute apart. */
async function write({ context: { database } }: T, from = 0, rows = 10): Promise<void> {
  for (let n = from; n < from + rows; n++) {
    for (const person of people) await testTrail.write(database.prisma, at(n), person, { act: 'bell.look', subject: `row ${n}`, outcome: 'allowed', reason: 'link' });
  }
}

async function anchor({ context: { database, folder } }: T, minutes: number): Promise<void> {
  await noteAnchor(join(folder, 'anchors.log'), await database.prisma.$transaction((tx) => dropAnchor(tx, testKeyring, at(minutes))));
}

/** As somebody who may do everything on the database server. */
async function tamper({ context: { database } }: T, ...statements: string[]): Promise<void> {
  const tables = ['audit', 'audit_lane'];
  for (const table of tables) await database.prisma.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const statement of statements) await database.prisma.$executeRawUnsafe(statement);
  for (const table of tables) await database.prisma.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

async function verdict({ context: { database, folder } }: T, more: Partial<VerifyOptions> = {}) {
  return verifyAudit({ prisma: database.prisma, keys: testKeyring, outside: await anchorsInFile(join(folder, 'anchors.log')), ...more });
}

test('rows as they were written, also while more are written', async (t) => {
  await write(t);
  await anchor(t, 10);
  const told: [number, number][] = [];
  const [found] = await Promise.all([verdict(t, { onProgress: (done, total) => void told.push([done, total]) }), write(t, 10, 3)]);
  t.deepEqual(found.broken, []);
  t.true(found.rows >= 30);
  t.is(found.anchors, 2, 'inside and outside');
  t.true(told.length > 0 && told.every(([done, total]) => done <= total));
  t.deepEqual((await verdict(t)).rows, 39);
});

test('a row that says something else now', async (t) => {
  await write(t);
  const columns: [string, string][] = [['act', "'bell.ring'"], ['actor', "'staff:1'"], ['patients', `ARRAY['${newId()}'::uuid]`], ['at', "at - interval '1 hour'"], ['outcome', "'refused'"], ['reason', 'NULL'], ['address', "'10.0.0.1'"], ['admin_role', "'audit'"]];
  for (const [column, value] of columns) {
    await tamper(t, `CREATE TABLE kept AS SELECT * FROM audit WHERE lane = ${lane} AND seq = 4`, `UPDATE audit SET ${column} = ${value} WHERE lane = ${lane} AND seq = 4`);
    const { broken } = await verdict(t);
    t.like(broken[0], { what: 'changed', lane, seq: '4' }, column);
    t.is(broken.length, 1);
    t.regex(broken[0]?.id ?? '', /^\d+$/);
    await tamper(t, `UPDATE audit SET ${column} = kept.${column} FROM kept WHERE audit.id = kept.id`, 'DROP TABLE kept');
  }
  t.deepEqual((await verdict(t)).broken, []);
});

test('a row taken out, with and without closing the gap', async (t) => {
  await write(t);
  await tamper(t, `DELETE FROM audit WHERE lane = ${lane} AND seq = 4`);
  t.like((await verdict(t)).broken[0], { what: 'missing', lane, seq: '4' });
  await tamper(t, `UPDATE audit SET seq = -seq WHERE lane = ${lane} AND seq > 4`, `UPDATE audit SET seq = -seq - 1 WHERE lane = ${lane} AND seq < 0`, `UPDATE audit_lane SET seq = 9 WHERE lane = ${lane}`);
  t.like((await verdict(t)).broken[0], { what: 'moved', lane, seq: '4' }, 'closing the gap needs the key');
});

test('two rows in each other’s place', async (t) => {
  await write(t);
  await tamper(t, `UPDATE audit SET seq = -4 WHERE lane = ${lane} AND seq = 4`, `UPDATE audit SET seq = 4 WHERE lane = ${lane} AND seq = 7`, `UPDATE audit SET seq = 7 WHERE lane = ${lane} AND seq = -4`);
  t.like((await verdict(t)).broken[0], { what: 'moved', lane, seq: '4' });
});

test('a row put in: made up, copied, or without a place', async (t) => {
  await write(t);
  const columns = 'at, actor, act, subject, outcome, reason, door, lane, mac, patients';
  await tamper(t, `INSERT INTO audit (${columns}, seq, hash) SELECT ${columns.replace('subject', "'made up'")}, 11, hash FROM audit WHERE lane = ${lane} AND seq = 10`);
  t.like((await verdict(t)).broken[0], { what: 'changed', lane, seq: '11' });
  await tamper(t, `DELETE FROM audit WHERE seq = 11`, `INSERT INTO audit (${columns}, seq, hash) SELECT ${columns}, 11, hash FROM audit WHERE lane = ${lane} AND seq = 10`);
  t.like((await verdict(t)).broken[0], { what: 'moved', lane, seq: '11' });
  await tamper(t, `DELETE FROM audit WHERE seq = 11`, 'ALTER TABLE audit DROP CONSTRAINT audit_is_chained', `INSERT INTO audit (at, actor, act, outcome, door, patients) VALUES (now(), 'staff:1', 'x', 'allowed', 'http', '{}')`);
  t.like((await verdict(t)).broken[0], { what: 'unchained', lane: null });
});

test('the end cut off: the lane knows, and when that is cut too, an anchor', async (t) => {
  await write(t);
  await anchor(t, 10);
  await tamper(t, `DELETE FROM audit WHERE lane = ${lane} AND seq > 8`);
  t.like((await verdict(t)).broken[0], { what: 'cut-off', lane, seq: '9' });
  await tamper(t, `UPDATE audit_lane SET seq = 8, hash = (SELECT hash FROM audit WHERE lane = ${lane} AND seq = 8) WHERE lane = ${lane}`);
  t.like((await verdict(t)).broken[0], { what: 'cut-off', lane, seq: '9', at: at(10) });
  await tamper(t, `DELETE FROM audit WHERE lane = ${lane}`, `DELETE FROM audit_lane WHERE lane = ${lane}`);
  t.like((await verdict(t)).broken[0], { what: 'cut-off', lane, seq: '1' }, 'the whole lane');
});

test('an older copy of the database put back: the anchors outside tell', async (t) => {
  await write(t, 0, 5);
  await anchor(t, 5);
  await tamper(t, 'CREATE TABLE copy_audit AS SELECT * FROM audit', 'CREATE TABLE copy_lane AS SELECT * FROM audit_lane', 'CREATE TABLE copy_anchor AS SELECT * FROM audit_anchor');
  await write(t, 5, 5);
  await anchor(t, 10);
  await tamper(t, 'DELETE FROM audit', 'INSERT INTO audit SELECT * FROM copy_audit', 'DELETE FROM audit_lane', 'INSERT INTO audit_lane SELECT * FROM copy_lane', 'DELETE FROM audit_anchor', 'INSERT INTO audit_anchor SELECT * FROM copy_anchor');
  t.deepEqual((await verifyAudit({ prisma: t.context.database.prisma, keys: testKeyring })).broken, [], 'the copy is whole in itself');
  t.like((await verdict(t)).broken[0], { what: 'cut-off', at: at(10) });
  // Work goes on upon the copy: longer than the anchor, but not the rows it saw.
  await write(t, 20, 10);
  t.is((await verdict(t)).broken[0]?.what, 'not-as-anchored');
});

test('anchors changed, taken out, or made up', async (t) => {
  const path = join(t.context.folder, 'anchors.log');
  await write(t, 0, 2);
  for (const minutes of [1, 2, 3]) await anchor(t, minutes);
  t.deepEqual((await verdict(t)).broken, []);
  await t.context.database.prisma.$executeRawUnsafe('CREATE TABLE kept AS SELECT * FROM audit_anchor');
  await t.context.database.prisma.$executeRawUnsafe(`DELETE FROM audit_anchor WHERE at = '${at(2).toISOString()}'`);
  t.like((await verdict(t)).broken[0], { what: 'anchor-changed', at: at(3) });
  await t.context.database.prisma.$executeRawUnsafe('INSERT INTO audit_anchor SELECT * FROM kept ON CONFLICT DO NOTHING');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(at(2).toISOString(), at(4).toISOString()));
  t.is((await verdict(t)).broken[0]?.what, 'anchor-changed');
  await writeFile(path, text);
  await appendFile(path, 'not an anchor\n');
  t.is((await verdict(t)).broken[0]?.what, 'anchor-changed');
});

test('a time is proved by itself, and other keys prove nothing', async (t) => {
  await write(t);
  await tamper(t, `UPDATE audit SET act = 'x' WHERE lane = ${lane} AND seq = 2`);
  t.deepEqual((await verdict(t, { from: at(3), until: at(6) })).broken, []);
  t.is((await verdict(t, { from: at(3), until: at(6) })).rows > 0, true);
  t.like((await verdict(t, { from: at(0), until: at(6) })).broken[0], { what: 'changed', seq: '2' });
  await createAuditTrail(rotatedKeyring.current).write(t.context.database.prisma, at(12), linkActor('a'), { act: 'bell.look', outcome: 'allowed' });
  t.is((await verdict(t, { keys: rotatedKeyring, from: at(3) })).broken.length, 0, 'rows under an older key still prove themselves, those under a newer too');
  t.is((await verdict(t, { keys: foreignKeyring, from: at(3) })).broken[0]?.what, 'unknown-key');
});

test('old rows leave with proof: the file holds them, the rest is still proved, nothing else goes', async (t) => {
  const { database, folder } = t.context;
  const { prisma } = database;
  await prisma.$executeRawUnsafe('ALTER TABLE audit DROP CONSTRAINT audit_is_chained');
  await prisma.audit.create({ data: { at: at(-600), actor: 'staff:1', act: 'old', outcome: 'allowed', door: 'http' } });
  await write(t);
  await anchor(t, 5);
  const options = { prisma, keys: testKeyring, folder, id: newId(), now: at(20) };
  const plan = await planArchive(prisma, testKeyring, at(6), 1000);
  t.deepEqual(plan.spans.map(({ until }) => until), ['6', '6', '6']);
  const manifest = await writeArchive(options, plan);
  t.like(manifest, { rows: 19, beforeChain: 1 });
  t.is(await prisma.audit.count(), 31, 'writing the file takes nothing out');
  await prisma.$transaction((tx) => takeArchived(tx, testKeyring, manifest));
  t.is(await prisma.audit.count(), 12);
  await t.notThrowsAsync(proveArchive(folder, manifest, testKeyring));
  t.like(await verdict(t), { broken: [], rows: 12, archived: 19, beforeChain: 0 });
  // The next one begins where this one ended.
  const next = await writeArchive({ ...options, id: newId() }, await planArchive(prisma, testKeyring, at(8), 1000));
  t.deepEqual(next.lanes.map(({ from, until }) => [from, until]), [['7', '8'], ['7', '8'], ['7', '8']]);
  await t.throwsAsync(prisma.$transaction((tx) => takeArchived(tx, testKeyring, { ...next, rows: 5 })), { message: /nothing was taken out/ });
  t.is(await prisma.audit.count(), 12);
  await t.throwsAsync(prisma.audit.deleteMany({}), undefined, 'outside an archiving transaction nothing is deleted');
  // A record made up to excuse a deletion does not count.
  await tamper(t, `DELETE FROM audit WHERE seq <= 8`, `UPDATE audit_archive SET manifest = jsonb_set(manifest, '{lanes,0,until}', '"8"')`);
  t.is((await verdict(t)).broken.some(({ what }) => what === 'archive-changed'), true);
  await appendFile(join(folder, manifest.file), 'x');
  await t.throwsAsync(proveArchive(folder, manifest, testKeyring), { message: /was changed/ });
});

test('rows that do not prove themselves are not archived', async (t) => {
  const { database, folder } = t.context;
  await write(t);
  await tamper(t, `UPDATE audit SET act = 'x' WHERE lane = ${lane} AND seq = 2`);
  const options = { prisma: database.prisma, keys: testKeyring, folder, id: newId(), now: at(20) };
  await t.throwsAsync(writeArchive(options, await planArchive(database.prisma, testKeyring, at(6), 1000)), { message: /does not prove itself/ });
  t.is(await database.prisma.audit.count(), 30);
});
