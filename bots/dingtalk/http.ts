/** One HTTP exchange with DingTalk: ten seconds, JSON both ways, and no secret in any error. */
import { Failure } from '../../services/core/errors.ts';
import { BANNED, connectionFailure, failureOf } from './failures.ts';
import { banSchema } from './schema.ts';

/** The platform's own gateway gives up after 3 s; ten leave room for a slow way there. */
const DEADLINE_MS = 10_000;

export interface Exchange {
  /** Name for errors and logs: method and path, never the query. */
  readonly call: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Making the call twice does no harm, so a lost answer is no question. */
  readonly repeatable: boolean;
  readonly deadlineMs?: number | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** @throws Failure when there is no answer, or none that is JSON */
export async function exchange(request: Exchange): Promise<Answer> {
  const { status, text } = await send(request);
  const body = parsed(text);
  if (banSchema.safeParse(body).success) throw failureOf(request.call, BANNED);
  if (body !== undefined) return { status, body };
  // The platform itself never answers in HTML: with these it is the ban page, with others a proxy on the way.
  if ([200, 403, 429].includes(status) && text.trimStart().startsWith('<')) throw failureOf(request.call, BANNED);
  const refusedBefore = status === 503 || request.repeatable;
  throw new Failure(`DingTalk answered ${request.call} with HTTP ${status}, not JSON`, refusedBefore ? 'transient' : 'ambiguous', `http-${status}`);
}

async function send(request: Exchange): Promise<{ status: number; text: string }> {
  const { call, method, url, headers, body, repeatable, deadlineMs = DEADLINE_MS } = request;
  try {
    const answer = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(deadlineMs),
      redirect: 'error',
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw connectionFailure(call, error, repeatable);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
