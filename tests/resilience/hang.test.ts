/**
 * A platform that takes calls and never answers: the people of the other one must not wait for it. In `npm test` the same
 * is held by `services/shared/notices/patience.test.ts`; this one measures.
 */
import anyTest, { type TestFn } from 'ava';
import { onDingtalk, onWecom, sendCritical } from './support/critical.ts';
import { sender } from './support/sender.ts';
import { until } from './support/wait.ts';
import { UP, engines, world } from './support/world.ts';

const test = anyTest as TestFn;
const full = process.env['RESILIENCE'] === 'full';

for (const engine of engines) {
  (full ? test.serial : test.serial.skip)(`${engine}: DingTalk hangs with forty cards on their way; WeCom’s people are told at once`, async (t) => {
    t.timeout(400_000);
    const place = await world(t, engine);
    const program = place.start('all');
    await program.says(UP);
    const lis = sender(place.mllpPort);
    t.teardown(() => lis.close());
    await place.emulator.faults({ platform: 'dingtalk', kind: 'latency', ms: 3_600_000 });
    for (let serial = 0; serial < 40; serial++) await sendCritical(lis, onDingtalk, serial);
    const times: number[] = [];
    for (let serial = 0; serial < 4; serial++) {
      const sent = performance.now();
      await sendCritical(lis, onWecom, serial);
      await until('the card in WeCom', async () => (await place.emulator.inbox('wecom', onWecom.number)).length > serial, { withinMs: 60_000 });
      times.push(Math.round(performance.now() - sent));
    }
    t.log(`${engine}: ${times.join(', ')} ms`);
    t.true(Math.max(...times) < 5000);
  });
}
