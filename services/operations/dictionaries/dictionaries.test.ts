/** One database: entries by hand and by file, the brake, looking up, who may. */
import anyTest, { type TestFn } from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testTrail } from '../../../tests/kit/audit.ts';
import { testDatabase } from '../../../tests/kit/database.ts';
import type { StaffActor } from '../../core/access.ts';
import type { Database } from '../../core/db.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import type { Corridor } from '../../core/run.ts';
import { createService } from '../../core/service.ts';
import { save } from '../../shared/codes/actions.ts';
import { codes } from '../../shared/codes/index.ts';
import { exportFile, importFile, previewFile } from './actions.files.ts';
import { prepare, removeEntry, removeList, saveEntry, saveList, setActive } from './actions.ts';
import { dictionaries } from './index.ts';
import { entries, find, lists } from './queries.ts';

const at = new Date('2026-11-21T02:14:00Z');
const administrator: StaffActor = { kind: 'staff', id: '9101', name: '沈涛', role: 'administrator', adminRole: 'system', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test' };
const nurse: StaffActor = { ...administrator, id: '2001', role: 'nurse', adminRole: undefined };

interface Context {
  readonly database: Database;
  readonly corridor: Corridor;
  stop(): Promise<void>;
}
const test = anyTest as TestFn<Context>;

test.before(async (t) => {
  const { database, dispose } = await testDatabase();
  const service = await createService({ modules: [codes, dictionaries], database, audit: testTrail, now: () => at, log: silentLog, metrics: createMetrics() });
  t.context = {
    database,
    corridor: service.corridor,
    stop: async () => {
      await service.stop();
      await dispose();
    },
  };
});
test.after.always((t) => t.context.stop());

const page = { text: '', active: 'all', offset: 0, limit: 50 } as const;
const blank = { others: '', fields: {}, position: 0 } as const;
const csv = (text: string) => ({ name: 'a.csv', type: 'text/csv', base64: Buffer.from(text).toString('base64') });

test.serial('an entry is added, found by name, pinyin and initials, changed, ended and deleted; only the system administrator may', async (t) => {
  const { corridor } = t.context;
  await t.throwsAsync(corridor.run(nurse, saveEntry, { dictionary: 'diagnosis', code: 'J18', name: '肺炎', ...blank }), { message: 'core.not-allowed' });
  await corridor.run(administrator, saveEntry, { dictionary: 'diagnosis', code: 'J18', name: '肺炎', ...blank, others: '肺部感染' });
  await t.throwsAsync(corridor.run(administrator, saveEntry, { dictionary: 'diagnosis', code: 'J18', name: '别的', ...blank }), { message: 'dictionaries.known-code' });
  for (const text of ['J1', '肺', 'fy', 'feiyan', 'fbgr', '感染']) t.is((await corridor.ask(nurse, find, { dictionary: 'diagnosis', text, limit: 20 })).entries[0]?.code, 'J18', text);
  t.deepEqual((await corridor.ask(nurse, find, { dictionary: 'diagnosis', text: 'zzz', limit: 20 })).entries, []);
  const [row] = (await corridor.ask(administrator, entries, { ...page, dictionary: 'diagnosis' })).entries;
  await corridor.run(administrator, saveEntry, { dictionary: 'diagnosis', id: row?.id, code: 'J18.9', name: '肺炎，未特指', ...blank });
  await corridor.run(administrator, setActive, { id: row?.id ?? '', active: false });
  t.deepEqual((await corridor.ask(nurse, find, { dictionary: 'diagnosis', text: 'J18', limit: 20 })).entries, []);
  t.like((await corridor.ask(administrator, entries, { ...page, dictionary: 'diagnosis', active: 'ended' })).entries[0], { code: 'J18.9', name: '肺炎，未特指', active: false, source: 'hand' });
  await corridor.run(administrator, removeEntry, { id: row?.id ?? '' });
  t.is((await corridor.ask(administrator, entries, { ...page, dictionary: 'diagnosis' })).total, 0);
});

test.serial('the brake: a company with drugs, a mapped item, a kind of the standard are ended, not deleted', async (t) => {
  const { corridor, database: { prisma } } = t.context;
  await t.throwsAsync(corridor.run(administrator, saveEntry, { dictionary: 'drug', code: 'Y1', name: '青霉素', ...blank, fields: { manufacturer: 'C1' } }), { message: 'dictionaries.no-company' });
  await corridor.run(administrator, saveEntry, { dictionary: 'drug-company', code: 'C1', name: '华北制药', ...blank });
  await corridor.run(administrator, saveEntry, { dictionary: 'drug', code: 'Y1', name: '青霉素', ...blank, fields: { manufacturer: 'C1', antimicrobialTier: '非限制使用级' } });
  await corridor.run(administrator, saveEntry, { dictionary: 'item', code: '2823-3', name: '血钾', ...blank });
  await corridor.run(administrator, save, { kind: 'item', sender: '', foreign: 'K', ours: '2823-3', text: '血钾', system: 'LN' });
  await corridor.run(administrator, prepare, {});
  await corridor.run(administrator, prepare, {});
  t.is((await corridor.ask(administrator, lists, {})).lists.find(({ name }) => name === 'document-type')?.entries, 55, 'the standard’s, and two of our own');
  const idOf = async (dictionary: string, code: string) => (await prisma.dictionaryEntry.findUnique({ where: { dictionary_code: { dictionary, code } } }))?.id ?? '';
  for (const [dictionary, code] of [['drug-company', 'C1'], ['item', '2823-3'], ['document-type', 'C0034']] as const) {
    await t.throwsAsync(corridor.run(administrator, removeEntry, { id: await idOf(dictionary, code) }), { message: 'dictionaries.in-use' }, code);
  }
  await corridor.run(administrator, removeEntry, { id: await idOf('drug', 'Y1') });
  await corridor.run(administrator, removeEntry, { id: await idOf('drug-company', 'C1') });
});

test.serial('a list of the system’s own: made, filled, emptied, gone', async (t) => {
  const { corridor } = t.context;
  await t.throwsAsync(corridor.run(administrator, saveEntry, { dictionary: 'leave-way', code: '1', name: '医嘱离院', ...blank }), { message: 'dictionaries.no-list' });
  await corridor.run(administrator, saveList, { name: 'leave-way', title: '离院方式', isNew: true });
  await t.throwsAsync(corridor.run(administrator, saveList, { name: 'leave-way', title: 'x', isNew: true }), { message: 'dictionaries.known-list' });
  await t.throwsAsync(corridor.run(administrator, saveList, { name: 'drug', title: 'x', isNew: true }), { message: 'dictionaries.known-list' });
  for (const [position, name] of ['转院', '医嘱离院'].entries()) await corridor.run(administrator, saveEntry, { dictionary: 'leave-way', code: String(position), name, ...blank, position: 9 - position });
  const { entries: rows } = await corridor.ask(administrator, entries, { ...page, dictionary: 'leave-way' });
  t.deepEqual(rows.map(({ name }) => name), ['医嘱离院', '转院'], 'by their order');
  await t.throwsAsync(corridor.run(administrator, removeList, { name: 'leave-way' }), { message: 'dictionaries.list-in-use' });
  for (const { id } of rows) await corridor.run(administrator, removeEntry, { id });
  await corridor.run(administrator, removeList, { name: 'leave-way' });
});

test.serial('a file is previewed without a change, then taken, and taken again changes nothing; what goes out comes in', async (t) => {
  const { corridor } = t.context;
  const file = csv('项目编码,项目名称,LOINC,单位\nNA,血钠,2951-2,mmol/L\nCL,,2075-0,\n');
  t.like(await corridor.ask(administrator, previewFile, { dictionary: 'item', file }), { rows: 2, added: 1, changed: 0, bad: [{ line: 3, why: '编码或名称是空的' }] });
  t.is((await corridor.ask(administrator, entries, { ...page, dictionary: 'item', text: 'NA' })).total, 0);
  await corridor.run(administrator, importFile, { dictionary: 'item', file });
  t.like((await corridor.ask(nurse, find, { dictionary: 'item', text: 'xn', limit: 20 })).entries[0], { code: 'NA', fields: { loinc: '2951-2', unit: 'mmol/L' } });
  t.like(await corridor.run(administrator, importFile, { dictionary: 'item', file }), { added: 0, changed: 0, same: 1 });
  const out = await corridor.ask(administrator, exportFile, { dictionary: 'item', template: 'no' });
  t.like(await corridor.ask(administrator, previewFile, { dictionary: 'item', file: { ...out, base64: out.base64 } }), { added: 0, changed: 0, bad: [] });
  await t.throwsAsync(corridor.ask(administrator, previewFile, { dictionary: 'item', file: csv('名称\n血钠\n') }), { message: 'dictionaries.file-header' });
});

const published = join(import.meta.dirname, '../../../../shared/data/zh/icd10-cn/disease.csv');

test.serial('a library of diagnoses as it is published, and forty thousand rows a page at a time', async (t) => {
  const { corridor } = t.context;
  if (existsSync(published)) {
    const bytes = readFileSync(published);
    const done = await corridor.run(administrator, importFile, { dictionary: 'diagnosis', file: { name: 'disease.csv', type: 'text/csv', base64: bytes.toString('base64') } });
    t.true(done.added > 1500);
    t.deepEqual(done.bad, []);
    t.is((await corridor.ask(nurse, find, { dictionary: 'diagnosis', text: 'huoluan', limit: 20 })).entries[0]?.code, 'A00');
  } else t.log('the published list is not on this machine');
  const many = Array.from({ length: 40_000 }, (_, n) => `Z${n},诊断${n}`).join('\n');
  await corridor.run(administrator, importFile, { dictionary: 'drug', file: csv(`药品编码,通用名\n${many}\n`) });
  const last = await corridor.ask(administrator, entries, { ...page, dictionary: 'drug', offset: 39_990 });
  t.is(last.total, 40_000);
  t.is(last.entries.at(-1)?.code, 'Z39999');
  t.is((await corridor.ask(administrator, entries, { ...page, dictionary: 'drug', text: 'Z39999' })).total, 1);
});
