import test from 'ava';
import { testDatabase } from '../../tests/kit/database.ts';
import { newId } from './ids.ts';
import { rowsOf } from './rows.ts';

const at = new Date('2026-11-21T02:14:00.123Z');

test('rows arrive in their order, with quotes, dates, empty values and data as they were', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const facts = rowsOf('fact', { name: 'text', subject: 'text', at: 'timestamptz', actor: 'text', data: 'jsonb' });
  const rows = Array.from({ length: 30 }, (_none, index) => ({ name: `a'b"c\\${index}`, subject: '钾\n', at, actor: 'system:test', data: { index, when: at, none: null, deep: [{ x: 1.5 }] } }));
  await database.prisma.$transaction((tx) => facts.insert(tx, rows));
  await database.prisma.$transaction((tx) => facts.insert(tx, []));
  const found = await database.prisma.fact.findMany({ orderBy: { id: 'asc' } });
  t.deepEqual(found.map(({ id: _id, ...row }) => row), rows.map((row) => ({ ...row, data: { ...row.data, when: at.toISOString() } })));
});

test('what is there already is left out, and only the new ones are told', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const patients = rowsOf('patient', { id: 'uuid', number: 'text', name: 'text', sex: 'text', birthDate: 'timestamptz' });
  const patient = (number: string, birthDate: Date | null = null) => ({ id: newId(at.getTime()), number, name: '测试', sex: 'F', birthDate });
  const [known, fresh] = [patient('P1', at), patient('P2')];
  t.deepEqual(await database.prisma.$transaction((tx) => patients.insertNew(tx, [known])), [known.id]);
  t.deepEqual(await database.prisma.$transaction((tx) => patients.insertNew(tx, [patient('P1'), fresh])), [fresh.id]);
  t.deepEqual(await database.prisma.patient.findMany({ select: { id: true, number: true, name: true, sex: true, birthDate: true }, orderBy: { number: 'asc' } }), [known, fresh]);
});
