import type { DeskPlace } from '../../app/places.ts';

const isAuditor: DeskPlace['isFor'] = ({ adminRole }) => adminRole === 'audit';

/** The records office answers patients; the service says to other offices that it is not theirs. */
const isOffice: DeskPlace['isFor'] = ({ adminRole, role }) => adminRole === undefined && role === 'administrator';

export const auditPlaces: readonly DeskPlace[] = [
  { path: 'audit', title: '审计查询', group: '安全审计', page: () => import('./rows-page.vue'), isFor: isAuditor },
  { path: 'audit-sign-ins', title: '登录日志', group: '安全审计', page: () => import('./sign-ins-page.vue'), isFor: isAuditor },
  { path: 'audit-platform', title: '平台日志', group: '安全审计', page: () => import('./platform-log-page.vue'), isFor: ({ adminRole }) => adminRole === 'audit' || adminRole === 'system' },
  { path: 'audit-patient', title: '谁看过这位患者', group: '安全审计', page: () => import('./looked-page.vue'), isFor: (person) => isAuditor(person) || isOffice(person) },
  { path: 'unusual-reading', title: '异常阅读', group: '安全审计', page: () => import('./alerts-page.vue'), isFor: ({ adminRole }) => adminRole === 'audit' || adminRole === 'security' },
  { path: 'audit-chain', title: '链校验', group: '安全审计', page: () => import('./chain-page.vue'), isFor: isAuditor },
];
