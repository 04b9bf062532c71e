/**
 * Two kinds of trouble. A **Refusal** is expected: a rule said no, a person reads the sentence and nobody is woken.
 * A **Fault** is a bug or a broken link: it is logged, counted and alarmed. A failure of something outside carries
 * what is known about it, because that alone decides about trying again.
 */

/** What is known after something outside failed. */
export type FailureClass =
  /** It did not happen; trying again is right (timeout before sending, 429, 5xx before acceptance). */
  | 'transient'
  /** It may have happened (connection cut after sending): repeat only what is harmless twice. */
  | 'ambiguous'
  /** It will never work like this (bad recipient, refused permission): a person must look. */
  | 'permanent';

/**
 * A rule said no. `code` is `<module>.<fact>` (`critical-values.already-acknowledged`) and has its sentence in the
 * module's `phrases.ts`; `facts` fill the sentence. Never holds patient data.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** HTTP status the refusal becomes at the http door. */
  readonly status: number;

  constructor(code: string, facts: Readonly<Record<string, string | number>> = {}, status = 409) {
    super(code);
    this.code = code;
    this.facts = facts;
    this.status = status;
  }
}

/** A bug or a broken assumption of ours. Always alarmed. */
export class Fault extends Error {
  override readonly name: string = 'Fault';
}

/** Something outside failed: a chat platform, the laboratory, a certificate authority. */
export class Failure extends Fault {
  override readonly name = 'Failure';
  readonly class: FailureClass;
  /** The other side's own code, e.g. `60020` or `param.templateUnpublished`. */
  readonly vendorCode: string;

  constructor(message: string, failureClass: FailureClass, vendorCode = '', options?: ErrorOptions) {
    super(message, options);
    this.class = failureClass;
    this.vendorCode = vendorCode;
  }
}

/** How a failure of any sort is to be treated; an unknown error may have happened. */
export function failureClassOf(error: unknown): FailureClass {
  if (error instanceof Failure) return error.class;
  if (error instanceof Refusal) return 'permanent';
  return 'ambiguous';
}
