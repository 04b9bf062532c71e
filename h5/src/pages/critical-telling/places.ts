import { doesFor } from '../../app/functions.ts';
import type { DeskPlace } from '../../app/places.ts';

const keeps = doesFor('critical-limits');

/** For the medical office, and whoever keeps what is critical. */
export const criticalTellingPlaces: readonly DeskPlace[] = [
  { path: 'critical-telling', title: '危急值同时通知', group: '临床', clinical: false, page: () => import('./telling-page.vue'), isFor: (person) => keeps(person) || (person.adminRole === undefined && person.isMedicalOffice === true) },
];
