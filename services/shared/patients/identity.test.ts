import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import type { Tx } from '../../core/db.ts';
import type { EventKind } from '../../core/events.ts';
import { createRing, createSeal } from '../../core/seal.ts';
import type { Identity, Said } from '../../links/statements/schema.ts';
import { lookUp, patientCopies, personOf } from './index.ts';
import { normalIdNumber, normalPhone, phoneTail, worthOf } from './rules.ts';
import { openIdentity } from './store.identity.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = new Date('2026-11-21T02:14:00Z');
const seal = createSeal(Buffer.alloc(32, 1));
const card = '11010519491231002X';

let counted = 0;

interface Told {
  readonly patientId: string;
  readonly facts: unknown[];
}

const patientOf = (number: string | undefined, identity?: Identity) => ({ ids: number === undefined ? [] : [{ value: number, type: 'MR' }], name: '测试', ...(identity && { identity }) });
const receiving = (tx: Tx, facts: unknown[]) => ({ tx, now, emit: <T>(kind: EventKind<T>, _subject: string, data: T) => void facts.push(kind.schema.parse(data)) });

function ops(database: TestDatabase['database'], ring = seal) {
  const copies = patientCopies(ring);
  const within = <T>(body: (tx: Tx) => Promise<T>) => database.prisma.$transaction(body);
  const settle = (number: string | undefined, identity: Identity | undefined, statements: readonly object[]): Promise<Told> => within(async (tx) => {
    const facts: unknown[] = [];
    counted += 1;
    const said = { sender: { application: 'HIS', facility: 'H' }, controlId: `M${counted}`, sentAt: new Date(now.getTime() + counted).toISOString(), patient: patientOf(number, identity), statements, warnings: [] } as unknown as Said;
    const [settled] = await copies.settle(receiving(tx, facts), [{ arrival: `test:${counted}`, index: 0, said }]);
    return { patientId: settled!.about.patientId!, facts };
  });
  return {
    admit: (number: string | undefined, identity?: Identity) => settle(number, identity, [{ kind: 'person' }]),
    report: (number: string | undefined, identity?: Identity) => settle(number, identity, [{ kind: 'report', orders: [] }]),
    known: (id: string) => within(async (tx) => (await openIdentity(tx, ring, id)).known),
    find: (by: 'idNumber' | 'phone' | 'phoneTail', text: string) => within((tx) => lookUp(tx, ring, by, text)),
    row: (id: string) => database.prisma.patient.findUniqueOrThrow({ where: { id } }),
  };
}

test('what is said is sealed and found by its exact value, however it is written', async (t) => {
  const { admit, known, find, row } = ops(t.context.database);
  const { patientId, facts } = await admit('S1', { idNumber: card, phone: '+86 138-0013-8000', address: '北京市朝阳区', guardian: '王芳', guardianPhone: '13900139000' });
  t.deepEqual(await known(patientId), { idNumber: card, phone: '+86 138-0013-8000', address: '北京市朝阳区', guardian: '王芳', guardianPhone: '13900139000' });
  t.deepEqual(facts, [{ fields: ['idNumber', 'phone', 'address', 'guardian', 'guardianPhone'], idNumber: 'valid' }]);
  for (const [by, text] of [['idNumber', card.toLowerCase()], ['phone', '13800138000'], ['phone', '008613800138000'], ['phoneTail', '8000']] as const) t.true((await find(by, text)).includes(patientId), text);
  t.deepEqual(await find('phone', '13800138001'), []);
  t.deepEqual(await find('phoneTail', '80'), []);
  const stored = JSON.stringify(await row(patientId));
  for (const secret of [card, '13800138000', '138-0013', '8000"', '朝阳', '王芳', '13900139000']) t.false(stored.includes(secret), secret);
});

