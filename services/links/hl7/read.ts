/**
 * Bytes to what they mean: the one door for the inbox. Pure; the same bytes give the same outcome.
 *
 * Order of the checks (chapter 2.9.2): can it be read, is the header one we take (type, event, version, sender, processing id:
 * AR), has it a control id and the segments its event needs (AE).
 */
import { createHash } from 'node:crypto';
import type { Charset } from './syntax/charset.ts';
import { buildAck } from './syntax/ack.ts';
import { peekHeader, type Header } from './syntax/header.ts';
import type { Message } from './syntax/message.ts';
import { parse, type CharsetRules } from './syntax/parse.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { HOSPITAL_ZONE } from './syntax/time.ts';
import { isProblem } from './read/patient.ts';
import type { Reading } from './read/common.ts';
import { readAdmissions } from './read-adt.ts';
import { readAccounts } from './read-charges.ts';
import { readDocument } from './read-mdm.ts';
import { ORDER_TYPES, readOrders } from './read-orders.ts';
import { readReport, RESULT_EVENTS } from './read-oru.ts';
import { readSchedule } from './read-siu.ts';
import { NO_SENDERS, rulesFor, STANDARD_RULES, type SenderRules, type Senders } from './settings.senders.ts';
import { reportsOf } from '../statements/format.ts';
import type { LaboratoryReport, Said } from '../statements/schema.ts';

/** How to read. */
export interface ReadOptions extends Pick<CharsetRules, 'fallback'> {
  readonly zone?: string;
  /** What the hospital agreed with each sender. */
  readonly senders?: Senders;
  /** MSH-11 that this installation takes; a hospital in production takes `P` only. */
  readonly processingIds?: readonly string[];
}

/** What is known about every message, refused or not. */
export interface Envelope {
  /** Sender and control id, else the digest: a repeat has the same key. */
  readonly key: string;
  /** SHA-256 of the bytes: a control id used again for other content has another one. */
  readonly digest: string;
  readonly header: Header;
  readonly charset: Charset;
}

/** What the message says: one part for each patient. One that nobody reads yet is kept and says nothing. */
export interface Content {
  readonly kind: 'said';
  readonly said: readonly Said[];
}

/** A message that is not taken. */
export interface Refused {
  readonly kind: 'refused';
  readonly refused: Problem;
}

/** The outcome of reading. */
export type Outcome = Envelope & (Content | Refused);

/** Types that are taken. Answering AA to a query or an acknowledgement would be a lie. */
const TAKEN = new Set(['ADT', 'ORU', 'OUL', 'SIU', 'MDM', 'BAR', 'DFT', ...ORDER_TYPES]);
const VERSION = /^2\.[1-9](\.[0-9])?$/;
const PROCESSING_IDS = ['P', 'T', 'D'];

/** Reads one message. Never throws. */
export function readMessage(raw: Buffer, options: ReadOptions = {}): Outcome {
  const digest = createHash('sha256').update(raw).digest('hex');
  const { senders = NO_SENDERS, fallback } = options;
  const parsed = parse(raw, { ...(fallback && { fallback }), charsetOf: (header) => rulesFor(senders, header)?.charset });
  const header = 'message' in parsed ? parsed.message.header : peekHeader(raw);
  const charset = 'message' in parsed ? parsed.message.charset : 'utf-8';
  const envelope = { key: keyOf(header, digest), digest, header, charset };
  const content = 'problem' in parsed ? parsed.problem : readParsed(parsed.message, rulesFor(senders, header), options);
  return isProblem(content) ? { ...envelope, kind: 'refused', refused: content } : { ...envelope, kind: 'said', said: content };
}

function readParsed(message: Message, rules: SenderRules | undefined, options: ReadOptions): readonly Said[] | Problem {
  const refused = checkHeader(message.header, rules, options);
  if (refused) return refused;
  const zone = rules?.zone ?? options.zone ?? HOSPITAL_ZONE;
  return readContent(message, () => ({ zone, rules: rules ?? STANDARD_RULES, warnings: [] }));
}

function keyOf(header: Header, digest: string): string {
  if (header.controlId === '') return `sha256:${digest}`;
  const parts = [header.sendingApplication, header.sendingFacility, header.controlId];
  return `hl7:${parts.map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')}`;
}

function checkHeader(header: Header, rules: SenderRules | undefined, options: ReadOptions): Problem | undefined {
  if (!TAKEN.has(header.type)) return problem('type-unsupported');
  const events = RESULT_EVENTS[header.type];
  if (events && header.event !== '' && !events.includes(header.event)) return problem('event-unsupported');
  if (!VERSION.test(header.version)) return problem('version-unsupported');
  if (rules === undefined) return problem('sender-unknown');
  if (!(rules.processingIds ?? options.processingIds ?? PROCESSING_IDS).includes(header.processingId)) return problem('processing-id-unsupported');
  if (rules.types && !rules.types.includes(header.type) && !rules.types.includes(`${header.type}^${header.event}`)) return problem('type-not-agreed');
  return header.controlId === '' ? problem('control-id-missing') : undefined;
}

/** By family of messages; `fresh` begins the reading of one patient's part. */
function readContent(message: Message, fresh: () => Reading): readonly Said[] | Problem {
  const { type } = message.header;
  if (type === 'ADT') return readAdmissions(message, fresh);
  if (type === 'SIU') return readSchedule(message, fresh);
  if (type === 'BAR' || type === 'DFT') return readAccounts(message, fresh);
  const read = RESULT_EVENTS[type] ? readReport(message, fresh()) : type === 'MDM' ? readDocument(message, fresh()) : readOrders(message, fresh());
  return isProblem(read) ? read : [read];
}

/** The reports of a message; none when it was refused. */
export function reportsIn(outcome: Outcome): LaboratoryReport[] {
  return outcome.kind === 'said' ? outcome.said.flatMap(reportsOf) : [];
}

/** The answer to an outcome: AA, or the refusal with its reason. */
export function answerTo(outcome: Outcome, now: Date, id?: string): Buffer {
  const { header, charset } = outcome;
  const refused = outcome.kind === 'refused' ? outcome.refused : undefined;
  return buildAck({ header, charset, now, ...(refused && { problem: refused }), ...(id !== undefined && { id }) });
}
