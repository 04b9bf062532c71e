import type { DeskPlace } from '../../app/places.ts';

const security: DeskPlace['isFor'] = ({ adminRole }) => adminRole === 'security';

export const dataScopePlaces: readonly DeskPlace[] = [
  { path: 'emergency-views', title: '紧急查阅', group: '人员与权限', clinical: true, page: () => import('./glasses-page.vue'), isFor: ({ adminRole }) => adminRole !== 'system' },
  { path: 'access-requests', title: '权限申请', group: '人员与权限', page: () => import('./requests-page.vue'), isFor: security },
  { path: 'access-answers', title: '谁能看、为什么', group: '人员与权限', page: () => import('./answers-page.vue'), isFor: security },
  { path: 'access-matrix', title: '权限矩阵', group: '人员与权限', page: () => import('./matrix-page.vue'), isFor: ({ adminRole }) => adminRole === 'security' || adminRole === 'audit' },
  { path: 'access-exceptions', title: '例外开关', group: '人员与权限', page: () => import('./exceptions-page.vue'), isFor: ({ adminRole }) => adminRole === 'security' || adminRole === 'audit' },
  // Who keeps the records sits in offices whose codes are the hospital's: the service says to others that it is not theirs.
  { path: 'patient-flags', title: '特殊标记', group: '人员与权限', page: () => import('./flags-page.vue'), isFor: ({ adminRole, role }) => adminRole === 'security' || (adminRole === undefined && role === 'administrator') },
];
