import test from 'ava';
import { testKeys, testTrail } from '../../tests/kit/audit.ts';
import { testDatabase } from '../../tests/kit/database.ts';
import type { StaffActor } from './access.ts';
import { auditKeys, genesis, hashOf, laneOf, lanes, linkOf, macOf, sameBytes, suiteOf } from './audit-chain.ts';
import { createAuditTrail } from './audit.ts';

const at = new Date('2026-11-21T02:14:00.123Z');
const actor: StaffActor = {
  kind: 'staff', id: '1001', name: '李静', role: 'doctor', adminRole: undefined, departmentCode: 'CARD', wardCode: undefined, door: 'http', origin: 'desk:test',
  session: { id: 's', terminal: 'desk', address: '10.0.0.7', steppedUpAt: undefined },
};
const patient = '0199AAAA-0000-7000-8000-000000000001';

test('the database makes the same hash as we do, row after row, by two suites', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const { prisma } = database;
  const chinese = createAuditTrail(testKeys, 'sm3');
  await testTrail.write(prisma, at, actor, { act: 'bell.look', subject: 'b\u00001', patients: [patient, patient.toLowerCase()], outcome: 'allowed', reason: 'role:doctor' });
  await chinese.write(prisma, at, actor, { act: 'bell.look', outcome: 'refused', reason: 'core.not-found' });
  const rows = await prisma.audit.findMany({ orderBy: { seq: 'asc' } });
  t.like(rows[0], { actor: 'staff:1001', role: 'doctor', terminal: 'desk', address: '10.0.0.7', subject: 'b1', patients: [patient.toLowerCase()], lane: laneOf('staff:1001'), seq: 1n });
  let before: Uint8Array = genesis;
  for (const [index, row] of rows.entries()) {
    const { mac = null, hash = null, lane, seq } = row;
    if (mac === null || hash === null || lane === null || seq === null) return t.fail();
    t.deepEqual(suiteOf(mac), { suite: index === 0 ? 'sha256' : 'sm3', version: 1 });
    t.true(sameBytes(mac, macOf(testKeys, index === 0 ? 'sha256' : 'sm3', lane, row)), 'what comes back is what was written');
    t.true(sameBytes(hash, hashOf(before, seq, mac, linkOf(testKeys, mac))));
    before = hash;
  }
  t.like(await prisma.auditLane.findFirst(), { lane: laneOf('staff:1001'), seq: 2n });
});

test('the hash cannot be made without the key', (t) => {
  const row = { at, actor: 'staff:1001', role: null, adminRole: null, act: 'bell.look', subject: null, patients: [], outcome: 'allowed', reason: null, door: 'http', terminal: null, address: null, origin: null };
  const others = auditKeys(Buffer.alloc(32, 8));
  const mac = macOf(testKeys, 'sha256', 3, row);
  t.false(sameBytes(mac, macOf(others, 'sha256', 3, row)));
  t.false(sameBytes(mac, macOf(testKeys, 'sha256', 4, row)), 'the lane is part of it');
  t.false(sameBytes(hashOf(genesis, 1n, mac, linkOf(testKeys, mac)), hashOf(genesis, 1n, mac, linkOf(others, mac))));
  t.is(suiteOf(Buffer.alloc(35)), undefined);
});

test('many at once: no place twice, none left out, no deadlock', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const { prisma } = database;
  await Promise.all(Array.from({ length: 60 }, (_, n) => prisma.$transaction(async (tx) => {
    await testTrail.write(tx, at, { ...actor, id: String(1000 + (n % 7)) }, { act: 'bell.look', outcome: 'allowed' });
    if (n % 10 === 9) throw new Error('rolled back');
  }).catch(() => undefined)));
  const ends = await prisma.auditLane.findMany();
  const counts = await prisma.audit.groupBy({ by: ['lane'], _count: true, _max: { seq: true } });
  t.is(counts.reduce((sum, { _count }) => sum + _count, 0), 54);
  for (const { lane, _count, _max } of counts) t.is(_max.seq, BigInt(_count), `lane ${lane}`);
  t.deepEqual(ends.map(({ lane, seq }) => [lane, seq]).sort(), counts.map(({ lane, _max }) => [lane, _max.seq]).sort());
  t.true(ends.every(({ lane }) => lane < lanes));
});

test('rows are only added, and never without their place', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const { prisma } = database;
  await testTrail.stranger(prisma, at, { act: 'sign-in', door: 'http', origin: 'wecom:corp', reason: 'core.bad-code', address: '10.0.0.8' });
  t.like(await prisma.audit.findFirst(), { actor: 'stranger', outcome: 'refused', address: '10.0.0.8' });
  for (const statement of ["UPDATE audit SET act = 'x'", 'DELETE FROM audit', 'TRUNCATE audit', 'DELETE FROM audit_lane', 'UPDATE audit_lane SET seq = 0', 'TRUNCATE audit_lane']) {
    await t.throwsAsync(prisma.$executeRawUnsafe(statement), undefined, statement);
  }
  await t.throwsAsync(prisma.audit.create({ data: { at, actor: 'staff:1', act: 'x', outcome: 'allowed', door: 'http' } }), undefined, 'unchained');
  t.is(await prisma.audit.count(), 1);
});
