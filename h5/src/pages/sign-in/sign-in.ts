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

/** What the service sends people back with when a platform's sign-in did not end well. */
const failures: Readonly<Record<string, string>> = {
  expired: '登录页面放得太久，已经失效。请再登录一次。',
  'core.bad-code': '登录凭证已失效。请再登录一次。',
  'core.unknown-person': '没有找到您的工号。请联系信息科核对您的账号与工号绑定。',
  'core.left': '您的账号已停用。如有疑问请联系信息科。',
};

export function failureWords(asked: unknown): string | undefined {
  if (typeof asked !== 'string' || asked === '') return undefined;
  return failures[asked] ?? '没有登录成功。请再试一次；仍不行请联系信息科。';
}

/** The way back survives a failed round trip through the platform. */
const returnKey = 'wardline:return-to';

export function rememberReturn(path: string, store: Storage = sessionStorage): void {
  store.setItem(returnKey, path);
}

export function rememberedReturn(store: Storage = sessionStorage): string | null {
  return store.getItem(returnKey);
}
