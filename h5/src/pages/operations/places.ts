import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const platformPlaces: readonly DeskPlace[] = [
  { path: 'platforms', title: '平台与额度', group: '系统', page: () => import('./platforms-page.vue'), isFor: doesFor('platforms') },
];
