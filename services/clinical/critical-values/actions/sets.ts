/** Threshold sets: drafted, changed, proposed, decided. Who may is the function `critical-limits`; two different people. */
import { byFunction, bySystem } from '../../../core/access.ts';
import { newId } from '../../../core/ids.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { z } from 'zod';
import type { ThresholdSet } from '../limits.ts';
import type { SetStep } from '../model.sets.ts';
import { approve, changed, mustBeOpen, propose, reject } from '../rules.ts';
import { refuse } from '../rules/refuse.ts';
import { approveInput, changeInput, draftInput, noteInput, oneSet } from '../schema.sets.ts';
import { findSet, insertSet, loadSet, saveSet, setInForce } from '../store.sets.ts';
import { parseThresholds } from '../thresholds-file.ts';
import { type Rules, personOf } from './common.ts';

export const mayKeepLimits = byFunction('critical-limits');

function stepOf(context: ActionContext, act: SetStep['act'], note = ''): SetStep {
  const { number, name } = personOf(context);
  return { act, by: { number, name }, at: context.now, note };
}

/** A new draft: from what is in force, from an older version (also to go back to it), or from a file. */
export function draft(rules: Rules): Action<z.output<typeof draftInput>, { id: string }> {
  return defineAction({
    name: 'critical-values.draft-set',
    input: draftInput,
    output: oneSet,
    policy: mayKeepLimits,
    subject: ({ version }) => version,
    body: async (context, { version, title, basedOn, file }) => {
      const { tx, now } = context;
      const inForce = await setInForce(tx, rules.thresholds, now);
      const base = basedOn === undefined ? inForce : (await findSet(tx, { version: basedOn }))?.set;
      if (base === undefined) throw refuse('critical-values.set-unknown', { version: basedOn ?? '' }, 404);
      if ((await findSet(tx, { version })) !== undefined) throw refuse('critical-values.set-version-taken', { version });
      const set: ThresholdSet = { ...(file === undefined ? base : parseThresholds(Buffer.from(file.base64, 'base64').toString('utf8'), base)), version };
      const id = newId(now.getTime());
      await insertSet(tx, { id, version, title, state: 'draft', basedOn: base.version, course: [stepOf(context, file === undefined ? 'drafted' : 'imported', file?.name)], inForceFrom: null }, set, now);
      return { id };
    },
  });
}

export const changeDraft = defineAction({
  name: 'critical-values.change-set',
  input: changeInput,
  output: z.void(),
  policy: mayKeepLimits,
  subject: ({ id }) => id,
  body: async (context, { id, title, ...changes }) => {
    const { head, set } = await loadSet(context.tx, id);
    mustBeOpen(head);
    const what = [...changes.limits.map((one) => one.id), ...changes.items.map((one) => one.code), ...changes.scopes.map((one) => one.name), ...changes.remove.map((one) => `-${one}`)].join('、');
    await saveSet(context.tx, { ...head, title: title ?? head.title, course: [...head.course, stepOf(context, 'changed', what.slice(0, 500))] }, changed(set, changes as Parameters<typeof changed>[1]), context.now);
  },
});

export function proposeSet(rules: Rules): Action<z.output<typeof noteInput>, void> {
  return defineAction({
    name: 'critical-values.propose-set',
    input: noteInput,
    output: z.void(),
    policy: mayKeepLimits,
    subject: ({ id }) => id,
    body: async (context, { id, note }) => {
      const { tx, now } = context;
      const { head, set, trial } = await loadSet(tx, id);
      const { by } = stepOf(context, 'proposed');
      await saveSet(tx, propose(head, set, trial, (await setInForce(tx, rules.thresholds, now)).version, by, note, now), set, now);
    },
  });
}

export function approveSet(rules: Rules): Action<z.output<typeof approveInput>, void> {
  return defineAction({
    name: 'critical-values.approve-set',
    // The second of two people, and surely that person.
    stepUp: true,
    input: approveInput,
    output: z.void(),
    policy: mayKeepLimits,
    subject: ({ id }) => id,
    body: async (context, { id, note, from }) => {
      const { tx, now } = context;
      const { head, set, trial } = await loadSet(tx, id);
      const { by } = stepOf(context, 'approved');
      await saveSet(tx, approve(head, trial, (await setInForce(tx, rules.thresholds, now)).version, by, from, note, now), set, now);
    },
  });
}

export const rejectSet = defineAction({
  name: 'critical-values.reject-set',
  input: noteInput,
  output: z.void(),
  policy: mayKeepLimits,
  subject: ({ id }) => id,
  body: async (context, { id, note }) => {
    const { head, set } = await loadSet(context.tx, id);
    await saveSet(context.tx, reject(head, stepOf(context, 'rejected').by, note, context.now), set, context.now);
  },
});

/** Every minute: what the settings or a new release of the product say is offered as a draft once another set is in force. */
export function offerSettings(rules: Rules): Action<Record<string, never>, void> {
  return defineAction({
    name: 'critical-values.offer-settings',
    input: z.object({}),
    output: z.void(),
    policy: bySystem,
    body: async (context) => {
      const { tx, now } = context;
      const { version } = await setInForce(tx, rules.thresholds, now);
      const own = rules.thresholds;
      if (version === own.version || (await findSet(tx, { version: own.version })) !== undefined) return;
      await insertSet(tx, { id: newId(now.getTime()), version: own.version, title: '', state: 'draft', basedOn: version, course: [stepOf(context, 'imported')], inForceFrom: null }, own, now);
    },
  });
}
