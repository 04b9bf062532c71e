/** Answers in the two shapes of §1.1: the new API speaks HTTP status, the legacy one always says 200. */
import { json, type EmuReply } from '../core/http.ts';
import { requestId } from './ids.ts';

/** A refusal of the new API, thrown by what reads and decides. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** A refusal of the legacy API. */
export class OapiProblem extends Error {
  readonly errcode: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(errcode: number, errmsg: string, more: Readonly<Record<string, unknown>> = {}) {
    super(errmsg);
    this.errcode = errcode;
    this.more = more;
  }
}

/** 400 with a word. */
export const bad = (code: string, message = code): ApiProblem => new ApiProblem(400, code, message);

export const apiOk = (value: unknown): EmuReply => json(200, value, 'ok');

export const oapiOk = (fields: Readonly<Record<string, unknown>> = {}): EmuReply =>
  json(200, { errcode: 0, errmsg: 'ok', ...fields, request_id: requestId() }, '0');

/** The refusal as it goes over the wire. */
export function problemReply(problem: ApiProblem | OapiProblem): EmuReply {
  if (problem instanceof ApiProblem) {
    const { code, message, status, more } = problem;
    return json(status, { code, requestid: requestId(), message, ...more }, code);
  }
  const { errcode, message, more } = problem;
  return json(200, { errcode, errmsg: message, ...more, request_id: requestId() }, String(errcode));
}
