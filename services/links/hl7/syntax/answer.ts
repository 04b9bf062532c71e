/** Reading what the other side answered to a message of ours. */
import { parse } from './parse.ts';
import { segmentOf, text } from './message.ts';
import { splitMessages } from './split.ts';

/** One answer. CA, CE and CR of enhanced mode are read as AA, AE and AR. */
export interface Answer {
  readonly code: 'AA' | 'AE' | 'AR';
  /** MSA-2: which message is meant; `''` when the other side does not say. */
  readonly controlId: string;
  /** MSA-3, ERR-8 or ERR-3, whatever is there. */
  readonly reason: string;
}

/** The answers in a piece (several for a batch); empty when it is no acknowledgement at all. */
export function readAnswers(bytes: Buffer): readonly Answer[] {
  return splitMessages(bytes).flatMap((one) => readAnswer(one) ?? []);
}

function readAnswer(bytes: Buffer): Answer | undefined {
  const parsed = parse(bytes);
  if ('problem' in parsed) return undefined;
  const msa = segmentOf(parsed.message, 'MSA');
  const code = text(msa, 1)?.toUpperCase().replace(/^C/, 'A');
  if (code !== 'AA' && code !== 'AE' && code !== 'AR') return undefined;
  const err = segmentOf(parsed.message, 'ERR');
  const reason = text(msa, 3) ?? text(err, 8) ?? text(err, 3, 2) ?? text(err, 3) ?? text(err, 1, 4, 2) ?? '';
  return { code, controlId: text(msa, 2) ?? '', reason };
}
