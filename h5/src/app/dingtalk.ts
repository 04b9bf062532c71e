/** The sign-in code of DingTalk. Loaded only inside DingTalk: its bridge is larger than the page that needs it. */
import 'dingtalk-jsapi/entry/union';
// Its default export is the whole module under Node's rules for CommonJS, which this package's bundler follows.
import { requestAuthCode$ } from 'dingtalk-jsapi/api/union/requestAuthCode';

/** The bridge never answers when the page is framed by something that only looks like DingTalk. */
const patienceMs = 10_000;

export async function dingtalkCode(corp: string, clientId: string): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error('no answer from the DingTalk bridge')), patienceMs);
  });
  try {
    const { code } = await Promise.race([requestAuthCode$({ corpId: corp, clientId }), silence]);
    return code;
  } finally {
    clearTimeout(timer);
  }
}
