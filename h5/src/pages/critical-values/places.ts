import type { DeskPlace } from '../../app/places.ts';

export const criticalValuePlaces: readonly DeskPlace[] = [
  { path: 'critical-values', title: '危急值登记本', group: '临床', page: () => import('./register-page.vue'), isFor: ({ adminRole }) => adminRole === undefined },
  { path: 'critical-indicators', title: '危急值指标', group: '临床', page: () => import('./indicators-page.vue'), isFor: ({ adminRole }) => adminRole === undefined },
];
