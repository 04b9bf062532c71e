/** A module whose cards are bells, and platforms that do as a test says: what the notices are tried with. */
import anyTest, { type TestFn } from 'ava';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Bot, Platform } from '../../bots/bot.ts';
import type { Card } from '../../cards/card.ts';
import { seed } from '../../prisma/seed.ts';
import { testTrail } from './audit.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { bySystem, systemActor } from '../../services/core/access.ts';
import { Failure, type FailureClass } from '../../services/core/errors.ts';
import { newId } from '../../services/core/ids.ts';
import { silentLog } from '../../services/core/log.ts';
import { createMetrics } from '../../services/core/metrics.ts';
import { defineAction, defineModule } from '../../services/core/module.ts';
import { createSealedIds } from '../../services/core/sealed-ids.ts';
import { type Service, createService } from '../../services/core/service.ts';
import { directory } from '../../services/shared/directory/index.ts';
import { type CardFace, notices, refresh, tell } from '../../services/shared/notices/index.ts';

export const now = new Date('2026-11-21T02:14:00Z');

interface Call {
  readonly platform: Platform;
  readonly does: 'send' | 'update';
  readonly key: string;
  readonly fact: string;
}

/** One subject: what its card says (`undefined`: nothing to show any more), what was asked of the platforms, how they answer. */
interface Bell {
  shows: string | undefined;
  /** Whoever does not have the card yet needs none. */
  ended?: boolean;
  /** Its card has a button. */
  asks?: boolean;
  readonly calls: Call[];
  readonly troubles: Partial<Record<Platform, (FailureClass | undefined)[]>>;
  whileSending?: () => Promise<unknown>;
  whileDrawing?: () => Promise<unknown>;
}

const bells = new Map<string, Bell>();

export function bell(subject: string, troubles: Bell['troubles'] = {}): Bell {
  const made: Bell = { shows: 'rings', calls: [], troubles };
  bells.set(subject, made);
  return made;
}

const input = z.object({ subject: z.string(), recipient: z.string().default(''), step: z.string().default('1') });
const ring = defineAction({
  name: 'bell.ring',
  input,
  output: z.void(),
  policy: bySystem,
  body: (context, { subject, recipient, step }) => tell(context, { module: 'bell', subject, step, recipients: [recipient], urgency: 'critical' }),
});
const change = defineAction({ name: 'bell.change', input, output: z.void(), policy: bySystem, body: (context, { subject }) => refresh(context, 'bell', subject) });

export const face: CardFace = {
  module: 'bell',
  draw: async (_context, subject, { isNew }) => {
    const about = bells.get(subject);
    const fact = about?.ended === true && isNew ? undefined : about?.shows;
    const { whileDrawing } = about ?? {};
    if (about !== undefined) delete about.whileDrawing;
    await whileDrawing?.();
    const asks = about?.asks === true;
    return fact === undefined ? undefined : { name: 'bell.card', tone: 'danger', kind: '铃', summary: '铃响了', title: subject, fact, fields: [], state: '', questions: [], buttons: asks ? [{ id: 'stop', label: '停', weight: 'primary' }] : [] };
  },
  press: () => undefined,
};

const isShown: Bot['isShown'] = (ref) => !('announced' in ref);

function bot(platform: Platform, corp: string): Bot {
  const take = async (does: Call['does'], card: Card, key: string) => {
    const about = bells.get(card.title);
    about?.calls.push({ platform, does, key, fact: card.fact });
    const trouble = about?.troubles[platform]?.shift();
    if (trouble !== undefined) throw new Failure('told to', trouble, `vendor-${trouble}`);
    const { whileSending } = about ?? {};
    if (about !== undefined) delete about.whileSending;
    await whileSending?.();
    return { sent: key };
  };
  const send: Bot['send'] = (_user, card, key) => take('send', card, key);
  // One that needs a message of its own for each update: announced first, with what it knew before.
  const update: Bot['update'] = async (_user, card, key, ref) => {
    const kept = await take('update', card, key);
    return card.title === 'own-message' && isShown(ref) ? { ...ref, announced: key } : kept;
  };
  return { platform, corp, abilities: { readState: false, urgent: [], recallHours: 0, updateHours: 72, updatesByKey: platform === 'dingtalk' }, send, update, isShown } as Partial<Bot> as Bot;
}

export interface Context extends TestDatabase {
  readonly service: Service;
  /** Tells somebody; 9001 has an account on both platforms, 1001 on DingTalk. */
  ring(subject: string, recipient: string, step?: string): Promise<unknown>;
  change(subject: string, shows: string | undefined): Promise<unknown>;
  stop(): Promise<void>;
}

/** Its hospital is there before the tests of a file, and gone after them. */
export const test = anyTest as TestFn<Context>;

test.before(async (t) => {
  const base = await testDatabase();
  const { prisma } = base.database;
  await seed(prisma, { now, corps: { dingtalk: 'ding', wecom: 'corp' }, newId });
  const parts = { prisma, bots: [bot('dingtalk', 'ding'), bot('wecom', 'corp')], faces: new Map([['bell', face]]), ids: createSealedIds([{ version: '1', key: Buffer.alloc(32, 7) }]), ownPages: async () => ['http://localhost:3000'], urging: { fromStep: 9, means: 'app' } as const };
  const modules = [directory, notices(parts), defineModule({ name: 'bell', actions: [ring, change] })];
  const service = await createService({ modules, database: base.database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() });
  t.context = {
    ...base,
    service,
    ring: (subject, recipient, step) => service.corridor.run(systemActor, ring, { subject, recipient, step }),
    change: (subject, shows) => {
      const about = bells.get(subject);
      if (about !== undefined) about.shows = shows;
      return service.corridor.run(systemActor, change, { subject });
    },
    stop: async () => {
      await service.stop();
      await base.dispose();
    },
  };
});
test.after.always((t) => t.context.stop());

export const rowOf = ({ database }: TestDatabase, subject: string) => database.prisma.delivery.findFirstOrThrow({ where: { subject } });

/** As if it had been waiting so long. */
export const waiting = ({ database }: TestDatabase, subject: string, ms: number) => database.prisma.delivery.updateMany({ where: { subject }, data: { createdAt: new Date(now.getTime() - ms) } });

/** The queue tries again after a second. */
export async function delivered(context: Context, subject: string): Promise<void> {
  for (const end = performance.now() + 20_000; (await rowOf(context, subject)).state === 'queued' && performance.now() < end; await pause(50)) await context.service.jobs.drain();
}
