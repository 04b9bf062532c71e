/** From bytes to the intake and an answer: the same for the doors and for what is read from a server. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { linkActor } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import type { Corridor } from '../../core/run.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type Answer, answerTo, bytesOf, refusal } from '../../links/fhir/format.ts';
import type { ProblemName } from '../../links/fhir/phrases.ts';
import { type FhirReading, type ReadOptions, digestOf, parseJson, readFhir } from '../../links/fhir/read.ts';
import type { Said } from '../../links/statements/schema.ts';
import type { IntakeDoor, Knock, Stored } from '../../shared/intake/index.ts';
import { awaitNames, rememberNames, rememberParts, takeUpNow } from './actions.ts';
import { knownOf, saveNames, saveWaiting } from './store.ts';
import { closeParts, partsAlong, saveParts } from './store.parts.ts';

/** For whoever watches over the senders. */
export interface HeardFhir {
  readonly door: 'fhir';
  /** Client's code, or our name of the polled server. */
  readonly name: string;
  readonly at: Date;
  /** `undefined`: it was refused. */
  readonly said: readonly Said[] | undefined;
}

export interface TakeParts {
  readonly prisma: PrismaClient;
  readonly seal: KeyRing;
  readonly heard: (message: HeardFhir) => void;
  /** Asked late: both are made from the modules, of which this is one. */
  readonly late: () => { readonly intake: IntakeDoor; readonly corridor: Corridor };
}

export interface Sent {
  /** Client's code, or our name of the polled server. */
  readonly sender: string;
  readonly body: Uint8Array;
  /** Of `PUT …/Patient/1`: what the resource must be. */
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  /** A POST creates. */
  readonly creates?: boolean;
  /** For what is read from a server: asks it for what is referred to and nobody told. */
  readonly fetch?: (names: readonly string[]) => Promise<ReadonlyMap<string, Plain>>;
}

type Plain = Readonly<Record<string, unknown>>;

export interface Taken {
  readonly status: number;
  readonly body: Uint8Array;
  readonly location?: string | undefined;
  /** `undefined`: it was refused. */
  readonly said: readonly Said[] | undefined;
  /** Not told before. */
  readonly isNew: boolean;
}

const bundleTypes = ['transaction', 'batch', 'collection', 'searchset', 'history', 'message', 'document', 'subscription-notification'];

/** Stores, applies and answers. A rejection means that nothing was stored: the sender must send again. */
export async function take(parts: TakeParts, sent: Sent): Promise<Taken> {
  const digest = digestOf(sent.body);
  const node = parseJson(sent.body);
  if (typeof node === 'string') return refuse(parts, sent, digest, undefined, refusal(node === 'too-deep' || node === 'too-many-values' ? 'too-costly' : 'structure', node), node);
  const odd = oddity(node, sent);
  if (odd !== undefined) return refuse(parts, sent, digest, undefined, refusal(...odd), odd[1]);
  const alone = await read((names) => knownOf(parts.prisma, sent.sender, names), sent, node, digest, { cameAt: parts.late().corridor.now() });
  const reading = await readTogether(parts, sent, node, digest, alone);
  const taken = await keep(parts, sent, digest, reading);
  // After it is stored, so that whoever finds it waiting finds it.
  if (reading.awaits.length > 0) await parts.late().corridor.run(linkActor('fhir'), awaitNames, { sender: sent.sender, names: [...reading.awaits], arrival: keyOf(sent, digest, reading) });
  return taken;
}

