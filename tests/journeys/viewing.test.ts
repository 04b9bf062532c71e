/** Documents as pages that name their viewer: opened, on record, and read back from a picture of the page. */
import anyTest, { type TestFn } from 'ava';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { documentOf } from '../../watermark/pages.ts';
import { readPicture, trace } from '../../watermark/trace.ts';
import { markKey, openingOf } from '../../services/shared/viewing/index.ts';
import { drawSheet } from '../../services/core/papers/sheet.ts';
import type { OpenedDocument, PageImage, ScreenTile, WordsFound } from '../../services/shared/viewing/schema.ts';
import { newId } from '../../services/core/ids.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { contentsOf, saveContent } from '../../services/shared/documents/store.content.ts';
import { applyOrder } from '../../services/shared/orders/index.ts';
import type { TracingView } from '../../services/operations/leak-tracing/schema.ts';
import { stepUp } from '../attacks/support/people.ts';
import { receiving } from '../kit/statements.ts';
import { type World, sharedWorld, world } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
// Each test has documents of its own; a person has one session in a chat app, so one after the other.
sharedWorld(test, { env: { VIEWING_TEXT_PDF: 'C0034', VIEWING_PICTURE_PDF: 'C0049', VIEWING_ORDERS: 'image' } });

const narrative = '<ClinicalDocument xmlns="urn:hl7-org:v3"><title>出院记录</title><component><structuredBody><component><section><title>诊断</title><text><paragraph>急性心肌梗死</paragraph></text></section></component></structuredBody></component></ClinicalDocument>';

/** A record of a patient of the cardiologists. */
async function record({ hospital: { database, seal }, now }: World, number = 'VD1'): Promise<{ patientId: string; document: string }> {
  const { id: patientId } = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number, shelf: 'record', type: { text: '入院记录' }, title: '入院记录', writtenAt: now().toISOString(), content: { mediaType: 'text/plain', text: '主诉：胸痛 3 小时。\n现病史：患者 3 小时前无明显诱因出现胸骨后压榨样疼痛。' } }));
  return { patientId, document: (await database.prisma.document.findFirstOrThrow({ where: { number } })).id };
}

test.serial('a doctor opens a document: its pages carry her name and a code that a leaked picture gives away', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { patientId, document } = await record(w, 'VD2');
  const doctor = await w.signIn('1001');
  const open = async (who = doctor, more: Record<string, string> = {}) => who('POST', `/patients/${patientId}/documents/${document}/openings`, more);
  const opened = (await open()).data as unknown as OpenedDocument;
  t.is(opened.pages, 1);
  const pageAt = (number: number, opening = opened.openingId): string => `/patients/${patientId}/openings/${opening}/pages/${number}`;
  const page = (await doctor('GET', pageAt(1))).data as unknown as PageImage;
  t.is(page.type, 'image/png');

  const leaked = await sharp(Buffer.from(page.base64, 'base64')).resize({ width: 900 }).jpeg({ quality: 75 }).toBuffer();
  const row = await prisma.opening.findUniqueOrThrow({ where: { id: opened.openingId } });
  const found = await trace(await readPicture(leaked), { keys: [{ key: markKey(w.hospital.seal, row.keyVersion), series: [row.series] }] });
  t.deepEqual(openingOf(found?.id ?? '000000000000'), { code: row.code, page: 1 }, 'the picture names the opening and the page');
  t.like(row, { staffNumber: '1001', staffName: '李静', kind: 'document', documentId: document, pages: 1, strength: 'ordinary', purpose: '管床医生' }, 'with what lets her see it');

  t.is((await doctor('GET', pageAt(2))).status, 404, 'no such page');
  const other = await w.signIn('1003');
  t.is((await other('GET', pageAt(1))).status, 404, 'another’s copy is nobody else’s, whoever may see the patient');
  const again = (await open(other)).data as unknown as OpenedDocument;
  t.not((await prisma.opening.findUniqueOrThrow({ where: { id: again.openingId } })).code, row.code);
  const stranger = await w.signIn('2004');
  t.is((await open(stranger)).status, 404);
  t.is(await prisma.opening.count({ where: { staffNumber: '2004' } }), 0);
  t.is(await prisma.audit.count({ where: { act: 'viewing.open', actor: 'staff:1001', outcome: 'allowed', patients: { has: patientId } } }), 1);
  t.is(await prisma.audit.count({ where: { act: 'viewing.page', actor: 'staff:1001', outcome: 'allowed', subject: `${opened.openingId}#1` } }), 1);

  await prisma.opening.update({ where: { id: row.id }, data: { at: new Date(w.now().getTime() - 12 * 3_600_000) } });
  t.is((await doctor('GET', pageAt(1))).status, 410, 'opened half a day ago');
});

