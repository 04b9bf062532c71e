/** The kit in Wardline's place: hears a sender of facts, answers as the door does, and says what the sender does wrong. */
import { isDeepStrictEqual } from 'node:util';
import { type SignatureParts, digestOf, isSignedBy, readSignature } from '../../../core/machine-signature.ts';
import type { Answered, Heard } from '../commands/simulated-hospital.ts';
import { jsonPath } from '../facts/problems.ts';
import { readFacts } from '../facts/read.ts';
import { address } from '../openapi.words.ts';
import { type FactsOutcome, mostMessages } from '../schema.facts.ts';
import type { SharedKey } from '../signing.ts';
import { type Finding, type Report, reportOf } from './finding.ts';
import { type FactsCheck, factsChecks, seenWords } from './words.ts';

export interface FactsListener {
  answer(heard: Heard): Answered;
  /** Messages heard, repeats counted once. */
  readonly count: number;
  report(): Report;
}

const windowMs = 5 * 60_000;
/** Of one check: more of the same help nobody. */
const mostSeen = 10;

/** `away`: answer the first good request with 503 once, to see whether it comes again. */
export function factsListener(key: SharedKey, now: () => Date, { away = true }: { readonly away?: boolean } = {}): FactsListener {
  const wrong = new Map<FactsCheck, string[]>();
  const nonces = new Set<string>();
  const messages = new Map<string, unknown>();
  let turnedAway: string[] | undefined;
  let cameAgain = false;
  const blame = (check: FactsCheck, seen: string): void => void wrong.set(check, [...(wrong.get(check) ?? []), seen]);

  const keep = (raw: unknown): 'accepted' | 'repeated' => {
    const id = idIn(raw);
    if (!messages.has(id)) {
      messages.set(id, raw);
      return 'accepted';
    }
    const isSame = isDeepStrictEqual(messages.get(id), raw);
    if (!isSame) blame('stable', `编号 ${id} 再次出现，内容不同`);
    return isSame ? 'repeated' : 'accepted';
  };

  const outcomeOf = (raw: unknown, index: number, client: string): FactsOutcome => {
    const read = readFacts(raw, { client, now: now(), place: ['messages', index] });
    const controlId = idIn(raw);
    if (read.kind === 'said') return { index, controlId, outcome: keep(raw) };
    for (const problem of read.problems) blame('messages', `编号 ${controlId || '（无）'}：${problem.path} ${problem.message}`);
    const [{ code, path, message }] = read.problems;
    return { index, controlId, outcome: 'refused', code, path, message };
  };

  const answer = (heard: Heard): Answered => {
    if (heard.method !== 'POST' || heard.path !== address) {
      blame('address', `${heard.method} ${heard.path}`);
      return refusal(404, 'core.not-found', '没有这个地址');
    }
    const stranger = strangerIn(heard, key, now());
    if (stranger !== undefined) {
      blame(...stranger);
      return refusal(401, 'core.machine-refused', stranger[1]);
    }
    const { nonce } = readSignature(heard.headers) as SignatureParts;
    if (nonces.has(nonce)) {
      blame('nonce', `nonce ${nonce} 用过`);
      return refusal(401, 'core.machine-refused', 'nonce 用过');
    }
    nonces.add(nonce);
    const list = messagesIn(heard.body);
    if (typeof list === 'string') {
      blame('json', list);
      return refusal(400, 'core.bad-input', list);
    }
    const ids = list.map(idIn);
    if (away && turnedAway === undefined) {
      turnedAway = ids;
      for (const raw of list) if (!messages.has(idIn(raw))) messages.set(idIn(raw), raw);
      return refusal(503, 'core.fault', '自测工具故意不收，请原样重发');
    }
    cameAgain ||= turnedAway?.every((id) => ids.includes(id)) === true;
    const outcomes = list.map((raw, index) => outcomeOf(raw, index, key.id));
    return { status: 200, headers: {}, body: JSON.stringify({ data: { outcomes } }) };
  };

  const report = (): Report => {
    if (nonces.size === 0 && wrong.size === 0) blame('received', '没有收到任何请求');
    if (away && turnedAway !== undefined && !cameAgain) blame('resent', `答 503 以后，编号 ${turnedAway.slice(0, 3).join('、')} 没有再来`);
    return reportOf('facts', (Object.keys(factsChecks) as FactsCheck[]).map((check) => finding(check, wrong.get(check))));
  };
  return { answer, report, get count() { return messages.size; } };
}

function finding(check: FactsCheck, seen: readonly string[] = []): Finding {
  const [title, mend] = factsChecks[check];
  const shown = [...new Set(seen)];
  const more = shown.length > mostSeen ? [`……共 ${shown.length} 处`] : [];
  return { check, title, ok: seen.length === 0, seen: seen.length === 0 ? seenWords.fine : [...shown.slice(0, mostSeen), ...more].join('；'), mend: seen.length === 0 ? '' : mend };
}

/** The first thing that is wrong with a signature, in the order in which a sender mends it. */
function strangerIn({ method, path, headers, body }: Heard, key: SharedKey, now: Date): [FactsCheck, string] | undefined {
  const absent = ['content-digest', 'signature-input', 'signature'].filter((name) => typeof headers[name] !== 'string');
  if (absent.length > 0) return ['signed', `缺少 ${absent.join('、')}`];
  const parts = readSignature(headers);
  if (parts === undefined) return ['signed', `写法不对：${String(headers['signature-input']).slice(0, 200)}`];
  if (parts.keyId !== key.id) return ['key', `keyid 是 ${parts.keyId}，应为 ${key.id}`];
  if (parts.algorithm !== key.algorithm) return ['key', `alg 是 ${parts.algorithm}，应为 ${key.algorithm}`];
  if (parts.digest !== digestOf(key.algorithm, body)) return ['digest', `收到 ${parts.digest}，按正文应为 ${digestOf(key.algorithm, body)}`];
  if (!isSignedBy(key.secret, parts, { method, path, query: '?', body })) return ['signature', '签名与内容、密钥对不上'];
  const offBy = Math.round((parts.created.getTime() - now.getTime()) / 1000);
  return Math.abs(offBy) * 1000 > windowMs ? ['time', `created 与本机相差 ${offBy} 秒`] : undefined;
}

function messagesIn(body: Buffer): readonly unknown[] | string {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const list = keys.length === 1 ? (value as { messages?: unknown }).messages : undefined;
    if (!Array.isArray(list)) return `正文要是 {"messages":[…]}，${jsonPath([])} 不是`;
    return list.length >= 1 && list.length <= mostMessages ? list : `一次 ${list.length} 条，应为 1–${mostMessages} 条`;
  } catch {
    return '正文不是 UTF-8 编码的 JSON';
  }
}

function idIn(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null && 'controlId' in raw ? raw.controlId : '';
  return typeof id === 'string' ? id.slice(0, 100) : '';
}

function refusal(status: number, code: string, message: string): Answered {
  return { status, headers: {}, body: JSON.stringify({ error: { code, message } }) };
}
