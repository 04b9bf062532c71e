/** User-Agents as the two apps' webviews send them on a phone; pages and the platforms' own scripts look at these. */
import type { PlatformName } from '../core/faults.ts';

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

/** `requestAuthCode` needs DingTalk 7.0.45 or later; wxwork stands beside MicroMessenger. */
export const userAgents: Readonly<Record<PlatformName, string>> = {
  dingtalk: `${PHONE} AliApp(DingTalk/7.6.15) com.laiwang.DingTalk/38650147 Channel/201200 language/zh-Hans-CN UT4Aplus/0.0.6 DingTalk/7.6.15 WK`,
  wecom: `${PHONE} wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh ColorScheme/Light`,
};
