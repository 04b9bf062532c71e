/** Rows of the audit as people search them: newest first, by keyset, so that millions page as quickly as hundreds. */
import type { z } from 'zod';
import { type Audit, Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { strangerWords } from './phrases.ts';
import type { auditFilters } from './schema.ts';

const { sql } = Prisma;
const signInAct = 'sign-';

export interface Asked extends Omit<z.output<typeof auditFilters>, 'patient' | 'limit' | 'cursor'> {
  readonly patientId?: string | undefined;
}

export interface AuditPage {
  readonly rows: readonly Audit[];
  readonly next: string | null;
}

const columns = sql`a.id, a.at, a.actor, a.role, a.admin_role AS "adminRole", a.act, a.subject, a.patients, a.outcome, a.reason, a.door, a.terminal, a.address, a.origin, a.lane, a.seq, a.mac, a.hash`;

/** @throws Refusal 400 for a cursor that is none of ours */
export async function searchAudit(tx: Tx, asked: Asked, limit: number, cursor?: string): Promise<AuditPage> {
  const where = Prisma.join([sql`TRUE`, ...conditionsOf(asked), ...afterOf(cursor)], ' AND ');
  const rows = await tx.$queryRaw<Audit[]>`SELECT ${columns} FROM audit a WHERE ${where} ORDER BY a.at DESC, a.id DESC LIMIT ${limit + 1}`;
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last === undefined ? null : `${last.at.getTime()}.${last.id}` };
}

function conditionsOf({ staff, act, outcome, door, from, until, signIns, patientId }: Asked): Prisma.Sql[] {
  return [
    ...(staff === undefined || staff === '' ? [] : [sql`a.actor = ${staff === 'stranger' || staff === strangerWords ? 'stranger' : `staff:${staff}`}`]),
    ...(act === undefined || act === '' ? [] : [sql`a.act = ${act}`]),
    ...(outcome === undefined ? [] : [sql`a.outcome = ${outcome}`]),
    ...(door === undefined ? [] : [sql`a.door = ${door}`]),
    ...(from === undefined ? [] : [sql`a.at >= ${from}`]),
    ...(until === undefined ? [] : [sql`a.at < ${until}`]),
    ...(signIns === true ? [sql`a.act LIKE ${`${signInAct}%`}`] : []),
    ...(patientId === undefined ? [] : [sql`a.patients @> ARRAY[${patientId}::uuid]`]),
  ];
}

function afterOf(cursor: string | undefined): Prisma.Sql[] {
  if (cursor === undefined || cursor === '') return [];
  const [, ms, id] = /^(\d{1,15})\.(\d{1,19})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined) throw new Refusal('core.bad-input', { where: 'cursor' }, 400);
  return [sql`(a.at, a.id) < (${new Date(Number(ms))}, ${BigInt(id)})`];
}

/** Rows of a lane after a place: within a lane the order of places is the order of commits. */
export async function rowsAfter(tx: Tx, lane: number, seq: bigint, limit: number): Promise<{ actor: string; seq: bigint | null; at: Date }[]> {
  return tx.audit.findMany({ where: { lane, seq: { gt: seq } }, orderBy: { seq: 'asc' }, take: limit, select: { actor: true, seq: true, at: true } });
}

/** What a person did in a day, oldest first; of more than that the newest. */
const mostOfDay = 5000;

export async function dayOf(tx: Tx, staff: string, from: Date, until: Date): Promise<Audit[]> {
  const rows = await tx.audit.findMany({ where: { actor: `staff:${staff}`, at: { gte: from, lt: until } }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: mostOfDay });
  return rows.reverse();
}

export async function cursors(tx: Tx): Promise<Map<number, bigint>> {
  return new Map((await tx.auditCursor.findMany()).map(({ lane, seq }) => [lane, seq]));
}

export async function moveCursor(tx: Tx, lane: number, seq: bigint): Promise<void> {
  await tx.auditCursor.upsert({ where: { lane }, create: { lane, seq }, update: { seq } });
}

/** How a verification goes on, for the page. One row of the settings table, under the module's name. */
const runName = 'audit.verification';

export async function saveRun(db: Tx, run: object, by: string, at: Date): Promise<void> {
  const data = { value: JSON.parse(JSON.stringify(run)) as Prisma.InputJsonObject, changedAt: at, changedBy: by };
  await db.setting.upsert({ where: { name: runName }, create: { name: runName, ...data }, update: data });
}

export async function findRun(db: Tx): Promise<unknown> {
  return (await db.setting.findUnique({ where: { name: runName } }))?.value;
}