async function keep(parts: TakeParts, sent: Sent, digest: string, reading: FhirReading): Promise<Taken> {
  const answer = answerTo(reading, digest);
  if (answer.status >= 400) return refuse(parts, sent, digest, reading, answer, problemIn(reading));
  const { intake, corridor } = parts.late();
  if (reading.remembered.length > 0) await corridor.run(linkActor('fhir'), rememberNames, { sender: sent.sender, names: reading.remembered.map(({ name, resource }) => ({ name, resource: { ...resource } })) });
  const status = sent.creates === true && reading.bundle === undefined ? 201 : answer.status;
  try {
    const knock = knockOf(sent, digest, reading, { ...answer, status });
    const stored = await intake.take(knock, reading.said);
    const first = opened(stored);
    if (first.status < 400) return { ...first, said: reading.said, isNew: stored === knock.answer };
    // Refused when it came first; what it lacked was told meanwhile.
    await corridor.run(linkActor('fhir'), takeUpNow, { arrival: knock.key });
    return { ...opened(knock.answer), said: reading.said, isNew: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(parts, sent, digest, reading, refusal('processing', 'not-taken'), error.code);
  }
}

/** With what the same sender told before of resources that are understood together with these. */
async function readTogether(parts: TakeParts, sent: Sent, node: Plain, digest: string, alone: FhirReading): Promise<FhirReading> {
  if (alone.parts.length === 0 || answerTo(alone, digest).status >= 400) return alone;
  const { corridor } = parts.late();
  const heardAt = alone.saidAt ?? corridor.now();
  await corridor.run(linkActor('fhir'), rememberParts, { parts: closeParts(parts.seal, sent.sender, alone.parts, heardAt), arrival: keyOf(sent, digest, alone), heardAt });
  const found = await partsAlong(parts.prisma, parts.seal, sent.sender, alone.parts);
  return read((names) => knownOf(parts.prisma, sent.sender, names), sent, node, digest, { ...found, cameAt: corridor.now() });
}

/**
 * What was stored, read once more: for the triage desk. No server is asked, since no transaction waits for one; whatever
 * was told meanwhile is known.
 */
export async function readAgain(seal: KeyRing, tx: Tx, now: Date, { key, body, reason, receivedAt }: Stored): Promise<readonly Said[] | { readonly reason: string }> {
  const sender = key.split(':')[1] ?? '';
  // Address and resource did not agree: only the sender knows which of them was meant.
  if (reason === 'type-differs' || reason === 'id-differs') return { reason };
  const digest = digestOf(body);
  const node = parseJson(body);
  if (typeof node === 'string') return { reason: node };
  const odd = oddity(node, {});
  if (odd !== undefined) return { reason: odd[1] };
  const lookUp = (names: readonly string[]) => knownOf(tx, sender, names);
  const alone = await read(lookUp, { sender }, node, digest, { cameAt: receivedAt });
  // Not now: something newer may have been taken meanwhile.
  const heardAt = alone.saidAt ?? receivedAt;
  await saveParts(tx, closeParts(seal, sender, alone.parts, heardAt), key, heardAt);
  const reading = alone.parts.length === 0 ? alone : await read(lookUp, { sender }, node, digest, { ...(await partsAlong(tx, seal, sender, alone.parts)), cameAt: receivedAt });
  await saveWaiting(tx, sender, reading.awaits, key, now);
  if (answerTo(reading, digest).status >= 400) return { reason: problemIn(reading) };
  await saveNames(tx, sender, reading.remembered, now, 'older');
  return reading.said.map((one) => (one.asOf === undefined && one.sentAt === undefined ? { ...one, asOf: receivedAt.toISOString() } : one));
}

const problemIn = ({ entries }: FhirReading): string => entries.find(({ problem }) => problem !== undefined)?.problem?.name ?? 'not-taken';

function oddity(node: Plain, { type, id }: Pick<Sent, 'type' | 'id'>): [code: string, name: ProblemName, expression?: string] | undefined {
  const [said, ownId] = [node['resourceType'], node['id']];
  if (typeof said !== 'string' || !/^[A-Z][A-Za-z]{2,40}$/.test(said)) return ['structure', 'type-missing', 'Resource.resourceType'];
  if (type !== undefined && said !== type) return ['structure', 'type-differs', `${said}.resourceType`];
  if (id !== undefined && ownId !== id) return ['structure', 'id-differs', `${said}.id`];
  if (said !== 'Bundle') return undefined;
  if (!bundleTypes.includes(String(node['type']))) return ['value', 'bundle-type', 'Bundle.type'];
  return Array.isArray(node['entry']) && node['entry'].length > 0 ? undefined : ['required', 'bundle-empty', 'Bundle.entry'];
}

/** Twice at most, and once more for every step of a chain (role → practitioner): the second time with what was told before. */
async function read(lookUp: (names: readonly string[]) => Promise<ReadonlyMap<string, Plain>>, { sender, fetch }: Pick<Sent, 'sender' | 'fetch'>, node: Plain, digest: string, together: Pick<ReadOptions, 'along' | 'heardAt' | 'cameAt'> = {}): Promise<FhirReading> {
  const known = new Map<string, Plain>();
  let reading = readFhir(node, { sender, digest, ...together });
  const asked = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const names = reading.missing.filter((name) => !asked.has(name)).slice(0, 5000);
    for (const name of names) asked.add(name);
    const told = await lookUp(names);
    const fetched = fetch === undefined ? new Map<string, Plain>() : await fetch(names.filter((name) => !told.has(name)));
    if (told.size + fetched.size === 0) return reading;
    for (const [name, resource] of [...told, ...fetched]) known.set(name, resource);
    reading = readFhir(node, { sender, digest, known, ...together });
  }
  return reading;
}

/** Kept with its reason, and answered. */
async function refuse(parts: TakeParts, sent: Sent, digest: string, reading: FhirReading | undefined, answer: Answer, reason: string): Promise<Taken> {
  const knock = knockOf(sent, digest, reading, answer);
  await parts.late().intake.refuse(knock, reason);
  return { ...opened(knock.answer), said: undefined, isNew: true };
}

/** Client, the sender's number of it, and a digest of the content (ADR 0006). */
const keyOf = ({ sender }: Sent, digest: string, reading: FhirReading | undefined): string => `fhir:${sender}:${reading?.controlId ?? `sha256:${digest.slice(0, 32)}`}#${digest.slice(0, 16)}`;

function knockOf(sent: Sent, digest: string, reading: FhirReading | undefined, { status, resource, headers }: Answer): Knock {
  const answer = Buffer.concat([Buffer.from(`${JSON.stringify({ status, location: headers?.['location'] })}\n`), bytesOf(resource)]);
  return { door: 'fhir', key: keyOf(sent, digest, reading), body: sent.body, answer };
}

/** A stored answer with its status, for the first time and for a repeat. */
function opened(stored: Uint8Array): Pick<Taken, 'status' | 'body' | 'location'> {
  const bytes = Buffer.from(stored);
  const end = bytes.indexOf(0x0a);
  const head = JSON.parse(bytes.subarray(0, end).toString()) as { status: number; location?: string };
  return { status: head.status, body: bytes.subarray(end + 1), location: head.location };
}

