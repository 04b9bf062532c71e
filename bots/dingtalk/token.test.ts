import test from 'ava';
import type { ExecutionContext } from 'ava';
import { memoryStore, testContext, testSettings } from './testing/context.ts';
import type { TestContext } from './testing/context.ts';
import { fakeDingtalk, status } from './testing/fake-dingtalk.ts';
import type { FakeDingtalk } from './testing/fake-dingtalk.ts';
import { tokens } from './token.ts';
import type { Tokens } from './token.ts';

interface World {
  readonly fake: FakeDingtalk;
  readonly context: TestContext;
  issued(): number;
  process(): Tokens;
}

async function world(t: ExecutionContext): Promise<World> {
  const fake = await fakeDingtalk();
  t.teardown(() => fake.close());
  const context = testContext({ store: memoryStore() });
  let issued = 0;
  fake.route('/v1.0/oauth2/accessToken', async () => {
    issued += 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { accessToken: `token-${issued}`, expireIn: 7200 };
  });
  return { fake, context, issued: () => issued, process: () => tokens(testSettings(fake.base), context) };
}

test('a hundred callers, one request', async (t) => {
  const { issued, process } = await world(t);
  const one = process();
  const all = await Promise.all(Array.from({ length: 100 }, () => one.current()));
  t.deepEqual([...new Set(all)], ['token-1']);
  t.is(issued(), 1);
});

test('several processes, one request: the others wait for the store', async (t) => {
  const { issued, process } = await world(t);
  const all = await Promise.all([process(), process(), process()].map((each) => each.current()));
  t.deepEqual([...new Set(all)], ['token-1']);
  t.is(issued(), 1);
});

test('kept for its life, fetched anew a minute before the end', async (t) => {
  const { context, issued, process } = await world(t);
  const one = process();
  await one.current();
  context.pass(7_200_000 - 60_001);
  t.is(await one.current(), 'token-1');
  context.pass(2);
  t.is(await one.current(), 'token-2');
  t.is(issued(), 2);
});

test('renewed once for all who held the bad one', async (t) => {
  const { issued, process } = await world(t);
  const [one, two] = [process(), process()];
  await Promise.all([one.current(), two.current()]);
  t.deepEqual(await Promise.all([one.renew('token-1'), two.renew('token-1')]), ['token-2', 'token-2']);
  t.is(await one.renew('token-1'), 'token-2');
  t.is(issued(), 2);
});

test('a failed fetch fails that caller only', async (t) => {
  const { fake, process } = await world(t);
  const one = process();
  fake.route('/v1.0/oauth2/accessToken', () => status(503, { code: 'busy' }));
  await t.throwsAsync(one.current());
  fake.route('/v1.0/oauth2/accessToken', () => ({ accessToken: 'later', expireIn: 7200 }));
  t.is(await one.current(), 'later');
});
