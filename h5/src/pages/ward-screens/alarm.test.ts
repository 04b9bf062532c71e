import test from 'ava';
import { hear, quiet } from './alarm.ts';

const value = (key: string, isOpen = true) => ({ key, isOpen, patientId: '', bed: '', what: '', since: new Date(0), isOverdue: false, who: '' });

test('a new one sounds at once, the same one each minute, and nothing once somebody has it', (t) => {
  const first = hear(quiet, [value('a')], 1_000_000);
  t.true(first.rings);
  const soon = hear(first.heard, [value('a')], 1_005_000);
  t.false(soon.rings);
  const second = hear(soon.heard, [value('a'), value('b')], 1_010_000);
  t.true(second.rings, 'another one');
  t.false(hear(second.heard, [value('a'), value('b')], 1_069_000).rings);
  const minute = hear(second.heard, [value('a'), value('b')], 1_070_000);
  t.true(minute.rings, 'a minute after it sounded last');
  const taken = hear(minute.heard, [value('a', false), value('b', false)], 1_200_000);
  t.false(taken.rings);
  t.true(hear(taken.heard, [value('a')], 1_205_000).rings, 'opened again');
  t.false(hear(quiet, [], 1_000_000).rings);
});
