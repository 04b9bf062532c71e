/** How the simulated hospital's systems say a fact: HL7 v2 over MLLP, or FHIR R4 as signed requests; each with what was answered. */
import { randomBytes } from 'node:crypto';
import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import { signRequest } from '../../../core/machine-signature.ts';
import { MllpClient, type Target } from '../../../links/hl7/mllp/client.ts';
import { readAnswers } from '../../../links/hl7/syntax/answer.ts';
import { asHl7, type Fact } from './facts.ts';
import { asFhir } from './fhir/index.ts';

export const languages = ['hl7', 'fhir'] as const;
export type Language = (typeof languages)[number];

export interface Answer {
  readonly controlId: string;
  /** `AA` whatever the language: taken. */
  readonly code: string;
  readonly reason: string;
}

export interface Mouth {
  /** What was sent, for people, and its answer. @throws when nothing was answered: it has to be said again */
  say(fact: Fact): Promise<{ readonly message: string; readonly answer: Answer }>;
  close(): void;
}

export function hl7Mouth(target: Target): Mouth {
  const client = new MllpClient(target);
  return {
    say: async (fact) => {
      const raw = asHl7(fact);
      const [answer] = readAnswers(await client.send(raw));
      return { message: raw.toString().replaceAll('\r', '\n'), answer: { controlId: answer?.controlId ?? '', code: answer?.code ?? '', reason: answer?.reason ?? '' } };
    },
    close: () => client.close(),
  };
}

/** Where FHIR is taken, and the key of the hospital's platform as an interface client. */
export interface FhirTarget {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly timeoutMs: number;
}

const path = '/api/machine/fhir';

export function fhirMouth(target: FhirTarget, now: () => number): Mouth {
  return {
    say: async (fact) => {
      const body = asFhir(fact);
      const answer = await postFhir(target, body, now);
      return { message: JSON.stringify(JSON.parse(body.toString()), null, 1), answer: { controlId: fact.sample.controlId ?? '', ...answer } };
    },
    close: () => undefined,
  };
}

/** A signed POST of any bundle. @throws when it was not answered: it has to be sent again */
export async function postFhir({ url, key, secret, timeoutMs }: FhirTarget, body: Buffer, now: () => number): Promise<Pick<Answer, 'code' | 'reason'>> {
  const signer = { id: key, algorithm: 'hmac-sha256' as const, secret: Buffer.from(secret, 'base64url') };
  const proof = signRequest(signer, { method: 'POST', path, query: '?', body }, new Date(now()), randomBytes(12).toString('base64url'));
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/fhir+json', ...proof }, body: new Uint8Array(body), signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  const text = await response.text();
  if (response.status >= 500 || response.status === 429) throw new Error(`FHIR: ${response.status} ${text.slice(0, 200)}`);
  return answerOf(response.status, text);
}

function answerOf(status: number, text: string): Pick<Answer, 'code' | 'reason'> {
  const resource = JSON.parse(text) as Bundle | OperationOutcome;
  const reason = resource.resourceType === 'OperationOutcome' ? (resource.issue[0]?.diagnostics ?? '') : '';
  return { code: status < 300 ? 'AA' : 'AE', reason: status < 300 ? '' : reason };
}
