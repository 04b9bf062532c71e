import test, { type ExecutionContext } from 'ava';
import { Clock } from './clock.ts';

/** Real time stands still; what is left over is dropped at the end. */
function stopped(t: ExecutionContext, at = 1_000): Clock {
  const clock = new Clock(() => at);
  t.teardown(() => clock.stop());
  return clock;
}

test('an advance fires what falls due, in order, each at its own moment', async (t) => {
  const clock = stopped(t);
  const seen: string[] = [];
  clock.after(300, () => seen.push(`b ${clock.now()}`));
  clock.after(100, () => seen.push(`a ${clock.now()}`));
  clock.after(300, () => seen.push(`c ${clock.now()}`));
  clock.after(5_000, () => seen.push('too early'));
  await clock.advance(1_000);
  t.deepEqual(seen, ['a 1100', 'b 1300', 'c 1300']);
  t.is(clock.now(), 2_000);
});

test('what is scheduled on the way and falls due within the advance fires too', async (t) => {
  const clock = stopped(t);
  let ticks = 0;
  const stop = clock.every(1_000, () => {
    ticks += 1;
  });
  await clock.advance(3_500);
  t.is(ticks, 3);
  stop();
  await clock.advance(5_000);
  t.is(ticks, 3);
});

test('a cancelled alarm is silent', async (t) => {
  const clock = stopped(t);
  let fired = false;
  const cancel = clock.after(10, () => {
    fired = true;
  });
  cancel();
  await clock.advance(100);
  t.false(fired);
});

test('time can be set back without firing again', async (t) => {
  const clock = stopped(t);
  let fired = 0;
  clock.after(10, () => {
    fired += 1;
  });
  await clock.set(1_500);
  await clock.set(1_000);
  t.is(clock.now(), 1_000);
  await clock.advance(100);
  t.is(fired, 1);
});

test('without being moved it runs with real time', async (t) => {
  const clock = new Clock();
  const began = performance.now();
  await clock.wait(30);
  t.true(performance.now() - began >= 25);
  clock.stop();
});

test('72 hours pass in a moment, beyond what a timer can hold', async (t) => {
  const clock = stopped(t, 0);
  let fired = false;
  clock.after(40 * 24 * 3_600_000, () => {
    fired = true;
  });
  await clock.advance(39 * 24 * 3_600_000);
  t.false(fired);
  await clock.advance(2 * 24 * 3_600_000);
  t.true(fired);
});
