import { z } from 'zod';
import { byLink } from '../../core/access.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import { stampOf } from '../../core/registers.ts';
import type { KeyRing } from '../../core/seal.ts';
import { reportsOf } from '../../links/statements/format.ts';
import { type Said, type Statement, said } from '../../links/statements/schema.ts';
import { type About, type PatientAtVisit, type PatientCopies, patientCopies } from '../patients/index.ts';
import { type AppliedKind, type Applier, type Appliers, appliers } from './appliers.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';

const input = z.object({ arrival: z.string(), said: z.array(said) });

export type Receive = Action<z.output<typeof input>, void>;

/** The links that bring messages; each is named in the facts it causes. */
export const links = { mllp: 'hl7', fhir: 'fhir', http: 'http' } as const;

/**
 * Takes what was read of one arrival: patient and visit are settled once, then each statement goes to the applier of
 * its kind, all in the transaction that also stores the arrival, its facts and its listeners' jobs.
 */
export function receive(seal: KeyRing, table: Appliers = appliers): Receive {
  const copies = patientCopies(seal);
  return defineAction({
    name: 'intake.receive',
    input,
    output: z.void(),
    policy: byLink(...Object.values(links)),
    body: async (context, { arrival, said: messages }) => {
      for (const message of messages) await receiveOne(context, copies, table, arrival, message);
    },
  });
}

async function receiveOne(context: ActionContext, copies: PatientCopies, table: Appliers, arrival: string, message: Said): Promise<void> {
  const found = await resolve(context, copies, message);
  const about = aboutOf(context, arrival, message, found);
  for (const statement of message.statements) await apply(context, table, about, statement);
  tell(context, arrival, message, found);
}

async function resolve(context: ActionContext, copies: PatientCopies, { patient, ...message }: Said): Promise<PatientAtVisit | undefined> {
  if (patient === undefined || message.statements.length === 0) return undefined;
  const isMaster = message.statements.some(({ kind }) => kind === 'person' || kind === 'stay');
  return isMaster ? copies.applyStay(context, { ...message, patient }) : copies.patientOfReport(context, { ...message, patient });
}

function aboutOf({ now }: ActionContext, arrival: string, { sender, controlId, asOf, sentAt }: Said, found: PatientAtVisit | undefined): About {
  const at = asOf ?? sentAt;
  const stamp = stampOf({ master: true, asOf: at === undefined ? now : new Date(at), sentAt: sentAt === undefined ? undefined : new Date(sentAt), controlId });
  return { patientId: found?.patient.id, visitId: found?.visit?.id, stamp, sender, arrival };
}

/** The table is keyed by kind, so the applier found under a statement's kind takes that statement. */
async function apply(context: ActionContext, table: Appliers, about: About, statement: Statement): Promise<void> {
  const applier = table[statement.kind as AppliedKind] as Applier<never> | undefined;
  await applier?.(context, about, statement as never);
}

function tell(context: ActionContext, arrival: string, message: Said, found: PatientAtVisit | undefined): void {
  const visitId = found?.visit === undefined ? {} : { visitId: found.visit.id };
  if (message.statements.length === 0) return context.emit(otherReceived, arrival, { type: message.type });
  if (found === undefined) return;
  for (const report of reportsOf(message)) context.emit(resultReceived, found.patient.id, { arrival, patientId: found.patient.id, ...visitId, report });
  if (message.statements.some(({ kind }) => kind === 'person' || kind === 'stay')) context.emit(admissionReceived, found.patient.id, { arrival, event: message.type, ...visitId });
}
