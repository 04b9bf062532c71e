/**
 * Answers are signed as requests are (RFC 9421), and bound to the request's own signature: an answer to another request,
 * or one that somebody made up on the way, is none.
 *
 *     Signature-Input: sig1=("@status" "content-digest" "signature";req);created=1795250000;keyid="…";alg="hmac-sha256"
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type MachineAlgorithm, digestOf } from '../../core/machine-signature.ts';

export interface SharedKey {
  readonly id: string;
  readonly algorithm: MachineAlgorithm;
  readonly secret: Buffer;
}

export interface SignedAnswer {
  readonly status: number;
  readonly body: Uint8Array;
  /** The request's `Signature` header as it was sent. */
  readonly requestSignature: string;
}

const covered = '("@status" "content-digest" "signature";req)';

export type AnswerHeaders = Record<'content-digest' | 'signature-input' | 'signature', string>;

export function signAnswer(key: SharedKey, answer: SignedAnswer, created: Date): AnswerHeaders {
  const digest = digestOf(key.algorithm, answer.body);
  const input = `${covered};created=${Math.floor(created.getTime() / 1000)};keyid="${key.id}";alg="${key.algorithm}"`;
  return { 'content-digest': digest, 'signature-input': `sig1=${input}`, signature: `sig1=:${macOf(key, answer, digest, input).toString('base64')}:` };
}

/** Why an answer is not the hospital's to this request; `undefined` when it is. */
export type AnswerTrouble = 'unsigned' | 'wrong-digest' | 'wrong-signature';

export function answerTrouble(key: SharedKey, answer: SignedAnswer, headers: Pick<Headers, 'get'>): AnswerTrouble | undefined {
  const [digest, signatureInput, signature] = ['content-digest', 'signature-input', 'signature'].map((name) => headers.get(name) ?? '');
  const input = /^[a-z][\w.*-]{0,31}=(.{1,500})$/.exec(signatureInput ?? '')?.[1];
  const base64 = /^[a-z][\w.*-]{0,31}=:([A-Za-z0-9+/]{43}=):$/.exec(signature ?? '')?.[1];
  if (input === undefined || base64 === undefined || !input.startsWith(`${covered};`) || !input.includes(`;keyid="${key.id}"`) || !input.includes(`;alg="${key.algorithm}"`)) return 'unsigned';
  if (digest !== digestOf(key.algorithm, answer.body)) return 'wrong-digest';
  const given = Buffer.from(base64, 'base64');
  const right = macOf(key, answer, digest, input);
  return given.length === right.length && timingSafeEqual(given, right) ? undefined : 'wrong-signature';
}

function macOf({ algorithm, secret }: SharedKey, { status, requestSignature }: SignedAnswer, digest: string, input: string): Buffer {
  const lines = [`"@status": ${status}`, `"content-digest": ${digest}`, `"signature";req: ${requestSignature}`, `"@signature-params": ${input}`];
  return createHmac(algorithm === 'hmac-sm3' ? 'sm3' : 'sha256', secret).update(lines.join('\n')).digest();
}
