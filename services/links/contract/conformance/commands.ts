/** The checks of the hospital's side of the command port: each asks one thing over the wire and says what it saw. */
import { randomBytes } from 'node:crypto';
import { type Called, type Calling, call } from '../commands/call.ts';
import { type Command, type CommandAnswer, type CommandErrorCode, commandAnswer, commandError } from '../schema.commands.ts';
import { type SharedKey, answerTrouble } from '../signing.ts';
import { type Finding, type Report, reportOf } from './finding.ts';
import { type CommandCheck, commandChecks, seenWords as words } from './words.ts';

export interface CommandSide {
  /** Below which `/commands` stands. */
  readonly url: string;
  readonly key: SharedKey;
  readonly now: () => Date;
  /** An answer later than this is too late; 5 s by the contract. */
  readonly inTimeMs?: number;
}

/** What all checks of one run know. */
interface Run {
  readonly side: CommandSide;
  /** Statuses and bodies of everything that was refused, for the check of their form. */
  readonly errors: Called[];
  slow: number;
}

type Seen = string | undefined;

export async function checkCommands(side: CommandSide): Promise<Report> {
  const run: Run = { side, errors: [], slow: 0 };
  const findings: Finding[] = [];
  const note = (check: CommandCheck, seen: Seen): void => void findings.push(finding(check, seen));
  const command = sample('good');
  const first = await reach(run, command);
  note('reachable', typeof first === 'string' ? first : undefined);
  if (typeof first === 'string') {
    note('in-time', run.slow > 0 ? words.slow(run.slow) : words.skipped);
    return reportOf('commands', findings);
  }
  const answer = answerIn(first, command.key);
  note('good-command', typeof answer === 'string' ? answer : undefined);
  note('answer-signed', signedSeen(run, first));
  note('repeat', typeof answer === 'string' ? words.skipped : await repeated(run, command, answer));
  note('key-reused', await refusedWith(run, { body: JSON.stringify({ ...command, reason: '内容不同' }) }, 409, 'key-reused'));
  note('status', typeof answer === 'string' ? words.skipped : await statusSeen(run, answer));
  note('status-unknown', await refusedWith(run, { method: 'GET', url: statusUrl(run, `never-${token()}`) }, 404, 'unknown-key'));
  const strangers = [sample('forged'), sample('changed'), sample('stale')] as const;
  note('wrong-signature', await refusedWith(run, { body: JSON.stringify(strangers[0]), key: { ...side.key, secret: randomBytes(32) } }, 401, 'signature'));
  note('changed-body', await refusedWith(run, { body: JSON.stringify(command), instead: { body: JSON.stringify(strangers[1]) } }, 401, 'signature'));
  note('stale', await refusedWith(run, { body: JSON.stringify(strangers[2]), now: new Date(side.now().getTime() - 10 * 60_000) }, 401, 'time'));
  note('replayed', await replayed(run, command));
  note('unknown-command', await refusedWith(run, { body: JSON.stringify({ ...sample('unknown'), kind: 'open-door' }) }, 400, 'unknown-command'));
  const { data: _data, ...bare } = sample('bare');
  note('bad-request', await refusedWith(run, { body: JSON.stringify(bare) }, 400, 'bad-request'));
  const orders = await orderSeen(run);
  findings.push({ ...finding('order-test', orders === words.noOrders ? undefined : orders), ...(orders === words.noOrders && { seen: orders }) });
  note('not-executed', await leftBehind(run, strangers.map(({ key }) => key)));
  const odd = run.errors.filter(({ body }) => !commandError.safeParse(jsonIn(body)).success).length;
  note('error-format', odd > 0 ? words.bare(odd) : undefined);
  note('in-time', run.slow > 0 ? words.slow(run.slow) : undefined);
  return reportOf('commands', findings);
}

function finding(check: CommandCheck, seen: Seen): Finding {
  const [title, mend] = commandChecks[check];
  return { check, title, ok: seen === undefined, seen: seen ?? words.fine, mend: seen === undefined ? '' : mend };
}

/** No hospital has it. */
const unknownItem = 'WARDLINE-CHECK';

const token = (): string => randomBytes(6).toString('hex');

/** About a request that no hospital has: taken or refused, nothing comes of it. */
function sample(what: string): Command {
  return { key: `wardline-check:${what}:${token()}`, kind: 'decide-request', at: '2026-01-01T00:00:00Z', actor: { number: '0000', name: '自测' }, reason: '自测工具发出，请勿处理', data: { request: 'WARDLINE-CHECK', decision: 'refuse' } };
}

