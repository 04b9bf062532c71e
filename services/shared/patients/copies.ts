/** What messages from outside change in our copies of patients and visits. */
import { createHash } from 'node:crypto';
import type { Tx } from '../../core/db.ts';
import type { EventKind } from '../../core/events.ts';
import { newId } from '../../core/ids.ts';
import { type Stamp, settle, stampOf } from '../../core/registers.ts';
import type { KeyRing } from '../../core/seal.ts';
import { ourNumbers } from '../../links/statements/format.patient-number.ts';
import type { Said, Sender } from '../../links/statements/schema.ts';
import { identityChanged } from './events.ts';
import { type IdentityFacts, type PatientFacts, type PersonFields, identityFields } from './model.ts';
import { patientFacts, statementOf } from './read-link.ts';
import { settleList } from './rules.list.ts';
import { worthOf } from './rules.ts';
import { applyMerge, linkCards } from './copies.merges.ts';
import { type VisitWork, applyVisit, hereOf, saveVisits, staysOf, visitWork } from './copies.visits.ts';
import { type Chart, type Stay, openCharts, saveCharts } from './store.charts.ts';
import { closeIdentity, holdIdNumber, numberOfCard, openColumns } from './store.identity.ts';

/** Whom and which stay a message's statements are about, settled once per message; what other modules' copies are told with it. */
export interface About {
  /** Row of the number the sender used, which stays when numbers are merged; `undefined` for rosters and the like. */
  readonly patientId: string | undefined;
  /** The visit the message names, whether it counts or not: the same whatever the order of messages. `undefined` when it names none. */
  readonly visitId: string | undefined;
  /** Of a master's word; registers are settled by it. */
  readonly stamp: Stamp;
  readonly sender: Sender;
  /** Key of the message in the inbox. */
  readonly arrival: string;
}

/** One message as it came in. */
export interface Arrived {
  /** Key in the inbox. */
  readonly arrival: string;
  /** Place among what that arrival said. */
  readonly index: number;
  readonly said: Said;
  /** Read again after mappings were mended: the version of them, by which it holds against its own first reading. */
  readonly mended?: number | undefined;
}

export interface Settled {
  readonly about: About;
  /** The visit to show beside what came in: where the patient is now; else the one that is named. Changes with what else is known. */
  readonly nowId: string | undefined;
  /** What of the message found no place. */
  readonly lacks: readonly Lack[];
}

export interface Lack {
  readonly reason: 'patient-missing' | 'visit-missing';
  readonly kind: string;
}

/** The transaction of the action that received the messages, and where its facts go. */
export interface Receiving {
  readonly tx: Tx;
  readonly now: Date;
  emit<T>(kind: EventKind<T>, subject: string, data: T): void;
}

export interface PatientCopies {
  /**
   * Settles patients and visits of messages in their order; the answers stand in the same order. A master's word
   * (`person`, `stay`) holds; what other messages mention makes whom nobody knows, because a critical value must reach
   * somebody, and else fills gaps.
   */
  settle(receiving: Receiving, messages: readonly Arrived[]): Promise<Settled[]>;
}

export function patientCopies(seal: KeyRing): PatientCopies {
  return {
    settle: async (receiving, messages) => {
      const settled: Settled[] = [];
      for (const part of partsOf(messages)) settled.push(...(await settlePart(seal, receiving, part)));
      return settled;
    },
  };
}

/** A merge changes who is who for all that follows: it is settled alone. */
function partsOf(messages: readonly Arrived[]): Arrived[][] {
  const parts: Arrived[][] = [];
  let isOpen = false;
  for (const message of messages) {
    const isMerge = statementOf(message.said, 'merge') !== undefined;
    if (isOpen && !isMerge) parts.at(-1)?.push(message);
    else parts.push([message]);
    isOpen = !isMerge;
  }
  return parts;
}

/** A message whose patient is known by a number. */
interface Named extends Arrived {
  readonly facts: PatientFacts | undefined;
  readonly number: string | undefined;
}

async function settlePart(seal: KeyRing, receiving: Receiving, messages: readonly Arrived[]): Promise<Settled[]> {
  const { tx, now } = receiving;
  const named = await nameAll(seal, receiving, messages);
  const merges = messages.flatMap(({ said }) => statementOf(said, 'merge') ?? []);
  const { charts, beside: stays } = await openCharts(tx, [...named.flatMap(({ number }) => number ?? []), ...merges.flatMap(({ gone }) => ourNumbers(gone))], now, () => staysOf(receiving, named));
  const byNumber = new Map(charts.map((chart) => [chart.number, chart]));
  const work = await visitWork(receiving, named.map(({ number, said }) => ({ chart: number === undefined ? undefined : byNumber.get(number), said })), stays);
  const cards = new Set<string>();
  const settled = named.map((message) => settleOne({ seal, receiving, work, cards }, message, byNumber));
  await saveCharts(tx, charts);
  await saveVisits(receiving, work);
  for (const card of cards) await linkCards(receiving, seal, card);
  for (const { said, arrival, index, number } of named) {
    const merge = statementOf(said, 'merge');
    const chart = number === undefined ? undefined : byNumber.get(number);
    if (merge !== undefined && chart !== undefined) await applyMerge(receiving, chart.id, ourNumbers(merge.gone).flatMap((number) => byNumber.get(number)?.id ?? []), stampsOf(receiving, { said, arrival, index }).master, merge.undone === true);
  }
  return settled;
}

interface Desk {
  readonly seal: KeyRing;
  readonly receiving: Receiving;
  readonly work: VisitWork;
  /** Identity cards that were told: who is known by the card alone is the person that has it. */
  readonly cards: Set<string>;
}

