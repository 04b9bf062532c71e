import test from 'ava';
import type { Bot, MessageRef } from '../../../bots/bot.ts';
import type { Card } from '../../../cards/card.ts';
import { Failure, failureClassOf } from '../../core/errors.ts';
import { patient } from './patience.ts';

const times = { answerMs: 60, restMs: 120, longestRestMs: 240 };
const card = {} as Card;

/** A platform whose answers the test gives by hand. */
function platform() {
  const calls: { key: string; answer: (ref: MessageRef) => void; refuse: (error: Error) => void }[] = [];
  const send = (_user: string, _card: Card, key: string): Promise<MessageRef> => {
    const { promise, resolve, reject } = Promise.withResolvers<MessageRef>();
    calls.push({ key, answer: resolve, refuse: reject });
    return promise;
  };
  const bot = patient({ platform: 'dingtalk', send } as unknown as Bot, times);
  return { calls, send: (key: string) => bot.send('u', card, key, 'critical') };
}

const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'sent', (error: unknown) => (error instanceof Failure ? `${error.vendorCode} ${failureClassOf(error)}` : String(error)));
/** A little longer: timers end by another clock than the one that is read. */
const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms + 20));

test('silence: the job comes again, and until then nobody else calls', async (t) => {
  const { calls, send } = platform();
  t.is(await codeOf(send('a')), 'no-answer-yet ambiguous');
  t.is(await codeOf(send('b')), 'resting transient');
  t.deepEqual(calls.map(({ key }) => key), ['a']);
  await pass(times.restMs);
  const third = send('c');
  calls[1]?.answer({ ref: 'c' });
  t.deepEqual(await third, { ref: 'c' });
});

test('the same card is never sent a second time while its first sending is under way; a late answer is the answer', async (t) => {
  const { calls, send } = platform();
  t.is(await codeOf(send('a')), 'no-answer-yet ambiguous');
  t.is(await codeOf(send('a')), 'no-answer-yet ambiguous', 'joined, not refused: it is its own call that it waits for');
  calls[0]?.answer({ ref: 'late' });
  t.deepEqual(await send('a'), { ref: 'late' });
  t.is(calls.length, 1);
});

test('a sending that fails late is made anew', async (t) => {
  const { calls, send } = platform();
  t.is(await codeOf(send('a')), 'no-answer-yet ambiguous');
  calls[0]?.refuse(new Failure('cut', 'ambiguous', 'ECONNRESET'));
  t.is(await codeOf(send('a')), 'ECONNRESET ambiguous');
  await pass(times.restMs);
  const again = send('a');
  calls[1]?.answer({ ref: 'second' });
  t.deepEqual(await again, { ref: 'second' });
});

test('a refusal at once is no silence', async (t) => {
  const { calls, send } = platform();
  const refused = codeOf(send('a'));
  calls[0]?.refuse(new Failure('busy', 'transient', '-1'));
  t.is(await refused, '-1 transient');
  const next = send('b');
  calls[1]?.answer({});
  t.deepEqual(await next, {});
});
