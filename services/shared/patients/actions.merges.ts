/** Two numbers of one person, made one or two again by the records office; HIS does the same by a message. */
import type { z } from 'zod';
import { type Policy, actorKey } from '../../core/access.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { stampOf } from '../../core/registers.ts';
import { applyMerge } from './copies.merges.ts';
import { phrases } from './phrases.ts';
import { type MergeRequest, type UnmergeRequest, mergeRequest, mergeView, unmergeRequest } from './schema.ts';
import { type PatientRow, lockPatients, personOf } from './store.ts';

const refuse = refusals(phrases);
type View = z.output<typeof mergeView>;

/** `gone` is a number of the person that `stays` names. A later message of HIS about the same number stands over it. */
export function mergeNumbers(mayCorrect: Policy<unknown>): Action<MergeRequest, View> {
  return defineAction({
    name: 'patients.merge',
    input: mergeRequest,
    output: mergeView,
    policy: mayCorrect,
    stepUp: true,
    subject: ({ gone, stays }) => `${gone} ${stays}`,
    patients: (_input, { patients }) => patients,
    body: async (context, { gone, stays, reason }) => {
      const [one, other] = [await known(context, gone), await known(context, stays)];
      if ((await personOf(context.tx, one.id)) === (await personOf(context.tx, other.id))) throw refuse('patients.one-already');
      await applyMerge(context, other.id, [one.id], ownStamp(context), false, reason);
      if ((await personOf(context.tx, one.id)) !== (await personOf(context.tx, other.id))) throw refuse('patients.newer-word');
      return { patients: [one.id, other.id] };
    },
  });
}

/** The number is a person of its own again, with every row that was told for it. */
export function unmergeNumber(mayCorrect: Policy<unknown>): Action<UnmergeRequest, View> {
  return defineAction({
    name: 'patients.unmerge',
    input: unmergeRequest,
    output: mergeView,
    policy: mayCorrect,
    stepUp: true,
    subject: ({ number }) => number,
    patients: (_input, { patients }) => patients,
    body: async (context, { number, reason }) => {
      const patient = await known(context, number);
      const person = await personOf(context.tx, patient.id);
      if (person === patient.id) throw refuse('patients.not-merged');
      await applyMerge(context, person, [patient.id], ownStamp(context), true, reason);
      if ((await personOf(context.tx, patient.id)) === person) throw refuse('patients.newer-word');
      return { patients: [patient.id, person] };
    },
  });
}

async function known({ tx }: ActionContext, number: string): Promise<PatientRow> {
  const [patient] = await lockPatients(tx, { number });
  if (patient === undefined) throw refuse('patients.no-such-number', {}, 404);
  return patient;
}

const ownStamp = ({ now, actor }: ActionContext): string => stampOf({ master: true, asOf: now, controlId: actorKey(actor) });
