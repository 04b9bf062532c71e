import { z } from 'zod';
import { type StaffActor, actorKey, bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Tx } from '../../core/db.ts';
import { byWardKeeper, wardsKept } from '../../shared/on-call/index.ts';
import { phrases } from './phrases.ts';
import { pairingCode, screenDraft, screenEnd } from './schema.ts';
import { digestOf, newCode, takeCode } from './store.ts';

const refuse = refusals(phrases);
const codeMs = 10 * 60_000;

async function demandKept(tx: Tx, actor: StaffActor, ward: string, now: Date): Promise<void> {
  if (!(await wardsKept(tx, actor, now)).some(({ code }) => code === ward)) throw refuse('ward-screens.not-your-ward', {}, 403);
}

/** The code is shown to whoever asked and typed at the screen; only its digest is kept. */
export const openScreen = defineAction({
  name: 'ward-screens.open',
  input: screenDraft,
  output: pairingCode,
  policy: byWardKeeper,
  subject: ({ ward }) => ward,
  body: async ({ tx, now, actor }, { ward, name, shows }) => {
    if (actor.kind === 'staff') await demandKept(tx, actor, ward, now);
    const [code, until] = [newCode(), new Date(now.getTime() + codeMs)];
    await tx.wardScreen.create({ data: { id: newId(now.getTime()), wardCode: ward, name, shows, codeHash: digestOf(code), codeUntil: until, openedAt: now, openedBy: actorKey(actor) } });
    return { code, until };
  },
});

export const endScreen = defineAction({
  name: 'ward-screens.end',
  input: screenEnd,
  output: z.void(),
  policy: byWardKeeper,
  subject: ({ id }) => id,
  body: async ({ tx, now, actor }, { id }) => {
    const row = await tx.wardScreen.findUnique({ where: { id } });
    if (row === null) throw new Refusal('core.not-found', {}, 404);
    if (actor.kind === 'staff') await demandKept(tx, actor, row.wardCode, now);
    await tx.wardScreen.updateMany({ where: { id, endedAt: null }, data: { endedAt: now, endedBy: actorKey(actor), codeHash: null, codeUntil: null } });
  },
});

/** By the door, for whoever knows the code. */
export const pairScreen = defineAction({
  name: 'ward-screens.pair',
  input: z.object({ code: z.string(), cookie: z.string(), address: z.string() }),
  output: z.void(),
  policy: bySystem,
  subject: ({ address }) => address,
  body: async ({ tx, now }, { code, cookie }) => {
    if ((await takeCode(tx, code, digestOf(cookie), now)) === undefined) throw refuse('ward-screens.code', {}, 403);
  },
});
