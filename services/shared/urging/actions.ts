/** Tries: decided in one transaction, sent outside any, each means once for each card. */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { type Action, type ActionContext, defineAction, defineJobKind } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { accountsOf, findPerson } from '../directory/index.ts';
import { tried } from './events.ts';
import { type TryState, type UrgingMeans, urgingMeans, urgingReasons } from './model.ts';
import { counting, ended, meansFor } from './rules.ts';
import type { UrgingSettings } from './settings.ts';
import { phoneOf } from './store.ts';

/** Whether a card's subject still waits for this person; of another module it never does. */
export type StillWaits = (tx: Tx, about: { readonly module: string; readonly subject: string }, staff: string, now: Date) => Promise<boolean>;

export interface UrgingParts {
  readonly seal: Seal;
  readonly settings: UrgingSettings;
  readonly stillWaits: StillWaits;
  readonly has: { readonly sms: boolean; readonly voice: boolean; /** Platforms and corporations that ring. */ readonly ringing: readonly { readonly platform: string; readonly corp: string }[] };
}

const one = z.object({ id: z.uuid() });
/** A try that never left may be made again for a few minutes; what may have left never is. */
export const sendTry = defineJobKind('urging.send', one, { priority: 90, tries: 8, pause: { first: 2, slowest: 30 }, onAmbiguous: 'dead-letter' });
export const askReceipt = defineJobKind('urging.ask-receipt', one, { priority: 10, tries: 2 });

export const urgeInput = z.object({ delivery: z.uuid(), module: z.string(), subject: z.string(), step: z.string(), recipient: z.string(), why: z.enum(urgingReasons) });

export function urge({ seal, settings, stillWaits, has }: UrgingParts): Action<z.output<typeof urgeInput>, void> {
  return defineAction({
    name: 'urging.urge',
    input: urgeInput,
    output: z.void(),
    policy: bySystem,
    body: async (context, { delivery, module, subject, step, recipient, why }) => {
      const { tx, now, schedule } = context;
      const ringing = has.ringing.length > 0 && (await accountsOf(tx, recipient)).some((account) => has.ringing.some(({ platform, corp }) => platform === account.platform && corp === account.corp));
      const means = meansFor(why, step, { ...has, ringing }, settings);
      if (means.length === 0 || !(await stillWaits(tx, { module, subject }, recipient, now))) return;
      const hasNumber = (await phoneOf(tx, seal, recipient)) !== undefined;
      for (const by of means) {
        const row = { id: newId(now.getTime()), deliveryId: delivery, module, subject, recipient, means: by, why, state: await beginsAs(tx, settings, recipient, by, hasNumber, now), createdAt: now };
        const { count } = await tx.urgingTry.createMany({ data: [row], skipDuplicates: true });
        if (count === 0) continue;
        if (row.state === 'queued') schedule(sendTry, { id: row.id });
        else await tell(context, row);
      }
    },
  });
}

async function beginsAs(tx: Tx, { perHour, test }: UrgingSettings, recipient: string, by: UrgingMeans, hasNumber: boolean, now: Date): Promise<TryState> {
  if (by !== 'ringing' && !hasNumber) return 'no-number';
  const recent = await tx.urgingTry.count({ where: { recipient, createdAt: { gt: new Date(now.getTime() - 3_600_000) }, state: { in: [...counting] } } });
  if (recent >= perHour) return 'limited';
  return test ? 'test' : 'queued';
}

interface TriedRow {
  readonly deliveryId: string;
  readonly module: string;
  readonly subject: string;
  readonly recipient: string;
  readonly means: string;
  readonly why: string;
  readonly state: string;
  readonly code?: string | null;
}

/** On the course of what the card is about. */
async function tell({ tx, emit }: ActionContext, { deliveryId, module, subject, recipient, means, why, state, code }: TriedRow): Promise<void> {
  const person = await findPerson(tx, recipient);
  emit(tried, subject, tried.schema.parse({ delivery: deliveryId, module, means, why, state, code: code ?? '', who: { number: recipient, name: person?.name ?? recipient, role: person?.role ?? '' } }));
}

