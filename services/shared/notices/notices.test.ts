import type { MessageRef } from '../../../bots/bot.ts';
import { bell, face, now, rowOf, test } from '../../../tests/kit/bells.ts';
import { systemActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { noteShown } from './actions.ts';
import { whileAnswering } from './answering.ts';
import { digestOf } from './store.ts';

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

test.serial('told again about the same: the earlier card says so once, and never changes after that', async (t) => {
  const { service, ring: tellIt, change: changeIt } = t.context;
  const about = bell('again');
  about.asks = true;
  const { calls } = about;
  const told = () => calls.splice(0).map(({ does, key, fact }) => [does, keys.indexOf(key) === -1 ? keys.push(key) : keys.indexOf(key) + 1, fact]);
  const keys: string[] = [];
  await tellIt('again', '1001');
  await tellIt('again', '1004');
  await service.jobs.drain();
  t.is(told().length, 2);
  keys.length = 0;
  await tellIt('again', '1001', 'second');
  await service.jobs.drain();
  t.deepEqual(told(), [['send', 1, 'rings'], ['update', 2, '已有新的卡片']], 'hers alone, not another person’s');
  await changeIt('again', 'is quiet');
  await service.jobs.drain();
  t.deepEqual(told().map(([does, key, fact]) => [does, key === 2, fact]).toSorted(), [['update', false, 'is quiet'], ['update', false, 'is quiet']], 'the newer one, and the other person’s');
});

test.serial('the newer card is in another chat: the earlier one goes on asking', async (t) => {
  const about = bell('elsewhere', { dingtalk: [undefined, 'permanent'] });
  about.asks = true;
  const { calls } = about;
  await t.context.ring('elsewhere', '9001');
  await t.context.service.jobs.drain();
  await t.context.ring('elsewhere', '9001', 'second');
  await t.context.service.jobs.drain();
  await t.context.change('elsewhere', 'is quiet');
  await t.context.service.jobs.drain();
  t.deepEqual(calls.map(({ platform, does, fact }) => [platform, does, fact]).slice(0, 3), [['dingtalk', 'send', 'rings'], ['dingtalk', 'send', 'rings'], ['wecom', 'send', 'rings']]);
  t.deepEqual(calls.slice(3).map(({ platform, fact }) => [platform, fact]).toSorted(), [['dingtalk', 'is quiet'], ['wecom', 'is quiet']]);
});

test.serial('an earlier card that can no longer be changed is left as it is: nobody is sent another for it', async (t) => {
  const about = bell('own-message');
  about.asks = true;
  const { calls } = about;
  for (const step of ['third', 'fourth']) {
    await t.context.ring('own-message', '1001', step);
    await t.context.service.jobs.drain();
  }
  for (const fact of ['is quiet', 'is silent']) {
    await t.context.change('own-message', fact);
    await t.context.service.jobs.drain();
  }
  t.is(calls.filter(({ does }) => does === 'send').length, 2);
  const outdone = calls.filter(({ fact }) => fact === '已有新的卡片').map(({ key }) => key);
  t.true(outdone.length > 0);
  t.is(new Set(outdone).size, outdone.length, 'once each');
});

test.serial('told again, and nothing is asked: both cards say how it stands', async (t) => {
  const { calls } = bell('for-information');
  for (const step of ['1', 'second']) {
    await t.context.ring('for-information', '1001', step);
    await t.context.service.jobs.drain();
  }
  await t.context.change('for-information', 'is quiet');
  await t.context.service.jobs.drain();
  t.deepEqual(calls.map(({ does, fact }) => [does, fact]), [['send', 'rings'], ['send', 'rings'], ['update', 'is quiet'], ['update', 'is quiet']]);
});
