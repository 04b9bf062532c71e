import type { DeskPlace } from '../../app/places.ts';
import type { Me } from '../../../../services/shared/directory/schema.ts';

const isSystem = ({ adminRole }: Me): boolean => adminRole === 'system';
const isReader = ({ adminRole }: Me): boolean => adminRole === 'system' || adminRole === 'security';

export const directoryPlaces: readonly DeskPlace[] = [
  { path: 'directory-places', title: '机构与科室', group: '人员与权限', page: () => import('./places-page.vue'), isFor: isReader },
  { path: 'directory-wards', title: '病区与医疗组', group: '人员与权限', page: () => import('./wards-page.vue'), isFor: isReader },
  { path: 'directory-people', title: '人员', group: '人员与权限', page: () => import('./people-page.vue'), isFor: isReader },
  { path: 'directory-sync', title: '通讯录同步', group: '人员与权限', page: () => import('./sync-page.vue'), isFor: isSystem },
  { path: 'directory-matters', title: '通讯录待处理', group: '人员与权限', page: () => import('./matters-page.vue'), isFor: isSystem },
];
