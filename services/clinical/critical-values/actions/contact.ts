/** How a patient who is not in the house is reached: her numbers masked, and one of them whole for whoever is to call. */
import type { z } from 'zod';
import { type Action, type Query, defineAction, defineQuery } from '../../../core/module.ts';
import { type IdentityParts, identityOf, showWhole } from '../../../shared/patients/index.ts';
import { numberPurpose } from '../phrases.ts';
import { refuse } from '../rules/refuse.ts';
import { contactFields, contacts, oneValue, shownNumber, showNumberInput } from '../schema.contact.ts';
import { findValue, loadForChange, patientOfValue } from '../store.ts';
import { type Rules, byStanding, emitAll, personOf } from './common.ts';

export type Reaching = Pick<IdentityParts, 'seal' | 'settings'>;
type Contacts = z.infer<typeof contacts>;

/** Empty of somebody who lies in a bed: nobody has to call her. */
export function contactsOf(rules: Rules, reaching: Reaching): Query<z.output<typeof oneValue>, Contacts> {
  return defineQuery({
    name: 'critical-values.contacts',
    input: oneValue,
    output: contacts,
    policy: byStanding(rules, 'call'),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfValue,
    body: async ({ tx }, { id }) => {
      const value = await findValue(tx, id);
      if (value?.way !== 'outpatient') return { fields: [] };
      const { fields } = await identityOf(tx, reaching, value.patientId);
      return { fields: contactFields.flatMap((field) => fields.filter((each) => each.field === field).map(({ shown }) => ({ field, shown }))) };
    },
  });
}

export function showNumber(rules: Rules, reaching: Reaching): Action<z.output<typeof showNumberInput>, z.output<typeof shownNumber>> {
  return defineAction({
    name: 'critical-values.show-number',
    input: showNumberInput,
    output: shownNumber,
    policy: byStanding(rules, 'call'),
    subject: ({ id, field }) => `${id} ${field}`,
    about: patientOfValue,
    body: async (context, { id, field }) => {
      const value = await loadForChange(context.tx, id);
      if (value.way !== 'outpatient') throw refuse('critical-values.in-a-bed');
      const number = await showWhole(context, reaching, value.patientId, field, numberPurpose);
      emitAll(context, id, [{ name: 'critical-values.number-shown', data: { by: personOf(context), field } }]);
      return { value: number };
    },
  });
}