test.serial('a document is taken out as a PDF where the hospital lets its kind out: by who treats, with a second factor; flagged patients’ as pictures', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { patientId, document } = await record(w, 'VD4');
  t.teardown(() => prisma.patientFlag.deleteMany());
  const [doctor, guest] = [await w.signIn('1001'), await w.signIn('2004')];
  await prisma.accessGrant.create({ data: { id: newId(), kind: 'break-glass', staffNumber: '2004', scope: 'patient', target: patientId, reason: 'x', givenBy: '2004', from: w.now(), until: new Date(w.now().getTime() + 3_600_000) } });
  const open = async (who = doctor) => (await who('POST', `/patients/${patientId}/documents/${document}/openings`, {})).data as unknown as OpenedDocument;
  const take = async (openingId: string, who = doctor) => who('POST', `/patients/${patientId}/openings/${openingId}/pdf`, {});
  const opened = await open();
  t.is(opened.pdf, 'text');
  t.like(await take(opened.openingId), { status: 403, error: { code: 'core.step-up' } });
  await stepUp(w, doctor);
  const { name, base64, form } = (await take(opened.openingId)).data as unknown as { name: string; base64: string; form: string };
  t.regex(name, /^入院记录 \d{4}-\d\d-\d\d \d\d-\d\d\.pdf$/);
  t.is(form, 'text');
  const bytes = Buffer.from(base64, 'base64');
  t.true((await documentOf(bytes)).words.map(({ units }) => String.fromCharCode(...units)).join('').replaceAll(/\s/g, '').includes('胸骨后压榨样疼痛'), 'words stay words');
  const row = await prisma.opening.findUniqueOrThrow({ where: { id: opened.openingId } });
  const read = await PDFDocument.load(bytes, { updateMetadata: false });
  t.is(read.getKeywords(), row.code);
  t.regex(read.getSubject() ?? '', /^李静 1001 .*\d\d:\d\d 导出$/);
  t.is(await prisma.audit.count({ where: { act: 'viewing.export', actor: 'staff:1001', outcome: 'allowed', subject: opened.openingId, patients: { has: patientId } } }), 1);

  const seen = await open(guest);
  t.is(seen.pdf, 'none', 'who broke the glass may look and not carry it out');
  t.is((await prisma.opening.findUniqueOrThrow({ where: { id: seen.openingId } })).purpose, '紧急查阅中', 'and the mark says so');
  await stepUp(w, guest);
  t.is((await take(seen.openingId, guest)).status, 404);
  t.is((await take(opened.openingId, await w.signIn('1003'))).status, 403, 'a second factor before all');

  await prisma.patientFlag.create({ data: { patientId, flag: 'vip', setBy: 'x', setAt: w.now() } });
  const flagged = await open();
  t.is(flagged.pdf, 'pictures');
  const pictures = (await take(flagged.openingId)).data as unknown as { base64: string; form: string };
  t.is(pictures.form, 'pictures');
  t.deepEqual((await documentOf(Buffer.from(pictures.base64, 'base64'))).words.map(({ units }) => units.length), [0], 'nothing under the pictures');
  await prisma.document.update({ where: { id: document }, data: { kind: 'C0052' } });
  const other = await open();
  t.is(other.pdf, 'none');
  t.like(await take(other.openingId), { status: 403, error: { code: 'viewing.not-out' } });
});

