/** What an observation changes in our copies; called by the intake, inside the transaction that stores the message. */
import type { ActionContext } from '../../core/module.ts';
import { given, sourceOf } from '../../core/told.ts';
import type { Observation as Told } from '../../links/statements/schema.ts';
import type { About } from '../patients/index.ts';
import type { Observation } from './model.ts';
import { kindOf, numbersOf } from './rules.ts';
import { observationRows } from './store.ts';

/** A value told again without a word of withdrawal holds again. */
export async function applyObservation({ tx, now }: ActionContext, { patientId, visitId, sender, stamp }: About, told: Told): Promise<void> {
  if (patientId === undefined) return;
  const { code, value, unit, at, by, site, note, withdrawn = false } = told;
  const key = { patientId, source: sourceOf(sender), item: code.id ?? code.text ?? '', at: new Date(at), site: site ?? '' };
  const said = given<Observation>({ visitId, kind: kindOf(code), name: code.text, value, ...numbersOf(value), unit, by, note, withdrawn });
  await observationRows.tell(tx, now, [{ key, said, stamp }]);
}
