/** One message of a request: read, stored, then answered. Whatever is wrong with it stays in its own outcome. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Refusal } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Problem } from '../../links/contract/facts/problems.ts';
import type { FactsRead, Reading } from '../../links/contract/facts/read.ts';
import { storedFacts } from '../../links/contract/format.ts';
import { factsProblems } from '../../links/contract/phrases.ts';
import type { FactsOutcome } from '../../links/contract/schema.facts.ts';
import type { Said } from '../../links/statements/schema.ts';
import type { IntakeDoor, Knock } from '../../shared/intake/index.ts';

/** For whoever watches over the senders. */
export interface HeardFacts {
  readonly door: 'http';
  /** The client that signed. */
  readonly name: string;
  readonly at: Date;
  /** `undefined`: it was refused. */
  readonly said: readonly Said[] | undefined;
}

export interface TakingParts {
  readonly read: (raw: unknown, reading: Reading) => FactsRead;
  /** Asked late: it needs the corridor, which needs the modules. */
  readonly intake: () => IntakeDoor;
  readonly heard: (message: HeardFacts) => void;
  readonly log: Log;
}

export interface Taking {
  readonly client: string;
  readonly now: Date;
  /** Place in the request. */
  readonly index: number;
}

export async function take({ read, intake, heard, log }: TakingParts, { client, now, index }: Taking, raw: unknown): Promise<FactsOutcome> {
  const reading = read(raw, { client, now, place: ['messages', index] });
  heard({ door: 'http', name: client, at: now, said: reading.kind === 'said' ? [reading.said] : undefined });
  const controlId = controlIdIn(raw);
  const knock = knockOf(client, controlId, raw, now);
  try {
    if (reading.kind === 'said') {
      const answer = await intake().take(knock, [reading.said]);
      return { index, controlId, outcome: answer === knock.answer ? 'accepted' : 'repeated' };
    }
    // Under a key of its own: what was refused for a clock or an older version of ours may be taken when it comes again.
    await intake().refuse({ ...knock, key: `${knock.key}!${reading.problems[0].code}` }, reading.problems[0].code);
    return { index, controlId, outcome: 'refused', ...told(reading.problems) };
  } catch (error) {
    log.error({ error, key: knock.key }, 'message of the contract not stored; the sender will repeat it');
    const code = error instanceof Refusal ? error.code : 'facts.not-stored';
    return { index, controlId, outcome: 'failed', code, message: factsProblems['facts.not-stored'] };
  }
}

function told(problems: readonly [Problem, ...Problem[]]): Omit<FactsOutcome, 'index' | 'controlId' | 'outcome'> {
  const [{ code, message, path }] = problems;
  return { code, message, path, problems: problems.map((each) => ({ code: each.code, path: each.path, message: each.message })) };
}

function controlIdIn(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null && 'controlId' in raw ? raw.controlId : undefined;
  return typeof id === 'string' ? id.toWellFormed().replaceAll('\0', '\u{FFFD}').slice(0, 100) : '';
}

/** Members in another order are the same message: libraries do not keep it. */
function knockOf(client: string, controlId: string, raw: unknown, now: Date): Knock {
  const text = written(raw);
  const digest = createHash('sha256').update(canonical(raw) ?? text).digest('hex');
  // As in HL7 keys: application, facility, number.
  const key = `http:${client}||${controlId === '' ? `sha256:${digest}` : `${controlId}#${digest.slice(0, 16)}`}`;
  return { door: 'http', key, body: storedFacts(client, text), answer: Buffer.from(JSON.stringify({ receivedAt: now.toISOString() })) };
}

/** Nested without end it cannot be written; it is refused for that. */
function written(raw: unknown): string {
  try {
    return JSON.stringify(raw);
  } catch {
    return '';
  }
}

/** RFC 8785 knows no half surrogates. */
function canonical(raw: unknown): string | undefined {
  try {
    return canonicalize(raw);
  } catch {
    return undefined;
  }
}
