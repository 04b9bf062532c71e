import { z } from 'zod';
import { byLink } from '../../core/access.ts';
import { type ActionContext, defineAction } from '../../core/module.ts';
import { type AdmissionMessage, type LaboratoryReport, admissionMessage, laboratoryReport, otherMessage } from '../../links/lis/schema.ts';
import { applyAdmission, patientOfReport } from '../patients/index.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';

/**
 * Takes one message that was read: the patient's copy follows, the fact is written, its listeners get their jobs, all
 * in the transaction that also stores the message. The results themselves are kept by whoever judges them.
 */
export const receive = defineAction({
  name: 'intake.receive',
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('result'), arrival: z.string(), data: laboratoryReport }),
    z.object({ kind: z.literal('admission'), arrival: z.string(), data: admissionMessage }),
    z.object({ kind: z.literal('other'), arrival: z.string(), data: otherMessage }),
  ]),
  output: z.void(),
  policy: byLink('lis'),
  body: async (context, input) => {
    if (input.kind === 'result') return receiveReport(context, input.arrival, input.data);
    if (input.kind === 'admission') return receiveAdmission(context, input.arrival, input.data);
    context.emit(otherReceived, input.arrival, { type: input.data.type });
  },
});

async function receiveReport({ tx, now, emit }: ActionContext, arrival: string, report: LaboratoryReport): Promise<void> {
  const { patient, visit } = await patientOfReport(tx, report, now);
  emit(resultReceived, patient.id, { arrival, patientId: patient.id, ...(visit === undefined ? {} : { visitId: visit.id }), report });
}

async function receiveAdmission({ tx, now, emit }: ActionContext, arrival: string, message: AdmissionMessage): Promise<void> {
  const { patient, visit } = await applyAdmission(tx, message, now);
  emit(admissionReceived, patient.id, { arrival, event: message.event, ...(visit === undefined ? {} : { visitId: visit.id }) });
}
