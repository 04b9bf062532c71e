import type { DeskPlace } from '../../app/places.ts';

/** Heads and head nurses are known by their duty, which the service looks up. */
export const wardScreenPlaces: readonly DeskPlace[] = [
  { path: 'ward-screens', title: '护士站大屏', group: '系统', page: () => import('./screens-page.vue'), isFor: ({ role, adminRole }) => adminRole === 'system' || (adminRole === undefined && (role === 'nurse' || role === 'doctor')) },
];
