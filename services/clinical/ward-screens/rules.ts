/** When the silence of a screen is told, and to whom it matters how much. Pure. */
import { wallTime } from '../../../cards/words.ts';

/** A screen calls every five seconds. */
export const silentMs = 3 * 60_000;
/** After a start of ours every screen was silent as long as we were: it has a while to be heard. */
export const graceMs = 2 * 60_000;

const [dayFrom, dayUntil] = [7, 22];

/**
 * A value that nobody has makes no sound on a dead screen: told at once, at any hour. Without one a screen is a device to
 * be mended, and many are switched off at night: told by day, a night's at seven if it lasts, or as soon as a value comes.
 */
export function isTold({ toldAt, urgent }: { readonly toldAt: Date | null; readonly urgent: boolean }, hasOpen: boolean, now: Date): 'urgent' | 'plain' | undefined {
  if (hasOpen) return urgent ? undefined : 'urgent';
  const { hour } = wallTime(now);
  return toldAt === null && hour >= dayFrom && hour < dayUntil ? 'plain' : undefined;
}