test('a leaked picture is traced by the security administrator: whose copy, what else they opened; what bears no mark is said to', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const { patientId, document } = await record(w);
  const doctor = await w.signIn('1001');
  const open = async () => ((await doctor('POST', `/patients/${patientId}/documents/${document}/openings`, {})).data as unknown as OpenedDocument).openingId;
  const [openingId] = [await open(), await open()];
  const { base64 } = (await doctor('GET', `/patients/${patientId}/openings/${openingId}/pages/1`)).data as unknown as PageImage;
  // A piece of it: where no code is found, all is searched, and that takes as long as the picture is large.
  const page = await sharp(Buffer.from(base64, 'base64')).resize({ width: 800 }).extract({ left: 0, top: 0, width: 480, height: 480 }).jpeg({ quality: 70 }).toBuffer();
  const [white, words] = [await sharp({ create: { width: 200, height: 260, channels: 3, background: '#fff' } }).png().toBuffer(), Buffer.from('not a picture')];

  const security = await w.signIn('9102');
  const trace = async (bytes: Buffer, more: object = {}) => security('POST', '/leak-tracing', { picture: { name: '群里的截图.jpg', type: 'image/jpeg', base64: bytes.toString('base64') }, note: '家属群里转发', ...more });
  t.like(await trace(page), { status: 403, error: { code: 'core.step-up' } });
  await stepUp(w, security);
  t.like(await trace(page, { corners: [0, 0, 0, 900, 700, 900, 700, 0] }), { status: 400, error: { code: 'leak-tracing.corners' } }, 'counter-clockwise');
  const ids: string[] = [];
  for (const bytes of [page, white, words]) ids.push(((await trace(bytes)).data as { id: string }).id);
  await w.settle();
  const [found, nothing, unreadable] = await Promise.all(ids.map(async (id) => (await security('GET', `/leak-tracing/${id}`)).data as unknown as TracingView));
  t.like(found, { state: 'found', by: '魏然', viewer: '李静 1001', found: { page: 1 }, opening: { staffNumber: '1001', departmentName: '心血管内科', patientNumber: 'P000001', document: '入院记录', terminal: 'dingtalk' } });
  t.deepEqual(found?.around.map(({ document: title }) => title), ['入院记录'], 'the other opening of that hour');
  t.like(nothing, { state: 'nothing', found: null, opening: null });
  t.is(unreadable?.state, 'unreadable');
  t.is(await prisma.tracing.count({ where: { sealedPicture: { not: null } } }), 0, 'the pictures are forgotten');
  t.is(await prisma.fact.count({ where: { name: 'leak-tracing.traced' } }), 1);
  t.is((await doctor('GET', `/leak-tracing/${ids[0] ?? ''}`)).status, 403);

  const { data: paper } = await security('GET', `/leak-tracing/${ids[0] ?? ''}/report`);
  const { name, base64: sheet } = paper as { name: string; base64: string };
  t.regex(name, /^泄露追查报告 \d{4}-\d\d-\d\d\.pdf$/);
  const written = (await documentOf(Buffer.from(sheet, 'base64'))).words.map(({ units }) => String.fromCharCode(...units)).join('').replaceAll(/\s/g, '');
  for (const said of ['李静（工号1001，心血管内科）', '家属群里转发', 'P000001', '入院记录', '魏然9102', found?.digest.slice(0, 32) ?? '', '不说明是谁转发']) t.true(written.includes(said), said);
  t.false(written.includes('张建国'), 'patients by number');
  t.regex(Buffer.from(sheet, 'base64').toString('latin1'), /ETSI\.CAdES\.detached/);
  t.is((await security('GET', `/leak-tracing/${ids[1] ?? ''}/report`)).status, 200, 'that nothing was found is a result too');
  t.is((await doctor('GET', `/leak-tracing/${ids[0] ?? ''}/report`)).status, 403);
  const waiting = await prisma.tracing.update({ where: { id: ids[2] ?? '' }, data: { state: 'waiting' } });
  t.like(await security('GET', `/leak-tracing/${waiting.id}/report`), { status: 409, error: { code: 'leak-tracing.not-over' } });
  await prisma.tracing.update({ where: { id: waiting.id }, data: { state: 'unreadable' } });
  t.deepEqual(((await security('GET', '/leak-tracing')).data as { tracings: { state: string }[] }).tracings.map(({ state }) => state).toSorted(), ['found', 'nothing', 'unreadable']);

  await prisma.opening.deleteMany();
  const { id } = (await trace(page)).data as { id: string };
  await w.settle();
  t.is(((await security('GET', `/leak-tracing/${id}`)).data as unknown as TracingView).state, 'nothing', 'a day nobody opened anything on is not tried');
});

