/** Where the hidden code of a leaked picture cannot be read: what a person reads of the visible mark, and what the page looks like. */
import test from 'ava';
import sharp from 'sharp';
import { documentOf } from '../../watermark/pages.ts';
import type { TracingView, VisibleFound } from '../../services/operations/leak-tracing/schema.ts';
import { newId } from '../../services/core/ids.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { stepUp } from '../attacks/support/people.ts';
import { receiving } from '../kit/statements.ts';
import { world } from '../kit/world.ts';

/** Forty lines of made-up text, each of its own length. */
const lines = (seed: number): string => Array.from({ length: 40 }, (_none, at) => '患者胸痛三小时伴大汗恶心予吸氧监护抗血小板治疗后缓解'.repeat(2).slice((at * seed) % 9, 12 + ((at * at * seed + seed) % 31))).join('\n');

// One after the other: on a busy machine two hospitals beside each other prepare their pages later than whoever opens them waits.
test.serial('read of the visible mark: openings that fit, the nearest first; one is taken for the answer, and the report says by what', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const { id: patientId } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const noon = new Date('2026-11-19T04:00:00Z');
  const put = async (minutes: number, more: object = {}): Promise<string> => {
    const [id, at] = [newId(w.now().getTime()), new Date(noon.getTime() + minutes * 60_000 + 12_000)];
    await prisma.opening.create({ data: { id, code: id.replaceAll('-', '').slice(-12), keyVersion: 1, series: '2026-11-19', kind: 'orders', at, staffNumber: '1001', staffName: '李静', departmentName: '心血管内科', patientId, pages: 1, strength: 'ordinary', terminal: 'dingtalk', session: 's', ...more } });
    return id;
  };
  const [exact] = [await put(0), await put(-5), await put(20), await put(45), await put(-240, { kind: 'screen', patientId: null, pages: 0 }), await put(3, { kind: 'screen', patientId: null, staffNumber: '1002', session: 'later' })];
  await put(0, { staffNumber: '1041', staffName: '王磊', departmentName: '普外科' });

  const security = await w.signIn('9102');
  await stepUp(w, security);
  const white = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#fff' } }).png().toBuffer();
  const { id } = (await security('POST', '/leak-tracing', { picture: { name: '群里的截图.png', type: 'image/png', base64: white.toString('base64') }, note: '家属群里转发' })).data as { id: string };
  t.like(await security('GET', `/leak-tracing/${id}/visible?name=x`), { status: 409, error: { code: 'leak-tracing.not-over-yet' } });
  await w.settle();
  const look = async (typed: Record<string, string>) => security('GET', `/leak-tracing/${id}/visible?${new URLSearchParams(typed).toString()}`);
  const found = async (typed: Record<string, string>): Promise<VisibleFound> => (await look(typed)).data as unknown as VisibleFound;

  const near = await found({ name: '李?', number: '10?1', day: '2026-11-19', clock: '12:00' });
  t.deepEqual(near.openings.map(({ apart, kind }) => [kind, apart]), [['orders', 0], ['screen', null], ['orders', -5], ['orders', 20]], 'three quarters of an hour away is another look; a screen opened in the morning still shows noon');
  t.like(near.openings[0], { staffName: '李静', departmentName: '心血管内科', patientNumber: 'P000001' });
  t.is(near.openings[0]?.around.length, 4, 'what else she opened');
  t.deepEqual((await found({ clock: '12:?0', kind: 'orders', day: '11-1?' })).openings.map(({ staffName, at }) => [staffName, new Date(at).toISOString().slice(11, 16)]), [['李静', '04:20'], ['王磊', '04:00'], ['李静', '04:00']]);
  t.deepEqual((await found({ department: '外', number: '1?41' })).openings.map(({ staffName }) => staffName), ['王磊']);
  const pages = [await found({ name: '李静', limit: '3' }), await found({ name: '李静', limit: '3', offset: '3' })];
  t.deepEqual(pages.map(({ openings, more }) => [openings.length, more]), [[3, true], [3, false]]);
  t.deepEqual((await found({ name: '赵?' })).openings, [], 'none fits');
  t.deepEqual((await found({ name: '李静', day: '2024-01-01' })).openings, []);
  t.like(await look({ name: '?', day: '??-??' }), { status: 400, error: { code: 'leak-tracing.nothing-read' } });
  t.like(await look({ day: '昨天' }), { status: 400, error: { code: 'leak-tracing.day' } });
  t.like(await look({ name: 'x'.repeat(41) }), { status: 400 });
  t.is((await (await w.signIn('1001'))('GET', `/leak-tracing/${id}/visible?name=x`)).status, 403);
  const seen = await prisma.audit.findFirstOrThrow({ where: { act: 'leak-tracing.by-visible-mark', outcome: 'allowed', subject: { contains: '10?1' } } });
  t.like(seen, { actor: 'staff:9102', patients: [patientId] });

  await prisma.opening.updateMany({ where: { id: exact }, data: { at: new Date(w.now().getTime() - 800 * 86_400_000) } });
  t.is((await found({ name: '李静', day: '2026-11-19', clock: '12:00' })).openings.some(({ apart }) => apart === 0), false, 'out of the days that are looked through');
  await prisma.opening.updateMany({ where: { id: exact }, data: { at: noon } });

  const opening = near.openings[0]!.id;
  const take = async (read: object, openingId = opening) => security('POST', `/leak-tracing/${id}/answer`, { way: 'visible', openingId, read });
  t.like(await take({ name: '王?' }), { status: 409, error: { code: 'leak-tracing.does-not-fit' } });
  t.like(await take({}), { status: 400, error: { code: 'leak-tracing.nothing-read' } });
  t.is((await take({ name: '李?', clock: '12:00' })).status, 200);
  const shown = (await security('GET', `/leak-tracing/${id}`)).data as unknown as TracingView;
  t.like(shown, { state: 'nothing', opening: null, viewer: '李静 1001', taken: { way: 'visible', by: '魏然', read: { name: '李?', clock: '12:00' }, opening: { staffNumber: '1001' } } });
  t.is(await prisma.audit.count({ where: { act: 'leak-tracing.answer', outcome: 'allowed', patients: { has: patientId } } }), 1);
  const { base64 } = (await security('GET', `/leak-tracing/${id}/report`)).data as { base64: string };
  const written = (await documentOf(Buffer.from(base64, 'base64'))).words.map(({ units }) => String.fromCharCode(...units)).join('').replaceAll(/\s/g, '');
  for (const said of ['可能出自李静（工号1001', '暗码：没有给出来源', '读到：姓名李?，时间12:00', '可靠程度低于暗码', '不是从暗码读出的']) t.true(written.includes(said), said);
  await prisma.tracing.update({ where: { id }, data: { state: 'found' } });
  t.like(await take({ name: '李?' }), { status: 409, error: { code: 'leak-tracing.code-says' } });
});

