import test from 'ava';
import { answered, whileAnswering } from './answering.ts';

test('a refresh waits for every press of the same card, and for no other card', async (t) => {
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const steps: string[] = [];
  const presses = [whileAnswering('card', () => first.promise), whileAnswering('card', () => second.promise)];
  const refresh = answered('card').then(() => steps.push('refreshed'));
  await answered('another card');
  steps.push('another refreshed');
  second.resolve('second');
  await presses[1];
  steps.push('second answered');
  first.resolve('first');
  t.deepEqual(await Promise.all(presses), ['first', 'second']);
  await refresh;
  t.deepEqual(steps, ['another refreshed', 'second answered', 'refreshed']);
});

test('an answer that fails keeps nobody waiting', async (t) => {
  await t.throwsAsync(whileAnswering('broken', () => Promise.reject(new Error('no'))), { message: 'no' });
  const steps = [answered('broken').then(() => 'refreshed'), new Promise((done) => setImmediate(() => done('waited')))];
  t.is(await Promise.race(steps), 'refreshed');
});
