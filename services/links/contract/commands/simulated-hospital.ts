/**
 * The hospital's side of the command port, for tests, rehearsals and the conformance kit: keeps what it did in memory
 * and answers as the contract says, in whatever mood; each fault is one thing that hospitals get wrong.
 */
import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type SignatureParts, type SignedRequest, isSignedBy, readSignature } from '../../../core/machine-signature.ts';
import { type Command, type CommandAnswer, type CommandErrorCode, command, commandKey, commandKinds } from '../schema.commands.ts';
import { type AnswerHeaders, type SharedKey, signAnswer } from '../signing.ts';

/** How it takes a proper command. */
export type HospitalMood = 'accepts' | 'refuses' | 'pending' | 'busy' | 'slow' | 'closes' | 'fails' | 'wrong-signature';

export const hospitalFaults = [
  'ignores-signature', 'ignores-digest', 'ignores-time', 'ignores-nonce', 'takes-unknown', 'takes-malformed', 'forgets-keys', 'ignores-content',
  'takes-any-item', 'no-status', 'invents-status', 'unsigned-answers', 'wrong-answer-signature', 'bare-errors', 'refuses-everybody', 'slow',
] as const;
export type HospitalFault = (typeof hospitalFaults)[number];

export interface Heard {
  readonly method: string;
  /** As on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Partial<AnswerHeaders>;
}

interface Done {
  readonly command: unknown;
  answer: CommandAnswer;
}

const windowMs = 5 * 60_000;

/** An item that the checks ask for and that no hospital has. */
export const unknownItem = 'WARDLINE-CHECK';

const errorStatus: Readonly<Record<CommandErrorCode, number>> = { signature: 401, time: 401, repeated: 401, 'bad-request': 400, 'unknown-command': 400, 'unknown-key': 404, 'key-reused': 409, busy: 503 };
const errorWords: Readonly<Record<CommandErrorCode, string>> = {
  signature: '签名不对', time: '时间超出 5 分钟', repeated: 'nonce 已经用过', 'bad-request': '内容不合格式', 'unknown-command': '不认识的指令', 'unknown-key': '没有收到过这个键', 'key-reused': '同一个键，内容不同', busy: '正忙，请稍后',
};

export class SimulatedHospital {
  mood: HospitalMood = 'accepts';
  fault: HospitalFault | undefined;
  /** Every doing, in order: a key twice is something done twice. */
  readonly executed: Command[] = [];
  /** Who works there: told of each command once, decides later what was `pending`. */
  taken: ((command: Command) => void) | undefined;
  readonly #done = new Map<string, Done>();
  readonly #nonces = new Set<string>();
  readonly #key: SharedKey;
  readonly #now: () => Date;

  constructor(key: SharedKey, now: () => Date) {
    this.#key = key;
    this.#now = now;
  }

  /** Without a wire: what the port's contract is held against. @throws nothing */
  take(asked: Command): CommandAnswer {
    const known = this.#done.get(asked.key);
    if (known !== undefined && this.fault !== 'forgets-keys') return known.answer;
    const unknown = this.#unknownItem(asked);
    if (unknown !== undefined) {
      this.#done.set(asked.key, { command: asked, answer: unknown });
      return unknown;
    }
    this.executed.push(asked);
    const answer = this.#judge(asked);
    this.#done.set(asked.key, { command: asked, answer });
    this.taken?.(asked);
    return answer;
  }

  find(key: string): CommandAnswer | undefined {
    return this.#done.get(key)?.answer;
  }

  /** A person there decided what was pending. */
  decide(key: string, state: 'accepted' | 'refused', why: Pick<CommandAnswer, 'code' | 'message' | 'number'> = {}): void {
    const done = this.#done.get(key);
    if (done !== undefined) done.answer = { key, state, ...why, at: this.#now().toISOString() };
  }

  /** A rule of its own, whatever the mood: what stands in no list of the hospital is ordered for nobody. */
  #unknownItem(asked: Command): CommandAnswer | undefined {
    if (asked.kind !== 'order-test' || asked.data.item.id !== unknownItem || this.fault === 'takes-any-item') return undefined;
    return { key: asked.key, state: 'refused', code: 'unknown-item', message: '没有这个项目', at: this.#now().toISOString() };
  }

  #judge({ key, kind }: Command): CommandAnswer {
    const at = this.#now().toISOString();
    if (this.mood === 'refuses') return { key, state: 'refused', code: 'over', message: '这张申请已经关闭', at };
    return this.mood === 'pending' ? { key, state: 'pending' } : { key, state: 'accepted', at, ...(kind === 'order-test' && { number: `YZ-${key.slice(-6)}` }), ...(this.fault === 'forgets-keys' && { code: `run-${this.executed.length}` }) };
  }