function settleOne(desk: Desk, message: Named, byNumber: ReadonlyMap<string, Chart>): Settled {
  const { said, arrival, facts, number } = message;
  const { receiving, work } = desk;
  const stamps = stampsOf(receiving, message);
  const chart = number === undefined ? undefined : byNumber.get(number);
  const about = { stamp: stamps.master, sender: said.sender, arrival };
  if (chart === undefined || facts === undefined) return { about: { ...about, patientId: undefined, visitId: undefined }, nowId: undefined, lacks: lacksOf(said, undefined, undefined) };
  settlePatient(desk, chart, facts, statementOf(said, 'person') === undefined ? stamps.mention : stamps.master);
  const stay = applyVisit(receiving, work, chart, said, stamps);
  const here = hereOf(work, chart);
  return { about: { ...about, patientId: chart.id, visitId: stay?.id }, nowId: here?.id ?? stay?.id, lacks: lacksOf(said, chart, stay) };
}

/** Statements that are about somebody, without whom they are nobody's. */
const personal: readonly string[] = ['person', 'stay', 'merge', 'diagnoses', 'order', 'execution', 'charge', 'report', 'document', 'observation', 'consultation'];

function lacksOf({ statements }: Said, chart: Chart | undefined, stay: Stay | undefined): Lack[] {
  const kinds = [...new Set(statements.map(({ kind }) => kind))];
  if (chart === undefined) return kinds.filter((kind) => personal.includes(kind)).map((kind) => ({ reason: 'patient-missing', kind }));
  return stay === undefined ? kinds.filter((kind) => kind === 'diagnoses' || kind === 'stay').map((kind) => ({ reason: 'visit-missing', kind })) : [];
}

export interface MessageStamps {
  readonly master: Stamp;
  readonly mention: Stamp;
  readonly asOf: Date;
}

/** The arrival's digest settles two messages of one time and one number that say different things; a version of the sender's is the same whatever it came with. */
export function stampsOf({ now }: Pick<Receiving, 'now'>, { said: { asOf, sentAt, controlId, version }, arrival, index, mended }: Arrived): MessageStamps {
  const at = new Date(asOf ?? sentAt ?? now);
  const digest = createHash('sha256').update(version ?? `${index} ${arrival}`).digest('base64url').slice(0, 8);
  const content = mended === undefined ? digest : `${digest}~${String(mended).padStart(12, '0')}`;
  const saying = { asOf: at, sentAt: sentAt === undefined ? undefined : new Date(sentAt), controlId, content };
  return { asOf: at, master: stampOf({ ...saying, master: true }), mention: stampOf({ ...saying, master: false }) };
}

/** The stamp of a message's first reading: what keeps versions knows by it what it has. */
export function asFirstRead(stamp: Stamp): Stamp {
  return stamp.replace(/~\d{12}$/, '');
}

function settlePatient(desk: Desk, chart: Chart, { person, allergies, identity }: PatientFacts, stamp: Stamp): void {
  const { changes, stamps: told } = settle<PersonFields>(chart.fields, chart.stamps, person, stamp);
  const { list, stamps } = settleList(chart.fields.allergies ?? [], told, allergies, stamp, { field: 'allergies', keyOf: ({ code, substance }) => code?.id ?? substance });
  if (stamps !== chart.stamps) {
    // Nobody said a word about allergies: that is not "none".
    const known = chart.fields.allergies === null && stamps === told ? {} : { allergies: list };
    Object.assign(chart, { fields: { ...chart.fields, ...changes, ...known }, stamps, changed: true });
  }
  settleIdentity(desk, chart, identity, stamp);
}

/** Writes what changed and says so; telling again what is known changes nothing, not even the nonce. */
function settleIdentity({ seal, receiving, cards }: Desk, chart: Chart, said: IdentityFacts, stamp: Stamp): void {
  const told = identityFields.filter((field) => said[field] !== undefined && stamp > (chart.stamps[field] ?? ''));
  if (told.length === 0) return;
  const { known, unreadable } = openColumns(seal, chart.id, chart.sealed);
  chart.stamps = { ...chart.stamps, ...Object.fromEntries(told.map((field) => [field, stamp])) };
  chart.changed = true;
  const fields = told.filter((field) => (said[field] ?? undefined) !== known[field] || unreadable.includes(field));
  if (fields.length === 0) return;
  const changed: IdentityFacts = Object.fromEntries(fields.map((field) => [field, said[field]]));
  chart.sealed = { ...chart.sealed, ...closeIdentity(seal, chart.id, changed) };
  if (fields.includes('idNumber')) for (const card of [known.idNumber, said.idNumber]) if (typeof card === 'string') cards.add(card);
  const worth = typeof changed.idNumber === 'string' ? { idNumber: worthOf(changed.idNumber) } : {};
  receiving.emit(identityChanged, chart.id, { fields, ...worth });
}

/**
 * The hospital's number. A sender that knows the patient by the identity card alone gives none: she gets a number of
 * ours, because a card's number is never kept in the clear, and is the person who has that card (`linkCards`).
 */
async function nameAll(seal: KeyRing, { tx, now }: Receiving, messages: readonly Arrived[]): Promise<Named[]> {
  const named: Named[] = [];
  const ours = new Map<string, string>();
  for (const message of messages) {
    const { patient } = message.said;
    const facts = patient === undefined || message.said.statements.length === 0 ? undefined : patientFacts(patient, message.said);
    const card = facts?.identity.idNumber;
    if (facts === undefined || facts.number !== undefined || typeof card !== 'string') {
      named.push({ ...message, facts, number: facts?.number });
      continue;
    }
    await holdIdNumber(tx, seal, card);
    const number = ours.get(card) ?? (await numberOfCard(tx, seal, card)) ?? `W-${newId(now.getTime())}`;
    ours.set(card, number);
    named.push({ ...message, facts, number });
  }
  return named;
}
