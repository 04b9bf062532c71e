/** What messages from outside change in our copies of patients and visits. */
import type { Tx } from '../../core/db.ts';
import type { EventKind } from '../../core/events.ts';
import { newId } from '../../core/ids.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Stamp } from '../../core/registers.ts';
import type { LaboratoryReport, Said, Sender } from '../../links/statements/schema.ts';
import { identityChanged } from './events.ts';
import { type IdentityFacts, type PatientFacts, identityFields } from './model.ts';
import { dischargeOf, patientFacts, visitFacts } from './read-link.ts';
import { worthOf } from './rules.ts';
import { closeIdentity, holdIdNumber, lookUp, openIdentity } from './store.identity.ts';
import { type PatientRow, type VisitRow, findPatient, holderOfVisit, latestVisit, lockPatient, savePatient, saveVisit } from './store.ts';

/** Whom and which stay a message's statements are about, settled once per message; what other modules' copies are told with it. */
export interface About {
  /** Row of the number the sender used, which stays when numbers are merged; `undefined` for rosters and the like. */
  readonly patientId: string | undefined;
  readonly visitId: string | undefined;
  /** Of a master's word; registers are settled by it. */
  readonly stamp: Stamp;
  readonly sender: Sender;
  /** Key of the message in the inbox. */
  readonly arrival: string;
}

export interface PatientAtVisit {
  readonly patient: PatientRow;
  readonly visit: VisitRow | undefined;
}

/** The transaction of the action that received the message, and where its facts go. */
interface Receiving {
  readonly tx: Tx;
  readonly now: Date;
  emit<T>(kind: EventKind<T>, subject: string, data: T): void;
}

export interface PatientCopies {
  /** Admission, transfer, discharge: the copy follows. `undefined`: about nobody. */
  applyStay(receiving: Receiving, message: Said): Promise<PatientAtVisit | undefined>;
  /**
   * A report about a patient we may never have heard of: it must reach somebody all the same, so the patient is made
   * from what the report says. What the report says of the visit fills a new one but never moves a known patient; what
   * it says of her identity fills what nobody has told yet.
   */
  patientOfReport(receiving: Receiving, report: Pick<LaboratoryReport, 'patient' | 'visit' | 'sentAt'>): Promise<PatientAtVisit>;
}

export function patientCopies(seal: KeyRing): PatientCopies {
  return {
    applyStay: (receiving, message) => applyStay(seal, receiving, message),
    patientOfReport: (receiving, report) => patientOfReport(seal, receiving, report),
  };
}

async function applyStay(seal: KeyRing, receiving: Receiving, message: Said): Promise<PatientAtVisit | undefined> {
  const { tx, now } = receiving;
  if (message.patient === undefined) return undefined;
  const facts = patientFacts(message.patient);
  const number = await numberOf(seal, receiving, facts);
  const patient = await savePatient(tx, number, facts, now);
  await saveIdentity(seal, receiving, patient.id, facts.identity);
  if (message.visit === undefined) return { patient, visit: await latestVisit(tx, patient.id) };
  const visit = visitFacts(number, message.visit, new Date(message.asOf ?? message.sentAt ?? now));
  const dischargedAt = dischargeOf(message, visit.dischargedAt, visit.asOf);
  return { patient, visit: await saveVisit(tx, patient.id, { ...visit, dischargedAt }) };
}

async function patientOfReport(seal: KeyRing, receiving: Receiving, report: Pick<LaboratoryReport, 'patient' | 'visit' | 'sentAt'>): Promise<PatientAtVisit> {
  const { tx, now } = receiving;
  const facts = patientFacts(report.patient);
  const number = await numberOf(seal, receiving, facts);
  const known = await lockPatient(tx, { number });
  const patient = known ?? (await savePatient(tx, number, facts, now));
  await saveIdentity(seal, receiving, patient.id, known === undefined ? facts.identity : await unheard(tx, seal, patient.id, facts.identity));
  const visit = await latestVisit(tx, patient.id);
  if (visit !== undefined || report.visit === undefined) return { patient, visit };
  const fresh = visitFacts(number, report.visit, new Date(report.sentAt ?? now));
  const holder = await holderOfVisit(tx, fresh.number);
  // Another patient's visit is not taken from them by a report; its place is kept under this patient's own number.
  const visitNumber = holder === undefined || holder === patient.id ? fresh.number : `${number}/${fresh.number}`;
  return { patient, visit: await saveVisit(tx, patient.id, { ...fresh, number: visitNumber }) };
}

/**
 * The hospital's number. A sender that knows the patient by the identity card alone gives none: whoever has that card
 * here is meant, else she gets a number of ours, because a card's number is never kept in the clear.
 */
async function numberOf(seal: KeyRing, { tx, now }: Receiving, { number, identity }: PatientFacts): Promise<string> {
  if (number !== undefined) return number;
  const card = identity.idNumber ?? '';
  await holdIdNumber(tx, seal, card);
  const [id] = await lookUp(tx, seal, 'idNumber', card);
  const known = id === undefined ? undefined : await findPatient(tx, id);
  return known?.number ?? `W-${newId(now.getTime())}`;
}

/** Writes what changed and says so; telling again what is known changes nothing, not even the nonce. */
async function saveIdentity(seal: KeyRing, { tx, emit }: Receiving, patientId: string, said: IdentityFacts): Promise<void> {
  if (identityFields.every((field) => said[field] === undefined)) return;
  const { known, unreadable } = await openIdentity(tx, seal, patientId);
  const fields = identityFields.filter((field) => said[field] !== undefined && ((said[field] ?? undefined) !== known[field] || unreadable.includes(field)));
  if (fields.length === 0) return;
  const changed: IdentityFacts = Object.fromEntries(fields.map((field) => [field, said[field]]));
  await tx.patient.update({ where: { id: patientId }, data: closeIdentity(seal, patientId, changed), select: { id: true } });
  const worth = typeof changed.idNumber === 'string' ? { idNumber: worthOf(changed.idNumber) } : {};
  emit(identityChanged, patientId, { fields, ...worth });
}

async function unheard(tx: Tx, seal: KeyRing, patientId: string, said: IdentityFacts): Promise<IdentityFacts> {
  if (identityFields.every((field) => said[field] === undefined)) return {};
  const { known } = await openIdentity(tx, seal, patientId);
  return Object.fromEntries(identityFields.filter((field) => known[field] === undefined && typeof said[field] === 'string').map((field) => [field, said[field]]));
}
