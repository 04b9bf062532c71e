/** Accounts in words: what a state is called and what can be done in it. */
import type { AccountRow } from '../../../../services/shared/sign-in/schema.ts';

export type AccountAct = 'open' | 'reset-password' | 'disable' | 'enable' | 'unlock' | 'reset-factors' | 'end-sessions';

type Tone = 'success' | 'warning' | 'info' | 'danger';

export const stateWords: Readonly<Record<AccountRow['state'], { readonly words: string; readonly tone: Tone }>> = {
  none: { words: '未开通', tone: 'info' },
  open: { words: '正常', tone: 'success' },
  'must-change': { words: '待换初始密码', tone: 'warning' },
  disabled: { words: '已停用', tone: 'info' },
  locked: { words: '已锁定', tone: 'warning' },
};

export const actWords: Readonly<Record<AccountAct, { readonly title: string; readonly warning: string }>> = {
  open: { title: '开通', warning: '将开通台式登录，并给出一个只显示一次的初始密码。' },
  'reset-password': { title: '重置密码', warning: '原密码马上失效，电脑上的登录会退出。请先当面或电话核对身份。' },
  disable: { title: '停用', warning: '不能再用工号登录电脑，已登录的电脑会退出。钉钉、企业微信里不受影响。' },
  enable: { title: '启用', warning: '恢复用工号登录电脑。' },
  unlock: { title: '解锁', warning: '清除失败次数，可以马上再试。请先核对是不是本人输错。' },
  'reset-factors': { title: '重置验证方式', warning: '动态口令和安全密钥都会删除，下次登录重新设置。请先当面核对身份。' },
  'end-sessions': { title: '结束登录', warning: '手机和电脑上的登录都会退出。用于手机丢失等情况。' },
};

/** What is of use now; the service decides by itself. */
export function actsFor({ state, active, totp, passkeys, openSessions }: AccountRow): AccountAct[] {
  const ending: AccountAct[] = openSessions > 0 ? ['end-sessions'] : [];
  if (state === 'none') return active ? ['open', ...ending] : ending;
  if (state === 'disabled') return active ? ['enable', ...ending] : ending;
  const unlocking: AccountAct[] = state === 'locked' ? ['unlock'] : [];
  const factors: AccountAct[] = totp || passkeys > 0 ? ['reset-factors'] : [];
  return [...unlocking, 'reset-password', ...factors, 'disable', ...ending];
}
