/** What the hospital sets: exceptions, one by one, and marks that narrow who may see a patient. */
import { z } from 'zod';
import { type Policy, allow, byAdmin, deny } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { type Action, defineAction } from '../../../core/module.ts';
import { exceptionSet, flagSet } from '../events.ts';
import { exceptionColumns, flags } from '../model.ts';
import { mayFlag, policyRoleOf, refuse } from '../rules.ts';
import { exceptionInput, flagInput } from '../schema.ts';
import { aboutNumber, patientByNumber, saveException, saveFlag } from '../store.ts';
import type { DataScope, Viewer } from '../store.scope.ts';

export const setException = defineAction({
  name: 'data-scope.set-exception',
  input: exceptionInput,
  output: z.void(),
  policy: byAdmin('security'),
  subject: ({ name }) => name,
  stepUp: true,
  body: async ({ tx, now, actor, emit }, { name, ...rule }) => {
    if (rule.columns.some((column) => !exceptionColumns[name].includes(column))) throw refuse('data-scope.unknown-column');
    await saveException(tx, name, rule, actor.id, now);
    emit(exceptionSet, name, { on: rule.on, columns: rule.columns });
  },
});

/** The flags this person keeps. */
export function flagsKeptBy(scope: DataScope, viewer: Viewer): (typeof flags)[number][] {
  return flags.filter((flag) => mayFlag(policyRoleOf(viewer, scope.rules.offices), viewer.adminRole, flag));
}

export function byFlagKeepers(scope: DataScope): Policy<unknown> {
  return (actor) => (actor.kind === 'staff' && flagsKeptBy(scope, actor).length > 0 ? allow('data-scope:flags') : deny());
}

export function setFlag(scope: DataScope): Action<z.infer<typeof flagInput>, void> {
  return defineAction({
    name: 'data-scope.set-flag',
    input: flagInput,
    output: z.void(),
    policy: byFlagKeepers(scope),
    subject: ({ patient }) => `patient-number:${patient}`,
    about: aboutNumber,
    stepUp: true,
    body: async ({ tx, now, actor, emit }, { patient: number, flag, on }) => {
      if (actor.kind !== 'staff' || !flagsKeptBy(scope, actor).includes(flag)) throw refuse('data-scope.flag-not-yours', {}, 403);
      const patient = await patientByNumber(tx, number);
      if (patient === undefined) throw new Refusal('core.not-found', {}, 404);
      await saveFlag(tx, patient.id, flag, on, actor.id, now);
      emit(flagSet, patient.id, { flag, on });
    },
  });
}
