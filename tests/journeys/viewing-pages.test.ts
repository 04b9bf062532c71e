/** How marked pages leave: kept nowhere on the way, made for who is there, in turns, and no longer than one may look. */
import anyTest, { type TestFn } from 'ava';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { createCaller } from '../../h5/src/app/channel.ts';
import { newId } from '../../services/core/ids.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { saveContent } from '../../services/shared/documents/store.content.ts';
import type { OpenedDocument } from '../../services/shared/viewing/schema.ts';
import { dice } from '../../watermark/trial/words.ts';
import { receiving } from '../kit/statements.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

interface Context {
  w: World;
  patientId: string;
  document: string;
}

const test = anyTest as TestFn<Context>;
// One thread, and pages that are pictures: each takes it some hundredths of a second.
sharedWorld(test, { env: { VIEWING_THREADS: '1' } });

const pages = 4;

let made: Promise<Omit<Context, 'w'>> | undefined;
test.beforeEach('a document of photographs', async (t) => {
  made ??= photographs(t.context.w);
  Object.assign(t.context, await made);
});

async function photographs(w: World): Promise<Omit<Context, 'w'>> {
  const { database, seal } = w.hospital;
  const { id: patientId } = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, w.now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number: 'VP1', shelf: 'record', type: { text: '术中照片' }, title: '术中照片', writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: '照片' } }));
  const { id: document } = await database.prisma.document.findFirstOrThrow({ where: { number: 'VP1' } });
  const random = dice(3);
  const [width, height] = [620, 877];
  const photo = await sharp(Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256)), { raw: { width, height, channels: 3 } }).jpeg().toBuffer();
  const pdf = await PDFDocument.create();
  const image = await pdf.embedJpg(photo);
  for (let at = 0; at < pages; at++) pdf.addPage([595, 842]).drawImage(image, { x: at, y: 0, width: 595, height: 842 });
  const base64 = Buffer.from(await pdf.save()).toString('base64');
  await database.prisma.$transaction((tx) => saveContent(tx, seal, w.now(), { documentId: document, isNew: false, stamp: '9 9', version: undefined, content: { mediaType: 'application/pdf', base64 } }));
  return { patientId, document };
}

const opened = async (who: Api, { patientId, document }: Context): Promise<OpenedDocument> => (await who('POST', `/patients/${patientId}/documents/${document}/openings`, {})).data as unknown as OpenedDocument;
const pathOf = (context: Context, { openingId }: OpenedDocument, page: number): string => `/patients/${context.patientId}/openings/${openingId}/pages/${page}`;

/** The person's page, which may turn away from what it asked for. */
function leaving({ w }: Context, who: Api, heard: (response: Response) => void = () => undefined): (path: string, signal: AbortSignal) => Promise<number> {
  const caller = createCaller({ origin: w.url, now: () => w.now().getTime(), fetch: async (input, init) => {
    const response = await fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie: who.cookie } });
    heard(response);
    return response;
  } });
  return async (path, signal) => (await caller.call({ method: 'GET', path: who.token(path), body: undefined }, signal)).status;
}

const many = 24;
const never = (): AbortSignal => AbortSignal.timeout(120_000);

test.serial('a page is kept by nobody on the way', async (t) => {
  const doctor = await t.context.w.signIn('1001');
  const path = pathOf(t.context, await opened(doctor, t.context), 1);
  const kept: (string | null)[] = [];
  t.is(await leaving(t.context, doctor, ({ headers }) => kept.push(headers.get('cache-control')))(path, never()), 200);
  t.true(kept.length > 0 && kept.every((said) => said === 'no-store'), String(kept));
});

test.serial('who turns away is no longer worked for: what waits ends, is on record as not seen, and the next person’s page comes', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const [doctor, other] = [await w.signIn('1001'), await w.signIn('1003')];
  const [own, others] = [await opened(doctor, t.context), await opened(other, t.context)];
  const call = leaving(t.context, doctor);
  await call(pathOf(t.context, own, 1), never());
  const rows = (outcome: string) => prisma.audit.count({ where: { act: 'viewing.page', actor: 'staff:1001', outcome, subject: { startsWith: own.openingId } } });
  const before = await rows('allowed');
  const turning = new AbortController();
  const asked = Array.from({ length: many }, (_none, at) => call(pathOf(t.context, own, 1 + (at % pages)), turning.signal).then(() => turning.abort(), () => undefined));
  await Promise.all(asked);
  t.is((await other('GET', pathOf(t.context, others, 1))).status, 200);
  const all = async (): Promise<number> => (await rows('allowed')) - before + (await rows('refused'));
  for (let tries = 0; tries < 200 && (await all()) < many; tries++) await new Promise((resolve) => { setTimeout(resolve, 50); });
  t.is(await all(), many, 'each call is on record');
  t.true((await rows('refused')) >= many / 2, `${await rows('refused')} of ${many} were not made`);
  t.is(await prisma.audit.count({ where: { act: 'viewing.page', outcome: 'refused', reason: { not: 'core.gone' } } }), 0);
});

test.serial('who asks for many pages does not keep waiting who asks for one', async (t) => {
  const { w } = t.context;
  const [doctor, other] = [await w.signIn('1001'), await w.signIn('1003')];
  const [own, others] = [await opened(doctor, t.context), await opened(other, t.context)];
  let done = 0;
  const begun = Promise.withResolvers<void>();
  const all = Array.from({ length: many }, async (_none, at) => {
    t.is((await doctor('GET', pathOf(t.context, own, 1 + (at % pages)))).status, 200);
    done += 1;
    begun.resolve();
  });
  await begun.promise;
  t.is((await other('GET', pathOf(t.context, others, 1))).status, 200);
  const before = done;
  await Promise.all(all);
  t.true(before < many - 3, `${before} of ${many} came before the one`);
});

test.serial('the next page asks again: a permission that ended, a session that ended, an account that was stopped', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const grant = newId();
  await prisma.accessGrant.create({ data: { id: grant, kind: 'break-glass', staffNumber: '2004', scope: 'patient', target: t.context.patientId, reason: 'x', givenBy: '2004', from: w.now(), until: new Date(w.now().getTime() + 3_600_000) } });
  const guest = await w.signIn('2004');
  const seen = await opened(guest, t.context);
  t.is((await guest('GET', pathOf(t.context, seen, 1))).status, 200);
  await prisma.accessGrant.update({ where: { id: grant }, data: { revokedAt: w.now() } });
  t.is((await guest('GET', pathOf(t.context, seen, 2))).status, 404);

  const doctor = await w.signIn('1001');
  const own = await opened(doctor, t.context);
  t.is((await doctor('GET', pathOf(t.context, own, 1))).status, 200);
  await prisma.session.updateMany({ where: { staff: '1001' }, data: { endedAt: w.now(), endedWhy: 'ended-by-administrator' } });
  t.like(await doctor('GET', pathOf(t.context, own, 2)), { status: 401, error: { code: 'core.session-ended' } });

  const again = await w.signIn('1001');
  t.like(await again('GET', pathOf(t.context, own, 2)), { status: 410, error: { code: 'viewing.over' } }, 'an opening is its session’s');
  const renewed = await opened(again, t.context);
  t.is((await again('GET', pathOf(t.context, renewed, 1))).status, 200);
  await prisma.staff.update({ where: { number: '1001' }, data: { active: false } });
  t.teardown(() => prisma.staff.update({ where: { number: '1001' }, data: { active: true } }));
  t.like(await again('GET', pathOf(t.context, renewed, 2)), { status: 403, error: { code: 'core.left' } });
});
