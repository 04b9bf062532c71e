import { z } from 'zod';
import { byLink } from '../../core/access.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type AdmissionMessage, type LaboratoryReport, admissionMessage, laboratoryReport, otherMessage } from '../../links/hl7/schema.ts';
import { type PatientCopies, patientCopies } from '../patients/index.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';

const input = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('result'), arrival: z.string(), data: laboratoryReport }),
  z.object({ kind: z.literal('admission'), arrival: z.string(), data: admissionMessage }),
  z.object({ kind: z.literal('other'), arrival: z.string(), data: otherMessage }),
]);

export type Receive = Action<z.output<typeof input>, void>;

/**
 * Takes one message that was read: the patient's copy follows, the fact is written, its listeners get their jobs, all
 * in the transaction that also stores the message. The results themselves are kept by whoever judges them.
 */
export function receive(seal: KeyRing): Receive {
  const copies = patientCopies(seal);
  return defineAction({
    name: 'intake.receive',
    input,
    output: z.void(),
    policy: byLink('lis'),
    body: async (context, said) => {
      if (said.kind === 'result') return receiveReport(context, copies, said.arrival, said.data);
      if (said.kind === 'admission') return receiveAdmission(context, copies, said.arrival, said.data);
      context.emit(otherReceived, said.arrival, { type: said.data.type });
    },
  });
}

async function receiveReport(context: ActionContext, copies: PatientCopies, arrival: string, report: LaboratoryReport): Promise<void> {
  const { patient, visit } = await copies.patientOfReport(context, report);
  context.emit(resultReceived, patient.id, { arrival, patientId: patient.id, ...(visit === undefined ? {} : { visitId: visit.id }), report });
}

async function receiveAdmission(context: ActionContext, copies: PatientCopies, arrival: string, message: AdmissionMessage): Promise<void> {
  const { patient, visit } = await copies.applyAdmission(context, message);
  context.emit(admissionReceived, patient.id, { arrival, event: message.event, ...(visit === undefined ? {} : { visitId: visit.id }) });
}