test.serial('what is no text: CDA as its words, PDF and picture as they are, a broken PDF refused in words, a flagged patient marked stronger', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { patientId, document } = await record(w, 'VD5');
  t.teardown(() => prisma.patientFlag.deleteMany());
  const doctor = await w.signIn('1001');
  const put = (mediaType: string, bytes: Buffer, stamp: string) => prisma.$transaction((tx) => saveContent(tx, w.hospital.seal, w.now(), { documentId: document, isNew: false, stamp, version: undefined, content: { mediaType, base64: bytes.toString('base64') } }));
  const open = () => doctor('POST', `/patients/${patientId}/documents/${document}/openings`, {});

  await put('text/xml', Buffer.from(narrative), '9 9');
  t.like(await open(), { status: 200, data: { pages: 1 } });
  t.is((await prisma.$transaction((tx) => contentsOf(tx, [document])))[0]?.mediaType, 'text/xml');
  const sheet = await PDFDocument.create();
  for (const side of [595, 842]) sheet.addPage([side, side]);
  await put('application/pdf', Buffer.from(await sheet.save()), '9 98');
  t.like(await open(), { status: 200, data: { pages: 2 } });
  await put('image/png', await sharp({ create: { width: 400, height: 500, channels: 3, background: '#eee' } }).png().toBuffer(), '9 985');
  t.like(await open(), { status: 200, data: { pages: 1 } });
  await put('application/pdf', Buffer.from('%PDF-1.7 broken'), '9 99');
  t.like(await open(), { status: 422, error: { code: 'viewing.damaged' } });
  await put('text/xml', Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ClinicalDocument><title>&x;</title></ClinicalDocument>'), '9 992');
  t.like(await open(), { status: 422, error: { code: 'viewing.damaged' } });
  t.is(await prisma.opening.count({ where: { documentId: document } }), 3, 'what showed nothing is no opening');

  await put('text/html', Buffer.from('<h1>体温单</h1><svg><text>35℃</text><svg><text>40</text></svg><text>60</text></svg>'), '9 995');
  const chart = (await open()).data as unknown as OpenedDocument;
  const finds = async (text: string) => ((await doctor('POST', `/patients/${patientId}/openings/${chart.openingId}/find`, { text })).data as unknown as WordsFound).hits.length;
  t.deepEqual([await finds('35℃'), await finds('60'), await finds('这里是一幅图')], [0, 0, 1], 'letters of a drawing without their places are no values');

  await put('text/plain', Buffer.from('一级护理'), '9 999');
  await prisma.patientFlag.create({ data: { patientId, flag: 'vip', setBy: 'x', setAt: w.now() } });
  t.like(await open(), { status: 200 });
  t.is((await prisma.opening.findFirstOrThrow({ where: { documentId: document }, orderBy: { id: 'desc' } })).strength, 'restricted');
});

