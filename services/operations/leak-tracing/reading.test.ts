import test from 'ava';
import { understood } from './reading.ts';

const read = (typed: Parameters<typeof understood>[0]) => {
  const made = understood(typed);
  return 'read' in made ? made.read : made.trouble;
};

test('what could not be read fits anything, what could be read fits itself alone', (t) => {
  t.like(read({ name: '李？', number: '10?1', department: '心血管' }), { staffName: '李_', staffNumber: '10_1', departmentName: '%心血管%', day: undefined, clock: undefined, near: undefined });
  t.like(read({ name: '欧阳*', number: '１００１' }), { staffName: '欧阳%', staffNumber: '1001' }, 'full-width digits are digits');
  t.like(read({ name: '50%_李' }), { staffName: String.raw`50\%\_李` }, 'the database’s own signs are letters here');
});

test('a day and a minute as they are written, also partly; only whole ones are a moment', (t) => {
  t.like(read({ day: '2026年11月2?日', clock: '10：?1' }), { day: '2026-11-2_', clock: { like: '10:_1', latest: '10:91' }, near: undefined });
  t.like(read({ day: '11-9' }), { day: '____-11-09' });
  t.like(read({ day: '2026/11/29', clock: '9时5分' }), { day: '2026-11-29', near: { at: new Date('2026-11-29T01:05:00Z'), minutes: 30 } });
  t.like(read({ clock: '9' }), { clock: { like: '09:__', latest: '09:99' } });
  for (const day of ['昨天', '2026', '26-11-29', '2026-11-29-1', '2026-13-01']) t.is(read({ day: `${day}`, clock: '10:31' }), 'day', day);
  for (const clock of ['十点', '10:311', '1:2:3']) t.is(read({ clock }), 'clock', clock);
});

test('signs for what could not be read alone are nothing that was read', (t) => {
  for (const typed of [{}, { name: '??', number: '*' }, { day: '????-??-??' }, { name: '  ' }]) t.is(read(typed), 'nothing-read', JSON.stringify(typed));
});
