import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

const keeps = doesFor('duty-roster');

export const dutyRosterPlaces: readonly DeskPlace[] = [
  { path: 'duty-roster', title: '值班表', group: '人员与权限', page: () => import('./roster-page.vue'), isFor: (person) => person.adminRole === undefined || keeps(person) },
  // What a card leads to.
  { path: 'duty-roster/:department/:day', title: '值班表', group: '人员与权限', page: () => import('./roster-page.vue'), isFor: () => true, hidden: true },
  // Heads and the medical office come to it from the roster.
  { path: 'duty-holes', title: '值班空缺', group: '人员与权限', page: () => import('./holes-page.vue'), isFor: keeps },
];
