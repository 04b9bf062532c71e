/** Callbacks to the product: address check, encrypted POST, 5 s, three attempts, the passive reply read back. */
import { randomInt } from 'node:crypto';
import { CALLBACK, signedEcho, signedPost } from './envelope.ts';
import type { Wecom } from './memory.ts';
import { readPassive } from './passive.ts';
import type { Passive } from './passive.ts';

const DEADLINE = 5_000;
const ECHO_DEADLINE = 1_000;
const ATTEMPTS = 3;
/** Pause before the next attempt, ms. The documents name no figure. */
const PAUSE = 1_000;

export type Delivered =
  | { readonly ok: true; readonly passive: Passive }
  /** Why, for testers; the person sees only that nothing happened. */
  | { readonly ok: false; readonly why: string };

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The address check of §2.6. Resolves with what is wrong, or nothing. */
export async function verifyCallback(wecom: Wecom): Promise<string | undefined> {
  const url = wecom.settings.app.callbackUrl;
  if (url === undefined) return 'no callback address';
  const echo = `${randomInt(1e9, 9e9)}${randomInt(1e9, 9e9)}`;
  const answer = await exchange(wecom, 'callback-check', signedEcho(wecom, url, echo), undefined, ECHO_DEADLINE);
  if (typeof answer === 'string') return answer;
  if (answer.status !== 200) return `the address check was answered with HTTP ${answer.status}`;
  if (answer.body !== echo) return 'the address check was answered with another text';
  wecom.memory.verifiedUrl = url;
  wecom.core.touch();
  return undefined;
}

/** Sends one event until it is taken or the attempts are used up. */
export async function deliver(wecom: Wecom, plain: string, about: string): Promise<Delivered> {
  const { app } = wecom.settings;
  if (app.callbackUrl === undefined) return { ok: false, why: 'no callback address' };
  if (wecom.memory.verifiedUrl !== app.callbackUrl) {
    const problem = await verifyCallback(wecom);
    if (problem !== undefined) return { ok: false, why: problem };
  }
  await held(wecom);
  repeatLater(wecom, plain, about);
  return attempts(wecom, app.callbackUrl, plain, about);
}

async function attempts(wecom: Wecom, url: string, plain: string, about: string): Promise<Delivered> {
  let why = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await wecom.core.clock.wait(PAUSE);
    const signed = signedPost(wecom, url, plain);
    const answer = await exchange(wecom, CALLBACK, signed.url, signed.body, DEADLINE, about);
    if (typeof answer === 'string') {
      why = answer;
      continue;
    }
    if (answer.status === 200) return read(wecom, answer.body);
    why = `HTTP ${answer.status}`;
    // Two official pages differ on whether this is retried; the milder is the default.
    if (!wecom.core.faults.peek('wecom', 'retryOnNon200', CALLBACK)) break;
  }
  wecom.core.log(`wecom: callback given up: ${why}`);
  return { ok: false, why };
}

function read(wecom: Wecom, body: string): Delivered {
  const { app, corpId } = wecom.settings;
  try {
    const { passive, warnings } = readPassive(body, { corp: corpId, token: app.token, aesKey: app.aesKey });
    for (const warning of warnings) wecom.core.log(`wecom: ${warning}`);
    return { ok: true, passive };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable reply';
    wecom.core.log(`wecom: passive reply refused: ${why}`);
    return { ok: false, why };
  }
}

/** One HTTP exchange within `deadline` of the emulator's time; a sentence when there was no answer. */
async function exchange(
  wecom: Wecom, route: string, url: string, body: string | undefined, deadline: number, about?: string,
): Promise<Answer | string> {
  const { calls, clock } = wecom.core;
  const began = performance.now();
  const abort = new AbortController();
  const cancel = clock.after(deadline, () => abort.abort());
  const log = (status: number, code: string): void =>
    calls.add({ at: clock.now(), platform: 'wecom', direction: 'out', route, status, code, ms: Math.round(performance.now() - began), ...(about === undefined ? {} : { about }) });
  try {
    const response = await fetch(url, { ...requestOf(wecom, body), signal: abort.signal, redirect: 'manual' });
    const answer = { status: response.status, body: await response.text() };
    log(answer.status, 'ok');
    return answer;
  } catch {
    log(0, abort.signal.aborted ? 'timeout' : 'unreachable');
    return abort.signal.aborted ? `no answer within ${deadline / 1_000} s` : 'not reachable';
  } finally {
    cancel();
  }
}

function requestOf(wecom: Wecom, body: string | undefined): RequestInit {
  if (body === undefined) return { method: 'GET' };
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const slow = wecom.core.faults.take('wecom', 'slowCallbackClient', CALLBACK);
  if (slow === undefined) return { method: 'POST', headers, body };
  return { method: 'POST', headers, body: trickle(wecom, body, slow.ms ?? 3_000), duplex: 'half' };
}

/** The body in ten parts over `ms`. */
function trickle(wecom: Wecom, body: string, ms: number): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(body);
  const size = Math.ceil(bytes.length / 10);
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await wecom.core.clock.wait(ms / 10);
      controller.enqueue(bytes.subarray(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
}

/** `reorder`: this event lets later ones pass for a moment. */
async function held(wecom: Wecom): Promise<void> {
  const fault = wecom.core.faults.take('wecom', 'reorder', CALLBACK);
  if (fault !== undefined) await wecom.core.clock.wait(fault.ms ?? 2_000);
}

/** `duplicate`: the same plain text again, freshly signed; the answers go nowhere. */
function repeatLater(wecom: Wecom, plain: string, about: string): void {
  const { clock, faults } = wecom.core;
  const fault = faults.take('wecom', 'duplicate', CALLBACK);
  const url = wecom.settings.app.callbackUrl;
  if (fault === undefined || url === undefined) return;
  for (let copy = 1; copy <= (fault.times ?? 1); copy += 1) {
    clock.after(copy * (fault.ms ?? 1_000), () => void attempts(wecom, url, plain, about));
  }
}
