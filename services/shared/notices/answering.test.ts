import test from 'ava';
import { answered, whileAnswering } from './answering.ts';

test('nobody presses: nothing to wait for', async (t) => {
  t.false(await answered('quiet'));
});

test('a refresh waits for every press of the same card, and for no other card', async (t) => {
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const steps: string[] = [];
  const presses = [whileAnswering('card', () => first.promise), whileAnswering('card', () => second.promise)];
  const refresh = answered('card').then((waited) => steps.push(`refreshed, ${waited ? 'after the answers' : 'at once'}`));
  t.false(await answered('another card'));
  second.resolve('second');
  await presses[1];
  steps.push('second answered');
  first.resolve('first');
  t.deepEqual(await Promise.all(presses), ['first', 'second']);
  await refresh;
  t.deepEqual(steps, ['second answered', 'refreshed, after the answers']);
  t.false(await answered('card'));
});

test('an answer that fails keeps nobody waiting', async (t) => {
  await t.throwsAsync(whileAnswering('broken', () => Promise.reject(new Error('no'))), { message: 'no' });
  t.false(await answered('broken'));
});
