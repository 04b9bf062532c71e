/**
 * The port of a certificate authority: what the product asks of whoever signs for its staff, be it the local CA or a
 * vendor's cloud. Rules that say no (wrong PIN, locked, no certificate) are Refusals `signatures.*`; trouble of the
 * authority itself is a Failure with its class.
 */
import type { DetachedSignature, Signer } from './format.ts';

export type { DetachedSignature, Signer } from './format.ts';

export interface CertificateAuthority {
  /** Gives the person a key and a certificate. Refused while a valid certificate exists: revoke it first. */
  enrol(person: Person, pin: string): Promise<Certificate>;
  /** @throws Refusal `signatures.wrong-pin`, `signatures.pin-locked`, `signatures.weak-pin` */
  changePin(staffNumber: string, pin: string, newPin: string): Promise<void>;
  /** Signs in the person's name. Never inside a database transaction: it may take minutes with a vendor. */
  sign(request: SigningRequest): Promise<DetachedSignature>;
  /** Judges with what the authority knows today about trust and revocation. Never throws on a bad signature. */
  verify(document: unknown, signature: unknown): Promise<Verification>;
  /** From now on nothing signed with it holds; what was signed before still does. Repeating is harmless. */
  revoke(serial: string, reason: RevocationReason): Promise<void>;
  /** Newest first, whatever their state. */
  certificates(staffNumber: string): Promise<readonly Certificate[]>;
  /** What somebody elsewhere needs to verify without us: hand it out with exported documents. */
  trust(): Promise<Trust>;
  /** Tells in plain words what is wrong. Never throws. */
  checkUp(): Promise<readonly CaFinding[]>;
}

export interface Person {
  readonly staffNumber: string;
  readonly name: string;
  readonly department: string;
}

export interface SigningRequest {
  /** `<module>:<id>:<step>`. A repeat under the same key never asks a vendor's doctor twice. */
  readonly key: string;
  readonly staffNumber: string;
  readonly pin: string;
  /** Any JSON; only its digest leaves the house. */
  readonly document: unknown;
  /** What the signer saw on the button, e.g. `危急值处置`. Shown on the vendor's phone: no patient data. */
  readonly act: string;
}

export type RevocationReason = 'superseded' | 'pin-lost' | 'key-compromised' | 'left' | 'data-wrong';

export interface Certificate {
  /** Hexadecimal, lower case, no leading zeros lost. */
  readonly serial: string;
  readonly staffNumber: string;
  readonly name: string;
  readonly department: string;
  readonly algorithm: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly pem: string;
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly revocation?: Revocation;
}

export interface Revocation {
  readonly serial: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: RevocationReason;
}

/** Roots as PEM; whoever verifies must have got them by a way of its own, not from the signature. */
export interface Trust {
  readonly roots: readonly string[];
  readonly revocations: readonly Revocation[];
}

export type VerificationReason =
  | 'holds'
  | 'unreadable'
  | 'document-changed'
  | 'signature-broken'
  | 'signer-not-in-certificate'
  | 'chain-broken'
  | 'issuer-not-trusted'
  | 'certificate-not-valid-then'
  | 'certificate-revoked-before'
  | 'signed-in-the-future';

export interface Verification {
  readonly valid: boolean;
  readonly reason: VerificationReason;
  /** What the signature claims; true only where `valid`. */
  readonly signer?: Signer;
  readonly serial?: string;
  readonly signedAt?: string;
  readonly act?: string;
  /** Revoked after signing: the signature holds, the reader should know. */
  readonly revokedLater?: Revocation;
}

/** One line of the check-up, as `Finding` of the bots. */
export interface CaFinding {
  readonly ok: boolean;
  readonly what: string;
  readonly seen: string;
  readonly mend: string;
}
