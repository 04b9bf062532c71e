import { z } from 'zod';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { Refusal } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { DetachedSignature } from '../../../links/ca/port.ts';
import { keepSignature } from '../../../shared/signatures/index.ts';
import type { CriticalValue } from '../model.ts';
import { acknowledge as acknowledgeRule, asks, cancel as cancelRule, dispose as disposeRule, nurse as nurseRule, sign as signRule } from '../rules.ts';
import { acknowledgeInput, cancelInput, disposalInput, nurseInput } from '../schema.ts';
import { signedAct } from '../document.ts';
import { loadForChange, patientOfValue } from '../store.ts';
import { attachVoice } from '../store.voice.ts';
import { type Rules, byStanding, keep, personOf } from './common.ts';
import { askHospital } from './requests.ts';

const subject = ({ id }: { readonly id: string }) => id;
const output = z.void();

export function acknowledge(rules: Rules): Action<z.infer<typeof acknowledgeInput>, void> {
  return defineAction({
    name: 'critical-values.acknowledge',
    input: acknowledgeInput,
    output,
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'acknowledge'),
    body: async (context, { id, readBack }) => {
      const value = await loadForChange(context.tx, id);
      await keep(context, rules, acknowledgeRule(value, personOf(context), context.now, rules.process, readBack));
    },
  });
}

export function dispose(rules: Rules): Action<z.infer<typeof disposalInput>, void> {
  return defineAction({
    name: 'critical-values.dispose',
    input: disposalInput,
    output,
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'dispose'),
    body: async (context, { id, choices, note, actionAt, readBack, voice }) => {
      const value = await loadForChange(context.tx, id);
      const by = personOf(context);
      const disposal = { by, choices, note, actionAt: actionAt ?? context.now, readBack, voice: voice === undefined || voice === null ? null : await attachVoice(context.tx, { id: voice, value: id, by: by.number, now: context.now }) };
      const after = await keep(context, rules, disposeRule(value, disposal, rules.process, context.now));
      askFor(context, rules, after);
    },
  });
}

export function nurse(rules: Rules): Action<z.infer<typeof nurseInput>, void> {
  return defineAction({
    name: 'critical-values.nurse',
    input: nurseInput,
    output,
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'nurse'),
    body: async (context, { id, choices, note, actionAt }) => {
      const value = await loadForChange(context.tx, id);
      await keep(context, rules, nurseRule(value, { by: personOf(context), choices, note, actionAt: actionAt ?? context.now }, rules.process, context.now));
    },
  });
}

export function cancel(rules: Rules): Action<z.infer<typeof cancelInput>, void> {
  return defineAction({
    name: 'critical-values.cancel',
    input: cancelInput,
    output,
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'cancel'),
    body: async (context, { id, reason, note }) => {
      const value = await loadForChange(context.tx, id);
      await keep(context, rules, cancelRule(value, { by: `staff:${context.actor.id}`, reason, note }, context.now));
    },
  });
}

const signatureInput = z.object({ id: z.uuid(), document: z.unknown(), signature: z.custom<DetachedSignature>((given) => typeof given === 'object' && given !== null) });

/** Keeps what the authority signed. Only the flow that asked for the signature calls it; the person is the signer. */
export function keepSigned(rules: Rules): Action<z.infer<typeof signatureInput>, { signature: string }> {
  return defineAction({
    name: 'critical-values.keep-signature',
    input: signatureInput,
    output: z.object({ signature: z.string() }),
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'sign'),
    body: async (context, { id, document, signature }) => {
      const value = await loadForChange(context.tx, id);
      const by = personOf(context);
      if (signature.signer.staffNumber !== by.number) throw new Refusal('critical-values.signature-of-another', { who: signature.signer.name }, 403);
      const ref = newId(context.now.getTime());
      askFor(context, rules, await keep(context, rules, signRule(value, by, ref, rules.process, context.now)));
      await keepSignature(context.tx, context.now, { id: ref, act: signedAct, subject: id, signer: by.number, document, signature });
      return { signature: ref };
    },
  });
}

/** Asking twice is harmless: what was asked stands on the state. */
function askFor(context: ActionContext, rules: Rules, value: CriticalValue): void {
  if (rules.commands) for (const what of asks(value, rules.process)) context.schedule(askHospital, { id: value.id, what });
}
