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
  'core.session-idle': '较长时间没有操作，已自动退出。重新登录后会回到刚才的页面。',
  'core.session-expired': '本次登录已到最长时间。重新登录后会回到刚才的页面。',
  'core.session-replaced': '您的账号刚在另一台设备上登录，这里已退出。如果不是您本人操作，请马上联系信息科。',
  'core.session-ended': '这次登录已被结束。请重新登录；如有疑问请联系信息科。',
  'core.session-moved': '这次登录的凭证出现在另一台设备上，为安全已退出。如果不是您本人操作，请马上联系信息科。',
};

/** Where the person still sits before the page it goes on by itself; a session that somebody ended waits for a press. */
export function goesOnByItself(why: unknown, present: boolean): boolean {
  if (typeof why !== 'string' || why === '') return true;
  return present && (why === 'core.session-idle' || why === 'core.session-expired');
}

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