const toSend = z.object({ means: z.enum(urgingMeans), phone: z.string(), accounts: z.array(z.object({ platform: z.string(), corp: z.string(), user: z.string() })), key: z.string() });
export type ToSend = z.infer<typeof toSend>;

/** From here on it counts as perhaps sent, whatever becomes of the process; `null`: nothing to send any more. */
export function beginTry({ seal, stillWaits }: UrgingParts): Action<{ id: string }, ToSend | null> {
  return defineAction({
    name: 'urging.begin',
    input: one,
    output: toSend.nullable(),
    policy: bySystem,
    body: async (context, { id }) => {
      const { tx, now } = context;
      const row = await tx.urgingTry.findUnique({ where: { id } });
      if (row?.state !== 'queued') return null;
      if (!(await stillWaits(tx, row, row.recipient, now))) {
        await tx.urgingTry.update({ where: { id }, data: { state: 'needless' } });
        return null;
      }
      const kept = await phoneOf(tx, seal, row.recipient);
      const { count } = await tx.urgingTry.updateMany({ where: { id, state: 'queued' }, data: { state: 'sending', sentAt: now } });
      if (count === 0) return null;
      return { means: urgingMeans.find((each) => each === row.means) ?? 'sms', phone: kept?.phone ?? '', accounts: (await accountsOf(tx, row.recipient)).map(({ platform, corp, user }) => ({ platform, corp, user })), key: `${row.deliveryId}-${row.means}` };
    },
  });
}

/** `queued`: it certainly did not leave and is tried again. */
export const noteTry = defineAction({
  name: 'urging.note',
  input: one.extend({ state: z.enum(['queued', 'sent', 'arrived', 'not-arrived', 'refused', 'failed', 'unsure']), ref: z.string().optional(), code: z.string().default('') }),
  output: z.void(),
  policy: bySystem,
  body: async (context, { id, state, ref, code }) => {
    const from: TryState[] = state === 'arrived' || state === 'not-arrived' ? ['sent'] : ['queued', 'sending'];
    const { count } = await context.tx.urgingTry.updateMany({ where: { id, state: { in: from } }, data: { state, code, ...(ref !== undefined && { ref }) } });
    if (count === 1 && state !== 'queued') await tell(context, await context.tx.urgingTry.findUniqueOrThrow({ where: { id } }));
  },
});

const minute = 60_000;

/** Lost jobs, sendings that broke off with the process, receipts that are still owed. */
export const sweepTries = defineAction({
  name: 'urging.sweep',
  input: z.object({}),
  output: z.void(),
  policy: bySystem,
  body: async (context) => {
    const { tx, now, schedule } = context;
    const ago = (minutes: number): Date => new Date(now.getTime() - minutes * minute);
    const open = await tx.urgingTry.findMany({ where: { state: { notIn: [...ended] }, createdAt: { gt: ago(120), lte: ago(0.8) } }, take: 500, orderBy: { createdAt: 'asc' } });
    for (const row of open) {
      const since = row.sentAt ?? row.createdAt;
      if (row.state === 'queued' && row.createdAt > ago(15)) schedule(sendTry, { id: row.id });
      else if (row.state === 'queued') await endAs(context, row, 'failed');
      else if (row.state === 'sending' && since <= ago(2)) await endAs(context, row, 'unsure');
      else if (row.state === 'sent' && since > ago(60)) schedule(askReceipt, { id: row.id });
    }
  },
});

async function endAs(context: ActionContext, row: TriedRow & { readonly id: string }, state: TryState): Promise<void> {
  await context.tx.urgingTry.update({ where: { id: row.id }, data: { state } });
  await tell(context, { ...row, state });
}
