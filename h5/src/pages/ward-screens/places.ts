import type { DeskPlace } from '../../app/places.ts';

/** For heads and head nurses by their duty, and whoever runs the system. */
export const wardScreenPlaces: readonly DeskPlace[] = [
  { path: 'ward-screens', title: '护士站大屏', group: '系统', page: () => import('./screens-page.vue'), isFor: ({ adminRole, keepsWards }) => adminRole === 'system' || (adminRole === undefined && keepsWards === true) },
];
