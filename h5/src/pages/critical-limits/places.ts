import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const criticalLimitPlaces: readonly DeskPlace[] = [
  { path: 'critical-limits', title: '危急值界限', group: '临床', clinical: false, page: () => import('./limits-page.vue'), isFor: doesFor('critical-limits') },
];
