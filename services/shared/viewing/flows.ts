/** Pages of a document for one viewer: prepared, marked with the opening's code, and sent. */
import { z } from 'zod';
import { bedWords, sexWord } from '../../../cards/people.ts';
import type { Source } from '../../../watermark/pipeline.ts';
import type { SourceTrouble } from '../../../watermark/source/refusal.ts';
import { Refusal } from '../../core/errors.ts';
import { type FlowContext, type Query, defineFlow, defineQuery } from '../../core/module.ts';
import { drawPaper } from '../../core/papers/index.ts';
import { refusals } from '../../core/phrases.ts';
import { mostFileBytes } from '../../core/schema.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type DataScope, flagsOf, ofPatient } from '../data-scope/index.ts';
import { openDocument } from '../documents/index.ts';
import { orderLines, sheetWords } from '../orders/index.ts';
import { orderSheetAsked } from '../orders/schema.ts';
import { findPatient, findVisit, personIds } from '../patients/index.ts';
import { anyPage, atPage, noteLooks, noteOpening, noteScreen, take, tamper } from './actions.ts';
import { type Pages, pagesFrom } from './content.ts';
import type { Copies } from './copies.ts';
import { lookJobs } from './jobs.ts';
import { markOf } from './marks.ts';
import { type MarkLook, type Opening, type PdfRules, mostHits, mostOrders, mostPages, pdfForms } from './model.ts';
import { exportWord, phrases } from './phrases.ts';
import { isOpen, minuteOf, pdfFormOf } from './rules.ts';
import { type TakingAllowed, exportAsked, exportedPdf, openedDocument, openingDraft, pageImage, pageRef, screenTile, wordsFound, wordsWanted } from './schema.ts';
import { findOpening } from './store.ts';

const refuse = refusals(phrases);

/** What is said of one page among others. */
const pageTroubles = { 'encrypted': 'page-damaged', 'damaged': 'page-damaged', 'too-large': 'page-too-large', 'too-many-pages': 'page-too-large', 'unsupported': 'page-unsupported', 'compressed': 'page-unsupported', 'too-slow': 'page-too-slow' } as const satisfies Record<SourceTrouble, string>;

/** @throws Refusal in words a person understands; other errors as they are */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'TooBusy') throw refuse('viewing.busy', {}, 503);
    if (error instanceof Error && error.name === 'SourceRefused' && 'trouble' in error) {
      const [trouble, page] = [error.trouble as SourceTrouble, 'page' in error && typeof error.page === 'number' ? error.page : undefined];
      // What took too long may not the next time: the page offers another try.
      const status = trouble === 'too-slow' ? 503 : 422;
      throw page === undefined ? refuse(`viewing.${trouble}`, {}, status) : refuse(`viewing.${pageTroubles[trouble]}`, { page }, status);
    }
    // Orders go on while their page is looked at: what was let go cannot be made again as it was.
    if (error instanceof RangeError) throw refuse('viewing.over', {}, 410);
    throw error;
  }
}

const whole = z.object({ contentId: z.uuid(), title: z.string(), pdf: z.enum(pdfForms), mediaType: z.string(), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) });
type Whole = z.infer<typeof whole>;

export interface ViewingRules {
  readonly allowed: TakingAllowed;
  readonly pdfs: PdfRules;
  readonly look: MarkLook;
  /** Whether the stronger mark stands on all records. */
  readonly strong: boolean;
}

/** A file that lacks a page is not handed out. @throws Refusal */
function withoutPage(error: unknown): never {
  if (error instanceof Refusal && typeof error.facts['page'] === 'number') throw refuse('viewing.pdf-without-page', { page: error.facts['page'] }, 422);
  throw error;
}