test.serial('a page whose code was wiped out is told by its look: which document and page, who opened it and turned to it; what looks like nothing is said so', async (t) => {
  const w = await world(t);
  const { hospital: { database, seal } } = w;
  const { prisma } = database;
  const { id: patientId } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, w.now(), async (context) => {
    for (const [number, seed] of [['SO1', 3], ['SO2', 7], ['SO3', 11]] as const) await applyDocument(seal)(context, about, { kind: 'document', number, shelf: 'record', type: { text: '入院记录' }, title: `入院记录 ${number}`, writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: lines(seed) } });
  });
  const doctor = await w.signIn('1001');
  const opened = new Map<string, string>();
  for (const number of ['SO1', 'SO2', 'SO3']) opened.set(number, ((await doctor('POST', `/patients/${patientId}/documents/${(await prisma.document.findFirstOrThrow({ where: { number } })).id}/openings`, {})).data as { openingId: string }).openingId);
  const { base64 } = (await doctor('GET', `/patients/${patientId}/openings/${opened.get('SO2') ?? ''}/pages/1`)).data as { base64: string };
  const other = await w.signIn('1003');
  await other('POST', `/patients/${patientId}/documents/${(await prisma.document.findFirstOrThrow({ where: { number: 'SO2' } })).id}/openings`, {});
  await w.settle();
  const rows = await prisma.pageLook.findMany();
  t.is(rows.length, 3, 'once a revision, whoever opens it next');
  t.true(rows.every(({ sealedLooks, pages }) => sealedLooks.length < 1000 * pages), 'small');
  // What each page would be without the seal stands nowhere.
  t.true(rows.every(({ sealedLooks }) => Buffer.from(sealedLooks).toString('latin1').startsWith('v')), 'sealed');

  const wiped = await sharp(Buffer.from(base64, 'base64')).blur(1.2).greyscale().resize({ width: 420 }).threshold(170).png().toBuffer();
  const noise = await sharp({ create: { width: 140, height: 180, channels: 3, background: '#ddd', noise: { type: 'gaussian', mean: 200, sigma: 12 } } }).jpeg().toBuffer();
  const huge = await sharp(Buffer.alloc(7800 * 7800), { raw: { width: 7800, height: 7800, channels: 1 } }).png({ compressionLevel: 1 }).toBuffer();
  const security = await w.signIn('9102');
  await stepUp(w, security);
  const ids: string[] = [];
  for (const bytes of [wiped, noise, Buffer.from('no picture'), Buffer.alloc(0), huge]) ids.push(((await security('POST', '/leak-tracing', { picture: { name: '截图.png', type: 'image/png', base64: bytes.toString('base64') }, note: '群里转发' })).data as { id: string }).id);
  await w.settle();
  const shown = await Promise.all(ids.map(async (id) => (await security('GET', `/leak-tracing/${id}`)).data as unknown as TracingView));
  t.is(shown[0]?.state, 'nothing', 'no code is left');
  t.like(shown[0]?.alike?.[0], { grade: 'sure', page: 1, more: false });
  t.deepEqual(shown[0]?.alike?.[0]?.openings.map(({ staffNumber, document, turned }) => [staffNumber, document, turned]), [['1003', '入院记录', false], ['1001', '入院记录', true]], 'the one both opened, and who turned to the page');
  t.deepEqual(shown.slice(1).map((each) => each.alike), [[], null, null, null], 'like nothing; no picture, an empty file, more than 60 million pixels');
  t.deepEqual(shown.slice(1).map(({ state }) => state), ['nothing', 'unreadable', 'unreadable', 'unreadable']);
  t.is(await prisma.audit.count({ where: { act: 'leak-tracing.show', subject: ids[0] ?? '', patients: { has: patientId } } }), 1);

  const take = async (openingId: string, id = ids[0] ?? '') => security('POST', `/leak-tracing/${id}/answer`, { way: 'alike', openingId });
  t.like(await take(opened.get('SO1') ?? ''), { status: 409, error: { code: 'leak-tracing.does-not-fit' } });
  t.like(await take(opened.get('SO2') ?? '', ids[1]), { status: 409, error: { code: 'leak-tracing.does-not-fit' } });
  t.is((await take(opened.get('SO2') ?? '')).status, 200);
  const { base64: sheet } = (await security('GET', `/leak-tracing/${ids[0] ?? ''}/report`)).data as { base64: string };
  const written = (await documentOf(Buffer.from(sheet, 'base64'))).words.map(({ units }) => String.fromCharCode(...units)).join('').replaceAll(/\s/g, '');
  for (const said of ['可能出自李静（工号1001', '一、暗码：没有给出来源', '三、相似页：给出了来源，可靠程度低于暗码', '入院记录P000001第1页', '李静1001', '翻到过这一页', '其它页都差得多']) t.true(written.includes(said), said);
});
