/** Opening is on record before a page leaves: who, what, when, where, and the code the copy carries. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Actor, type Policy, type StaffActor, actorKey, allow, byAnyStaff, bySystem, deny } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { EventKind } from '../../core/events.ts';
import { type Action, type ActionContext, defineAction, defineJobKind } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type DataScope, flagsOf, ofPatient, relationInWords } from '../data-scope/index.ts';
import { findPerson } from '../directory/index.ts';
import { findPatient } from '../patients/index.ts';
import { overlayTampered, pageTaken } from './events.ts';
import { type Opening, mostToldHourly, openingKinds } from './model.ts';
import { phrases, takingWords, tamperingWords } from './phrases.ts';
import { codeFrom, seriesOf } from './rules.ts';
import { type TakingAllowed, takingNote, tamperingNote } from './schema.ts';
import { hasLooks, keepLooks } from './store.looks.ts';
import { insertOpening, screenOf } from './store.ts';

const refuse = refusals(phrases);

const row = z.object({
  id: z.uuid(), code: z.string(), keyVersion: z.int(), series: z.string(), kind: z.enum(openingKinds), at: z.date(), staffNumber: z.string(), staffName: z.string(), departmentName: z.string(),
  purpose: z.string(), patientId: z.uuid().nullable(), documentId: z.uuid().nullable(), contentId: z.uuid().nullable(), source: z.string().nullable(), asked: z.custom<Opening['asked']>(), pages: z.int(), strength: z.enum(['ordinary', 'restricted']),
  terminal: z.string(), address: z.string().nullable(), session: z.string(),
});

const shown = { patientId: z.uuid(), source: z.string(), pages: z.int().min(1), looks: z.array(z.custom<Uint8Array>()).optional() };
const noted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('document'), ...shown, documentId: z.uuid(), contentId: z.uuid(), asked: z.custom<Opening['asked']>().optional() }),
  z.object({ kind: z.literal('orders'), ...shown, asked: z.custom<NonNullable<Opening['asked']>>() }),
]);

const looking = { module: 'patients', act: 'detail' } as const;

/** Pages are for people at a page of ours: a chat has no session that a copy could be bound to. @throws Refusal `core.not-allowed` */
export function atPage(actor: Actor): StaffActor & { readonly session: NonNullable<StaffActor['session']> } {
  if (actor.kind !== 'staff' || actor.session === undefined) throw new Refusal('core.not-allowed', {}, 403);
  return { ...actor, session: actor.session };
}

type What = Pick<Opening, 'kind' | 'purpose' | 'patientId' | 'documentId' | 'contentId' | 'source' | 'asked' | 'pages' | 'strength' | 'keyVersion'>;

async function write({ tx, now, actor }: ActionContext, what: What): Promise<Opening> {
  const { id: staffNumber, name: staffName, session } = atPage(actor);
  const departmentName = (await findPerson(tx, staffNumber))?.departmentName ?? '';
  const common = { ...what, series: seriesOf(now), at: now, staffNumber, staffName, departmentName, terminal: session.terminal, address: session.address ?? null, session: session.id };
  for (;;) {
    const opening: Opening = { ...common, id: newId(now.getTime()), code: codeFrom(randomBytes(6)) };
    // 38 random bits: a code that is taken is drawn again.
    if (await insertOpening(tx, opening)) return opening;
  }
}

/** Looks of a revision that was opened before all its pages were made. The second try comes when the pipeline tries lost pages again. */
export const awaitLooks = defineJobKind('viewing.await-looks', z.object({ opening: z.uuid() }), { tries: 5, pause: { first: 90, slowest: 3600 } });

