import type { DeskPlace } from '../../app/places.ts';

export const leakTracingPlaces: readonly DeskPlace[] = [
  { path: 'leak-tracing', title: '泄露追查', group: '安全审计', page: () => import('./tracing-page.vue'), isFor: ({ adminRole }) => adminRole === 'security' },
];
