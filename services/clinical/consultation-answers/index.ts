/** The door: whoever is asked writes the opinion here, signs it, and sees what the hospital says of it. */
import { z } from 'zod';
import { type JobContext, type Module, defineFlow, defineListener, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { CertificateAuthority } from '../../links/ca/port.ts';
import type { CommandDesk } from '../../links/contract/port.ts';
import { handingOver, outcomesOf } from '../../operations/hospital-commands/events.ts';
import { answered, closed, requested } from '../../shared/consultations/events.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import type { SignedAct } from '../../shared/signatures/index.ts';
import { answerActs, handOver, moduleName, signedAct } from './actions.ts';
import { face } from './cards.face.ts';
import { events } from './events.ts';
import { actNames, actToSign, phrases } from './phrases.ts';
import { answerQueries, byAuthor, maySeeAnswer, patientOfAnswer } from './queries.ts';
import { keyOf } from './rules.ts';
import { signInput } from './schema.ts';
import { sealedAnswers } from './store.ts';

export interface ConsultationAnswerParts {
  readonly scope: DataScope;
  readonly seal: KeyRing;
  readonly ca: CertificateAuthority;
  readonly desk: CommandDesk;
}

export function consultationAnswers({ scope, seal, ca, desk }: ConsultationAnswerParts): { readonly module: Module; readonly face: CardFace; readonly signedAct: SignedAct } {
  const parts = { scope, seal, hasDoor: desk.open };
  const acts = answerActs(parts);
  const { ofConsultation, documentToSign, toSend } = answerQueries(parts);

  const sign = defineFlow({
    name: signedAct,
    input: signInput,
    output: z.object({ signature: z.string() }),
    policy: byAuthor(seal),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfAnswer,
    body: async ({ actor, ask, run }, { id, pin }) => {
      const document = await ask(documentToSign, { id });
      const signature = await ca.sign({ key: keyOf(id), staffNumber: actor.id, pin, document, act: actToSign });
      return run(acts.keepSigned, { id, document, signature });
    },
  });

  const again = ({ run }: JobContext, { data }: { readonly data: { readonly consultation: string } }) => run(acts.showAnew, { consultationId: data.consultation });

  const module = defineModule({
    name: moduleName,
    events,
    actions: Object.values(acts),
    queries: [ofConsultation, documentToSign, toSend],
    flows: [sign],
    jobs: [handingOver(handOver, toSend, desk)],
    listeners: [
      defineListener(moduleName, requested, ({ run }, { data: { consultation, invited, departments } }) => run(acts.tellAsked, { consultationId: consultation, invited, departments }), { priority: 60 }),
      defineListener(moduleName, answered, again),
      defineListener(moduleName, closed, again),
      ...outcomesOf(moduleName, desk, ({ run }, id, outcome) => run(acts.noteOutcome, { id, outcome })),
    ],
    routes: [
      { method: 'GET', path: '/consultations/:consultationId/answers', does: ofConsultation },
      { method: 'POST', path: '/consultations/:consultationId/answers', does: acts.write },
      { method: 'POST', path: '/consultation-answers/:id/sign', does: sign },
    ],
    phrases,
    acts: actNames,
    sealed: [sealedAnswers],
  });
  return { module, face: face(seal), signedAct: { act: signedAct, maySee: maySeeAnswer(parts), about: (tx, id) => patientOfAnswer(tx, { id }) } };
}
