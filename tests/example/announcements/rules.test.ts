import test from 'ava';
import { isShown, publish } from './rules.ts';

const now = new Date('2026-11-21T02:14:00Z');
const later = new Date('2026-11-22T00:00:00Z');

test('publish', (t) => {
  t.deepEqual(publish(' 今晚停水 ', later, now), { text: '今晚停水', until: later });
  t.throws(() => publish('长'.repeat(61), later, now), { message: 'announcements.too-long' });
  t.throws(() => publish('今晚停水', now, now), { message: 'announcements.over' });
});

test('shown until its end, not at it', (t) => {
  const announcement = publish('今晚停水', later, now);
  t.true(isShown(announcement, now));
  t.false(isShown(announcement, later));
});
