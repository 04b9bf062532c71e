import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const urgingPlaces: readonly DeskPlace[] = [{ path: 'urging', title: '短信和电话提醒', group: '系统', page: () => import('./urging-page.vue'), isFor: doesFor('platforms') }];
