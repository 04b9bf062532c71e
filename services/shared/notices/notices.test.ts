import anyTest, { type TestFn } from 'ava';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Bot, MessageRef, Platform } from '../../../bots/bot.ts';
import type { Card } from '../../../cards/card.ts';
import { seed } from '../../../prisma/seed.ts';
import { testTrail } from '../../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { bySystem, systemActor } from '../../core/access.ts';
import { Failure, type FailureClass } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { defineAction, defineModule } from '../../core/module.ts';
import { createSealedIds } from '../../core/sealed-ids.ts';
import { type Service, createService } from '../../core/service.ts';
import { directory } from '../directory/index.ts';
import { noteShown } from './actions.ts';
import { whileAnswering } from './answering.ts';
import { type CardFace, notices, refresh, tell } from './index.ts';
import { digestOf } from './store.ts';

const now = new Date('2026-11-21T02:14:00Z');

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
  readonly calls: Call[];
  readonly troubles: Partial<Record<Platform, (FailureClass | undefined)[]>>;
  whileSending?: () => Promise<unknown>;
  whileDrawing?: () => Promise<unknown>;
}

const bells = new Map<string, Bell>();

function bell(subject: string, troubles: Bell['troubles'] = {}): Bell {
  const made: Bell = { shows: 'rings', calls: [], troubles };
  bells.set(subject, made);
  return made;
}

const input = z.object({ subject: z.string(), recipient: z.string().default('') });
const ring = defineAction({
  name: 'bell.ring',
  input,
  output: z.void(),
  policy: bySystem,
  body: (context, { subject, recipient }) => tell(context, { module: 'bell', subject, step: '1', recipients: [recipient], urgency: 'critical' }),
});
const change = defineAction({ name: 'bell.change', input, output: z.void(), policy: bySystem, body: (context, { subject }) => refresh(context, 'bell', subject) });

