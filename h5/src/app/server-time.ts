/**
 * The hospital's time as this page knows it. Ward phones run minutes off, and a clock that counts down to a limit must
 * not: the service's own `Date` header corrects the device.
 */

/** `Date` headers carry whole seconds; below this a difference is rounding. */
const toleranceMs = 2000;

let skewMs = 0;

export function heardServerTime(header: string | null, device = Date.now()): void {
  const said = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(said)) return;
  const difference = said - device;
  skewMs = Math.abs(difference) > toleranceMs ? difference : 0;
}

export function hospitalNow(device = Date.now()): Date {
  return new Date(device + skewMs);
}
