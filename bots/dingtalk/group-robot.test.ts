import test from 'ava';
import { startEmulator } from '../emulator/start.ts';
import { Failure } from '../../services/core/errors.ts';
import { dingtalkGroupRobot, dingtalkSign } from './group-robot.ts';

const at = Date.parse('2026-11-20T00:00:00Z');

test('the sign of the published example', (t) => t.is(dingtalkSign('SECRET', 1_700_000_000_000), 'Orf+fj1NyYtycFhdVppF7CLGXKV/+TxlE8arDerFdmM='));

test('signed it is taken; a wrong sign, an old time, an unknown token and too many are refused as the platform does, and no error holds a token', async (t) => {
  const emulator = await startEmulator({ now: () => at });
  t.teardown(() => emulator.stop());
  const tell = (path: string, body: unknown): Promise<Response> => fetch(`${emulator.origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await tell('/_emu/dingtalk/group-robots', { token: 'tok-1', secret: 'SEC1' });
  const robot = dingtalkGroupRobot(emulator.origin, () => at);
  const refusal = async (say: Promise<void>): Promise<[string, string]> => {
    const error = await t.throwsAsync(say, { instanceOf: Failure });
    t.false(String(error?.stack).includes('tok-1') || String(error?.stack).includes('SEC1'), 'nothing of the key');
    return [error?.class ?? '', error?.vendorCode ?? ''];
  };
  t.deepEqual(await refusal(robot.say({ token: 'tok-1', secret: 'SEC2' }, 'x')), ['permanent', '310000']);
  t.deepEqual(await refusal(robot.say({ token: 'tok-1' }, 'x')), ['permanent', '310000'], 'no sign where one is wanted');
  t.deepEqual(await refusal(dingtalkGroupRobot(emulator.origin, () => at - 2 * 3_600_000).say({ token: 'tok-1', secret: 'SEC1' }, 'x')), ['permanent', '310000'], 'a clock two hours off');
  t.deepEqual(await refusal(robot.say({ token: 'tok-2' }, 'x')), ['permanent', '300001']);
  for (let said = 0; said < 20; said++) await robot.say({ token: 'tok-1', secret: 'SEC1' }, `第 ${said} 句`);
  t.deepEqual(await refusal(robot.say({ token: 'tok-1', secret: 'SEC1' }, '再一句')), ['transient', 'too-fast']);
  await emulator.stop();
  t.not((await refusal(robot.say({ token: 'tok-1', secret: 'SEC1' }, 'x')))[0], 'permanent', 'nobody there');
});
