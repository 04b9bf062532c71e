/** The bench's processes and how they are asked: one question at a time, one answer each. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** What the platform answers to each question. */
export interface FromPlatform {
  ready: { readonly port: number };
  count: () => { readonly delivered: number; readonly cards: number; readonly calls: number; readonly updates: number };
  collect: () => { readonly arrivals: readonly (readonly [message: number, at: number])[] };
  reset: () => object;
  stop: () => object | Promise<object>;
}

/** What a path under test answers. */
export interface FromPath {
  ready: { readonly port: number };
  /** Processor time of the path's own process so far, in ms. */
  cpu: () => { readonly ms: number };
  /** Forgets what still waits, where a path cannot keep up. */
  reset: () => object | Promise<object>;
  stop: () => object | Promise<object>;
}

export function cpu(): { readonly ms: number } {
  const { user, system } = process.cpuUsage();
  return { ms: (user + system) / 1000 };
}

type Answers<T> = { [K in keyof T]: T[K] extends () => infer R ? Awaited<R> : T[K] };

/** In the child: says it is ready and answers questions; ends after `stop`. */
export function asChild<T extends { ready: object; stop: () => object | Promise<object> }>(answers: T): void {
  process.on('message', (question: keyof T & string) => void reply(answers, question));
  process.send?.({ question: 'ready', answer: answers.ready });
}

async function reply<T extends object>(answers: T, question: keyof T & string): Promise<void> {
  const body = answers[question];
  const answer: unknown = typeof body === 'function' ? await (body as () => unknown)() : body;
  process.send?.({ question, answer });
  if (question === 'stop') process.disconnect();
}

export interface Child<T extends { ready: object }> {
  readonly ready: T['ready'];
  readonly pid: number;
  ask<K extends Exclude<keyof T, 'ready'> & string>(question: K): Promise<Answers<T>[K]>;
  stop(): Promise<void>;
}

/** Starts a file of this folder; resolves when it is ready. @throws when it ends before that */
export async function startChild<T extends { ready: object }>(file: string, env: Readonly<Record<string, string>>, execArgv: readonly string[] = []): Promise<Child<T>> {
  const child = fork(join(import.meta.dirname, file), [], { env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env }, execArgv: [...process.execArgv, ...execArgv], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = new Promise<never>((_resolve, reject) => child.once('exit', (code) => reject(new Error(`${file} ended (${code})`))));
  gone.catch(() => undefined);
  const answerTo = (question: string): Promise<unknown> => Promise.race([gone, nextAnswer(child, question)]);
  const ready = (await answerTo('ready')) as T['ready'];
  const ask = (question: string): Promise<unknown> => {
    const answer = answerTo(question);
    child.send(question);
    return answer;
  };
  return {
    ready,
    pid: child.pid ?? 0,
    ask: (question) => ask(question) as Promise<never>,
    stop: () => stop(child, ask),
  };
}

function nextAnswer(child: ChildProcess, question: string): Promise<unknown> {
  return new Promise((resolve) => {
    const hear = (message: { question: string; answer: unknown }): void => {
      if (message.question !== question) return;
      child.off('message', hear);
      resolve(message.answer);
    };
    child.on('message', hear);
  });
}

/** Asked first, so that profiles are written and databases closed; killed when it does not go. */
async function stop(child: ChildProcess, ask: (question: string) => Promise<unknown>): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ask('stop').catch(() => undefined);
  if (child.exitCode === null && child.signalCode === null) await ended;
  clearTimeout(limit);
}