  /** Over the wire. */
  answer(heard: Heard): Answered {
    const wrong = this.#stranger(heard);
    if (wrong !== undefined) return this.#error(wrong);
    if (heard.method === 'GET') return this.#status(heard);
    if (this.mood === 'busy') return this.#error('busy');
    const raw = jsonIn(heard.body);
    if (raw === undefined) return this.#error('bad-request');
    const kind = (raw as { kind?: unknown }).kind;
    if (!commandKinds.some((known) => known === kind)) return this.fault === 'takes-unknown' ? this.#signed(heard, { key: String((raw as { key?: unknown }).key), state: 'accepted' }) : this.#error('unknown-command');
    const read = command.safeParse(raw);
    if (!read.success) return this.fault === 'takes-malformed' ? this.#signed(heard, { key: String((raw as { key?: unknown }).key), state: 'accepted' }) : this.#error('bad-request');
    const known = this.#done.get(read.data.key);
    if (known !== undefined && this.fault !== 'ignores-content' && !isDeepStrictEqual(known.command, read.data)) return this.#error('key-reused');
    return this.#signed(heard, this.take(read.data));
  }

  #stranger({ method, path, headers, body }: Heard): CommandErrorCode | undefined {
    if (this.fault === 'refuses-everybody') return 'signature';
    const [pathname = '', ...query] = path.split('?');
    const parts = readSignature(headers);
    if (this.fault === 'ignores-signature') return undefined;
    if (parts === undefined || parts.keyId !== this.#key.id || parts.algorithm !== this.#key.algorithm) return 'signature';
    const request = { method, path: pathname, query: `?${query.join('?')}`, body };
    if (!isSignedBy(this.#key.secret, parts, request) && !(this.fault === 'ignores-digest' && isMacRight(this.#key, parts, request))) return 'signature';
    if (this.fault !== 'ignores-time' && Math.abs(parts.created.getTime() - this.#now().getTime()) > windowMs) return 'time';
    if (this.#nonces.has(parts.nonce) && this.fault !== 'ignores-nonce') return 'repeated';
    this.#nonces.add(parts.nonce);
    return undefined;
  }

  #status(heard: Heard): Answered {
    const key = decodeURIComponent(heard.path.split('?')[0]?.split('/').at(-1) ?? '');
    if (this.fault === 'no-status') return { status: 404, body: 'Not Found', headers: {} };
    const found = commandKey.safeParse(key).success ? this.#done.get(key)?.answer : undefined;
    if (found === undefined) return this.fault === 'invents-status' ? this.#signed(heard, { key, state: 'accepted' }) : this.#error('unknown-key');
    return this.#signed(heard, found);
  }

  #error(code: CommandErrorCode): Answered {
    return { status: errorStatus[code], headers: {}, body: this.fault === 'bare-errors' ? '<html>error</html>' : JSON.stringify({ error: { code, message: errorWords[code] } }) };
  }

  #signed({ headers }: Heard, answer: CommandAnswer): Answered {
    const status = answer.state === 'pending' ? 202 : 200;
    const body = JSON.stringify(answer);
    if (this.fault === 'unsigned-answers') return { status, body, headers: {} };
    const key = this.mood === 'wrong-signature' || this.fault === 'wrong-answer-signature' ? { ...this.#key, secret: Buffer.alloc(32) } : this.#key;
    return { status, body, headers: signAnswer(key, { status, body: Buffer.from(body), requestSignature: String(headers['signature'] ?? '') }, this.#now()) };
  }
}

/** Of somebody who believes the digest that was sent instead of making it. */
function isMacRight({ algorithm, secret }: SharedKey, { digest, input, signature }: SignatureParts, { method, path, query }: SignedRequest): boolean {
  const lines = [`"@method": ${method}`, `"@path": ${path}`, `"@query": ${query}`, `"content-digest": ${digest}`, `"@signature-params": ${input}`];
  return createHmac(algorithm === 'hmac-sm3' ? 'sm3' : 'sha256', secret).update(lines.join('\n')).digest().equals(signature);
}

function jsonIn(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
