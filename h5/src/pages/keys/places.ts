import type { DeskPlace } from '../../app/places.ts';

export const keyPlaces: readonly DeskPlace[] = [
  { path: 'keys', title: '密钥', group: '安全审计', page: () => import('./keys-page.vue'), isFor: ({ adminRole }) => adminRole === 'security' },
];
