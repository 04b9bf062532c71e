/** The module's own rows. The command names patients, the hospital's sentence may: both are sealed. */
import type { HospitalCommand as Row } from '../../../prisma/generated/client.ts';
import { lockRow } from '../../core/db.ts';
import type { Tx } from '../../core/db.ts';
import { refusals } from '../../core/phrases.ts';
import type { Seal } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import { type Command, command } from '../../links/contract/schema.commands.ts';
import { phrases } from './phrases.ts';
import { type CommandState, type Delivery, commandStates } from './model.ts';

const refuse = refusals(phrases);

const bodyOf = (id: string) => `hospital-command.body ${id}`;
const messageOf = (id: string) => `hospital-command.message ${id}`;

export const sealedCommands: SealedTable = {
  table: 'hospital_command',
  id: 'id',
  idType: 'uuid',
  columns: [
    { column: 'sealed_body', kind: 'text', purpose: bodyOf },
    { column: 'sealed_message', kind: 'text', purpose: messageOf },
  ],
};

export interface Kept {
  readonly id: string;
  readonly command: Command;
  readonly delivery: Delivery;
  readonly message: string | undefined;
}

const stateOf = (text: string): CommandState => commandStates.find((state) => state === text) ?? 'failed';

export function deliveryOf({ state, attempts, unsure, code }: Row): Delivery {
  return { state: stateOf(state), attempts, unsure, code: code ?? undefined };
}

export function messageIn(seal: Seal, { id, sealedMessage }: Row): string | undefined {
  return sealedMessage === null ? undefined : seal.open(sealedMessage, messageOf(id)).toString('utf8');
}

function keptOf(seal: Seal, row: Row): Kept {
  return { id: row.id, command: command.parse(JSON.parse(seal.open(row.sealedBody, bodyOf(row.id)).toString('utf8'))), delivery: deliveryOf(row), message: messageIn(seal, row) };
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
  await tx.hospitalCommand.create({ data: { id, key: asked.key, kind: asked.kind, staffNumber: asked.actor.number, sealedBody: seal.close(Buffer.from(JSON.stringify(asked)), bodyOf(id)), state, createdAt: now } });
}

export async function save(tx: Tx, id: string, { state, attempts, unsure, code }: Delivery, more: { readonly triedAt?: Date; readonly answeredAt?: Date } = {}): Promise<void> {
  await tx.hospitalCommand.update({ where: { id }, data: { state, attempts, unsure, code: code ?? null, ...more } });
}

export async function saveMessage(tx: Tx, seal: Seal, id: string, message: string | undefined): Promise<void> {
  await tx.hospitalCommand.update({ where: { id }, data: { sealedMessage: message === undefined ? null : seal.close(Buffer.from(message), messageOf(id)) } });
}
