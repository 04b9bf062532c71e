import test from 'ava';
import { defaultLadder } from './model.process.ts';
import { at, li, office, opened, tell, zhang } from './rules.fixtures.ts';
import { acknowledge, escalate, hasten } from './rules.ts';

const fresh = tell(opened(), '02:14', [li]);

test('hasten: the first step cannot be reached, so the next is due now', (t) => {
  const change = hasten(fresh, li.number, defaultLadder, at('02:15'));
  t.deepEqual(change?.facts, [{ name: 'critical-values.unreached', data: { step: 1, who: li } }]);
  t.like(escalate(change?.value ?? fresh, defaultLadder, at('02:15')), { kind: 'tell', step: 2 });
});

test('hasten: somebody who was not told last changes nothing', (t) => {
  t.is(hasten(fresh, zhang.number, defaultLadder, at('02:15')), undefined);
});

test('hasten: after an acknowledgement there is nothing to hasten', (t) => {
  t.is(hasten(acknowledge(fresh, zhang, at('02:15')).value, li.number, defaultLadder, at('02:16')), undefined);
});

test('hasten: an unreachable last step is written down and told again at its own pace, never at once', (t) => {
  let value = fresh;
  for (const clock of ['02:19', '02:24', '02:29']) value = tell(value, clock, [office]);
  t.is(value.escalation.step, defaultLadder.steps.length);
  const change = hasten(value, office.number, defaultLadder, at('02:30'));
  t.is(change?.facts.length, 1);
  t.like(escalate(change?.value ?? value, defaultLadder, at('02:30')), { kind: 'nothing' });
  t.like(escalate(change?.value ?? value, defaultLadder, at('02:44')), { kind: 'tell', step: 4, round: 1 });
});
