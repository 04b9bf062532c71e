import test from 'ava';
import { startEmulator } from '../emulator/start.ts';
import { Failure } from '../../services/core/errors.ts';
import { wecomGroupRobot } from './group-robot.ts';

test('taken without any token of an app; an unknown key and too many are refused as the platform does, and no error holds the key', async (t) => {
  const emulator = await startEmulator({ now: () => Date.parse('2026-11-20T00:00:00Z') });
  t.teardown(() => emulator.stop());
  await fetch(`${emulator.origin}/_emu/wecom/group-robots`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key: 'key-one' }) });
  const robot = wecomGroupRobot(emulator.origin);
  const refusal = async (say: Promise<void>): Promise<[string, string]> => {
    const error = await t.throwsAsync(say, { instanceOf: Failure });
    t.false(String(error?.stack).includes('key-'), 'nothing of the key');
    return [error?.class ?? '', error?.vendorCode ?? ''];
  };
  t.deepEqual(await refusal(robot.say({ token: 'key-two' }, 'x')), ['permanent', '93000']);
  t.deepEqual(await refusal(robot.say({ token: 'key-one' }, '字'.repeat(700))), ['permanent', '45002'], 'more than 2048 bytes');
  for (let said = 0; said < 20; said++) await robot.say({ token: 'key-one' }, `第 ${said} 句`);
  t.deepEqual(await refusal(robot.say({ token: 'key-one' }, '再一句')), ['transient', 'too-fast']);
  await emulator.stop();
  t.not((await refusal(robot.say({ token: 'key-one' }, 'x')))[0], 'permanent', 'nobody there');
});
