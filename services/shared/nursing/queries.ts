/** One patient's observations, under all her numbers; whoever may read the patient. */
import { defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { type DataScope, ofPatient } from '../data-scope/index.ts';
import { namesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';
import { observationFilters, observationList } from './schema.ts';
import { findObservations } from './store.ts';

export function observations(scope: DataScope) {
  return defineQuery({
    name: 'nursing.observations',
    input: observationFilters,
    output: observationList,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, limit, offset, ...filters }) => {
      const { items, more } = pageOf(await findObservations(tx, await personIds(tx, patientId), filters, { limit: limit + 1, offset }), limit);
      const names = await namesOf(tx, items.map(({ by }) => by));
      return {
        items: items.map(({ id, visitId, kind, item, name, at, value, number, second, unit, site, by, note, withdrawn }) => ({
          id, visitId, item, at, number, second, unit, site, note,
          kind: kind ?? 'other',
          name: name ?? item,
          value: value ?? '',
          by: names.person(by),
          withdrawn: withdrawn ?? false,
        })),
        more,
      };
    },
  });
}
