/** A long document: open with its first page, the others after it; what is wrong with one of them is told there; its looks are noted whatever happens. */
import anyTest, { type TestFn } from 'ava';
import { PDFDocument, PDFName } from 'pdf-lib';
import { systemActor } from '../../services/core/access.ts';
import type { JobContext } from '../../services/core/module.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { saveContent } from '../../services/shared/documents/store.content.ts';
import { noteLooks } from '../../services/shared/viewing/actions.ts';
import { lookJobs } from '../../services/shared/viewing/jobs.ts';
import { looksBetween } from '../../services/shared/viewing/index.ts';
import type { OpenedDocument, WordsFound } from '../../services/shared/viewing/schema.ts';
import { openPipeline } from '../../watermark/pipeline.ts';
import { stepUp } from '../attacks/support/people.ts';
import { receiving } from '../kit/statements.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test, { env: { VIEWING_THREADS: '1', VIEWING_PICTURE_PDF: '*' } });

interface Record {
  readonly patientId: string;
  readonly document: string;
}

let made = 0;

/** A record of a patient of the cardiologists. */
async function record({ hospital: { database, seal }, now }: World, pdf: PDFDocument): Promise<Record> {
  const number = `VL${++made}`;
  const { id: patientId } = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number, shelf: 'record', type: { text: '病程记录' }, title: '病程记录', writtenAt: now().toISOString(), content: { mediaType: 'text/plain', text: '病程' } }));
  const { id: document } = await database.prisma.document.findFirstOrThrow({ where: { number } });
  const base64 = Buffer.from(await pdf.save({ useObjectStreams: false })).toString('base64');
  await database.prisma.$transaction((tx) => saveContent(tx, seal, now(), { documentId: document, isNew: false, stamp: '9 9', version: undefined, content: { mediaType: 'application/pdf', base64 } }));
  return { patientId, document };
}

/** Lines without letters; a word on the last page. */
async function scan(pages: number, seed: number): Promise<PDFDocument> {
  const pdf = await PDFDocument.create();
  for (let at = 1; at <= pages; at++) {
    const page = pdf.addPage([595, 842]);
    for (let line = 0; line < 12; line++) page.drawLine({ start: { x: 60, y: 80 + line * 60 }, end: { x: 200 + ((line * 97 + at * 53 + seed * 31) % 330), y: 80 + line * 60 }, thickness: 6 });
    if (at === pages) page.drawText('CONCLUSION', { x: 60, y: 40, size: 14 });
  }
  return pdf;
}

const open = (who: Api, { patientId, document }: Record) => who('POST', `/patients/${patientId}/documents/${document}/openings`, {});
const openedBy = async (who: Api, wanted: Record): Promise<OpenedDocument> => (await open(who, wanted)).data as unknown as OpenedDocument;
const pageAt = (who: Api, { patientId }: Record, { openingId }: OpenedDocument, page: number) => who('GET', `/patients/${patientId}/openings/${openingId}/pages/${page}`);
const find = async (who: Api, { patientId }: Record, { openingId }: OpenedDocument, text: string): Promise<WordsFound> => (await who('POST', `/patients/${patientId}/openings/${openingId}/find`, { text })).data as unknown as WordsFound;

