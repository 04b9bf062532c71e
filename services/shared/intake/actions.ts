import { z } from 'zod';
import { byLink } from '../../core/access.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { reportsOf } from '../../links/statements/format.ts';
import { type LaboratoryReport, type Said, said } from '../../links/statements/schema.ts';
import { type PatientCopies, patientCopies } from '../patients/index.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';

const input = z.object({ arrival: z.string(), said: z.array(said) });

export type Receive = Action<z.output<typeof input>, void>;

/**
 * Takes what was read of one arrival: the patients' copies follow, the facts are written, their listeners get their
 * jobs, all in the transaction that also stores it. The results themselves are kept by whoever judges them.
 */
export function receive(seal: KeyRing): Receive {
  const copies = patientCopies(seal);
  return defineAction({
    name: 'intake.receive',
    input,
    output: z.void(),
    policy: byLink('lis'),
    body: async (context, { arrival, said: messages }) => {
      for (const message of messages) await receiveOne(context, copies, arrival, message);
    },
  });
}

async function receiveOne(context: ActionContext, copies: PatientCopies, arrival: string, message: Said): Promise<void> {
  const reports = reportsOf(message);
  for (const report of reports) await receiveReport(context, copies, arrival, report);
  if (message.statements.some(({ kind }) => kind === 'person' || kind === 'stay')) await receiveStay(context, copies, arrival, message);
  else if (reports.length === 0) context.emit(otherReceived, arrival, { type: message.type });
}

async function receiveReport(context: ActionContext, copies: PatientCopies, arrival: string, report: LaboratoryReport): Promise<void> {
  const { patient, visit } = await copies.patientOfReport(context, report);
  context.emit(resultReceived, patient.id, { arrival, patientId: patient.id, ...(visit === undefined ? {} : { visitId: visit.id }), report });
}

async function receiveStay(context: ActionContext, copies: PatientCopies, arrival: string, message: Said): Promise<void> {
  const found = await copies.applyStay(context, message);
  if (found === undefined) return;
  const { patient, visit } = found;
  context.emit(admissionReceived, patient.id, { arrival, event: message.type, ...(visit === undefined ? {} : { visitId: visit.id }) });
}
