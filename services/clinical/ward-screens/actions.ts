import { z } from 'zod';
import { type Policy, type StaffActor, actorKey, allow, bySystem, deny } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Tx } from '../../core/db.ts';
import { heldBy } from '../../shared/on-call/index.ts';
import { phrases } from './phrases.ts';
import { pairingCode, screenDraft, screenEnd } from './schema.ts';
import { digestOf, newCode, takeCode } from './store.ts';

const refuse = refusals(phrases);
const codeMs = 10 * 60_000;

/** Wards somebody keeps the screens of: all for who runs the system, else those of the departments one heads. */
export async function wardsKept(tx: Tx, actor: StaffActor, now: Date): Promise<{ code: string; name: string }[]> {
  const departments = actor.adminRole === undefined ? await heldBy(tx, actor.id, ['head', 'head-nurse'], now) : [];
  if (actor.adminRole !== 'system' && departments.length === 0) return [];
  return tx.ward.findMany({ where: { ...(actor.adminRole !== 'system' && { departmentCode: { in: departments } }) }, select: { code: true, name: true }, orderBy: { code: 'asc' } });
}

/** Heads and head nurses by their duty, and the system administrator. */
export const byKeeper: Policy<unknown> = async (actor, _input, { tx, now }) => {
  if (actor.kind !== 'staff') return deny();
  if (actor.adminRole !== undefined) return actor.adminRole === 'system' ? allow('admin:system') : deny();
  return (await heldBy(tx, actor.id, ['head', 'head-nurse'], now)).length > 0 ? allow('head-nurse') : deny();
};

async function demandKept(tx: Tx, actor: StaffActor, ward: string, now: Date): Promise<void> {
  if (!(await wardsKept(tx, actor, now)).some(({ code }) => code === ward)) throw refuse('ward-screens.not-your-ward', {}, 403);
}

/** The code is shown to whoever asked and typed at the screen; only its digest is kept. */
export const openScreen = defineAction({
  name: 'ward-screens.open',
  input: screenDraft,
  output: pairingCode,
  policy: byKeeper,
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
  policy: byKeeper,
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
