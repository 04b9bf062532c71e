import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const intakePlaces: readonly DeskPlace[] = [
  { path: 'intake', title: '接入待处理', group: '系统', clinical: true, page: () => import('./desk-page.vue'), isFor: doesFor('intake') },
  { path: 'operation-joins', title: '手术号合并', group: '系统', clinical: true, page: () => import('./joins-page.vue'), isFor: doesFor('intake') },
  { path: 'codes', title: '编码对照', group: '系统', page: () => import('./codes-page.vue'), isFor: doesFor('codes') },
];
