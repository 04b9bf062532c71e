/** Which app holds this page: that decides how a person signs in. */

export type Container = 'dingtalk' | 'wecom' | 'browser';

/** WeCom says `wxwork` (and also `MicroMessenger`, as WeChat does); DingTalk for PC names its frame instead of itself. */
export function containerOf(userAgent: string, frameName = ''): Container {
  if (/wxwork/i.test(userAgent)) return 'wecom';
  if (/DingTalk/i.test(userAgent) || /"containerId"\s*:/.test(frameName)) return 'dingtalk';
  return 'browser';
}

export function container(): Container {
  return containerOf(navigator.userAgent, window.name);
}

/** Only a path of ours: a sign-in must not become a way to lead people elsewhere. */
export function safeReturn(asked: unknown): string {
  const path = typeof asked === 'string' ? asked : '';
  return /^\/(?![/\\])/.test(path) && !path.startsWith('/m/sign-in') ? path : '/m';
}
