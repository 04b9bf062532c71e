import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { refusalOf } from '../../links/telephony/phrases.ts';
import { accountsOf, findPeople } from '../directory/index.ts';
import { mayRun, refuse } from './actions.phones.ts';
import { type UrgingMeans, tryStates, urgingMeans, urgingReasons } from './model.ts';
import { ringWords } from './phrases.ts';
import { type Overview, overview } from './schema.ts';
import type { UrgingSettings } from './settings.ts';
import { phoneOf } from './store.ts';

/** The vendor's code in words. */
export const reasonOf = (means: UrgingMeans, code: string): string => (code === '' ? '' : (means === 'ringing' ? ringWords(code) : undefined) ?? refusalOf(code));

export function overviewOf(settings: UrgingSettings, means: Overview['means']): Query<Record<string, never>, Overview> {
  return defineQuery({
    name: 'urging.overview',
    input: z.object({}),
    output: overview,
    policy: mayRun,
    // Staff alone; not even which value it was about.
    audited: false,
    body: async ({ tx, now }) => {
      const rows = await tx.urgingTry.findMany({ where: { createdAt: { gt: new Date(now.getTime() - 7 * 86_400_000) } }, orderBy: { createdAt: 'desc' }, take: 200 });
      const people = await findPeople(tx, [...new Set(rows.map(({ recipient }) => recipient))]);
      const staff = await tx.staff.findMany({ where: { active: true, role: { in: ['doctor', 'nurse'] } }, select: { number: true } });
      const numbers = await tx.staffPhone.count({ where: { staffNumber: { in: staff.map(({ number }) => number) } } });
      return {
        means, perHour: settings.perHour, isTest: settings.test, staff: staff.length, numbers,
        tries: rows.map(({ id, createdAt, recipient, means: by, why, state, code }) => {
          const used = urgingMeans.find((each) => each === by) ?? 'sms';
          return { id, at: createdAt, name: people.get(recipient)?.name ?? recipient, means: used, why: urgingReasons.find((each) => each === why) ?? 'step', state: tryStates.find((each) => each === state) ?? 'queued', reason: reasonOf(used, code ?? '') };
        }),
      };
    },
  });
}

/** For the job that asks the vendor; within the process. */
const owed = z.object({ means: z.enum(urgingMeans), ref: z.string(), phone: z.string(), accounts: z.array(z.object({ platform: z.string(), corp: z.string(), user: z.string() })), sentAt: z.date() });

export function receiptOwed(seal: Seal): Query<{ id: string }, z.infer<typeof owed> | null> {
  return defineQuery({
    name: 'urging.receipt-owed',
    input: z.object({ id: z.uuid() }),
    output: owed.nullable(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const row = await tx.urgingTry.findUnique({ where: { id } });
      if (row?.state !== 'sent' || row.ref === null || row.sentAt === null) return null;
      const accounts = (await accountsOf(tx, row.recipient)).map(({ platform, corp, user }) => ({ platform, corp, user }));
      return { means: urgingMeans.find((each) => each === row.means) ?? 'sms', ref: row.ref, phone: (await phoneOf(tx, seal, row.recipient))?.phone ?? '', accounts, sentAt: row.sentAt };
    },
  });
}

/** One's own, for a trial; it stays within the process. */
export function numberOfMine(seal: Seal): Query<Record<string, never>, z.infer<typeof mine>> {
  return defineQuery({
    name: 'urging.number-of-mine',
    input: z.object({}),
    output: mine,
    policy: mayRun,
    audited: false,
    body: async ({ tx, actor }) => {
      const kept = await phoneOf(tx, seal, actor.id);
      const accounts = (await accountsOf(tx, actor.id)).map(({ platform, corp, user }) => ({ platform, corp, user }));
      if (kept === undefined && accounts.length === 0) throw refuse('urging.no-number', {}, 422);
      return { phone: kept?.phone ?? '', accounts };
    },
  });
}
const mine = z.object({ phone: z.string(), accounts: z.array(z.object({ platform: z.string(), corp: z.string(), user: z.string() })) });
