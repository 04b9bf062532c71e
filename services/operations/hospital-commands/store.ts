/** The module's own rows. The command names patients, the hospital's sentence may: both are sealed. */
import type { HospitalCommand as Row } from '../../../prisma/generated/client.ts';
import { lockRow } from '../../core/db.ts';
import type { Tx } from '../../core/db.ts';
import { refusals } from '../../core/phrases.ts';
import type { Seal } from '../../core/seal.ts';
import { sealedText, tableOf } from '../../core/sealed.ts';
import { type Command, type CommandAnswer, command } from '../../links/contract/schema.commands.ts';
import { phrases } from './phrases.ts';
import { type CommandState, type Delivery, commandStates } from './model.ts';

const refuse = refusals(phrases);

const bodyText = sealedText('sealed_body', 'hospital-command.body');
const messageText = sealedText('sealed_message', 'hospital-command.message');

export const sealedCommands = tableOf('hospital_command', bodyText, messageText);

export interface Kept {
  readonly id: string;
  readonly command: Command;
  readonly delivery: Delivery;
  readonly message: string | undefined;
  /** Under which the hospital tells of it. */
  readonly number: string | undefined;
}

const stateOf = (text: string): CommandState => commandStates.find((state) => state === text) ?? 'failed';

export function deliveryOf({ state, attempts, unsure, code }: Row): Delivery {
  return { state: stateOf(state), attempts, unsure, code: code ?? undefined };
}

export function messageIn(seal: Seal, { id, sealedMessage }: Row): string | undefined {
  return messageText.open(seal, id, sealedMessage) ?? undefined;
}

function keptOf(seal: Seal, row: Row): Kept {
  return { id: row.id, command: command.parse(JSON.parse(bodyText.open(seal, row.id, row.sealedBody))), delivery: deliveryOf(row), message: messageIn(seal, row), number: row.answerNumber ?? undefined };
}

export async function findByKey(tx: Tx, seal: Seal, key: string): Promise<Kept | undefined> {
  const row = await tx.hospitalCommand.findUnique({ where: { key } });
  return row === null ? undefined : keptOf(seal, row);
}

export async function find(tx: Tx, seal: Seal, id: string): Promise<Kept | undefined> {
  const row = await tx.hospitalCommand.findUnique({ where: { id } });
  return row === null ? undefined : keptOf(seal, row);
}

/** @throws Refusal `hospital-commands.unknown` */
export async function loadForChange(tx: Tx, seal: Seal, id: string): Promise<Kept> {
  await lockRow(tx, 'hospital_command', id);
  const kept = await find(tx, seal, id);
  if (kept === undefined) throw refuse('hospital-commands.unknown');
  return kept;
}

export async function insert(tx: Tx, seal: Seal, id: string, asked: Command, { state }: Delivery, now: Date): Promise<void> {
  await tx.hospitalCommand.create({ data: { id, key: asked.key, kind: asked.kind, staffNumber: asked.actor.number, sealedBody: bodyText.close(seal, id, JSON.stringify(asked)), state, createdAt: now } });
}

export async function save(tx: Tx, id: string, { state, attempts, unsure, code }: Delivery, more: { readonly triedAt?: Date; readonly answeredAt?: Date } = {}): Promise<void> {
  await tx.hospitalCommand.update({ where: { id }, data: { state, attempts, unsure, code: code ?? null, ...more } });
}

export async function saveAnswer(tx: Tx, seal: Seal, id: string, { message, number }: Pick<CommandAnswer, 'message' | 'number'>): Promise<void> {
  await tx.hospitalCommand.update({ where: { id }, data: { sealedMessage: messageText.close(seal, id, message ?? null), answerNumber: number ?? null } });
}
