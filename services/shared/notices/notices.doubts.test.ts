import { bell, delivered, now, rowOf, test, waiting } from '../../../tests/kit/bells.ts';

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

test.serial('ended while it was in doubt: sent nowhere any more, and what perhaps hangs is brought to its end', async (t) => {
  const about = bell('over', { dingtalk: ['ambiguous'] });
  await t.context.ring('over', '1001');
  await t.context.service.jobs.drain();
  Object.assign(about, { ended: true, shows: 'is over' });
  await delivered(t.context, 'over');
  await t.context.service.jobs.drain();
  t.like(await rowOf(t.context, 'over'), { state: 'needless' });
  t.deepEqual(about.calls.map(({ does, fact }) => [does, fact]), [['send', 'rings'], ['update', 'is over']]);
});

test.serial('a platform away for hours: the card that hangs there is brought up to date when it is back', async (t) => {
  const about = bell('away');
  await t.context.ring('away', '1001');
  await delivered(t.context, 'away');
  about.troubles.dingtalk = Array.from({ length: 100 }, () => 'transient' as const);
  await t.context.change('away', 'is over');
  // Tried once a minute in the end: an hour and a half.
  for (let tried = 0; tried <= 100; tried++) {
    await t.context.service.jobs.drain();
    await t.context.database.prisma.$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE name = 'notices.refresh' AND state = 'retry'`;
  }
  t.is(about.troubles.dingtalk.length, 0);
  t.deepEqual(about.calls.at(-1), { platform: 'dingtalk', does: 'update', key: (await rowOf(t.context, 'away')).id, fact: 'is over' });
});
