import test from 'ava';
import { Clock } from './clock.ts';
import { Faults } from './faults.ts';

const set = (): { clock: Clock; faults: Faults } => {
  const clock = new Clock(() => 0);
  return { clock, faults: new Faults(clock) };
};

test('a switch with a count strikes that often', (t) => {
  const { faults } = set();
  faults.set({ platform: 'dingtalk', kind: 'http', status: 502, count: 2 });
  const strikes = [1, 2, 3].map(() => faults.take('dingtalk', 'http', '/a')?.status);
  t.deepEqual(strikes, [502, 502, undefined]);
  t.deepEqual(faults.list(), []);
});

test('a switch with a time goes away by itself, in virtual time', async (t) => {
  const { clock, faults } = set();
  faults.set({ platform: '*', kind: 'down', forMs: 600_000 });
  t.truthy(faults.take('wecom', 'down'));
  await clock.advance(599_999);
  t.truthy(faults.take('dingtalk', 'down'));
  await clock.advance(1);
  t.is(faults.take('dingtalk', 'down'), undefined);
});

test('a route limits it, a star opens the end', (t) => {
  const { faults } = set();
  faults.set({ platform: 'dingtalk', kind: 'latency', route: '/v1.0/card/*', ms: 5 });
  t.truthy(faults.take('dingtalk', 'latency', '/v1.0/card/instances'));
  t.is(faults.take('dingtalk', 'latency', '/v1.0/robot'), undefined);
  t.is(faults.take('wecom', 'latency', '/v1.0/card/instances'), undefined);
});

test('cleared by id, by kind, by platform, or all', (t) => {
  const { faults } = set();
  const first = faults.set({ platform: 'dingtalk', kind: 'down' });
  faults.set({ platform: 'dingtalk', kind: 'latency' });
  faults.set({ platform: 'wecom', kind: 'down' });
  t.is(faults.clear({ id: first.id }), 1);
  t.is(faults.clear({ platform: 'wecom' }), 1);
  t.deepEqual(faults.list().map(({ kind }) => kind), ['latency']);
  t.is(faults.clear(), 1);
});
