import { z } from 'zod';
import { type StaffActor, actorKey, bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Action, type ActionContext, type Inside, defineAction, defineJobKind } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Seal } from '../../core/seal.ts';
import type { Tx } from '../../core/db.ts';
import { byWardKeeper, wardsKept } from '../../shared/on-call/index.ts';
import { phrases, platformWords } from './phrases.ts';
import { tokenIn } from './rules.ts';
import { robotDraft, robotRef } from './schema.ts';
import { closeKey } from './store.ts';

export const refuse = refusals(phrases);

/** Where a value's patient lies, and whether somebody has it; `undefined` where the value is none of a ward. */
export type WardOf = (tx: Tx, value: string, now: Date) => Promise<{ readonly ward: string; readonly bed: string; readonly isOpen: boolean } | undefined>;

/** Once; what waits after that is found by the sweep. */
export const say = defineJobKind('group-robots.say', z.object({ message: z.uuid() }), { priority: 80, tries: 3 });

const sweepAfterMs = 50_000;

/** Lines that wait for their turn, or for a platform that was away. */
export const sweepLines = defineAction({
  name: 'group-robots.sweep',
  input: z.object({}),
  output: z.object({ found: z.int() }),
  policy: bySystem,
  body: async ({ tx, now, schedule }) => {
    const rows = await tx.groupRobotMessage.findMany({ where: { state: 'queued', queuedAt: { lte: new Date(now.getTime() - sweepAfterMs) } }, select: { id: true }, orderBy: { queuedAt: 'asc' }, take: 500 });
    for (const { id: message } of rows) schedule(say, { message });
    return { found: rows.length };
  },
});

export async function demandKept(tx: Tx, actor: StaffActor, ward: string, now: Date): Promise<void> {
  if (!(await wardsKept(tx, actor, now)).some(({ code }) => code === ward)) throw refuse('group-robots.not-your-ward', {}, 403);
}

export function addRobot(seal: Seal): Action<z.output<typeof robotDraft>, { id: string }> {
  return defineAction({
    name: 'group-robots.add',
    input: robotDraft,
    output: z.object({ id: z.string() }),
    policy: byWardKeeper,
    subject: ({ ward }) => ward,
    body: async ({ tx, now, actor }, { ward, platform, name, address, secret }) => {
      if (actor.kind === 'staff') await demandKept(tx, actor, ward, now);
      const token = tokenIn(platform, address);
      if (token === undefined) throw refuse('group-robots.address', { platform: platformWords[platform] }, 422);
      const id = newId(now.getTime());
      const key = { token, ...(platform === 'dingtalk' && secret !== undefined && secret !== '' && { secret }) };
      await tx.groupRobot.create({ data: { id, wardCode: ward, platform, name, ...closeKey(seal, id, key), openedAt: now, openedBy: actorKey(actor) } });
      return { id };
    },
  });
}

export const endRobot = defineAction({
  name: 'group-robots.end',
  input: robotRef,
  output: z.void(),
  policy: byWardKeeper,
  subject: ({ id }) => id,
  body: async ({ tx, now, actor }, { id }) => {
    const row = await tx.groupRobot.findUnique({ where: { id } });
    if (row === null) throw new Refusal('core.not-found', {}, 404);
    if (actor.kind === 'staff') await demandKept(tx, actor, row.wardCode, now);
    await tx.groupRobot.updateMany({ where: { id, endedAt: null }, data: { endedAt: now, endedBy: actorKey(actor) } });
  },
});

function newestFacts(tx: Tx, subjects: readonly string[], names: readonly string[]): Promise<{ readonly subject: string; readonly name: string; readonly at: Date }[]> {
  return tx.$queryRaw`SELECT DISTINCT ON (subject) subject, name, at FROM fact WHERE subject = ANY(${[...subjects]}::text[]) AND name = ANY(${[...names]}::text[]) ORDER BY subject, id DESC`;
}

/** Of each value its newest fact is a line for each robot of the ward; the same fact is the same line, however often it is heard of. */
/** Asked for every value of the hospital, and most hospitals have no robot: then there is no job. */
export const unlessNone: Inside = async ({ tx }, values) => ((await hasAny(tx)) ? values : []);

async function hasAny(tx: ActionContext['tx']): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT 1 FROM group_robot WHERE ended_at IS NULL LIMIT 1`).length > 0;
}

export function queueLines(wardOf: WardOf, facts: readonly string[]): Action<{ values: readonly string[] }, void> {
  return defineAction({
    name: 'group-robots.queue',
    input: z.object({ values: z.array(z.string()).readonly() }),
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, now, schedule }, { values }) => {
      if (!(await hasAny(tx))) return;
      for (const { subject, name, at: said } of await newestFacts(tx, values, facts)) {
        const at = await wardOf(tx, subject, now);
        if (at?.isOpen !== true) continue;
        const robots = await tx.groupRobot.findMany({ where: { wardCode: at.ward, endedAt: null }, select: { id: true } });
        for (const { id: robotId } of robots) {
          const id = newId(now.getTime());
          const { count } = await tx.groupRobotMessage.createMany({ data: [{ id, robotId, subject, reason: `${name} ${said.toISOString()}`, queuedAt: now, state: 'queued' }], skipDuplicates: true });
          if (count === 1) schedule(say, { message: id });
        }
      }
    },
  });
}

const outcome = z.object({ message: z.uuid(), state: z.enum(['sent', 'needless', 'failed']), failure: z.string().optional() });

/** What the platform said last of it: nothing wrong, or its code. */
const heard = (failure: string | undefined, now: Date) => (failure === undefined ? { failure: null, failedAt: null, takenAt: now, restsUntil: null } : { failure, failedAt: now });

/** What came of a trial, for whoever looks later. */
export const noteTrial = defineAction({
  name: 'group-robots.note-trial',
  input: z.object({ id: z.uuid(), failure: z.string().optional() }),
  output: z.void(),
  policy: byWardKeeper,
  subject: ({ id }) => id,
  body: async ({ tx, now, actor }, { id, failure }) => {
    const row = await tx.groupRobot.findUnique({ where: { id } });
    if (row === null) throw new Refusal('core.not-found', {}, 404);
    if (actor.kind === 'staff') await demandKept(tx, actor, row.wardCode, now);
    await tx.groupRobot.update({ where: { id }, data: heard(failure, now) });
  },
});

/** What came of one line; a refusal for good stands at the robot until it says something again. */
export const noteLine = defineAction({
  name: 'group-robots.note-line',
  input: outcome,
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, now }, { message: id, state, failure }) => {
    const { robotId } = await tx.groupRobotMessage.update({ where: { id }, data: { state, ...(state === 'sent' && { sentAt: now }) } });
    if (state !== 'needless') await tx.groupRobot.update({ where: { id: robotId }, data: heard(failure, now) });
  },
});

/** The platform takes nothing of it for a while. */
export const noteRest = defineAction({
  name: 'group-robots.note-rest',
  input: z.object({ robot: z.uuid(), until: z.coerce.date() }),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx }, { robot, until }) => void (await tx.groupRobot.update({ where: { id: robot }, data: { restsUntil: until } })),
});
