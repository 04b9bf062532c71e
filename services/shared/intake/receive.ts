/** What was read of arrivals, applied: patients and visits once, then each statement by the applier of its kind. */
import type { ActionContext } from '../../core/module.ts';
import { reportsOf } from '../../links/statements/format.ts';
import type { Said, Statement } from '../../links/statements/schema.ts';
import type { PatientCopies, Settled } from '../patients/index.ts';
import type { AppliedKind, Applier, Appliers, Receiving } from './appliers.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';
import type { Matter } from './model.ts';

export interface Letter {
  /** Key in the inbox. */
  readonly arrival: string;
  readonly said: readonly Said[];
}

/** @returns what found no place, for the triage desk */
export async function applyLetters(context: ActionContext, copies: PatientCopies, table: Appliers, letters: readonly Letter[]): Promise<Matter[]> {
  const messages = letters.flatMap(({ arrival, said }) => said.map((one, index) => ({ arrival, index, said: one })));
  const settled = await copies.settle(context, messages);
  const matters: Matter[] = [];
  for (const [place, { said }] of messages.entries()) {
    const found = settled[place];
    if (found !== undefined) matters.push(...(await applyOne(context, table, said, found)));
  }
  return matters;
}

async function applyOne(context: ActionContext, table: Appliers, message: Said, found: Settled): Promise<Matter[]> {
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
    await apply(receiving, table, found, statement);
  }
  tell(context, message, found);
  return matters;
}

/** The table is keyed by kind, so the applier found under a statement's kind takes that statement. */
async function apply(receiving: Receiving, table: Appliers, { about }: Settled, statement: Statement): Promise<void> {
  const applier = table[statement.kind as AppliedKind] as Applier<never> | undefined;
  await applier?.(receiving, about, statement as never);
}

function tell({ emit }: ActionContext, message: Said, { about: { arrival, patientId }, nowId }: Settled): void {
  const visitId = nowId === undefined ? {} : { visitId: nowId };
  if (message.statements.length === 0) return emit(otherReceived, arrival, { type: message.type });
  if (patientId === undefined) return;
  for (const report of reportsOf(message)) emit(resultReceived, patientId, { arrival, patientId, ...visitId, report });
  if (message.statements.some(({ kind }) => kind === 'person' || kind === 'stay')) emit(admissionReceived, patientId, { arrival, event: message.type, ...visitId });
}
