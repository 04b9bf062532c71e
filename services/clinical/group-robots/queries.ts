import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { fill } from '../../core/phrases.ts';
import type { Seal } from '../../core/seal.ts';
import { byWardKeeper, wardsKept } from '../../shared/on-call/index.ts';
import { type WardOf, demandKept } from './actions.ts';
import { refusalWords, robotWords } from './phrases.ts';
import { nextTurn } from './rules.ts';
import { type RobotList, platform, robotList, robotRef } from './schema.ts';
import { asPlatform, openKey } from './store.ts';

export const listRobots: Query<Record<string, never>, RobotList> = defineQuery({
  name: 'group-robots.list',
  input: z.object({}),
  output: robotList,
  policy: byWardKeeper,
  audited: false,
  body: async ({ tx, now, actor }) => {
    const wards = actor.kind === 'staff' ? await wardsKept(tx, actor, now) : [];
    const names = new Map(wards.map(({ code, name }) => [code, name]));
    const rows = await tx.groupRobot.findMany({ where: { wardCode: { in: [...names.keys()] }, endedAt: null }, include: { messages: { where: { state: 'sent' }, orderBy: { sentAt: 'desc' }, take: 1 } }, orderBy: { openedAt: 'asc' } });
    return {
      wards,
      robots: rows.map((row) => ({
        id: row.id, ward: names.get(row.wardCode) ?? row.wardCode, platform: asPlatform(row.platform), name: row.name, isSigned: row.sealedSecret !== null, openedAt: row.openedAt, openedBy: row.openedBy.replace(/^staff:/, ''),
        sentAt: row.messages[0]?.sentAt ?? null, takenAt: row.takenAt, failure: row.failure === null ? null : (refusalWords[row.failure] ?? row.failure), failedAt: row.failedAt,
      })),
    };
  },
});

/** The key leaves the database for the job that uses it, and nowhere else. */
const line = z.object({ robot: z.string(), platform, token: z.string(), secret: z.string().optional(), text: z.string(), turn: z.date() });
export type Line = z.infer<typeof line>;

/** By then the ladder has been in people's hands for long. */
const tooLateMs = 3_600_000;

/** What is to be said now, and when; `null`: nothing any more. `perMinute`: the platform's number. */
export function lineToSay(seal: Seal, wardOf: WardOf, perMinute: (platform: Line['platform']) => number): Query<{ message: string }, Line | null> {
  return defineQuery({
    name: 'group-robots.line-to-say',
    input: z.object({ message: z.uuid() }),
    output: line.nullable(),
    policy: bySystem,
    audited: false,
    body: async ({ tx, now }, { message: id }) => {
      const message = await tx.groupRobotMessage.findUnique({ where: { id }, include: { robot: true } });
      if (message === null || message.state !== 'queued' || message.robot.endedAt !== null || now.getTime() - message.queuedAt.getTime() > tooLateMs) return null;
      const { robot } = message;
      const at = await wardOf(tx, message.subject, now);
      // Somebody has it, or she lies in another ward by now: that group need not know any more.
      if (at?.isOpen !== true || at.ward !== robot.wardCode) return null;
      const ward = await tx.ward.findUnique({ where: { code: robot.wardCode }, select: { name: true } });
      const sent = await tx.groupRobotMessage.findMany({ where: { robotId: robot.id, sentAt: { gt: new Date(now.getTime() - 60_000) } }, select: { sentAt: true } });
      const on = asPlatform(robot.platform);
      return {
        robot: robot.id, platform: on, ...openKey(seal, robot),
        text: fill(message.reason.startsWith('critical-values.escalated') ? robotWords.escalated : robotWords.opened, { ward: ward?.name ?? robot.wardCode, bed: at.bed === '' ? robotWords.noBed : at.bed }),
        turn: nextTurn(sent.flatMap(({ sentAt }) => sentAt ?? []), perMinute(on), robot.restsUntil, now),
      };
    },
  });
}

const trial = z.object({ platform, token: z.string(), secret: z.string().optional(), text: z.string() });

/** For whoever tries a robot at the desk; it stays within the process. */
export function trialOf(seal: Seal): Query<z.output<typeof robotRef>, z.infer<typeof trial>> {
  return defineQuery({
    name: 'group-robots.trial-of',
    input: robotRef,
    output: trial,
    policy: byWardKeeper,
    audited: false,
    body: async ({ tx, now, actor }, { id }) => {
      const row = await tx.groupRobot.findUnique({ where: { id } });
      if (row === null || row.endedAt !== null) throw new Refusal('core.not-found', {}, 404);
      if (actor.kind === 'staff') await demandKept(tx, actor, row.wardCode, now);
      const ward = await tx.ward.findUnique({ where: { code: row.wardCode }, select: { name: true } });
      return { platform: asPlatform(row.platform), ...openKey(seal, row), text: fill(robotWords.trial, { ward: ward?.name ?? row.wardCode }) };
    },
  });
}
