import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

export const hospitalCommandPlaces: readonly DeskPlace[] = [
  { path: 'hospital-commands', title: '医院指令', group: '系统', page: () => import('./commands-page.vue'), isFor: doesFor('hospital-commands') },
];
