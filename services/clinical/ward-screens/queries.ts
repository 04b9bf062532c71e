import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Policy, allow, deny } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import type { Tx } from '../../core/db.ts';
import { isScreen, screenIdOf } from '../../core/screens.ts';
import { byWardKeeper, wardsKept } from '../../shared/on-call/index.ts';
import { silentMs } from './rules.ts';
import { type Board, type ScreenList, board, screenList, showsKinds } from './schema.ts';
import { liveScreen } from './store.ts';

/** One value of a ward as critical-values tells it. */
export interface WardValue {
  readonly id: string;
  readonly patientId: string;
  readonly bed: string;
  readonly kind: string;
  readonly fact: string;
  readonly since: Date;
  readonly isOpen: boolean;
  readonly isOverdue: boolean;
  readonly who: string;
}

export type WaitingInWard = (tx: Tx, ward: string, now: Date) => Promise<readonly WardValue[]>;

const shows = z.enum(showsKinds).catch('class');

export const listScreens: Query<Record<string, never>, ScreenList> = defineQuery({
  name: 'ward-screens.list',
  input: z.object({}),
  output: screenList,
  policy: byWardKeeper,
  audited: false,
  body: async ({ tx, now, actor }) => {
    const wards = actor.kind === 'staff' ? await wardsKept(tx, actor, now) : [];
    const names = new Map(wards.map(({ code, name }) => [code, name]));
    const rows = await tx.wardScreen.findMany({ where: { wardCode: { in: [...names.keys()] }, endedAt: null, OR: [{ cookieHash: { not: null } }, { codeUntil: { gt: now } }] }, orderBy: { openedAt: 'asc' } });
    return {
      wards,
      screens: rows.map((row) => ({
        id: row.id, name: row.name, ward: names.get(row.wardCode) ?? row.wardCode, shows: shows.parse(row.shows), openedAt: row.openedAt, openedBy: row.openedBy.replace(/^staff:/, ''),
        pairedAt: row.pairedAt, seenAt: row.seenAt, isSilent: row.seenAt !== null && now.getTime() - row.seenAt.getTime() > silentMs,
      })),
    };
  },
});

/** A screen that was let in and not ended since. */
const byScreen: Policy<unknown> = async (actor, _input, { tx }) => (isScreen(actor) && (await liveScreen(tx, screenIdOf(actor))) !== undefined ? allow('ward-screen') : deny('ward-screens.pair-first'));

/** The same ones again are one look an hour; somebody new is a row at once. */
const oneLookMinutes = 60;

export function showBoard(waiting: WaitingInWard): Query<Record<string, never>, Board> {
  return defineQuery({
    name: 'ward-screens.show',
    input: z.object({}),
    output: board,
    policy: byScreen,
    audited: true,
    oneLookMinutes,
    patients: (_input, { values }) => values.map(({ patientId }) => patientId),
    body: async ({ tx, now, actor }) => {
      const screen = await liveScreen(tx, screenIdOf(actor));
      if (screen === undefined) throw new Refusal('core.not-found', {}, 404);
      const ward = await tx.ward.findUnique({ where: { code: screen.wardCode }, select: { name: true } });
      const values = await waiting(tx, screen.wardCode, now);
      return {
        ward: ward?.name ?? screen.wardCode,
        screen: screen.name,
        at: now,
        values: values.map(({ id, kind, fact, ...value }) => ({ ...value, key: createHash('sha256').update(id).digest('hex').slice(0, 16), what: screen.shows === 'value' ? fact : kind })),
      };
    },
  });
}