test.serial('words of a report are found as places on its pages, its headings lead to pages; no letter comes with them', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const { patientId, document } = await record(w, 'VD3');
  const doctor = await w.signIn('1001');
  const items = Array.from({ length: 60 }, (_none, at) => [`第 ${at + 1} 项`, at === 50 ? '肌钙蛋白Ｉ 2.31' : '未见异常']);
  const sheet = await drawSheet({ title: '检验报告', hospital: '示范医院', facts: ['姓名：张建国'], pieces: [{ kind: 'heading', text: '生化' }, { kind: 'table', widths: [200, 250], rows: items }, { kind: 'heading', text: '结论' }, { kind: 'text', text: '请结合临床。' }], foot: '报告人', producer: 'x', at: w.now().getTime() });
  await prisma.$transaction((tx) => saveContent(tx, w.hospital.seal, w.now(), { documentId: document, isNew: false, stamp: '9 9', version: undefined, content: { mediaType: 'application/pdf', base64: Buffer.from(sheet).toString('base64') } }));
  const opened = (await doctor('POST', `/patients/${patientId}/documents/${document}/openings`, {})).data as unknown as OpenedDocument;
  t.true(opened.hasWords && opened.pages > 1);
  t.deepEqual(opened.headings.map(({ title }) => title), ['检验报告', '生化', '结论']);
  t.is(opened.headings.at(-1)?.page, opened.pages);
  const find = async (text: string, who = doctor) => who('POST', `/patients/${patientId}/openings/${opened.openingId}/find`, { text });
  const { data } = await find('肌钙蛋白I 2.31');
  const { hits, more } = data as unknown as WordsFound;
  t.is(more, false);
  t.deepEqual(hits.map(({ page, boxes }) => [page, boxes.length]), [[2, 1]]);
  t.notRegex(JSON.stringify(data), /[^\x20-\x7e]/, 'places, no letters');
  const image = sharp(Buffer.from(((await doctor('GET', `/patients/${patientId}/openings/${opened.openingId}/pages/2`)).data as unknown as PageImage).base64, 'base64'));
  const { width, height } = await image.metadata();
  const [box] = hits[0]?.boxes ?? [];
  const { channels } = await image.extract({ left: Math.floor((box?.x ?? 0) * width), top: Math.floor((box?.y ?? 0) * height), width: Math.ceil((box?.width ?? 0) * width), height: Math.ceil((box?.height ?? 0) * height) }).greyscale().stats();
  t.true((channels[0]?.min ?? 255) < 90, 'ink stands there');
  t.is(((await find('未见异常')).data as unknown as WordsFound).hits.length, 59);
  t.deepEqual((await find('心电图')).data, { hits: [], more: false, missing: [], hasWords: true });
  t.is((await find('  ')).status, 400);
  t.is((await find('结论', await w.signIn('1003'))).status, 404, 'another’s opening');
  t.is(await prisma.audit.count({ where: { act: 'viewing.find', actor: 'staff:1001', outcome: 'allowed', subject: opened.openingId, patients: { has: patientId } } }), 3);
  t.is(await prisma.audit.count({ where: { subject: { contains: '肌钙' } } }), 0, 'what was looked for is not in the record');
});

test.serial('a session’s screen carries one code a day, which a picture of a page under it gives away', async (t) => {
  const { w } = t.context;
  const doctor = await w.signIn('1001');
  const tile = (await doctor('GET', '/viewing/screen')).data as unknown as ScreenTile;
  t.deepEqual((await doctor('GET', '/viewing/screen')).data as unknown, tile, 'the same all day');
  t.deepEqual(tile.look, { angle: 24, spacing: 'ordinary', darkness: 13 }, 'the words over it as the hospital wants them');
  const row = await w.hospital.database.prisma.opening.findFirstOrThrow({ where: { kind: 'screen', staffNumber: '1001' } });
  const keys = [{ key: markKey(w.hospital.seal, row.keyVersion), series: [row.series] }];
  for (const background of ['#ffffff', '#14171c']) {
    const screenshot = await sharp({ create: { width: 780, height: 1688, channels: 3, background } })
      .composite([{ input: await sharp(Buffer.from(tile.base64, 'base64')).resize(tile.side * 2, tile.side * 2, { kernel: 'nearest' }).toBuffer(), tile: true, gravity: 'northwest' }])
      .jpeg({ quality: 80 })
      .toBuffer();
    t.is((await trace(await readPicture(screenshot), { keys }))?.id, row.code, background);
  }
});