/** @param hospital its name, at the head of a page of orders */
export function viewingFlows(scope: DataScope, seal: KeyRing, copies: Copies, hospital: string, { allowed, pdfs, look, strong }: ViewingRules) {
  const { policy, patients } = ofPatient(scope);
  const mayTake = scope.mayRead<{ readonly patientId: string }>({ module: 'patients', act: 'export' }, ({ patientId }) => patientId);

  // Inside the service only: the flow that asks is on record.
  const content: Query<z.infer<typeof openingDraft>, Whole> = defineQuery({
    name: 'viewing.content',
    input: openingDraft,
    output: whole,
    policy,
    audited: false,
    body: async ({ tx, now, actor }, { patientId, documentId, contentId }) => {
      const { kind, ...opened } = await openDocument(tx, seal, { patientId, documentId, contentId });
      const form = pdfFormOf(kind, (await flagsOf(tx, patientId)).length > 0 ? 'restricted' : 'ordinary', pdfs);
      return { ...opened, pdf: form !== 'none' && (await mayTake(actor, { patientId }, { tx, now })).allow ? form : 'none' };
    },
  });
  const orderWords: Query<z.infer<typeof orderSheetAsked>, string> = defineQuery({
    name: 'viewing.orders',
    input: orderSheetAsked,
    output: z.string(),
    policy,
    audited: false,
    body: async ({ tx, now }, asked) => {
      const [who, visit] = [await findPatient(tx, asked.patientId), await findVisit(tx, asked.visitId)];
      if (visit === undefined || !(await personIds(tx, asked.patientId)).includes(visit.patientId)) throw new Refusal('core.not-found', {}, 404);
      const { items: lines, more } = await orderLines(tx, asked, now, { limit: mostOrders, offset: 0 });
      const patient = [who?.name, sexWord(who?.sex ?? ''), `病案号 ${who?.number ?? ''}`, bedWords(visit.bed)].filter(Boolean).join('　');
      return sheetWords({ hospital, patient, asked, lines, more });
    },
  });
  const known: Query<{ id: string }, Opening | null> = defineQuery({
    name: 'viewing.known',
    input: z.object({ id: z.uuid() }),
    output: z.custom<Opening | null>(),
    policy: anyPage,
    audited: false,
    body: async ({ tx }, { id }) => (await findOpening(tx, { id })) ?? null,
  });
  const note = noteOpening(scope, seal, strong);
  const noteOwnScreen = noteScreen(() => seal.version);

  const sourceOf = async ({ ask }: Pick<FlowContext, 'ask'>, wanted: z.infer<typeof openingDraft>): Promise<Pages & Pick<Whole, 'contentId' | 'title' | 'pdf'>> => {
    const { contentId, title, pdf, ...found } = await ask(content, wanted);
    return { ...(await told(async () => pagesFrom(found, wanted.window, copies.hasBrowser))), contentId, title, pdf };
  };

  const sourceAgain = async (context: FlowContext, patientId: string, { documentId, contentId, asked }: Opening): Promise<Source> => {
    if (asked !== null && !('window' in asked)) return ordersOf(context, { patientId, ...asked });
    if (documentId === null || contentId === null) throw new Refusal('core.not-found', {}, 404);
    return (await sourceOf(context, { patientId, documentId, contentId, ...(asked !== null && { window: asked.window }) })).source;
  };
  const ordersOf = async ({ ask }: Pick<FlowContext, 'ask'>, asked: z.infer<typeof orderSheetAsked>): Promise<Source> => ({ bytes: Buffer.from(await ask(orderWords, asked)) });

  /** An opening of the asker's own session that is not over. @throws Refusal `core.not-found`, `viewing.over` */
  const opened = async (context: FlowContext, patientId: string, openingId: string) => {
    const { id, session } = atPage(context.actor);
    const opening = await context.ask(known, { id: openingId });
    if (opening === null || opening.source === null || opening.patientId !== patientId) throw new Refusal('core.not-found', {}, 404);
    if (!isOpen(opening, { id, session: session.id }, context.now)) throw opening.staffNumber === id ? refuse('viewing.over', {}, 410) : new Refusal('core.not-found', {}, 404);
    return { opening, prepared: { name: opening.source, pages: opening.pages }, again: () => sourceAgain(context, patientId, opening) };
  };

  const open = defineFlow({
    name: 'viewing.open',
    input: openingDraft,
    output: openedDocument,
    policy,
    audited: true,
    subject: ({ documentId }) => documentId,
    patients,
    body: async (context, wanted) => {
      const { id: viewer } = atPage(context.actor);
      const { source, contentId, pdf } = await sourceOf(context, wanted);
      // The first page is there; the others are being made.
      const prepared = await told(async () => (await copies.pipeline()).prepare(source, viewer));
      if (prepared.pages > mostPages) throw refuse('viewing.too-many-pages', {}, 422);
      const { name, pages, headings, windows, whole, hasWords = null } = prepared;
      const { id } = await context.run(note, { kind: 'document', patientId: wanted.patientId, documentId: wanted.documentId, contentId, source: name, pages, ...(whole?.isLost === false && { looks: [...whole.looks] }), ...(wanted.window !== undefined && { asked: { window: wanted.window } }) });
      return { openingId: id, pages, headings: [...headings], hasWords, windows: [...windows], pdf };
    },
  });

  const openOrders = defineFlow({
    name: 'viewing.open-orders',
    input: orderSheetAsked,
    output: openedDocument,
    policy,
    audited: true,
    subject: ({ visitId }) => visitId,
    patients,
    body: async (context, wanted) => {
      const { id: viewer } = atPage(context.actor);
      const source = await ordersOf(context, wanted);
      const prepared = await told(async () => (await copies.pipeline()).prepare(source, viewer));
      // All of the few pages: orders go on, and what is not noted now may be made no more.
      const { looks, isLost } = await told(() => prepared.finished());
      if (isLost) throw refuse('viewing.too-slow', {}, 422);
      const { patientId, ...asked } = wanted;
      const { id } = await context.run(note, { kind: 'orders', patientId, asked, source: prepared.name, pages: prepared.pages, looks: [...looks] });
      return { openingId: id, pages: prepared.pages, headings: [], hasWords: true, windows: [], pdf: 'none' as const };
    },
  });

  const page = defineFlow({
    name: 'viewing.page',
    input: pageRef,
    output: pageImage,
    policy,
    audited: true,
    subject: ({ openingId, page: number }) => `${openingId}#${number}`,
    patients,
    body: async (context, { patientId, openingId, page: number }) => {
      const { opening, prepared, again } = await opened(context, patientId, openingId);
      if (number > prepared.pages) throw new Refusal('core.not-found', {}, 404);
      const image = await told(async () => (await copies.pipeline()).page(again, prepared, number, markOf(seal, opening, number, look), opening.staffNumber, context.signal));
      return { type: image.type, base64: image.bytes.toString('base64') };
    },
  });

  // The whole document leaves: its own act, with a second factor, by those who may carry the patient's record out.
  const exportPdf = defineFlow({
    name: 'viewing.export',
    input: exportAsked,
    output: exportedPdf,
    policy: mayTake,
    audited: true,
    stepUp: true,
    subject: ({ openingId }) => openingId,
    patients,
    body: async (context, { patientId, openingId }) => {
      const { opening, prepared, again } = await opened(context, patientId, openingId);
      if (opening.documentId === null || opening.contentId === null) throw refuse('viewing.not-out', {}, 403);
      const { source, words, title, pdf } = await sourceOf(context, { patientId, documentId: opening.documentId, contentId: opening.contentId });
      if (pdf === 'none') throw refuse('viewing.not-out', {}, 403);
      const [mark, note] = [markOf(seal, opening, 0, look, exportWord), { viewer: `${opening.staffName} ${opening.staffNumber}`, at: context.now, title }];
      const text = pdf !== 'text' ? undefined : await told(async () => (await copies.pipeline()).textPdf(async () => (words === undefined ? source : { bytes: await drawn(title, words) }), prepared, mark, opening.staffNumber, note, context.signal));
      const bytes = text ?? (await told(async () => (await copies.pipeline()).pdf(again, prepared, mark, opening.staffNumber, note, context.signal)).catch(withoutPage));
      if (bytes.length > mostFileBytes) throw refuse('viewing.pdf-too-large', {}, 422);
      const name = [title === '' ? '文书' : title, minuteOf(opening.at)].join(' ').replaceAll(/[\\/:*?"<>|]/g, '-').slice(0, 180);
      return { name: `${name}.pdf`, type: 'application/pdf', base64: bytes.toString('base64'), form: text === undefined ? ('pictures' as const) : ('text' as const) };
    },
  });

  /** What came as words has no look of its own. */
  const drawn = (title: string, words: string): Promise<Uint8Array> => drawPaper({ title, hospital, facts: [], pieces: words.split('\n').filter((line) => line.trim() !== '').map((text) => ({ kind: 'text', text })), foot: '', producer: 'Wardline', at: 0 });

  // Places come out, letters do not: nothing without a mark leaves.
  const find = defineFlow({
    name: 'viewing.find',
    input: wordsWanted,
    output: wordsFound,
    policy,
    audited: true,
    subject: ({ openingId }) => openingId,
    patients,
    body: async (context, { patientId, openingId, text }) => {
      const { prepared, again } = await opened(context, patientId, openingId);
      const { hits, missing, hasWords } = await told(async () => (await copies.pipeline()).find(again, prepared, text, mostHits + 1));
      return { hits: hits.slice(0, mostHits).map(({ page: number, boxes }) => ({ page: number, boxes: [...boxes] })), more: hits.length > mostHits, missing: [...missing], hasWords };
    },
  });

  const screen = defineFlow({
    name: 'viewing.screen',
    input: z.object({}),
    output: screenTile,
    policy: anyPage,
    audited: false,
    body: async ({ run }) => {
      const opening = await run(noteOwnScreen, {});
      const { png, side } = await copies.screen(markOf(seal, opening, 0, look));
      return { base64: Buffer.from(png).toString('base64'), side, series: opening.series, allowed, look };
    },
  });

  const taking = take(allowed);
  const noteAll = noteLooks(seal);
  const { jobs, queries } = lookJobs(seal, copies, noteAll);
  return { actions: [note, noteAll, noteOwnScreen, taking, tamper], queries: [content, orderWords, known, ...queries], jobs, flows: [open, openOrders, page, find, exportPdf, screen], routed: { open, openOrders, page, find, exportPdf, screen, taking, tamper } };
}
