import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const dictionaryPlaces: readonly DeskPlace[] = [
  { path: 'dictionaries', title: '字典', group: '系统', page: () => import('./dictionaries-page.vue'), isFor: doesFor('dictionaries') },
];
