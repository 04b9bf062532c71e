/** What was read of arrivals, applied: patients and visits once, then each statement by the applier of its kind. */
import type { ActionContext } from '../../core/module.ts';
import { reportsOf } from '../../links/statements/format.ts';
import type { Said, Statement } from '../../links/statements/schema.ts';
import { type CodeMatcher, senderName } from '../codes/index.ts';
import { type About, type PatientCopies, type Settled, asFirstRead } from '../patients/index.ts';
import type { AppliedKind, Applier, ApplierOfAll, Appliers, Receiving, ToldStatement } from './appliers.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';
import type { Matter, StrangeCode } from './model.ts';

export interface Letter {
  /** Key in the inbox. */
  readonly arrival: string;
  /** When it came, where that is not now. */
  readonly receivedAt?: Date | undefined;
  readonly said: readonly Said[];
}

export interface Means {
  readonly copies: PatientCopies;
  readonly table: Appliers;
  readonly codes: CodeMatcher;
}

/** For the triage desk: what found no place, and codes that nothing here knows. */
export interface Waiting {
  readonly matters: Matter[];
  readonly strange: StrangeCode[];
}

/** @param mended the mappings' version, when a message is read again because of them */
export async function applyLetters(context: ActionContext, { copies, table, codes }: Means, letters: readonly Letter[], mended?: number): Promise<Waiting> {
  const read = letters.flatMap(({ arrival, said, receivedAt = context.now }) => said.map((one, index) => ({ arrival, index, said: inTime(one, receivedAt, arrival), mended })));
  const matched = await codes.match(context.tx, read.map(({ said }) => said));
  const messages = read.map((message, place) => ({ ...message, said: matched[place]?.said ?? message.said }));
  const settled = await copies.settle(context, messages);
  const matters: Matter[] = [];
  const together: ToldTogether = new Map();
  for (const [place, { said }] of messages.entries()) {
    const found = settled[place];
    if (found !== undefined) matters.push(...(await applyOne(context, table, said, found, together)));
  }
  for (const [applier, told] of together) await applier.all(context, told);
  const strange = messages.flatMap(({ arrival, said: { sender } }, place) => (matched[place]?.unknown ?? []).map((use) => ({ ...use, arrival, sender: senderName(sender) })));
  return { matters, strange };
}

/** A sender's clock may be wrong. What it says of tomorrow's date would stand over everything said until then: it counts as of when it came. */
const mostAheadMs = 24 * 3_600_000;

function inTime(said: Said, receivedAt: Date, arrival: string): Said {
  const latest = receivedAt.getTime() + mostAheadMs;
  const isAhead = (at: string | undefined): boolean => at !== undefined && Date.parse(at) > latest;
  const { asOf, sentAt, warnings } = said;
  if (!isAhead(asOf) && !isAhead(sentAt)) return said;
  const now = receivedAt.toISOString();
  return { ...said, ...(asOf !== undefined && { asOf: isAhead(asOf) ? now : asOf }), ...(sentAt !== undefined && { sentAt: isAhead(sentAt) ? now : sentAt }), warnings: [...warnings, { place: arrival.startsWith('hl7:') ? 'MSH-7' : 'timestamp', name: 'time-ahead' }] };
}

/** The table is keyed by kind, so the applier found under a statement's kind takes that statement. */
type ToldTogether = Map<ApplierOfAll<never>, ToldStatement<never>[]>;

async function applyOne(context: ActionContext, table: Appliers, message: Said, found: Settled, together: ToldTogether): Promise<Matter[]> {
  const { about, lacks } = found;
  const sender = [message.sender.application, message.sender.facility].join('|');
  const common = { arrival: about.arrival, sender, patientId: about.patientId };
  const matters: Matter[] = [
    ...message.warnings.map(({ name, place }) => ({ ...common, reason: name, place, kind: 'message' })),
    ...lacks.map(({ reason, kind }) => ({ ...common, reason, kind })),
  ];
  const lacking = new Set(lacks.map(({ kind }) => kind));
  for (const statement of message.statements) {
    if (lacking.has(statement.kind)) continue;
    const receiving = { ...context, wait: (trouble) => void matters.push({ ...common, kind: statement.kind, ...trouble }) } satisfies Receiving;
    await apply(receiving, table, found, statement, together);
  }
  tell(context, message, found);
  return matters;
}

/** Their rows are versions with the stamp in their key: read again, what they have is known by the first reading's. */
const versioned: ReadonlySet<string> = new Set(['report', 'document']);
const aboutFor = (kind: string, about: About): About => (versioned.has(kind) ? { ...about, stamp: asFirstRead(about.stamp) } : about);

async function apply(receiving: Receiving, table: Appliers, { about }: Settled, statement: Statement, together: ToldTogether): Promise<void> {
  const applier = table[statement.kind as AppliedKind] as Applier<never> | ApplierOfAll<never> | undefined;
  const told = { about: aboutFor(statement.kind, about), statement: statement as never };
  if (typeof applier === 'function') await applier(receiving, told.about, told.statement);
  else if (applier !== undefined) together.set(applier, [...(together.get(applier) ?? []), told]);
}

function tell({ emit }: ActionContext, message: Said, { about: { arrival, patientId }, nowId }: Settled): void {
  const visitId = nowId === undefined ? {} : { visitId: nowId };
  if (message.statements.length === 0) return emit(otherReceived, arrival, { type: message.type });
  if (patientId === undefined) return;
  for (const report of reportsOf(message)) emit(resultReceived, patientId, { arrival, patientId, ...visitId, report });
  if (message.statements.some(({ kind }) => kind === 'person' || kind === 'stay')) emit(admissionReceived, patientId, { arrival, event: message.type, ...visitId });
}
