/**
 * The door of everything that source systems send: store, then answer. The message, what it says and the jobs it causes
 * are committed before the answer goes out; a repeat gets the stored answer; what cannot be read is stored with its
 * reason. HL7, FHIR and the HTTP contract come in by `take`; `messageDoor` is the one that MLLP knocks at.
 */
import { createHash } from 'node:crypto';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { linkActor } from '../../core/access.ts';
import { closeArrival, storeArrival, storedAnswer } from '../../core/inbox.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metrics.ts';
import { type Corridor, Repeated } from '../../core/run.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Outcome } from '../../links/hl7/read.ts';
import type { Said } from '../../links/statements/schema.ts';
import type { AskDiagnoses } from '../codes/index.ts';
import { type Receive, receive } from './actions.ts';
import { appliersOf } from './appliers.ts';
import { gatherer } from './gather.ts';
import { type IntakeDoorName, links, senderIn } from './model.ts';
import { openMatters } from './store.ts';

export interface IntakeParts {
  readonly prisma: PrismaClient;
  readonly corridor: Corridor;
  readonly seal: KeyRing;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What the hospital's list of diagnoses calls them, where one is kept. */
  readonly diagnoses?: AskDiagnoses;
  /** Contents that are only named by their address are fetched. */
  readonly fetches?: boolean;
  /** Transactions side by side; one on the embedded database, which has one connection. */
  readonly lanes?: number;
}

/** What came in by one of the doors. */
export interface Knock {
  readonly door: IntakeDoorName;
  /** Sender and the sender's number with a digest of the content: a true repeat has the same (ADR 0006). */
  readonly key: string;
  readonly body: Uint8Array;
  readonly answer: Uint8Array;
}

export interface IntakeDoor {
  /** Stores and applies what was read, all of it or nothing; gives the answer to send, for a repeat the first one. */
  take(knock: Knock, said: readonly Said[]): Promise<Uint8Array>;
  /** Stores what is not taken, with our name of the reason; it waits at the triage desk. */
  refuse(knock: Knock, reason: string): Promise<void>;
}

/** Messages in one transaction: each costs next to nothing more, and none waits long for the others, also when all of them are critical and judged in it. */
const most = 32;

interface Letter {
  readonly knock: Knock;
  readonly said: readonly Said[];
}

export function intakeDoor(parts: IntakeParts): IntakeDoor {
  const { prisma, corridor, seal, log, metrics } = parts;
  const action = receive(seal, appliersOf(seal, parts.fetches), parts.diagnoses);
  const gather = gatherer<Letter, Uint8Array>({ lanes: parts.lanes ?? 1, most, take: (letters) => takeEach(parts, action, letters) });
  return {
    take: (knock, said) => gather.take({ knock, said }, knock.door, [knock.key, ...said.flatMap(keysOf)]),
    refuse: async (knock, reason) => {
      const { door, key } = knock;
      log.warn({ key, reason }, 'message refused');
      metrics.inbound.inc({ door, outcome: 'refused' });
      const closed = closeArrival(seal, { ...knock, outcome: 'refused', reason });
      await prisma.$transaction(async (tx) => {
        const now = corridor.now();
        if (await storeArrival(tx, now, closed)) await openMatters(tx, [{ arrival: key, sender: senderIn(key), reason, kind: 'message' }], now);
      });
    },
  };
}

/** Numbers of a message's patients and its visit: order is kept for each of them. */
function keysOf({ patient, visit, statements }: Said): string[] {
  const numbers = [...(patient?.ids ?? []), ...statements.flatMap((one) => (one.kind === 'merge' ? one.gone : []))].map(({ value }) => `patient ${value}`);
  return [...numbers, ...(patient?.identity?.idNumber ? [`card ${patient.identity.idNumber}`] : []), ...(visit?.number === undefined ? [] : [`visit ${visit.number}`])];
}

/** The same letter twice among them, by two lines of one sender, is taken once. */
async function takeEach(parts: IntakeParts, action: Receive, letters: readonly Letter[]): Promise<Uint8Array[]> {
  const first = new Map(letters.toReversed().map((letter) => [letter.knock.key, letter]));
  const unique = letters.filter((letter) => first.get(letter.knock.key) === letter);
  const answers = await takeNew(parts, action, unique);
  const byKey = new Map(unique.map(({ knock }, place) => [knock.key, answers[place] ?? knock.answer]));
  return letters.map(({ knock }) => byKey.get(knock.key) ?? knock.answer);
}

async function takeNew(parts: IntakeParts, action: Receive, letters: readonly Letter[]): Promise<Uint8Array[]> {
  const { prisma, corridor, seal, metrics } = parts;
  const door = letters[0]?.knock.door ?? 'mllp';
  try {
    const arrivals = letters.map(({ knock }) => closeArrival(seal, { ...knock, outcome: 'accepted' }));
    await corridor.run(linkActor(links[door]), action, { letters: letters.map(({ knock, said }) => ({ arrival: knock.key, said })) }, arrivals);
    metrics.inbound.inc({ door, outcome: 'accepted' }, letters.length);
    return letters.map(({ knock }) => knock.answer);
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
    const known = new Set(error.keys);
    metrics.inbound.inc({ door, outcome: 'repeated' }, known.size);
    const fresh = letters.filter(({ knock }) => !known.has(knock.key));
    const answers = new Map<Letter, Uint8Array>();
    for (const letter of letters) if (known.has(letter.knock.key)) answers.set(letter, (await storedAnswer(prisma, seal, letter.knock.key)) ?? letter.knock.answer);
    const taken = fresh.length === 0 ? [] : await takeNew(parts, action, fresh);
    for (const [place, letter] of fresh.entries()) answers.set(letter, taken[place] ?? letter.knock.answer);
    return letters.map((letter) => answers.get(letter) ?? letter.knock.answer);
  }
}

export interface MessageParts extends IntakeParts {
  readonly read: (raw: Buffer) => Outcome;
  readonly answer: (outcome: Outcome, now: Date) => Buffer;
}

export interface MessageDoor {
  /** Takes one message and returns its answer. A rejection means that nothing was stored: the sender must send again. */
  take(raw: Buffer): Promise<Buffer>;
  /** A message too large to take: refused like every other, and its beginning is on record. */
  tooLarge(head: Buffer, answer: Buffer): Promise<void>;
  /** A batch that is not as long as it says: its messages are taken, and that some are missing waits at the desk. */
  short(key: string, headers: Buffer, answer: Buffer): Promise<void>;
}

export function messageDoor({ read, answer, ...parts }: MessageParts): MessageDoor {
  const door = intakeDoor(parts);
  return {
    take: async (raw) => {
      const outcome = read(raw);
      // Some senders start their control ids anew; other content under a known id is another message, never a repeat.
      const knock = { door: 'mllp', key: `${outcome.key}#${outcome.digest.slice(0, 16)}`, body: raw, answer: answer(outcome, parts.corridor.now()) } as const;
      if (outcome.kind === 'said') return Buffer.from(await door.take(knock, outcome.said));
      await door.refuse(knock, outcome.refused.name);
      return knock.answer;
    },
    tooLarge: (head, refusal) => door.refuse({ door: 'mllp', key: `sha256:${createHash('sha256').update(head).digest('hex')}`, body: head, answer: refusal }, 'message-too-large'),
    short: (key, headers, answer) => door.refuse({ door: 'mllp', key, body: headers, answer }, 'batch-incomplete'),
  };
}
