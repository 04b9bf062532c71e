/** Opening something else of DingTalk's. Loaded only inside DingTalk. */
import 'dingtalk-jsapi/entry/union';
import { openLink$ } from 'dingtalk-jsapi/api/union/openLink';

export async function openLink(url: string): Promise<void> {
  await openLink$({ url });
}
