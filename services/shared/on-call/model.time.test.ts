import test from 'ava';
import * as fc from 'fast-check';
import type { Absence, Duty, Shift, Stretch } from './model.ts';
import { usualShifts, wholeDay } from './model.ts';
import { common, dayAfter, dayOf, gaps, held, holderAt, holdsAt, holes, mondayOf, momentOf, nextOf, overlap, passOver, slotsOf, uncovered } from './model.time.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-30T00:00:00+08:00');
const at = (hours: number): Date => new Date(start + hours * hour);
const week: Stretch = { from: at(0), until: at(168) };
const people = ['A', 'B', 'C'] as const;

const span = fc.tuple(fc.integer({ min: -24, max: 190 }), fc.integer({ min: 1, max: 60 })).map(([from, length]) => ({ from: at(from), until: at(from + length) }));
const duties = fc.array(fc.tuple(span, fc.constantFrom(...people), fc.boolean()), { maxLength: 12 }).map((all) =>
  all.map(([{ from, until }, staffNumber, open], index): Duty => ({ id: `d${String(index).padStart(2, '0')}`, departmentCode: 'X', duty: 'duty-doctor', staffNumber, from, until: open && index === 0 ? null : until, standsInFor: null })));
const absences = fc.array(fc.tuple(span, fc.constantFrom(...people), fc.boolean()), { maxLength: 4 }).map((all) => all.map(([given, staffNumber, left]): Absence => ({ staffNumber, from: given.from, until: left ? null : given.until, why: left ? 'left' : 'leave' })));
const moments = Array.from({ length: 168 * 2 }, (_, index) => at(index / 2));

test('property: half-open, so one that ends where another begins does not overlap it, and every moment belongs to one of them', (t) => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (from, first, second) => {
    const one = { from: at(from), until: at(from + first) };
    const two = { from: at(from + first), until: at(from + first + second) };
    return !overlap(one, two) && !holdsAt(one, two.from) && holdsAt(two, two.from) && holdsAt(one, one.from);
  }));
  fc.assert(fc.property(span, span, (one, other) => overlap(one, other) === (common(one, other) !== undefined) && overlap(one, other) === overlap(other, one)));
  t.pass();
});

test('property: gaps and what is taken make the whole, and touch nowhere', (t) => {
  fc.assert(fc.property(fc.array(span, { maxLength: 10 }), (taken) => {
    const empty = gaps(week, taken);
    return moments.every((moment) => empty.some((gap) => holdsAt(gap, moment)) !== taken.some((each) => holdsAt(each, moment)))
      && empty.every(({ from, until }, index) => from < until && (index === 0 || (empty[index - 1]?.until ?? until) < from));
  }));
  t.pass();
});

test('property: at each moment there is a holder, or a hole that says why; never both and never neither', (t) => {
  fc.assert(fc.property(duties, absences, (entered, away) => {
    const empty = holes(week, entered, away);
    return moments.every((moment) => {
      const holder = holderAt(entered, away, moment);
      const here = empty.filter((hole) => holdsAt(hole, moment));
      if (holder !== undefined) return here.length === 0 && held(week, entered, away).some((part) => part.duty.id === holder.id && holdsAt(part, moment));
      const someone = entered.some((duty) => holdsAt(duty, moment));
      return here.length > 0 && (someone ? here.some(({ why }) => why !== 'nobody') : here.every(({ why }) => why === 'nobody'));
    });
  }));
  t.pass();
});

test('property: of several who overlap the one that began last holds it', (t) => {
  fc.assert(fc.property(duties, (entered) => moments.every((moment) => {
    const holder = holderAt(entered, [], moment);
    return entered.filter((duty) => holdsAt(duty, moment)).every(({ from }) => holder !== undefined && from <= holder.from);
  })));
  t.pass();
});

test('property: passing over loses and doubles no time, and whoever takes back their own stands in for nobody', (t) => {
  fc.assert(fc.property(duties, fc.integer({ min: -30, max: 59 }), ([first], hours) => {
    const moment = first === undefined ? at(0) : new Date(first.from.getTime() + hours * hour);
    // What is over passes to nobody; the actions refuse it.
    if (first === undefined || (first.until !== null && moment >= first.until)) return true;
    const { kept, passed } = passOver(first, 'Z', moment);
    const back = passOver({ ...passed, id: 'x' }, first.staffNumber, first.from);
    return moments.every((each) => Number(holdsAt(first, each)) === Number(kept !== undefined && holdsAt(kept, each)) + Number(holdsAt(passed, each)))
      && passed.standsInFor === first.staffNumber && back.passed.standsInFor === null && (kept === undefined) === (moment <= first.from);
  }));
  t.pass();
});

test('property: a shift takes the same hours on every day of every year, night shifts into the next morning', (t) => {
  const day = fc.integer({ min: 0, max: 4000 }).map((plus) => dayAfter('2020-01-01', plus));
  fc.assert(fc.property(day, (each) => {
    const [dayShift, night] = slotsOf(usualShifts, each);
    const next = slotsOf(usualShifts, dayAfter(each, 1))[0];
    return dayOf(momentOf(each, '00:00')) === each && dayShift !== undefined && night !== undefined
      && dayShift.until.getTime() - dayShift.from.getTime() === 9.5 * hour && night.until.getTime() - night.from.getTime() === 14.5 * hour
      && night.until.getTime() === next?.from.getTime() && slotsOf(wholeDay, each)[0]?.until.getTime() === momentOf(dayAfter(each, 1), '08:00').getTime();
  }));
  t.pass();
});

test('weekdays and weekends; a pattern that leaves time to nobody says which', (t) => {
  const own: readonly Shift[] = [{ name: '夜班', from: '17:30', until: '08:00', on: 'workdays' }, { name: '周末', from: '08:00', until: '08:00', on: 'weekend' }];
  t.deepEqual(slotsOf(own, '2026-12-04').map(({ name }) => name), ['夜班'], 'a Friday');
  t.deepEqual(slotsOf(own, '2026-12-05').map(({ name }) => name), ['周末']);
  t.deepEqual(uncovered(own, '2026-11-30'), { from: momentOf('2026-11-30', '08:00'), until: momentOf('2026-11-30', '17:30') });
  t.is(uncovered(usualShifts, '2026-11-30'), undefined);
  t.is(uncovered(wholeDay, '2026-11-30'), undefined);
  t.deepEqual(['2026-11-30', '2026-12-06', '2026-12-07'].map(mondayOf), ['2026-11-30', '2026-11-30', '2026-12-07']);
});

test('leave makes a hole that names whose it was; the next duty is the one that follows without a gap', (t) => {
  const duty = (id: string, staffNumber: string, from: number, until: number): Duty => ({ id, departmentCode: 'X', duty: 'duty-doctor', staffNumber, from: at(from), until: at(until), standsInFor: null });
  const all = [duty('1', 'A', 8, 17.5), duty('2', 'B', 17.5, 32), duty('3', 'C', 40, 50)];
  const away: Absence[] = [{ staffNumber: 'B', from: at(20), until: at(30), why: 'leave' }];
  t.deepEqual(holes({ from: at(8), until: at(50) }, all, away).map(({ from, until, why, duty: of }) => [from, until, why, of?.staffNumber]), [[at(20), at(30), 'leave', 'B'], [at(32), at(40), 'nobody', undefined]]);
  t.is(nextOf(all[0] as Duty, all)?.id, '2');
  t.is(nextOf(all[1] as Duty, all), undefined);
});
