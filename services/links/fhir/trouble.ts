/** What a FHIR server answered instead of what it was asked for. */
import { Failure, type FailureClass } from '../../core/errors.ts';

export class ServerTrouble extends Failure {
  /** The server's own word on when to come again. */
  readonly retryAfterSeconds: number | undefined;
  /** The link that was followed no longer works: begin anew. */
  readonly isDeadLink: boolean;

  constructor(message: string, failureClass: FailureClass, code: string, more: { readonly retryAfterSeconds?: number | undefined; readonly isDeadLink?: boolean; readonly cause?: unknown } = {}) {
    super(message, failureClass, code, { cause: more.cause });
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.isDeadLink = more.isDeadLink ?? false;
  }
}
