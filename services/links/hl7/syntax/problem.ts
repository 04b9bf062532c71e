/**
 * Why a message is refused, and how HL7 says so. Chapter 2.9.2: what the header check turns down (type, event,
 * processing id, version) is rejected (AR), content that lacks something required is an error (AE), and the condition
 * codes of table 0357 fall the same way (1xx error, 2xx rejection). One addition of ours: bytes that cannot be read
 * at all are AR whatever their condition, because sending the same bytes again can never help.
 */
import { REASONS, type Reason } from '../phrases.ts';

/** MSA-1 of a refusal. */
export type RefusalCode = 'AE' | 'AR';

/** Table 0357 with its English words, which the vendor's log will show. */
export const CONDITIONS = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '202': 'Unsupported processing id',
  '203': 'Unsupported version id',
  '207': 'Application internal error',
} as const;

/** A key of table 0357. */
export type Condition = keyof typeof CONDITIONS;

/** Where in the message, as ERR-2 and ERR-1 write it. */
export interface Place {
  readonly segment: string;
  readonly field?: number;
}

/** A refused message: for the sender's answer, for our row and for the triage desk. */
export interface Problem {
  readonly code: RefusalCode;
  readonly condition: Condition;
  /** Our name of it, English, stable. */
  readonly name: Reason;
  /** The Chinese sentence. */
  readonly reason: string;
  readonly place?: Place;
}

const KNOWN: Readonly<Record<Reason, readonly [RefusalCode, Condition, Place?]>> = {
  'message-empty': ['AR', '100'],
  'header-missing': ['AR', '100', { segment: 'MSH' }],
  'separators-invalid': ['AR', '102', { segment: 'MSH', field: 2 }],
  'charset-unknown': ['AR', '103', { segment: 'MSH', field: 18 }],
  'bytes-undecodable': ['AR', '102', { segment: 'MSH', field: 18 }],
  'message-too-large': ['AR', '207'],
  'several-messages': ['AR', '100', { segment: 'MSH' }],
  'type-unsupported': ['AR', '200', { segment: 'MSH', field: 9 }],
  'event-unsupported': ['AR', '201', { segment: 'MSH', field: 9 }],
  'event-missing': ['AE', '101', { segment: 'MSH', field: 9 }],
  'processing-id-unsupported': ['AR', '202', { segment: 'MSH', field: 11 }],
  'version-unsupported': ['AR', '203', { segment: 'MSH', field: 12 }],
  'control-id-missing': ['AE', '101', { segment: 'MSH', field: 10 }],
  'patient-missing': ['AE', '100', { segment: 'PID' }],
  'patient-id-missing': ['AE', '101', { segment: 'PID', field: 3 }],
  'several-patients': ['AE', '100', { segment: 'PID' }],
  'visit-missing': ['AE', '100', { segment: 'PV1' }],
  'results-missing': ['AE', '100', { segment: 'OBX' }],
  'merge-missing': ['AE', '101', { segment: 'MRG', field: 1 }],
  'order-missing': ['AE', '100', { segment: 'ORC' }],
  'order-number-missing': ['AE', '101', { segment: 'ORC', field: 2 }],
  'schedule-missing': ['AE', '101', { segment: 'SCH', field: 1 }],
  'document-missing': ['AE', '101', { segment: 'TXA', field: 12 }],
  'charge-missing': ['AE', '100', { segment: 'FT1' }],
  'sender-unknown': ['AR', '103', { segment: 'MSH', field: 3 }],
  'type-not-agreed': ['AR', '200', { segment: 'MSH', field: 9 }],
  'batch-incomplete': ['AE', '100', { segment: 'BHS', field: 11 }],
  'internal-error': ['AR', '207'],
};

/** The problem of that name, complete. */
export function problem(name: Reason): Problem {
  const [code, condition, place] = KNOWN[name];
  return { code, condition, name, reason: REASONS[name], ...(place && { place }) };
}
