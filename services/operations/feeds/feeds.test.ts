/** Senders watched from end to end: heard over MLLP and HTTP, told by card once, and again when it is over. */
import test from 'ava';
import { newId } from '../../core/ids.ts';
import { admit, potassium, world } from '../../../tests/kit/world.ts';
import type { FeedView } from './schema.ts';

test('a sender falls silent: one card, one more when it is over; announced, nobody is told; what is heard is counted', async (t) => {
  const w = await world(t);
  const administrator = await w.signIn('9101');
  const cards = async () => [...(await w.cards('dingtalk', '9101')), ...(await w.cards('wecom', '9101'))].filter(({ title }) => /HL7/.test(title));
  const watch = async (minutes: number) => {
    await w.pass(minutes);
    await w.hospital.feeds.flush();
    await w.hospital.service.tick('feeds.watch');
    await w.settle();
  };
  const feed = async () => ((await administrator('GET', '/feeds')).data as { feeds: FeedView[] }).feeds[0] as FeedView;

  await w.laboratorySends('CARD1-12', [potassium('4.1')]);
  await w.sends(Buffer.from('MSH|^~\\&|LIS|HOSPITAL|W|H|20261119220000||XXX^X01|1|P|2.5.1\r'));
  await w.hospital.feeds.flush();
  const { id, messages, refusals, troubles, limit } = await feed();
  t.deepEqual([messages, refusals, troubles, limit], [2, 1, [], { seconds: 3600, origin: 'default' }]);

  t.is((await administrator('POST', '/feeds/change', { feed: id, silentMinutes: 5, retired: false })).status, 200);
  await watch(5);
  t.is((await cards()).length, 0, 'not before its time');
  await watch(1);
  await watch(1);
  const [told, ...more] = await cards();
  t.deepEqual([told?.title, more.length], ['LIS HOSPITAL（HL7）没有消息', 0]);
  t.regex(told?.text ?? '', /已 6 分钟 没有收到消息，平时不超过 5 分钟/);

  await w.laboratorySends('CARD1-12', [potassium('4.2')]);
  await watch(1);
  t.true((await cards()).every(({ text }) => text.includes('已恢复')));
  t.is((await cards()).length, 2);
  t.is((await feed()).past.length, 1);

  t.is((await administrator('POST', '/feeds/downtimes', { feed: id, from: w.now(), until: w.now(), reason: '升级' })).error.code, 'feeds.downtime-order');
  const until = new Date(w.now().getTime() + 3 * 3_600_000);
  const { data } = await administrator('POST', '/feeds/downtimes', { feed: id, from: w.now(), until, reason: '检验系统升级' });
  await watch(7);
  t.deepEqual([(await cards()).length, (await feed()).isDown], [2, true]);
  t.like((await feed()).downtimes[0], { reason: '检验系统升级' });
  await administrator('POST', '/feeds/downtimes/end', data);
  await watch(4);
  t.is((await cards()).length, 2, 'its time counts from the end of the downtime');
  await watch(2);
  t.is((await cards()).length, 3);

  await administrator('POST', '/feeds/change', { feed: id, silentMinutes: null, retired: true });
  await watch(1);
  t.deepEqual([(await feed()).troubles, (await feed()).retired], [[], true]);
  t.is((await administrator('POST', '/feeds/change', { feed: 'mllp:nobody', silentMinutes: 5, retired: false })).error.code, 'feeds.no-feed');
  t.is((await (await w.signIn('1001'))('GET', '/feeds')).status, 403);
  t.is(await admit(w, { event: 'A01', patient: { id: newId().slice(0, 8), name: '测试' }, visit: { number: 'V9', ward: 'CARD1', bed: '3' } }), 'AA');
});
