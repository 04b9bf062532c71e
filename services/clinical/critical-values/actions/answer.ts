import { z } from 'zod';
import { type Action, defineAction } from '../../../core/module.ts';
import { Refusal } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { DetachedSignature } from '../../../links/ca/port.ts';
import { keepSignature } from '../../../shared/signatures/index.ts';
import { acknowledge as acknowledgeRule, cancel as cancelRule, dispose as disposeRule, sign as signRule } from '../rules.ts';
import { acknowledgeInput, cancelInput, disposalInput } from '../schema.ts';
import { signedAct } from '../document.ts';
import { loadForChange, patientOfValue } from '../store.ts';
import { type Rules, byStanding, keep, personOf } from './common.ts';

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
    body: async (context, { id }) => {
      const value = await loadForChange(context.tx, id);
      await keep(context, rules, acknowledgeRule(value, personOf(context), context.now));
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
    body: async (context, { id, choices, note, actionAt }) => {
      const value = await loadForChange(context.tx, id);
      const disposal = { by: personOf(context), choices, note, actionAt: actionAt ?? context.now };
      await keep(context, rules, disposeRule(value, disposal, rules.process, context.now));
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
      await keep(context, rules, signRule(value, by, ref, rules.process, context.now));
      await keepSignature(context.tx, context.now, { id: ref, act: signedAct, subject: id, signer: by.number, document, signature });
      return { signature: ref };
    },
  });
}