test('a message that does not say leaves as is, "no longer known" removes, and the same again changes nothing', async (t) => {
  const { admit, known, find, row } = ops(t.context.database);
  const { patientId } = await admit('S2', { idNumber: card, phone: '13700137000' });
  const before = await row(patientId);
  t.deepEqual((await admit('S2')).facts, []);
  t.deepEqual((await admit('S2', { idNumber: card, phone: '13700137000' })).facts, []);
  t.deepEqual({ ...(await row(patientId)), stamps: {} }, { ...before, stamps: {} }, 'not even the nonce');
  t.deepEqual((await admit('S2', { phone: null })).facts, [{ fields: ['phone'] }]);
  t.deepEqual(await known(patientId), { idNumber: card });
  t.deepEqual(await find('phone', '13700137000'), []);
  t.like(await row(patientId), { sealedPhone: null, phoneIndex: null, phoneTailIndex: null });
});

test('a report fills what nobody has told, and never changes what is known', async (t) => {
  const { admit, report, known } = ops(t.context.database);
  const { patientId } = await admit('S3', { phone: '13700137003' });
  await report('S3', { idNumber: '110101194903070021', phone: '13600136000', address: null });
  t.deepEqual(await known(patientId), { idNumber: '110101194903070021', phone: '13700137003' });
});

test('known by the identity card alone: found by it, also by two messages at once, and never numbered by it', async (t) => {
  const { database } = t.context;
  const { admit, report, row } = ops(database);
  const foreign = { idNumber: 'E12345678' };
  const both = await Promise.all([report(undefined, foreign), report(undefined, foreign)]);
  t.is(both[0].patientId, both[1].patientId);
  t.regex((await row(both[0].patientId)).number, /^W-/);
  const { patientId } = await admit('S4', { idNumber: '330102198001011234' });
  const byCard = (await report(undefined, { idNumber: '330102198001011234' })).patientId;
  t.is(await database.prisma.$transaction((tx) => personOf(tx, byCard)), patientId, 'told by card, she is the person who has it');
  const early = (await report(undefined, { idNumber: '330102198001015555' })).patientId;
  const late = (await admit('S4b', { idNumber: '330102198001015555' })).patientId;
  t.is(await database.prisma.$transaction((tx) => personOf(tx, early)), late, 'also when her number came later');
});

test('a sealed value opens in its own column and row only', async (t) => {
  const { database } = t.context;
  const { admit, known, row } = ops(database);
  const [one, two] = [await admit('S5', { idNumber: card, phone: '13500135000' }), await admit('S6', { phone: '13500135001' })];
  await database.prisma.patient.update({ where: { id: two.patientId }, data: { sealedPhone: (await row(one.patientId)).sealedPhone } });
  t.deepEqual(await known(two.patientId), {});
  await database.prisma.patient.update({ where: { id: one.patientId }, data: { sealedPhone: (await row(one.patientId)).sealedIdNumber } });
  t.deepEqual(await known(one.patientId), { idNumber: card }, 'the others are still read');
  t.deepEqual((await admit('S5', { phone: '13500135000' })).facts, [{ fields: ['phone'] }], 'and the next message heals it');
  t.deepEqual(await known(one.patientId), { idNumber: card, phone: '13500135000' });
});

test('written under an older key or the other cipher, still found and opened', async (t) => {
  const { database } = t.context;
  const { patientId } = await ops(database).admit('S7', { phone: '13400134000' });
  const newer = createRing(new Map([[1, Buffer.alloc(32, 1)], [2, Buffer.alloc(32, 2)]]), { algorithm: 'sm4-gcm' });
  const { find, known, admit } = ops(database, newer);
  t.deepEqual(await find('phone', '13400134000'), [patientId]);
  t.deepEqual(await known(patientId), { phone: '13400134000' });
  await admit('S7', { phone: '13400134001' });
  t.deepEqual(await find('phone', '13400134001'), [patientId]);
});

test('numbers in one form, and what an identity number is worth', (t) => {
  t.deepEqual([' 1101０5 19491231-002x '].map(normalIdNumber), [card]);
  t.deepEqual(['', '—'].map(normalIdNumber), [undefined, undefined]);
  t.deepEqual(['+86 138 0013 8000', '0571-88886666', '86-571-88886666', '无'].map(normalPhone), ['13800138000', '057188886666', '8657188886666', undefined]);
  t.deepEqual(['13800138000', '120', '无'].map(phoneTail), ['8000', undefined, undefined]);
  t.deepEqual([card, '110101194903070051', 'E12345678', '110105491231002'].map(worthOf), ['valid', 'invalid', 'other-paper', 'valid']);
});
