import type { DeskPlace } from '../../app/places.ts';

export const recordMergePlaces: readonly DeskPlace[] = [
  // The records office's department codes are the hospital's: the service says to others that it is not theirs.
  { path: 'record-merges', title: '病历号合并', group: '人员与权限', clinical: true, page: () => import('./merges-page.vue'), isFor: ({ adminRole, role }) => adminRole === undefined && role === 'administrator' },
];
