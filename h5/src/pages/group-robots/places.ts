import type { DeskPlace } from '../../app/places.ts';

/** Heads and head nurses are known by their duty, which the service looks up. */
export const groupRobotPlaces: readonly DeskPlace[] = [
  { path: 'group-robots', title: '病区群机器人', group: '系统', page: () => import('./robots-page.vue'), isFor: ({ role, adminRole }) => adminRole === 'system' || (adminRole === undefined && (role === 'nurse' || role === 'doctor')) },
];
