import test from 'ava';
import { watermarkLines } from './watermark.ts';
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
