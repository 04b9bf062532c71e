/** The desk's places: each page folder lists its own in `places.ts`; the frame shows those that are for the person. */
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';
import type { Me } from '../../../services/shared/directory/schema.ts';
import { accountPlaces } from '../pages/accounts/places.ts';
import { auditPlaces } from '../pages/audit/places.ts';
import { apiClientPlaces } from '../pages/api-clients/places.ts';
import { criticalValuePlaces } from '../pages/critical-values/places.ts';
import { criticalLimitPlaces } from '../pages/critical-limits/places.ts';
import { criticalTellingPlaces } from '../pages/critical-telling/places.ts';
import { feedPlaces } from '../pages/feeds/places.ts';
import { groupRobotPlaces } from '../pages/group-robots/places.ts';
import { hospitalCommandPlaces } from '../pages/hospital-commands/places.ts';
import { keyPlaces } from '../pages/keys/places.ts';
import { dataScopePlaces } from '../pages/data-scope/places.ts';
import { dictionaryPlaces } from '../pages/dictionaries/places.ts';
import { dutyRosterPlaces } from '../pages/duty-roster/places.ts';
import { directoryPlaces } from '../pages/directory/places.ts';
import { intakePlaces } from '../pages/intake/places.ts';
import { leakTracingPlaces } from '../pages/leak-tracing/places.ts';
import { recordMergePlaces } from '../pages/record-merges/places.ts';
import { wardScreenPlaces } from '../pages/ward-screens/places.ts';
import { urgingPlaces } from '../pages/urging/places.ts';
import { platformPlaces } from '../pages/operations/places.ts';

export interface DeskPlace {
  /** Below `/desk`; also the page's name with `desk-` before it. */
  readonly path: string;
  readonly title: string;
  readonly group: '临床' | '人员与权限' | '安全审计' | '系统';
  readonly page: () => Promise<Component>;
  /** Whom the frame offers it to. The service decides by itself who may. */
  readonly isFor: (person: Me) => boolean;
  /** Shows a patient's data; those of 临床 all do. */
  readonly clinical?: boolean;
  /** A page one comes to from another, not from the frame. */
  readonly hidden?: boolean;
}

export const deskPlaces: readonly DeskPlace[] = [...criticalValuePlaces, ...criticalLimitPlaces, ...criticalTellingPlaces, ...dataScopePlaces, ...keyPlaces, ...apiClientPlaces, ...platformPlaces, ...feedPlaces, ...hospitalCommandPlaces, ...accountPlaces, ...directoryPlaces, ...dutyRosterPlaces, ...intakePlaces, ...dictionaryPlaces, ...recordMergePlaces, ...auditPlaces, ...leakTracingPlaces, ...wardScreenPlaces, ...groupRobotPlaces, ...urgingPlaces];

export function deskRoutes(): RouteRecordRaw[] {
  return deskPlaces.map(({ path, title, page, group, clinical = group === '临床' }) => ({ path, name: `desk-${path}`, component: page, meta: { title, clinical } }));
}

/** The frame's groups in order, those with nothing for this person left out. */
export function groupsFor(person: Me): { readonly name: DeskPlace['group']; readonly places: readonly DeskPlace[] }[] {
  const own = deskPlaces.filter((place) => place.hidden !== true && place.isFor(person));
  return (['临床', '人员与权限', '安全审计', '系统'] as const).map((name) => ({ name, places: own.filter((place) => place.group === name) })).filter(({ places }) => places.length > 0);
}

/** Where somebody begins who asked for no page in particular. */
export function firstPlaceFor(person: Me): string {
  return `/desk/${groupsFor(person)[0]?.places[0]?.path ?? 'my-security'}`;
}
