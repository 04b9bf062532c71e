/** A verdict in plain Chinese: who signed what, when, whether it holds and why. */
import { readCertificate } from '../certificates.ts';
import { signatureSchema } from '../format.ts';
import { revocationWords, verificationWords, verifyWords } from '../phrases.ts';
import type { Verification } from '../port.ts';

export interface Circumstances {
  readonly roots: number;
  readonly revocationsKnown: boolean;
}

export interface Report {
  readonly lines: readonly string[];
  /** 0 holds, 1 does not hold, 2 cannot be decided. */
  readonly exit: 0 | 1 | 2;
}

export function report(verdict: Verification, signature: unknown, around: Circumstances): Report {
  const undecided = verdict.reason === 'issuer-not-trusted' && around.roots === 0;
  const first = undecided ? verifyWords.noRoots : verificationWords[verdict.reason];
  const exit = verdict.valid ? 0 : undecided ? 2 : 1;
  return { lines: [first, ...details(verdict, signature), ...remarks(verdict, signature, around)], exit };
}

function details(verdict: Verification, signature: unknown): string[] {
  const { signer, signedAt, act, serial, valid } = verdict;
  const read = signatureSchema.safeParse(signature);
  if (signer === undefined || signedAt === undefined || act === undefined || serial === undefined || !read.success) return [];
  const { issuedBy, notBefore, notAfter } = readCertificate(read.data.certificate);
  return [
    ...(valid ? [] : [verifyWords.claimed]),
    verifyWords.who(signer.name, signer.staffNumber),
    verifyWords.act(act),
    verifyWords.when(beijing(Date.parse(signedAt))),
    verifyWords.algorithm(read.data.algorithm),
    verifyWords.serial(serial),
    verifyWords.issuer(issuedBy, beijing(notBefore).slice(0, 10), beijing(notAfter).slice(0, 10)),
  ];
}

function remarks(verdict: Verification, signature: unknown, around: Circumstances): string[] {
  const { revokedLater, valid } = verdict;
  const stamped = signatureSchema.safeParse(signature).data?.timestamp !== undefined;
  return [
    ...(revokedLater === undefined ? [] : [verifyWords.revokedLater(beijing(Date.parse(revokedLater.at)), revocationWords[revokedLater.reason])]),
    ...(valid && !around.revocationsKnown ? [verifyWords.revocationUnknown] : []),
    ...(stamped ? [verifyWords.timestamp] : []),
  ];
}

/** `2026-11-21 10:14:00`, China Standard Time, which has no summer time. */
function beijing(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