/** Called by the flow that prepared the pages; by itself at no door. Without `looks` a job waits for them, whatever becomes of this process. @param always whether all records bear the stronger mark */
export function noteOpening(scope: DataScope, seal: Pick<KeyRing, 'version' | 'closeBytes'>, always: boolean): Action<z.infer<typeof noted>, Opening> {
  const { policy } = ofPatient(scope);
  return defineAction({
    name: 'viewing.note',
    input: noted,
    output: row,
    policy,
    patients: ({ patientId }) => [patientId],
    body: async (context, { looks, ...what }) => {
      if (looks !== undefined) await keepLooks(context.tx, seal, context.now, what.source, looks);
      const strength = always || (await flagsOf(context.tx, what.patientId)).length > 0 ? 'restricted' : 'ordinary';
      const { relation } = await scope.decide(context.tx, atPage(context.actor), what.patientId, looking, context.now);
      const opening = await write(context, { purpose: relationInWords(relation), documentId: null, contentId: null, ...what, asked: what.asked ?? null, strength, keyVersion: seal.version });
      if (looks === undefined && !(await hasLooks(context.tx, what.source))) context.schedule(awaitLooks, { opening: opening.id });
      return opening;
    },
  });
}

/** When all its pages were made. */
export function noteLooks(seal: Pick<KeyRing, 'closeBytes'>) {
  return defineAction({
    name: 'viewing.note-looks',
    input: z.object({ source: z.string(), looks: z.array(z.custom<Uint8Array>()) }),
    output: z.void(),
    policy: bySystem,
    body: ({ tx, now }, { source, looks }) => keepLooks(tx, seal, now, source, looks),
  });
}

const anybodyAtPage: Policy<unknown> = async (actor, input, context) => (actor.kind === 'staff' && actor.session === undefined ? deny() : byAnyStaff(actor, input, context));

/** A page says it of its own viewer: an id that is nobody's is on record as none. */
const whose = async (tx: ActionContext['tx'], { patientId }: { readonly patientId?: string | undefined }): Promise<string[]> => (patientId !== undefined && (await findPatient(tx, patientId)) !== undefined ? [patientId] : []);

/** @throws Refusal `viewing.told-enough`: a page that tells without end must not fill the log */
async function tellOnce<T>({ tx, now, actor, emit }: ActionContext, kind: EventKind<T>, data: T): Promise<void> {
  const told = await tx.fact.count({ where: { name: kind.name, actor: actorKey(actor), at: { gt: new Date(now.getTime() - 3_600_000) } } });
  if (told >= mostToldHourly) throw refuse('viewing.told-enough', { most: mostToldHourly }, 429);
  emit(kind, actor.id, data);
}

/** Copied, saved or printed where the hospital allows it. */
export function take(allowed: TakingAllowed): Action<z.infer<typeof takingNote>, void> {
  return defineAction({
    name: 'viewing.take',
    input: takingNote,
    output: z.void(),
    policy: anybodyAtPage,
    subject: ({ way, page }) => `${takingWords[way]} ${page}`,
    about: whose,
    body: async (context, { way, page }) => {
      if (!allowed[way]) throw refuse('viewing.not-to-take', {}, 403);
      await tellOnce(context, pageTaken, { way, page });
    },
  });
}

/** The page put its overlay back and says what had been done to it: `audit` tells the security administrator. */
export const tamper = defineAction({
  name: 'viewing.tamper',
  input: tamperingNote,
  output: z.void(),
  policy: anybodyAtPage,
  subject: ({ how, page }) => `${tamperingWords[how]} ${page}`,
  about: whose,
  body: (context, { how, page }) => tellOnce(context, overlayTampered, { how, page }),
});

/** One a session and day: the code a picture of the screen carries. */
export function noteScreen(keyVersion: () => number): Action<Record<string, never>, Opening> {
  return defineAction({
    name: 'viewing.note-screen',
    input: z.object({}),
    output: row,
    policy: anybodyAtPage,
    body: async (context) => {
      const { session } = atPage(context.actor);
      const known = await screenOf(context.tx, session.id, seriesOf(context.now));
      return known ?? write(context, { kind: 'screen', purpose: '', patientId: null, documentId: null, contentId: null, source: null, asked: null, pages: 0, strength: 'ordinary', keyVersion: keyVersion() });
    },
  });
}

export const anyPage = (actor: Actor): ReturnType<typeof allow> | ReturnType<typeof deny> => (actor.kind === 'staff' && actor.session !== undefined ? allow('signed-in staff') : deny('core.sign-in-first'));
