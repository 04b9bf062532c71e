/**
 * What the laboratory is told when a critical value was answered: the port, and its adapter over HL7.
 *
 * No standard message exists for this in HL7 v2. We send the report back: an ORU^R01 about the same order (ORC|RE, OBR
 * with the laboratory's own numbers) whose OBX say who took it, when, what was done and where the signature is. Every
 * laboratory system can receive ORU^R01, and the order numbers let it find its own record. README.md lists the fields.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../core/errors.ts';
import { readAnswers } from './syntax/answer.ts';
import { DECLARATION, type Charset } from './syntax/charset.ts';
import { encodeMessage, repeated, type SegmentInput } from './syntax/encode.ts';
import { writeTime } from './syntax/time.ts';
import { send, tryConnect, type Target } from './mllp/client.ts';
import { CHECK_UP, FEEDBACK } from './phrases.ts';
import { code, patientId, sender } from '../statements/schema.ts';

const instant = z.iso.datetime();
const person = z.object({ number: z.string().min(1), name: z.string().min(1) });

/** The answer to one critical value. */
export const feedback = z.object({
  /** Stable for the fact reported (`critical-values:<id>:disposed`): a repeat is the same message to the laboratory. */
  id: z.string().min(1),
  /** When the fact came to be; not the time of sending, so that a repeat is byte for byte the same. */
  at: instant,
  /** Who sent the result and in which message. */
  source: z.object({ ...sender.shape, controlId: z.string() }),
  /** None where the laboratory knows the patient by the identity card alone: the order's numbers lead to its record. */
  patientIds: z.array(patientId),
  placer: z.string().optional(),
  filler: z.string().optional(),
  order: code,
  item: code,
  value: z.string(),
  unit: z.string().optional(),
  acknowledged: z.object({ by: person, at: instant }),
  disposal: z.object({ by: person, at: instant, text: z.string().min(1) }).optional(),
  signature: z.object({ reference: z.string().min(1), by: person, at: instant }).optional(),
  /** In words, when it ended otherwise (wrong specimen, patient left). */
  outcome: z.string().optional(),
});
export type Feedback = z.infer<typeof feedback>;

/** The laboratory's side, as the product needs it. */
export interface LaboratoryLink {
  /** Not accepted means a person must look. Rejects with a Failure: transient (did not happen), ambiguous (may have). */
  report(feedback: Feedback): Promise<{ readonly accepted: boolean; readonly reason?: string }>;
  /** Whether the laboratory can be reached, in words for `npm run doctor`. */
  checkUp(): Promise<{ readonly ok: boolean; readonly detail: string }>;
}

/** How to reach the laboratory and what it reads. */
export interface LaboratoryOptions extends Target {
  readonly charset?: Charset;
  readonly zone?: string;
}

/** The adapter over HL7 v2 and MLLP. */
export function hl7Laboratory(options: LaboratoryOptions): LaboratoryLink {
  return {
    report: async (said) => readReport(await send(feedbackMessage(said, options), options), said),
    checkUp: () => checkUp(options),
  };
}

function readReport(bytes: Buffer, said: Feedback): { accepted: boolean; reason?: string } {
  const answer = readAnswers(bytes).find((one) => one.controlId === feedbackControlId(said.id));
  // An answer to something else, or no HL7 at all: whether ours was taken is unknown.
  if (!answer) throw new Failure('the laboratory answered something else', 'ambiguous', 'unmatched');
  if (answer.code === 'AA') return { accepted: true };
  return { accepted: false, reason: [answer.code, answer.reason].filter((part) => part !== '').join(' ') };
}

async function checkUp({ host, port, timeoutMs }: Target): Promise<{ ok: boolean; detail: string }> {
  try {
    await tryConnect({ host, port, timeoutMs });
    return { ok: true, detail: CHECK_UP.reachable(host, port) };
  } catch (error) {
    const found = error instanceof Failure ? error.vendorCode : 'error';
    if (found === 'timeout') return { ok: false, detail: CHECK_UP.timeout(host, port) };
    if (found === 'ECONNREFUSED') return { ok: false, detail: CHECK_UP.refused(host, port) };
    return { ok: false, detail: CHECK_UP.unknown(host, port, found) };
  }
}

/** MSH-10, the same for every repeat of the same feedback; 20 characters as up to v2.6. */
export function feedbackControlId(id: string): string {
  return `WL${createHash('sha256').update(id).digest('hex').slice(0, 18).toUpperCase()}`;
}

/** The message, the same bytes for the same feedback. */
export function feedbackMessage(said: Feedback, { charset = 'utf-8', zone }: Partial<LaboratoryOptions> = {}): Buffer {
  const time = (at: string): string => writeTime(new Date(at), zone);
  const { source } = said;
  const ids = said.patientIds.map(({ value, authority, type }) => [value, '', '', authority, type]);
  const order = [said.order.id, said.order.text, said.order.system];
  const segments: SegmentInput[] = [
    [
      'MSH', 'WARDLINE', 'HOSPITAL', source.application, source.facility, time(said.at), '',
      ['ORU', 'R01', 'ORU_R01'], feedbackControlId(said.id), 'P', '2.5.1', '', '', 'NE', 'AL', 'CHN', DECLARATION[charset],
    ],
    ['PID', 1, '', repeated(...ids)],
    ['ORC', 'RE', said.placer, said.filler],
    // OBR-25 is left as the laboratory had it: we change nothing about its result.
    ['OBR', 1, said.placer, said.filler, order, '', '', '', '', '', '', '', '', said.source.controlId],
    ...observations(said, time),
  ];
  return encodeMessage(segments, charset);
}

function observations(said: Feedback, time: (at: string) => string): SegmentInput[] {
  const about = [said.item.id, said.item.text, said.item.system];
  const value: SegmentInput = ['OBX', 1, 'ST', about, '', said.value, said.unit, '', '', '', '', 'F'];
  const facts: SegmentInput[] = [value, fact(2, 'CV-RECEIVED', FEEDBACK.received, '', said.acknowledged, time)];
  const { disposal, signature } = said;
  if (disposal) facts.push(fact(facts.length + 1, 'CV-DISPOSED', FEEDBACK.disposed, disposal.text, disposal, time));
  if (signature) facts.push(fact(facts.length + 1, 'CV-SIGNATURE', FEEDBACK.signature, signature.reference, signature, time));
  if (said.outcome !== undefined) {
    const ended = { by: disposal?.by ?? said.acknowledged.by, at: said.at };
    facts.push(fact(facts.length + 1, 'CV-OUTCOME', FEEDBACK.ended, said.outcome, ended, time));
  }
  return facts;
}

/** One OBX: what (OBX-3), in words (OBX-5), when (OBX-14) and by whom (OBX-16). */
function fact(
  setId: number,
  id: string,
  name: string,
  words: string,
  { by, at }: { readonly by: z.infer<typeof person>; readonly at: string },
  time: (at: string) => string,
): SegmentInput {
  const what = [id, name, '99WARDLINE'];
  return ['OBX', setId, 'TX', what, '', words || name, '', '', '', '', '', 'F', '', '', time(at), '', [by.number, by.name]];
}
