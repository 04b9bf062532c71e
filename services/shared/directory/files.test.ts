import test from 'ava';
import { testDatabase } from '../../../tests/kit/database.ts';
import { Refusal } from '../../core/errors.ts';
import { memorySource } from '../../links/his/simulator.ts';
import { applyFile, beginFile, previewFile, takeFilePart } from './actions/files.ts';
import { columnsOf, fileKinds, readFile, template } from './read-file.ts';
import { administrator, directoryService, hospitalOf } from './testing.ts';

const gb18030 = Buffer.from('b9a4bac52cd0d5c3fb2cc8cbd4b1c0e0b1f02cbfc6cad2b1e0bac50a313030312cc0eebeb22cd2bdc9fa2c434152440a', 'hex');

test('a file of a spreadsheet is read in UTF-8 and in GB18030; every template reads itself', (t) => {
  t.like(readFile(gb18030, 'staff')[0], { key: '1001', row: { name: '李静', role: 'doctor', department: 'CARD' } });
  for (const kind of fileKinds) t.false('unreadable' in (readFile(Buffer.from(template(kind)), kind)[0]?.row ?? {}), columnsOf[kind][0]?.header);
});

test('what is wrong with a file is said with its place', (t) => {
  const why = (text: string | Buffer): Refusal => t.throws(() => readFile(Buffer.from(text), 'staff'), { instanceOf: Refusal });
  t.is(why('').code, 'directory.file-empty');
  t.like(why('工号,姓名\n1,2\n'), { code: 'directory.file-header', facts: { missing: '人员类别、科室编号' } });
  t.like(why('工号,姓名,人员类别,科室编号\n1,张三,医生\n'), { code: 'directory.file-broken', facts: { line: 2 } });
  t.is(why(Buffer.from([0xff, 0xff, 0xff, 0x80, 0x80])).code, 'directory.file-charset');
  t.like(readFile(Buffer.from('工号,姓名,人员类别,科室编号\n,张三,医生,CARD\n'), 'staff')[0], { key: '第 2 行', row: { unreadable: ['number'] } });
});

test('a file is previewed without a change, then applied; rows of HIS stay as HIS says', async (t) => {
  const { database, dispose } = await testDatabase();
  const service = await directoryService(database, [memorySource(hospitalOf(8, 10))]);
  const { prisma } = database;
  await prisma.department.create({ data: { code: 'CARD', name: '心血管内科', kind: 'inpatient' } });
  await prisma.staff.create({ data: { number: '7', name: '何雨', role: 'doctor', title: '住院医师', departmentCode: 'CARD', source: 'his' } });
  const { id } = await service.corridor.run(administrator, beginFile, { kind: 'staff', complete: false });
  await service.corridor.run(administrator, takeFilePart, { id, part: 0, base64: Buffer.from('工号,姓名,人员类别,职称,科室编号\n1001,李静,医生,主治医师,CARD\n7,何雨,医生,主').toString('base64').slice(0, 80) });
  await t.throwsAsync(service.corridor.run(administrator, previewFile, { id, parts: 2 }), { message: 'directory.file-parts' });
  const bytes = Buffer.from('工号,姓名,人员类别,职称,科室编号\n1001,李静,医生,主治医师,CARD\n7,何雨,医生,主任医师,CARD\n8,无科,护士,,NOWHERE\n');
  await service.corridor.run(administrator, takeFilePart, { id, part: 0, base64: bytes.subarray(0, 50).toString('base64') });
  await service.corridor.run(administrator, takeFilePart, { id, part: 1, base64: bytes.subarray(50).toString('base64') });
  t.like(await service.corridor.run(administrator, previewFile, { id, parts: 2 }), { rows: 3, added: 1, changed: 0, matters: 2 });
  t.is(await prisma.staff.count(), 1);
  await service.corridor.run(administrator, applyFile, { id });
  await service.jobs.drain();
  t.deepEqual((await prisma.staff.findMany({ orderBy: { number: 'asc' }, select: { number: true, title: true, source: true } })), [{ number: '1001', title: '主治医师', source: 'file' }, { number: '7', title: '住院医师', source: 'his' }]);
  t.deepEqual((await prisma.directoryMatter.findMany({ orderBy: { key: 'asc' } })).map(({ key, kind }) => `${kind} ${key}`), ['contradictory staff:7', 'contradictory staff:8']);
  t.is((await prisma.directorySync.findUniqueOrThrow({ where: { id } })).state, 'finished');
  await service.stop();
  await dispose();
});
