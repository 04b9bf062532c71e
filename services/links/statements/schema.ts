/**
 * What source systems say, whatever they speak: HL7 v2, FHIR and the HTTP contract are all read into these shapes, and
 * modules read nothing else. Plain data: everything survives JSON, instants are ISO strings in UTC, calendar days are
 * `YYYY-MM-DD`. Absent means the sender said nothing, `null` that there is none any more.
 */
import { z } from 'zod';
import { instant, patient, sender, visit, warning, words } from './schema.common.ts';
import { document } from './schema.documents.ts';
import { charge, clinicalOrder, execution } from './schema.orders.ts';
import { bed, booking, consultation, observation, operation, session } from './schema.plans.ts';
import { order, reported } from './schema.results.ts';
import { diagnoses, merge, person, stayWithSteps } from './schema.stays.ts';

export * from './schema.common.ts';
export * from './schema.results.ts';
export { diagnosis } from './schema.stays.ts';
export type { Content, Document } from './schema.documents.ts';
export type { Charge, ClinicalOrder, Execution, OrderCategory, OrderState, OrderTerm } from './schema.orders.ts';
export type { Bed, BedReadiness, Booking, Consultation, Observation, Operation, Session } from './schema.plans.ts';
export type { Allergy, Diagnosis, Merge, Stay, StayEvent } from './schema.stays.ts';

export const statement = z.discriminatedUnion('kind', [
  person, stayWithSteps, merge, diagnoses, clinicalOrder, execution, charge, reported, document, session, booking, operation, consultation, observation, bed,
]);

/**
 * One message, or the part of a bundle that is about one patient. `patient` and `visit` say whom and which stay it is
 * about; they are masters' words only beside a `person` or `stay` statement, else they fill what nobody has told yet.
 */
export const said = z.object({
  sender: sender.describe('发送系统'),
  /** The sender's number of the message (MSH-10, a bundle's id, a request's id). */
  controlId: words.describe('发送方给这条消息的编号'),
  /** The message's own kind, for people: `ADT^A01`, `Bundle/transaction`. */
  type: words.describe('消息种类，给人看'),
  /** When it was so: EVN-6, else EVN-2, else MSH-7. Of two statements about one thing the later holds. */
  asOf: instant.optional().describe('事情发生的时间；同一件事以时间晚的为准'),
  /** When it was said (MSH-7): settles two of the same `asOf`. */
  sentAt: instant.optional().describe('消息发出的时间'),
  patient: patient.optional().describe('关于哪位患者'),
  visit: visit.optional().describe('关于哪次就诊'),
  statements: z.array(statement).describe('说了哪些事'),
  warnings: z.array(warning).describe('读取时发现、但不妨碍接收的问题'),
  /** The sender's own name of this version of what is said: the same whatever it comes with. */
  version: words.optional(),
});

/** A report with whom it is about: what a module that judges results reads. */
export const laboratoryReport = z.object({
  sender,
  controlId: words,
  sentAt: instant.optional(),
  patient,
  visit: visit.optional(),
  orders: z.array(order).min(1),
  warnings: z.array(warning),
});

export type Statement = z.infer<typeof statement>;
export type StatementKind = Statement['kind'];
export type StatementOf<K extends StatementKind> = Extract<Statement, { readonly kind: K }>;
export type Said = z.infer<typeof said>;
export type LaboratoryReport = z.infer<typeof laboratoryReport>;
