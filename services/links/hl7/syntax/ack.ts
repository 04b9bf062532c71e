/**
 * Answers. Always original mode (AA, AE, AR) whatever MSH-15/16 ask: over MLLP every sender waits for exactly one
 * answer, and an answer not wanted does less harm than one missed.
 */
import { randomBytes } from 'node:crypto';
import { canEncode, DECLARATION, type Charset } from './charset.ts';
import { encodeMessage, type SegmentInput } from './encode.ts';
import type { Header } from './header.ts';
import { CONDITIONS, type Problem } from './problem.ts';
import { writeTime } from './time.ts';

/** What an answer is built from. */
export interface AnswerTo {
  readonly header: Header;
  readonly charset: Charset;
  /** Absent: accepted (AA). */
  readonly problem?: Problem;
  readonly now: Date;
  /** Control id of the answer; fresh when absent. */
  readonly id?: string;
  readonly zone?: string;
}

const OURSELVES = 'WARDLINE';
const KNOWN_VERSION = /^2\.[1-9](\.\d)?$/;

/** A control id nobody else has: 20 characters, the limit of MSH-10 up to v2.6. */
export function newControlId(): string {
  return randomBytes(10).toString('hex').toUpperCase();
}

/** The acknowledgement: sender and receiver swapped, the sender's version, its control id in MSA-2. */
export function buildAck(to: AnswerTo): Buffer {
  const { header, problem } = to;
  const version = KNOWN_VERSION.test(header.version) ? header.version : '2.5.1';
  const words = problem ? `${problem.name}: ${problem.reason}` : '';
  const charset = canEncode(words, to.charset) ? to.charset : 'utf-8';
  const segments: SegmentInput[] = [
    [
      'MSH',
      header.receivingApplication || OURSELVES,
      header.receivingFacility,
      header.sendingApplication,
      header.sendingFacility,
      writeTime(to.now, to.zone),
      '',
      ackType(header, version),
      to.id ?? newControlId(),
      header.processingId || 'P',
      version,
      '', // MSH-13 to MSH-17
      '',
      '',
      '',
      '',
      DECLARATION[charset],
    ],
    ['MSA', problem?.code ?? 'AA', header.controlId, words],
  ];
  if (problem) segments.push(errSegment(problem, version));
  return encodeMessage(segments, charset);
}

function ackType(header: Header, version: string): readonly string[] {
  if (header.event === '') return ['ACK'];
  // The third component came with 2.4.
  return version < '2.4' ? ['ACK', header.event] : ['ACK', header.event, 'ACK'];
}

function errSegment(problem: Problem, version: string): SegmentInput {
  const { place, condition } = problem;
  const words = CONDITIONS[condition];
  // ERR-1 (place and code in one) was withdrawn in 2.5 for ERR-2, ERR-3, ERR-4 and ERR-8.
  if (version < '2.5') return ['ERR', [place?.segment, 1, place?.field, [condition, words, 'HL70357']]];
  return [
    'ERR',
    '',
    place && [place.segment, 1, place.field],
    [condition, words, 'HL70357'],
    'E',
    problem.name,
    '',
    '',
    problem.reason,
  ];
}
