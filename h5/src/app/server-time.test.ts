import test from 'ava';
import { tileImage, watermarkLines } from './watermark.ts';
import { heardServerTime, hospitalNow } from './server-time.ts';

test.serial('a phone that is minutes off is corrected by the service, a second is rounding', (t) => {
  const device = Date.UTC(2026, 10, 20, 18, 0, 0);
  heardServerTime('Fri, 20 Nov 2026 18:07:00 GMT', device);
  t.is(hospitalNow(device).getTime(), device + 7 * 60_000);
  heardServerTime('nonsense', device);
  heardServerTime(null, device);
  t.is(hospitalNow(device).getTime(), device + 7 * 60_000);
  heardServerTime('Fri, 20 Nov 2026 18:00:01 GMT', device);
  t.is(hospitalNow(device).getTime(), device);
});

test('the watermark names who looks and when, to the minute of the hospital', (t) => {
  const viewer = { number: '1001', name: '李静', departmentName: '心血管内科' };
  t.deepEqual(watermarkLines(viewer, new Date('2026-11-20T18:14:59Z')), ['李静 1001 心血管内科', '2026-11-21 02:14']);
});

const drawn = (spacing: 'dense' | 'ordinary' | 'wide', angle: number): string => decodeURIComponent(tileImage(['李静'], '#000', { angle, spacing }));

test('its words lie as the hospital wants them: how steep, how densely', (t) => {
  t.regex(drawn('ordinary', 24), /width="320" height="160".*rotate\(-24\)/);
  t.is(drawn('dense', 30).split('rotate(-30)').length - 1, 2);
  t.regex(drawn('wide', 0), /width="480" height="320"/);
});