const face: CardFace = {
  module: 'bell',
  draw: async (_context, subject, { isNew }) => {
    const about = bells.get(subject);
    const fact = about?.ended === true && isNew ? undefined : about?.shows;
    const { whileDrawing } = about ?? {};
    if (about !== undefined) delete about.whileDrawing;
    await whileDrawing?.();
    return fact === undefined ? undefined : { name: 'bell.card', tone: 'danger', kind: '铃', summary: '铃响了', title: subject, fact, fields: [], state: '', questions: [], buttons: [] };
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

interface Context extends TestDatabase {
  readonly service: Service;
  /** Tells somebody; 9001 has an account on both platforms, 1001 on DingTalk. */
  ring(subject: string, recipient: string): Promise<unknown>;
  change(subject: string, shows: string | undefined): Promise<unknown>;
  stop(): Promise<void>;
}

const test = anyTest as TestFn<Context>;

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
    ring: (subject, recipient) => service.corridor.run(systemActor, ring, { subject, recipient }),
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

const rowOf = ({ database }: TestDatabase, subject: string) => database.prisma.delivery.findFirstOrThrow({ where: { subject } });

// One queue for all: one test at a time.
test.serial('told twice, sent once; an unchanged card costs no call', async (t) => {
  const { service, ring: tellIt, change: changeIt } = t.context;
  const { calls } = bell('once');
  await tellIt('once', '1001');
  await tellIt('once', '1001');
  await service.jobs.drain();
  await changeIt('once', 'rings');
  await service.jobs.drain();
  t.deepEqual(calls.map(({ does, fact }) => [does, fact]), [['send', 'rings']]);
  await changeIt('once', 'is quiet');
  await changeIt('once', 'is quiet');
  await service.jobs.drain();
  t.deepEqual(calls.map(({ does, fact }) => [does, fact]), [['send', 'rings'], ['update', 'is quiet']]);
  t.is(new Set(calls.map(({ key }) => key)).size, 1);
});

test.serial('a platform that certainly will not: the person’s other one', async (t) => {
  const { calls } = bell('other', { dingtalk: ['permanent'] });
  await t.context.ring('other', '9001');
  await t.context.service.jobs.drain();
  t.deepEqual(calls.map(({ platform }) => platform), ['dingtalk', 'wecom']);
  t.like(await rowOf(t.context, 'other'), { state: 'sent', platform: 'wecom' });
});

test.serial('every platform refuses for good: written down, and told to whoever asked', async (t) => {
  bell('nowhere', { dingtalk: ['permanent'], wecom: ['permanent'] });
  await t.context.ring('nowhere', '9001');
  await t.context.service.jobs.drain();
  t.like(await rowOf(t.context, 'nowhere'), { state: 'failed', failure: 'vendor-permanent,vendor-permanent' });
  t.is(await t.context.database.prisma.fact.count({ where: { name: 'notices.undeliverable', subject: 'nowhere' } }), 1);
});

test.serial('nobody’s account: unreachable at once', async (t) => {
  const { calls } = bell('unknown');
  await t.context.ring('unknown', 'no-such-number');
  await t.context.service.jobs.drain();
  t.deepEqual(calls, []);
  t.like(await rowOf(t.context, 'unknown'), { state: 'unreachable', failure: 'no-account' });
});

for (const [trouble, tried] of [['ambiguous', ['dingtalk', 'dingtalk']], ['transient', ['dingtalk', 'wecom', 'dingtalk']]] as const) {
  test.serial(`${trouble}: again, under the same key`, async (t) => {
    const { calls } = bell(trouble, trouble === 'ambiguous' ? { dingtalk: ['ambiguous'] } : { dingtalk: ['transient'], wecom: ['transient'] });
    await t.context.ring(trouble, '9001');
    await delivered(t.context, trouble);
    t.deepEqual(calls.map(({ platform }) => platform), [...tried]);
    t.is(new Set(calls.map(({ key }) => key)).size, 1);
    t.is((await rowOf(t.context, trouble)).state, 'sent');
  });
}

/** As if it had been waiting so long. */
const waiting = ({ database }: TestDatabase, subject: string, ms: number) => database.prisma.delivery.updateMany({ where: { subject }, data: { createdAt: new Date(now.getTime() - ms) } });

/** The queue tries again after a second. */
async function delivered(context: Context, subject: string): Promise<void> {
  for (const end = performance.now() + 20_000; (await rowOf(context, subject)).state === 'queued' && performance.now() < end; await pause(50)) await context.service.jobs.drain();
}

test.serial('half a minute in doubt: the other platform too; what perhaps hangs on the first is brought up to date until that says it has none', async (t) => {
  const about = bell('doubt', { dingtalk: ['ambiguous'] });
  await t.context.ring('doubt', '9001');
  await waiting(t.context, 'doubt', 30_000);
  await t.context.service.jobs.drain();
  t.deepEqual(about.calls.map(({ platform, does }) => [platform, does]), [['dingtalk', 'send'], ['wecom', 'send']]);
  t.like(await rowOf(t.context, 'doubt'), { state: 'sent', platform: 'wecom', doubts: [{ platform: 'dingtalk', corp: 'ding' }], delayedAt: null });
  await t.context.change('doubt', 'is quiet');
  await t.context.service.jobs.drain();
  await t.context.change('doubt', 'is quiet');
  await t.context.service.jobs.drain();
  about.troubles.dingtalk = ['permanent'];
  for (const shows of ['is over', 'is gone']) {
    await t.context.change('doubt', shows);
    await t.context.service.jobs.drain();
  }
  const after = Map.groupBy(about.calls.slice(2), ({ platform }) => platform);
  t.deepEqual(after.get('wecom')?.map(({ does, fact }) => [does, fact]), [['update', 'is quiet'], ['update', 'is over'], ['update', 'is gone']]);
  t.deepEqual(after.get('dingtalk')?.map(({ does, fact }) => [does, fact]), [['update', 'is quiet'], ['update', 'is over']]);
});

test.serial('a minute without any platform: whoever asked is told once, and the card goes on being tried', async (t) => {
  const { calls } = bell('delayed', { dingtalk: ['ambiguous', 'transient'], wecom: ['transient', 'transient'] });
  await t.context.ring('delayed', '9001');
  await waiting(t.context, 'delayed', 60_000);
  await delivered(t.context, 'delayed');
  t.deepEqual(calls.map(({ platform }) => platform), ['dingtalk', 'wecom', 'dingtalk', 'wecom', 'dingtalk']);
  t.like(await rowOf(t.context, 'delayed'), { state: 'sent', platform: 'dingtalk', delayedAt: now });
  t.is(await t.context.database.prisma.fact.count({ where: { name: 'notices.delayed', subject: 'delayed' } }), 1);
});

test.serial('nothing to show any more: no card', async (t) => {
  const about = bell('needless');
  await t.context.ring('needless', '1001');
  about.shows = undefined;
  await t.context.service.jobs.drain();
  t.deepEqual(about.calls, []);
  t.is((await rowOf(t.context, 'needless')).state, 'needless');
});

test.serial('ended before it came into the chat: no card; once there it is brought to its end', async (t) => {
  const { service } = t.context;
  const [late, there] = [bell('ended-late'), bell('ended-there')];
  await t.context.ring('ended-late', '1001');
  await t.context.ring('ended-there', '1001');
  late.ended = true;
  await service.jobs.drain();
  t.deepEqual([late.calls, (await rowOf(t.context, 'ended-late')).state], [[], 'needless']);
  there.ended = true;
  await t.context.change('ended-there', 'is over');
  await service.jobs.drain();
  t.deepEqual(there.calls.map(({ does }) => does), ['send', 'update']);
});

test.serial('what changed while the card was on its way is on the card all the same', async (t) => {
  const { service } = t.context;
  const about = bell('meanwhile');
  // The refresh of the change has come and gone before the card is noted as sent.
  about.whileSending = async () => {
    await t.context.change('meanwhile', 'is quiet');
    await service.jobs.drain();
  };
  await t.context.ring('meanwhile', '1001');
  await service.jobs.drain();
  t.deepEqual(about.calls.map(({ does, fact }) => [does, fact]), [['send', 'rings'], ['update', 'is quiet']]);
});

test.serial('an update that needs a message of its own: remembered, then sent; killed in between, it is sent though the card is again as it was', async (t) => {
  const { service, change: changeIt } = t.context;
  const about = bell('own-message', { dingtalk: [] });
  await t.context.ring('own-message', '1001');
  await service.jobs.drain();
  about.troubles.dingtalk?.push(undefined, 'permanent');
  await changeIt('own-message', 'is quiet');
  await service.jobs.drain();
  t.is(about.calls.length, 3, 'announced, then failed as if the process had ended');
  t.true('announced' in ((await rowOf(t.context, 'own-message')).ref as MessageRef));
  await changeIt('own-message', 'rings');
  await service.jobs.drain();
  t.is(about.calls.at(-1)?.fact, 'rings', 'what was shown before is shown by the new message too');
  t.deepEqual((await rowOf(t.context, 'own-message')).ref, { sent: about.calls[0]?.key });
  await changeIt('own-message', 'rings');
  await service.jobs.drain();
  t.is(about.calls.length, 4);
});

for (const [when, shows] of [['before', 'is quiet'], ['after', 'is silent']] as const) {
  test.serial(`a press answered while a refresh draws, read ${when} it: shown once, by the answer`, async (t) => {
    const { service, change: changeIt } = t.context;
    const about = bell(`pressed-${when}`);
    await t.context.ring(`pressed-${when}`, '1001');
    await service.jobs.drain();
    const { id, ref } = await rowOf(t.context, `pressed-${when}`);
    about.whileDrawing = async () => {
      about.shows = shows;
      const answer = await face.draw({ tx: t.context.database.prisma, now }, `pressed-${when}`, { staff: '1001', step: '1', isNew: false });
      if (answer === undefined) throw new Error('nothing to answer with');
      await whileAnswering(id, () => service.corridor.run(systemActor, noteShown, { delivery: id, ref: ref as MessageRef, shown: digestOf(answer) }));
    };
    // The refresh has read the first change, or none yet.
    await changeIt(`pressed-${when}`, when === 'before' ? shows : 'is quiet');
    await service.jobs.drain();
    t.deepEqual(about.calls.map(({ does, fact }) => [does, fact]), [['send', 'rings']]);
  });
}

test.serial('a card whose job was lost is found by the sweep', async (t) => {
  const { database, service } = t.context;
  const { calls } = bell('lost');
  await database.prisma.delivery.create({ data: { id: newId(), module: 'bell', subject: 'lost', step: '1', recipient: '1001', urgency: 'critical', state: 'queued', ref: {}, createdAt: new Date(now.getTime() - 120_000) } });
  await service.tick('notices.sweep');
  await service.jobs.drain();
  t.is(calls.length, 1);
});
