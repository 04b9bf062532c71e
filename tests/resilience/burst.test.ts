/**
 * Forty critical values of one WeCom member within a minute, and a kill in the middle. WeCom drops what is above thirty
 * a minute and says that all is well, so a process that forgot what its predecessor sent would lose cards silently.
 * Takes more than a minute by its nature: only with `npm run test:resilience`.
 */
import anyTest, { type TestFn } from 'ava';
import { onWecom, sendCritical } from './support/critical.ts';
import { sender } from './support/sender.ts';
import { until } from './support/wait.ts';
import { UP, engines, world } from './support/world.ts';

const test = anyTest as TestFn;
const full = process.env['RESILIENCE'] === 'full';

for (const engine of engines) {
  (full ? test : test.skip)(`${engine}: forty cards for one WeCom member in a minute and a kill: all arrive`, async (t) => {
    t.timeout(400_000);
    const place = await world(t, engine);
    const first = place.start('all');
    await first.says(UP);
    const lis = sender(place.mllpPort);
    t.teardown(() => lis.close());
    const cards = async () => (await place.emulator.inbox('wecom', onWecom.number)).filter(({ kind }) => kind === 'card').length;
    for (let serial = 0; serial < 25; serial++) await sendCritical(lis, onWecom, serial);
    await until('the first twenty', async () => (await cards()) >= 20);
    await first.signal('SIGKILL');
    const second = place.start('all');
    for (let serial = 25; serial < 40; serial++) await sendCritical(lis, onWecom, serial);
    await until('all forty', async () => (await cards()) === 40, { withinMs: 120_000, everyMs: 250 });
    t.is(await second.signal('SIGTERM'), 0);
    t.is(await cards(), 40);
  });
}