test.serial('orders of a stay as marked pages, where the hospital wants them so: the same filters, nothing beside the pages, traced to who opened them', async (t) => {
  const { w } = t.context;
  const { database } = w.hospital;
  const { prisma } = database;
  const stay = await prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const clinic = newId();
  await prisma.visit.create({ data: { id: clinic, number: 'MZ1', patientId: stay.patientId, saidPatientId: stay.patientId, kind: 'outpatient', state: 'gone', counts: true, told: true, asOf: w.now(), stamps: [], memory: {} } });
  const at = (hours: number): string => new Date(w.now().getTime() - hours * 3_600_000).toISOString();
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: '1 1', sender: { application: 'HIS', facility: 'QH' }, arrival: 'o' };
  await receiving(database, w.now(), async (context) => {
    await applyOrder(context, about, { kind: 'order', number: 'L1', category: 'drug', term: 'long', name: '呋塞米片', startAt: at(50), state: 'running' });
    await applyOrder(context, about, { kind: 'order', number: 'L2', category: 'drug', term: 'long', name: '阿司匹林肠溶片', startAt: at(50), stopAt: at(5) });
    await applyOrder(context, { ...about, visitId: clinic }, { kind: 'order', number: 'R1', category: 'drug', term: 'prescription', name: '布洛芬', startAt: at(900) });
  });
  const doctor = await w.signIn('1001');
  const orders = async (visitId?: string) => (await doctor('GET', `/patients/${stay.patientId}/orders${visitId === undefined ? '' : `?visitId=${visitId}`}`)).data;
  t.deepEqual([await orders(stay.id), await orders()], [{ items: [], more: false, asImage: true }, { items: [], more: false, asImage: true }], 'no letter of it beside the pages');
  t.like(await orders(clinic), { asImage: false, items: [{ name: '布洛芬' }] });
  const { id: order } = await prisma.clinicalOrder.findFirstOrThrow({ where: { number: 'L1' } });
  t.like(await doctor('GET', `/patients/${stay.patientId}/orders/${order}`), { status: 409, error: { code: 'orders.as-image' } });

  const path = `/patients/${stay.patientId}/orders/openings`;
  const open = async (asked: object) => (await doctor('POST', path, { visitId: stay.id, ...asked })).data as unknown as OpenedDocument;
  const [all, running] = [await open({}), await open({ active: true, term: 'long' })];
  const count = async ({ openingId }: OpenedDocument, text: string) => ((await doctor('POST', `/patients/${stay.patientId}/openings/${openingId}/find`, { text })).data as unknown as WordsFound).hits.length;
  t.deepEqual([await count(all, '呋塞米'), await count(all, '阿司匹林'), await count(running, '呋塞米'), await count(running, '阿司匹林')], [1, 1, 1, 0]);
  t.is(await count(running, '王德顺'), 1, 'a page says whose orders they are');
  const page = `/patients/${stay.patientId}/openings/${running.openingId}/pages/1`;
  const { base64 } = (await doctor('GET', page)).data as unknown as PageImage;
  const row = await prisma.opening.findUniqueOrThrow({ where: { id: running.openingId } });
  t.like(row, { kind: 'orders', asked: { visitId: stay.id, active: true, term: 'long' }, documentId: null, staffNumber: '1001' });
  const found = await trace(await readPicture(await sharp(Buffer.from(base64, 'base64')).resize({ width: 700 }).jpeg({ quality: 75 }).toBuffer()), { keys: [{ key: markKey(w.hospital.seal, row.keyVersion), series: [row.series] }] });
  t.is(openingOf(found?.id ?? '000000000000').code, row.code);
  const { id: other } = await prisma.visit.findFirstOrThrow({ where: { patientId: { not: stay.patientId } } });
  t.is((await doctor('POST', path, { visitId: other })).status, 404, 'another patient’s stay under this one’s name');
});
