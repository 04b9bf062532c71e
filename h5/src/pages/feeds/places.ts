import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const feedPlaces: readonly DeskPlace[] = [
  { path: 'feeds', title: '接口监测', group: '系统', page: () => import('./feeds-page.vue'), isFor: doesFor('feeds') },
];