test.serial('it is open with its first page; a page asked for comes while others are made; what only the whole tells comes with it', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const doctor = await w.signIn('1001');
  const pages = 14;
  const wanted = await record(w, await scan(pages, 1));
  const [before, opened] = [await prisma.pageLook.count(), await openedBy(doctor, wanted)];
  // The letters stand on the last page: whoever had waited for it would know of them.
  t.like(opened, { pages, hasWords: null });
  t.is(await prisma.pageLook.count(), before, 'looks are noted when they are all there');
  t.is((await pageAt(doctor, wanted, opened, pages - 1)).status, 200);
  t.is((await pageAt(doctor, wanted, opened, 1)).status, 200);
  const { hits, hasWords, missing } = await find(doctor, wanted, opened, 'conclusion');
  t.deepEqual([hits.map(({ page }) => page), hasWords, missing], [[pages], true, []], 'a search waits for all pages');
  t.like(await openedBy(await w.signIn('1003'), wanted), { pages, hasWords: true });
  await w.settle();
  const { source } = await prisma.opening.findUniqueOrThrow({ where: { id: opened.openingId } });
  t.is((await prisma.pageLook.findUniqueOrThrow({ where: { source: source ?? '' } })).pages, pages);
  const jobs = (): Promise<number> => prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'viewing.await-looks' AND state < 'completed'`.then(([row]) => row?.count ?? -1);
  await openedBy(doctor, wanted);
  t.is(await jobs(), 0, 'nothing is left to wait for');
});

test.serial('two who open it together share the work and its looks, each with a code of their own', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const wanted = await record(w, await scan(5, 2));
  const [doctor, other] = [await w.signIn('1001'), await w.signIn('1003')];
  const both = await Promise.all([openedBy(doctor, wanted), openedBy(other, wanted)]);
  t.deepEqual(both.map(({ pages }) => pages), [5, 5]);
  t.deepEqual((await Promise.all([pageAt(doctor, wanted, both[0], 5), pageAt(other, wanted, both[1], 5)])).map(({ status }) => status), [200, 200]);
  await w.settle();
  const rows = await prisma.opening.findMany({ where: { documentId: wanted.document } });
  t.is(new Set(rows.map(({ code }) => code)).size, 2);
  t.is(new Set(rows.map(({ source }) => source)).size, 1);
  t.is(await prisma.pageLook.count({ where: { source: rows[0]?.source ?? '' } }), 1);
});

test.serial('a process that dies before the last page loses no looks: whichever comes next makes the pages again', async (t) => {
  const { w } = t.context;
  const { seal, database: { prisma }, service: { corridor } } = w.hospital;
  const wanted = await record(w, await scan(4, 3));
  const opened = await openedBy(await w.signIn('1001'), wanted);
  const { source } = await prisma.opening.findUniqueOrThrow({ where: { id: opened.openingId } });
  const kept = (): Promise<number> => prisma.pageLook.count({ where: { source: source ?? '' } });
  t.is(await kept(), 0);
  // Another process: it has the database, and nothing that this one has in memory.
  const fresh = await openPipeline({ threads: 1, memoryBytes: 20_000_000 });
  t.teardown(() => fresh.close());
  const { jobs: [job] } = lookJobs(seal, { pipeline: async () => fresh, hasBrowser: false, screen: () => Promise.reject(new Error('none')) }, noteLooks(seal));
  const context = { now: w.now(), attempt: 0, fromMemory: false, run: (action, input) => corridor.run(systemActor, action, input), ask: (query, input) => corridor.ask(systemActor, query, input) } as Pick<JobContext, 'run' | 'ask' | 'now' | 'attempt' | 'fromMemory'> as JobContext;
  await job?.body(context, { opening: opened.openingId } as never);
  t.is(await kept(), 1);
  const { all } = await looksBetween(prisma, seal, new Date(0), new Date(w.now().getTime() + 1), 10_000);
  t.deepEqual(all.find((each) => each.source === source)?.looks.map((look) => look.length > 400), [true, true, true, true]);
  await w.settle();
  t.is(await kept(), 1, 'its own job finds nothing to do');
});

test.serial('a page that cannot be shown says so itself, the others are shown, nothing goes out without it; a document without any is refused', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const doctor = await w.signIn('1001');
  const pdf = await scan(4, 4);
  pdf.context.delete(pdf.getPage(1).ref);
  pdf.getPage(2).node.set(PDFName.of('MediaBox'), pdf.context.obj([0, 0, 14_000, 14_000]));
  const wanted = await record(w, pdf);
  const opened = await openedBy(doctor, wanted);
  t.is(opened.pages, 4);
  t.like(await pageAt(doctor, wanted, opened, 2), { status: 422, error: { code: 'viewing.page-damaged', message: '第 2 页已损坏，不能显示，其他页可以照常看。这一页请到原系统查看。' } });
  t.like(await pageAt(doctor, wanted, opened, 3), { status: 422, error: { code: 'viewing.page-too-large' } });
  for (const page of [1, 4]) t.is((await pageAt(doctor, wanted, opened, page)).status, 200);
  const { hits, missing } = await find(doctor, wanted, opened, 'CONCLUSION');
  t.deepEqual([hits.map(({ page }) => page), missing], [[4], [2, 3]]);
  await stepUp(w, doctor);
  t.like(await doctor('POST', `/patients/${wanted.patientId}/openings/${opened.openingId}/pdf`, {}), { status: 422, error: { code: 'viewing.pdf-without-page', message: '第 2 页不能显示，导出会缺页，所以没有导出。请到原系统办理。' } });
  await w.settle();
  const { source } = await prisma.opening.findUniqueOrThrow({ where: { id: opened.openingId } });
  const { all } = await looksBetween(prisma, w.hospital.seal, new Date(0), new Date(w.now().getTime() + 1), 10_000);
  t.deepEqual(all.find((each) => each.source === source)?.looks.map((look) => look.length > 1), [true, false, false, true]);

  const none = await scan(2, 5);
  for (const page of none.getPages()) page.node.set(PDFName.of('MediaBox'), none.context.obj([0, 0, 14_000, 14_000]));
  const huge = await record(w, none);
  t.like(await open(doctor, huge), { status: 422, error: { code: 'viewing.too-large' } });
  t.is(await prisma.opening.count({ where: { documentId: huge.document } }), 0, 'what showed nothing is no opening');
});
