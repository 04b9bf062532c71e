import type { DeskPlace } from '../../app/places.ts';

export const accountPlaces: readonly DeskPlace[] = [
  { path: 'accounts', title: '台式账号', group: '人员与权限', page: () => import('./accounts-page.vue'), isFor: ({ adminRole }) => adminRole === 'system' || adminRole === 'security' },
  { path: 'administrators', title: '管理员与职能', group: '人员与权限', page: () => import('./administrators-page.vue'), isFor: ({ adminRole }) => adminRole !== undefined },
  { path: 'my-security', title: '我的登录与安全', group: '系统', page: () => import('../me/security-page.vue'), isFor: () => true },
];
