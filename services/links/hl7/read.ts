/**
 * Bytes to what they mean: the one door for the inbox. Pure; the same bytes give the same outcome.
 *
 * Order of the checks (chapter 2.9.2): can it be read, is the header one we take (type, event, version, processing id:
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
import { isAdmissionEvent, readAdmission } from './read-adt.ts';
import { readReport, RESULT_EVENTS } from './read-oru.ts';
import { readEnds } from './read/ends.ts';
import { reportsOf } from '../statements/format.ts';
import type { LaboratoryReport, Said } from '../statements/schema.ts';

/** How to read. */
export interface ReadOptions extends CharsetRules {
  readonly zone?: string;
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

/** What the message says. One that nobody reads yet is kept and says nothing. */
export interface Content {
  readonly kind: 'said';
  readonly data: Said;
}

/** A message that is not taken. */
export interface Refused {
  readonly kind: 'refused';
  readonly refused: Problem;
}

/** The outcome of reading. */
export type Outcome = Envelope & (Content | Refused);

/** Types that are kept for later readers. Answering AA to a query or an acknowledgement would be a lie. */
const KEPT = new Set('ADT ORU OUL ORM OML OMG OMP OMD RDE RDS RAS SIU MDM BAR DFT'.split(' '));
const VERSION = /^2\.[1-9](\.[0-9])?$/;
const PROCESSING_IDS = ['P', 'T', 'D'];

/** Reads one message. Never throws. */
export function readMessage(raw: Buffer, options: ReadOptions = {}): Outcome {
  const digest = createHash('sha256').update(raw).digest('hex');
  const parsed = parse(raw, options);
  const header = 'message' in parsed ? parsed.message.header : peekHeader(raw);
  const charset = 'message' in parsed ? parsed.message.charset : 'utf-8';
  const envelope = { key: keyOf(header, digest), digest, header, charset };
  const refused = 'problem' in parsed ? parsed.problem : checkHeader(header, options.processingIds ?? PROCESSING_IDS);
  if (refused) return { ...envelope, kind: 'refused', refused };
  if ('problem' in parsed) return { ...envelope, kind: 'refused', refused: parsed.problem };
  const content = readContent(parsed.message, options.zone ?? HOSPITAL_ZONE);
  return isProblem(content) ? { ...envelope, kind: 'refused', refused: content } : { ...envelope, ...content };
}

function keyOf(header: Header, digest: string): string {
  if (header.controlId === '') return `sha256:${digest}`;
  const parts = [header.sendingApplication, header.sendingFacility, header.controlId];
  return `hl7:${parts.map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')}`;
}

function checkHeader(header: Header, processingIds: readonly string[]): Problem | undefined {
  if (!KEPT.has(header.type)) return problem('type-unsupported');
  const events = RESULT_EVENTS[header.type];
  if (events && header.event !== '' && !events.includes(header.event)) return problem('event-unsupported');
  if (!VERSION.test(header.version)) return problem('version-unsupported');
  if (!processingIds.includes(header.processingId)) return problem('processing-id-unsupported');
  return header.controlId === '' ? problem('control-id-missing') : undefined;
}

function readContent(message: Message, zone: string): Content | Problem {
  const data = readSaid(message, zone);
  return isProblem(data) ? data : { kind: 'said', data };
}

function readSaid(message: Message, zone: string): Said | Problem {
  const { type, event } = message.header;
  if (RESULT_EVENTS[type]) return readReport(message, zone);
  if (type === 'ADT' && isAdmissionEvent(event)) return readAdmission(message, event, zone);
  return { ...readEnds(message, { zone, warnings: [] }), statements: [], warnings: [] };
}

/** The reports of a message; none when it was refused. */
export function reportsIn(outcome: Outcome): LaboratoryReport[] {
  return outcome.kind === 'said' ? reportsOf(outcome.data) : [];
}

/** The answer to an outcome: AA, or the refusal with its reason. */
export function answerTo(outcome: Outcome, now: Date, id?: string): Buffer {
  const { header, charset } = outcome;
  const refused = outcome.kind === 'refused' ? outcome.refused : undefined;
  return buildAck({ header, charset, now, ...(refused && { problem: refused }), ...(id !== undefined && { id }) });
}
