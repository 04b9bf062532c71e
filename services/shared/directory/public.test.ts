/** Visitors read what was published, as it was published, and nothing else. */
import test from 'ava';
import { testTrail } from '../../../tests/kit/audit.ts';
import { testDatabase } from '../../../tests/kit/database.ts';
import type { VisitorActor } from '../../core/access.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { defineModule, defineQuery } from '../../core/module.ts';
import { createService } from '../../core/service.ts';
import { endPlace } from './actions/ending.ts';
import { addPicture, removePicture } from './actions/pictures.ts';
import { saveCampus, saveDepartment, saveInstitution } from './actions/places.ts';
import { publishPage, withdrawPage } from './actions/publishing.ts';
import { guide, guidePage, publication } from './queries/public.ts';
import { departments } from './queries/places.ts';
import { checkPublishable, departmentText, pageDifferences } from './rules.ts';
import { administrator, directoryService, now } from './testing.ts';

const visitor: VisitorActor = { kind: 'visitor', id: 'anybody', door: 'http', address: '203.0.113.9' };
const clinic = { name: '心内科', active: true, tags: ['胸痛'], kind: 'outpatient', location: null, phone: null, homePage: null, intro: '看心脏', floorGuide: null, visitGuide: null };

test('what says nothing, or is not in use, is not published; differences are told field by field', (t) => {
  const page = departmentText(clinic, []);
  t.notThrows(() => checkPublishable(clinic, page));
  t.throws(() => checkPublishable({ ...clinic, active: false }, page), { message: 'directory.page-retired' });
  t.throws(() => checkPublishable(clinic, { ...page, intro: null }), { message: 'directory.page-empty' });
  t.notThrows(() => checkPublishable(clinic, { ...page, intro: null, pictures: ['p'] }));

  t.deepEqual(pageDifferences(page, page), []);
  t.deepEqual(pageDifferences(page, { ...page, intro: '看心脏和血管', pictures: ['p', 'q'] }), [{ field: 'intro', published: '看心脏', now: '看心脏和血管' }, { field: 'pictures', published: '0', now: '2' }]);
  t.deepEqual(pageDifferences({ ...page, pictures: ['p'] }, { ...page, pictures: ['q'] }), [{ field: 'pictures', published: '1', now: '1' }], 'another picture in the place of one');
  t.deepEqual(pageDifferences(undefined, page).map(({ field }) => field), ['name', 'kind', 'tags', 'intro']);
});

test('drafts stay inside; a page is read as it was published until it is published again, withdrawn or out of use', async (t) => {
  const { database, dispose } = await testDatabase();
  const { corridor, stop } = await directoryService(database, []);
  t.teardown(async () => { await stop(); await dispose(); });
  const run: typeof corridor.run = corridor.run;
  const readGuide = () => corridor.ask(visitor, guide, {});
  const readPage = (owner: string) => corridor.ask(visitor, guidePage, { owner });
  const save = (intro: string, isNew = false) => run(administrator, saveDepartment, { isNew, code: 'HEART', name: '心内科门诊', kind: 'outpatient', parentCode: 'MED', institutionCode: 'H1', phone: '0999-1', intro });

  await run(administrator, saveInstitution, { isNew: true, code: 'H1', name: '第一医院', address: '人民路 1 号', hotline: '0999-12320', homePage: 'https://h.example', floorGuide: '1 层 急诊' });
  await run(administrator, saveCampus, { isNew: true, code: 'H1E', name: '东院区', institutionCode: 'H1', address: '东路 2 号' });
  for (const [code, parentCode] of [['ALL', null], ['MED', 'ALL']] as const) await run(administrator, saveDepartment, { isNew: true, code, name: code, kind: 'administration', parentCode, intro: '不公开的' });
  await save('第一稿', true);
  t.deepEqual(await readGuide(), { institutions: [], departments: [] }, 'nothing was published');
  await t.throwsAsync(readPage('department:HEART'), { message: 'core.not-found' });

  for (const owner of ['institution:H1', 'department:HEART', 'department:ALL']) await run(administrator, publishPage, { owner });
  t.like(await corridor.ask(administrator, publication, { owner: 'department:HEART' }), { published: { at: now, by: '9101' }, differences: [] });
  t.like((await readGuide()).institutions[0], { code: 'H1', name: '第一医院', phone: '0999-12320', campuses: [{ name: '东院区', address: '东路 2 号', hotline: null }] });
  t.like((await readGuide()).departments.find(({ code }) => code === 'HEART'), { institution: 'H1', above: 'ALL' });
  const read = await readPage('department:HEART');
  t.like(read, { name: '心内科门诊', intro: '第一稿', phone: '0999-1', institution: { name: '第一医院', phone: '0999-12320' }, pictures: [] });
  t.notRegex(JSON.stringify([read, await readGuide()]), /[0-9a-f]{8}-[0-9a-f]{4}-|9101|不公开的.*MED/, 'no id of ours, nobody’s number, no draft');

  const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
  const { id } = await run(administrator, addPicture, { owner: 'department:HEART', caption: '门诊楼', mime: 'image/png', base64: png });
  await save('第二稿');
  t.like(await readPage('department:HEART'), { intro: '第一稿', pictures: [] }, 'saved is not published');
  t.deepEqual((await corridor.ask(administrator, publication, { owner: 'department:HEART' })).differences.map(({ field }) => field), ['intro', 'pictures']);
  await run(administrator, publishPage, { owner: 'department:HEART' });
  t.like(await readPage('department:HEART'), { intro: '第二稿', pictures: [{ caption: '门诊楼', base64: png }] });
  await run(administrator, removePicture, { id });
  t.deepEqual((await readPage('department:HEART')).pictures, [], 'a picture taken away is gone at once');

  await run(administrator, endPlace, { kind: 'department', code: 'HEART', how: 'retire' });
  t.deepEqual((await readGuide()).departments.map(({ code }) => code), ['ALL']);
  await t.throwsAsync(readPage('department:HEART'), { message: 'core.not-found' });
  await t.throwsAsync(run(administrator, publishPage, { owner: 'department:HEART' }), { message: 'directory.page-retired' });
  await run(administrator, withdrawPage, { owner: 'institution:H1' });
  t.deepEqual((await readGuide()).institutions, []);
  await run(administrator, endPlace, { kind: 'department', code: 'HEART', how: 'remove' });
  t.is(await database.prisma.publicPage.count({ where: { owner: 'department:HEART' } }), 0);

  await t.throwsAsync(run(visitor, publishPage, { owner: 'department:ALL' }), { message: 'core.not-allowed' });
  await t.throwsAsync(corridor.ask(visitor, departments, {}), { message: 'core.sign-in-first' });
});

test('a door for anybody is a query that leaves no record; anything else does not start', async (t) => {
  const { database, dispose } = await testDatabase();
  const base = await directoryService(database, []);
  t.teardown(async () => { await base.stop(); await dispose(); });
  const audited = defineQuery({ ...guide, name: 'sly.look', audited: true });
  const module = defineModule({ name: 'sly', queries: [audited], routes: [{ method: 'GET', path: '/sly', does: audited, forAnybody: true }] });
  await t.throwsAsync(createService({ modules: [module], database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() }), { message: /for anybody/ });
});
