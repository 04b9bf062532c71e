/** Addresses of robots, and how many lines one may say. Pure. */
import type { Platform } from '../../../bots/bot.ts';

/** Hosts the platforms give out; a hospital's own gateway or the emulator is reached by the settings, not by what is pasted. */
const shapes: Readonly<Record<Platform, { readonly path: RegExp; readonly key: string }>> = {
  dingtalk: { path: /\/robot\/send$/, key: 'access_token' },
  wecom: { path: /\/cgi-bin\/webhook\/send$/, key: 'key' },
};

/** The token in a pasted address; `undefined`: it is none of that platform. */
export function tokenIn(platform: Platform, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { pathname, searchParams } = new URL(address);
  const { path, key } = shapes[platform];
  const token = searchParams.get(key) ?? '';
  return path.test(pathname) && token !== '' ? token : undefined;
}

/** Below the platform's number: somebody else may use the same robot, and going over costs minutes of silence. */
export const spare = 2;

/** When the next line may be said: now, or once the oldest of the last minute is a minute old. */
export function nextTurn(sent: readonly Date[], perMinute: number, restsUntil: Date | null, now: Date): Date {
  const recent = sent.filter((at) => now.getTime() - at.getTime() < 60_000).toSorted((one, other) => one.getTime() - other.getTime());
  const most = perMinute - spare;
  const oldest = recent[recent.length - most];
  const free = oldest === undefined ? now : new Date(oldest.getTime() + 60_000);
  return restsUntil !== null && restsUntil > free ? restsUntil : free;
}
