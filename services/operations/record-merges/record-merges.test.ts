/** Two records of one person: found, seen side by side, made one and two again, by the records office alone. */
import anyTest, { type TestFn } from 'ava';
import { stepUp } from '../../../tests/attacks/support/people.ts';
import { type World, admit, sharedWorld } from '../../../tests/kit/world.ts';
import { against, isName, likenessOf } from './rules.ts';
import type { ComparisonView, DoneView, RecordView } from './schema.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

test('what is alike, and what speaks against one person', (t) => {
  t.deepEqual([likenessOf('a', 'a'), likenessOf('a', 'b'), likenessOf(null, 'b'), likenessOf('', 'b')], ['same', 'different', 'unknown', 'unknown']);
  t.deepEqual(against([{ field: 'name', likeness: 'different' }, { field: 'idNumber', likeness: 'different' }, { field: 'sex', likeness: 'unknown' }]), ['idNumber']);
  t.deepEqual(['王芳', 'P1', '张 san'].map(isName), [true, false, true]);
});

const card = '110105194912310021';
const admission = (w: World, id: string, more: object, number: string) => admit(w, { event: 'A01', patient: { id, name: '苏小合', sex: 'F', birth: '19491231', phone: '13800138000', ...more }, visit: { number, ward: 'CARD1', bed: '33' } });

test.serial('found by card and name, compared, merged with a reason, listed and taken back; each look is on record', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  t.is(await admission(w, 'MG-1', { card }, 'ZY-MG1'), 'AA');
  t.is(await admission(w, 'MG-2', { phone: '13900138000', card: '110105195001010024', birth: '19500101' }, 'ZY-MG2'), 'AA');
  const office = await w.signIn('9301');
  const find = async (text: string) => ((await office('POST', '/record-merges/find', { text })).data as { records: RecordView[] }).records;
  t.deepEqual((await find(card)).map(({ number, name, visits, into }) => [number, name, visits, into]), [['MG-1', '苏**', 1, null]]);
  t.deepEqual([(await find('13900138000')).map(({ number }) => number), (await find('ZY-MG2')).map(({ number }) => number)], [['MG-2'], ['MG-2']]);
  t.deepEqual((await find('苏小合')).map(({ number }) => number).toSorted(), ['MG-1', 'MG-2']);

  const beside = async () => (await office('POST', '/record-merges/compare', { one: 'MG-1', other: 'MG-2' })).data as ComparisonView;
  const before = await beside();
  const like = Object.fromEntries(before.fields.map(({ field, likeness }) => [field, likeness]));
  t.deepEqual([like['name'], like['sex'], like['birthDate'], like['idNumber'], like['phone']], ['same', 'same', 'different', 'different', 'different']);
  t.deepEqual(before.against, ['birthDate', 'idNumber']);
  const phones = before.fields.find(({ field }) => field === 'phone');
  t.regex(`${phones?.one} ${phones?.other}`, /^138\*+8000 139\*+8000$/);
  t.notRegex(JSON.stringify(before), new RegExp(`${card}|13800138000`), 'papers stay masked');
  t.like(before.one, { number: 'MG-1', otherNumbers: [], counts: { visits: 1, orders: 0 } });
  t.like((await office('POST', '/record-merges/compare', { one: 'MG-1', other: 'MG-1' })).error, { code: 'record-merges.same-number' });
  t.is((await office('POST', '/record-merges/compare', { one: 'MG-1', other: 'NOBODY' })).status, 404);

  await stepUp(w, office);
  t.is((await office('POST', '/patients/merge', { gone: 'MG-2', stays: 'MG-1', reason: '同一人两次建档' })).status, 200);
  t.true((await beside()).isOne);
  t.deepEqual((await find('ZY-MG2')).map(({ into }) => into), ['MG-1']);
  t.is((await prisma.visit.findFirstOrThrow({ where: { number: 'ZY-MG2' } })).patientId, (await prisma.patient.findUniqueOrThrow({ where: { number: 'MG-1' } })).id);
  const done = async (number = '') => ((await office('GET', `/record-merges?number=${number}`)).data as { merges: DoneView[] }).merges;
  t.like((await done('MG-2'))[0], { gone: 'MG-2', stays: 'MG-1', name: '苏**', by: '许静', reason: '同一人两次建档', holds: true, undone: null });
  t.deepEqual(await done('NOBODY'), []);

  await stepUp(w, office);
  t.is((await office('POST', '/patients/unmerge', { number: 'MG-2', reason: '核对后不是同一个人' })).error?.code, 'patients.newer-word', 'of the same moment: nothing is said to be done that was not');
  await w.pass(1);
  await stepUp(w, office);
  t.is((await office('POST', '/patients/unmerge', { number: 'MG-2', reason: '核对后不是同一个人' })).status, 200);
  t.like((await done())[0], { holds: false, undone: { by: '许静', reason: '核对后不是同一个人' } });
  t.false((await beside()).isOne);
  const rows = await prisma.audit.findMany({ where: { actor: 'staff:9301', act: { startsWith: 'record-merges.' } } });
  t.true(rows.length >= 10);
});

test.serial('a merge that HIS told stands in the list with who said it; nobody else sees any of it', async (t) => {
  const { w } = t.context;
  await admission(w, 'MG-3', { name: '温小合' }, 'ZY-MG3');
  await admission(w, 'MG-4', { name: '温小合' }, 'ZY-MG4');
  const header = 'MSH|^~\\&|HIS|HOSPITAL|W|H|20261119231500||ADT^A40|A40-1|P|2.5.1';
  t.is(await w.sends(Buffer.from(`${header}\rPID|1||MG-3^^^HIS^MR||温小合\rMRG|MG-4^^^HIS^MR\r`)), 'AA');
  const office = await w.signIn('9301');
  t.like(((await office('GET', '/record-merges?number=MG-4')).data as { merges: DoneView[] }).merges[0], { gone: 'MG-4', stays: 'MG-3', by: '业务系统（HL7）', reason: null, holds: true });
  for (const staff of ['1001', '9001', '9101', '9102', '9201']) {
    const api = await w.signIn(staff);
    for (const [method, path, body] of [['POST', '/record-merges/find', { text: 'MG-3' }], ['POST', '/record-merges/compare', { one: 'MG-3', other: 'MG-4' }], ['GET', '/record-merges', undefined]] as const) t.is((await api(method, path, body)).status, 403, `${staff} ${path}`);
  }
});