const statusUrl = ({ side }: Run, key: string): string => `${side.url}/commands/${encodeURIComponent(key)}`;

async function ask(run: Run, calling: Partial<Calling>): Promise<Called | string> {
  const { url, key, now, inTimeMs = 5000 } = run.side;
  try {
    return await call({ method: 'POST', url: `${url}/commands`, key, now: now(), timeoutMs: inTimeMs, ...calling });
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    if (isLate) run.slow += 1;
    return words.noAnswer(isLate ? '超时' : '连不上或连接中断');
  }
}

function reach(run: Run, command: Command): Promise<Called | string> {
  return ask(run, { body: JSON.stringify(command) });
}

function answerIn({ status, body }: Called, key: string): CommandAnswer | string {
  if (status !== 200 && status !== 202) return words.status(status, '200 或 202');
  const read = commandAnswer.safeParse(jsonIn(body));
  if (!read.success) return words.unreadable;
  return read.data.key === key ? read.data : words.otherKey;
}

function signedSeen({ side }: Run, { status, body, signature, headers }: Called): Seen {
  if (status !== 200 && status !== 202) return words.skipped;
  const trouble = answerTrouble(side.key, { status, body, requestSignature: signature }, headers);
  return trouble === undefined ? undefined : words.answer[trouble];
}

const told = ({ state, code = '' }: CommandAnswer): string => [state, code].join(' ').trim();

/** A command that was pending may have been decided since. */
const sameAnswer = (first: CommandAnswer, second: CommandAnswer): boolean => first.state === 'pending' || (told(first) === told(second) && first.at === second.at);

async function repeated(run: Run, command: Command, first: CommandAnswer): Promise<Seen> {
  const called = await ask(run, { body: JSON.stringify(command) });
  if (typeof called === 'string') return called;
  const second = answerIn(called, command.key);
  if (typeof second === 'string') return second;
  return sameAnswer(first, second) ? signedSeen(run, called) : words.differs(told(first), told(second));
}

async function statusSeen(run: Run, first: CommandAnswer): Promise<Seen> {
  const called = await ask(run, { method: 'GET', url: statusUrl(run, first.key) });
  if (typeof called === 'string') return called;
  const found = answerIn(called, first.key);
  if (typeof found === 'string') return found;
  return sameAnswer(first, found) ? signedSeen(run, called) : words.differs(told(first), told(found));
}

async function refusedWith(run: Run, calling: Partial<Calling>, status: number, code: CommandErrorCode): Promise<Seen> {
  const called = await ask(run, calling);
  if (typeof called === 'string') return called;
  if (called.status >= 400) run.errors.push(called);
  if (called.status !== status) return words.status(called.status, `${status} ${code}`);
  const read = commandError.safeParse(jsonIn(called.body));
  // Its form is a finding of its own.
  return !read.success || read.data.error.code === code ? undefined : words.code(read.data.error.code, code);
}

/** For nobody and of nothing: refused with its reason, taken over to be looked at, or not known as a command. */
async function orderSeen(run: Run): Promise<Seen> {
  const { key, at, actor } = sample('order');
  const order: Command = { key, kind: 'order-test', at, actor, data: { patientIds: [{ value: unknownItem }], visit: unknownItem, request: unknownItem, category: 'laboratory', item: { id: unknownItem, text: '自测，请勿处理' }, urgent: false, orderedAt: at } };
  const called = await ask(run, { body: JSON.stringify(order) });
  if (typeof called === 'string') return called;
  if (called.status === 400 && errorCode(called) === 'unknown-command') return words.noOrders;
  const answer = answerIn(called, key);
  if (typeof answer === 'string') return answer;
  if (answer.state === 'accepted') return words.ordered;
  return answer.state === 'refused' && (answer.code === undefined || answer.message === undefined) ? words.unexplained : undefined;
}

function errorCode({ body }: Called): string | undefined {
  const read = commandError.safeParse(jsonIn(body));
  return read.success ? read.data.error.code : undefined;
}

/** The very same bytes and headers twice. */
async function replayed(run: Run, command: Command): Promise<Seen> {
  const again = { body: JSON.stringify(command), nonce: randomBytes(12).toString('hex'), now: run.side.now() };
  const first = await ask(run, again);
  return typeof first === 'string' ? first : refusedWith(run, again, 401, 'repeated');
}

async function leftBehind(run: Run, keys: readonly string[]): Promise<Seen> {
  for (const key of keys) {
    const called = await ask(run, { method: 'GET', url: statusUrl(run, key) });
    if (typeof called === 'string') return called;
    if (called.status === 200 || called.status === 202) return words.left;
  }
  return undefined;
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
