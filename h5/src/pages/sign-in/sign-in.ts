/** Signing in by what holds the page: at once inside a chat app, by choice in a plain browser. */
import { me } from '../../../../services/shared/directory/schema.ts';
import type { Me } from '../../../../services/shared/directory/schema.ts';
import { post, Trouble } from '../../app/api.ts';
import type { SignInOptions } from './schema.ts';

export function wecomStart(returnTo: string): string {
  return `/api/sign-in/wecom/start?${new URLSearchParams({ returnTo }).toString()}`;
}

export async function signInWithDingtalk(options: SignInOptions): Promise<Me> {
  const platform = options.platforms.find((candidate) => candidate.platform === 'dingtalk');
  if (platform?.clientId === undefined) throw new Trouble('refused', 'page.no-dingtalk', '医院还没有接入钉钉，请联系信息科。');
  const { dingtalkCode } = await import('../../app/dingtalk.ts');
  const code = await dingtalkCode(platform.corp, platform.clientId).catch(() => {
    throw new Trouble('refused', 'page.no-code', '钉钉没有给出登录凭证。请关闭页面，从工作台重新打开；仍不行请联系信息科核对应用的首页地址。');
  });
  return post('/sign-in/dingtalk', { code }, me);
}

/** Coming back unsigned within this time means WeCom did not let the person in; starting again at once would spin. */
const backSoonMs = 30_000;
const triedKey = 'wardline:wecom-tried';

export function triedWecomJustNow(now: Date, store: Storage = sessionStorage): boolean {
  return now.getTime() - Number(store.getItem(triedKey) ?? 0) < backSoonMs;
}

export function rememberWecomTry(now: Date, store: Storage = sessionStorage): void {
  store.setItem(triedKey, String(now.getTime()));
}
