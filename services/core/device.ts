/** What a browser says it is, in the words of the list of my sessions; version numbers are left out, so an update is no new device. */

export type DeviceKind = 'phone' | 'desktop';

const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, '安卓手机'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh|Mac OS X/, 'Mac 电脑'],
  [/Linux|X11/, 'Linux 电脑'],
];

const apps: readonly (readonly [RegExp, string])[] = [
  [/wxwork/i, '企业微信'],
  [/DingTalk/i, '钉钉'],
  [/Edg/, 'Edge 浏览器'],
  [/Firefox/, 'Firefox 浏览器'],
  [/Chrome|CriOS/, 'Chrome 浏览器'],
  [/Safari/, 'Safari 浏览器'],
];

const named = (known: typeof systems, userAgent: string, otherwise: string): string => known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise;

/** `iPhone · 钉钉`. Never holds text of the header itself. */
export function deviceOf(userAgent: string): string {
  return `${named(systems, userAgent, '其它设备')} · ${named(apps, userAgent, '其它程序')}`;
}

/** A phone lies about, a desk stands in a room: their limits differ. */
export function kindOf(device: string): DeviceKind {
  return /^(鸿蒙手机|iPhone|iPad|安卓手机) /.test(device) ? 'phone' : 'desktop';
}
