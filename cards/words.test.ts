import test from 'ava';
import * as fc from 'fast-check';
import { maskName, surname } from './masking.ts';
import { age, calledBy, sexWord } from './people.ts';
import { calendarDays, clock, elapsed, moment, shortMoment, stamp } from './words.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const now = at('2026-03-02T02:22:00');

for (const [when, words] of [
  ['2026-03-02T02:14:59', '今天 02:14'],
  ['2026-03-02T00:00:00', '今天 00:00'],
  ['2026-03-01T23:59:59', '昨天 23:59'],
  ['2026-03-01T16:20:00', '昨天 16:20'],
  ['2026-02-28T16:20:00', '02-28 16:20'],
  ['2025-11-20T08:00:00', '2025-11-20 08:00'],
  ['2026-03-03T08:00:00', '明天 08:00'],
] as const) {
  test(`moment: ${when} reads ${words}`, (t) => t.is(moment(at(when), now), words));
}

test('the zone is the hospital zone, whatever the machine is set to', (t) => {
  t.is(clock(new Date('2026-03-01T18:14:00Z')), '02:14');
  t.is(stamp(new Date('2026-03-01T18:14:07Z')), '2026-03-02 02:14:07');
  t.is(shortMoment(new Date('2026-03-01T18:14:07Z'), now), '02:14');
  t.is(shortMoment(at('2026-03-01T18:14:00'), now), '昨天 18:14');
  t.is(calendarDays(at('2026-03-01T23:59:00'), at('2026-03-02T00:01:00')), 1);
});

for (const [seconds, words] of [
  [-5, '不到1分钟'],
  [59, '不到1分钟'],
  [60, '1分钟'],
  [8 * 60 + 59, '8分钟'],
  [3600, '1小时'],
  [4800, '1小时20分钟'],
  [30 * 3600, '30小时'],
  [3 * 86_400 + 60, '3天'],
] as const) {
  test(`elapsed: ${seconds} s reads ${words}`, (t) => {
    t.is(elapsed(now, new Date(now.getTime() + seconds * 1000)), words);
  });
}

for (const [birth, words] of [
  ['1958-11-20', '67岁'],
  ['1959-03-02', '67岁'],
  ['1959-03-03', '66岁'],
  ['2025-01-02', '14个月'],
  ['2023-03-03', '35个月'],
  ['2023-03-02', '3岁'],
  ['2026-02-25', '5天'],
  ['2026-02-02', '28天'],
  ['2026-02-01', '1个月'],
  ['2026-03-02', '0天'],
  ['2026-03-03', ''],
] as const) {
  test(`age: born ${birth} is ${words || 'not written'}`, (t) => t.is(age(at(`${birth}T00:00:00`), now), words));
}

test('an unknown birth date is not written', (t) => t.is(age(undefined, now), ''));

for (const [name, masked] of [
  ['王建国', '王**'],
  ['张三', '张*'],
  ['欧阳娜娜', '欧阳**'],
  ['欧阳修', '欧阳*'],
  ['欧阳', '欧*'],
  ['李', '李*'],
  ['阿依古丽·买买提', '阿**'],
  ['John Smith', 'J**'],
  ['李丽之子', '李*之子'],
  ['欧阳娜娜之长女', '欧阳**之长女'],
  ['𠮷野家', '𠮷**'],
  [' ', '—'],
] as const) {
  test(`mask: ${name} becomes ${masked}`, (t) => t.is(maskName(name), masked));
}

test('colleagues are called by surname and trade', (t) => {
  t.is(calledBy({ name: '李明', role: 'doctor' }), '李医生');
  t.is(calledBy({ name: '欧阳雪梅', role: 'nurse' }), '欧阳护士');
  t.is(calledBy({ name: 'J. Smith', role: 'doctor' }), 'J. Smith 医生');
  t.is(calledBy({ name: '赵敏', role: 'unknown-role' }), '赵老师');
  t.is(surname('上官'), '上');
  t.deepEqual(['M', 'F', 'U'].map(sexWord), ['男', '女', '']);
});

test('property: a masked name never holds a character of the given name', (t) => {
  const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code));
  const names = fc.tuple(han, fc.array(han, { minLength: 1, maxLength: 3 }));
  fc.assert(fc.property(names, ([family, given]) => {
    const name = family + given.join('');
    if (/之/u.test(name)) return;
    const kept = [...maskName(name)].filter((letter) => letter !== '*');
    t.true(kept.length < [...name].length);
    t.true(name.startsWith(kept.join('')));
  }), { numRuns: 300 });
});
