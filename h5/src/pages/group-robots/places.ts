import type { DeskPlace } from '../../app/places.ts';

/** For heads and head nurses by their duty, and whoever runs the system. */
export const groupRobotPlaces: readonly DeskPlace[] = [
  { path: 'group-robots', title: '病区群机器人', group: '系统', page: () => import('./robots-page.vue'), isFor: ({ adminRole, keepsWards }) => adminRole === 'system' || (adminRole === undefined && keepsWards === true) },
];
