/** DingTalk's own scanner. Loaded only inside DingTalk. */
import 'dingtalk-jsapi/entry/union';
import { scan$ } from 'dingtalk-jsapi/api/union/scan';

/** Older clients call the answer `text`. */
export async function dingtalkScan(): Promise<string> {
  const answer = (await scan$({ type: 'all' })) as { readonly code?: string; readonly text?: string };
  return answer.code ?? answer.text ?? '';
}
