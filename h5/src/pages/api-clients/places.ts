import type { DeskPlace } from '../../app/places.ts';

export const apiClientPlaces: readonly DeskPlace[] = [
  { path: 'api-clients', title: '接口客户端', group: '安全审计', page: () => import('./api-clients-page.vue'), isFor: ({ adminRole }) => adminRole === 'security' },
];
