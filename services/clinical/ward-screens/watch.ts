/** Screens that nobody hears any more, and those that are heard again. */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import { findPerson, workersOf } from '../../shared/directory/index.ts';
import { type CardFace, refresh, tell } from '../../shared/notices/index.ts';
import { holderOf } from '../../shared/on-call/index.ts';
import { silenceCard } from './cards.ts';
import type { WaitingInWard } from './queries.ts';
import { graceMs, isTold, silentMs } from './rules.ts';

const moduleName = 'ward-screens';

/** `began`: of this process. */
export function watchScreens(waiting: WaitingInWard, began: Date): Action<Record<string, never>, void> {
  return defineAction({
    name: 'ward-screens.watch',
    input: z.object({}),
    output: z.void(),
    policy: bySystem,
    body: async (context) => {
      const { tx, now } = context;
      for (const silence of await tx.wardScreenSilence.findMany({ where: { backAt: null }, include: { screen: true } })) {
        const { screen, lastAt, toldAt, id } = silence;
        if (screen.endedAt === null && (screen.seenAt === null || screen.seenAt <= lastAt)) await tellOf(context, waiting, { ...silence, ward: screen.wardCode });
        else {
          await tx.wardScreenSilence.update({ where: { id }, data: { backAt: now } });
          // Whoever took the screen down knows it.
          if (toldAt !== null) await over(context, id, screen.endedAt === null ? await keepersOf(tx, screen.wardCode, now) : []);
        }
      }
      if (now.getTime() - began.getTime() < graceMs) return;
      const silent = await tx.wardScreen.findMany({ where: { endedAt: null, cookieHash: { not: null }, seenAt: { lte: new Date(now.getTime() - silentMs) }, silences: { none: { backAt: null } } } });
      for (const { id: screenId, wardCode, seenAt } of silent) {
        const silence = { id: newId(now.getTime()), screenId, lastAt: seenAt ?? now, foundAt: now };
        await tx.wardScreenSilence.create({ data: silence });
        await tellOf(context, waiting, { ...silence, ward: wardCode, toldAt: null, urgent: false });
      }
    },
  });
}

async function tellOf(context: ActionContext, waiting: WaitingInWard, { id, ward, toldAt, urgent }: { readonly id: string; readonly ward: string; readonly toldAt: Date | null; readonly urgent: boolean }): Promise<void> {
  const { tx, now } = context;
  const how = isTold({ toldAt, urgent }, (await waiting(tx, ward, now)).some(({ isOpen }) => isOpen), now);
  if (how === undefined) return;
  await tx.wardScreenSilence.update({ where: { id }, data: { toldAt: toldAt ?? now, ...(how === 'urgent' && { urgent: true }) } });
  await tell(context, { module: moduleName, subject: id, step: how === 'urgent' ? 'open' : 'silent', recipients: await keepersOf(tx, ward, now), urgency: how === 'urgent' ? 'critical' : 'normal' });
}

/** The card turns grey; a message of its own to whoever was told. */
async function over(context: ActionContext, id: string, recipients: readonly string[]): Promise<void> {
  await refresh(context, moduleName, id);
  await tell(context, { module: moduleName, subject: id, step: 'back', recipients, urgency: 'normal' });
}

/** The head nurse; where there is none the head of the department; else whoever runs the system. */
async function keepersOf(tx: Tx, ward: string, now: Date): Promise<string[]> {
  const row = await tx.ward.findUnique({ where: { code: ward }, select: { departmentCode: true } });
  for (const duty of ['head-nurse', 'head'] as const) {
    const holder = row === null ? undefined : await holderOf(tx, row.departmentCode, duty, now);
    if (holder !== undefined) return [holder];
  }
  return (await workersOf(tx, 'platforms')).map(({ number }) => number);
}

export function faceOf(waiting: WaitingInWard): CardFace {
  return {
    module: moduleName,
    draw: async ({ tx, now }, id, { staff }) => {
      const silence = await tx.wardScreenSilence.findUnique({ where: { id }, include: { screen: true } });
      if (silence === null || (await findPerson(tx, staff))?.active !== true) return undefined;
      const { screen, lastAt, backAt } = silence;
      const ward = await tx.ward.findUnique({ where: { code: screen.wardCode }, select: { name: true } });
      const open = backAt === null ? (await waiting(tx, screen.wardCode, now)).filter(({ isOpen }) => isOpen).length : 0;
      return silenceCard({ ward: ward?.name ?? screen.wardCode, name: screen.name, lastAt, backAt, open }, now);
    },
    press: () => undefined,
  };
}
