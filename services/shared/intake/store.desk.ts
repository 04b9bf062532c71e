/** Rows of the triage desk as its page asks for them. */
import type { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { DeskTab, MatterState } from './model.ts';
import type { MatterRow } from './store.ts';

/** Of a message that was not taken, as the door writes it: about the whole of it, at no place. */
const refused = { kind: 'message', place: '' } satisfies Prisma.IntakeMatterWhereInput;

const ofTab: Readonly<Record<DeskTab, Prisma.IntakeMatterWhereInput>> = {
  refused: { ...refused, state: 'open' },
  unmatched: { NOT: refused, kind: { not: 'remark' }, state: 'open' },
  remarks: { kind: 'remark', state: 'open' },
  done: { state: { not: 'open' } },
};

export interface DeskFilter {
  readonly tab: DeskTab;
  readonly reason?: string | undefined;
  readonly sender?: string | undefined;
  readonly text: string;
}

export async function listDesk(tx: Tx, { tab, reason, sender, text }: DeskFilter, page: { readonly limit: number; readonly offset: number }): Promise<{ rows: MatterRow[]; total: number }> {
  const where: Prisma.IntakeMatterWhereInput = {
    ...ofTab[tab],
    ...(reason !== undefined && { reason }),
    ...(sender !== undefined && { sender }),
    ...(text !== '' && { arrival: { contains: text, mode: 'insensitive' } }),
  };
  const rows = await tx.intakeMatter.findMany({ where, orderBy: [...(tab === 'remarks' ? [{ messages: 'desc' as const }] : []), { openedAt: 'desc' }, { id: 'desc' }], take: page.limit, skip: page.offset });
  return { rows, total: await tx.intakeMatter.count({ where }) };
}

export async function deskCounts(tx: Tx): Promise<{ refused: number; unmatched: number; remarks: number; codes: number }> {
  const open = async (tab: DeskTab): Promise<number> => tx.intakeMatter.count({ where: ofTab[tab] });
  return { refused: await open('refused'), unmatched: await open('unmatched'), remarks: await open('remarks'), codes: await tx.intakeCode.count({ where: { state: 'open' } }) };
}

export async function reasonsOf(tx: Tx, tab: DeskTab): Promise<{ reason: string; count: number }[]> {
  const rows = await tx.intakeMatter.groupBy({ by: ['reason'], where: ofTab[tab], _count: true, orderBy: { _count: { reason: 'desc' } }, take: 60 });
  return rows.map(({ reason, _count: count }) => ({ reason, count }));
}

/** Of the desk as a whole, so that a choice stays while the tab changes. */
export async function sendersOf(tx: Tx): Promise<string[]> {
  const [some, others] = [await tx.intakeMatter.groupBy({ by: ['sender'], orderBy: { sender: 'asc' }, take: 200 }), await tx.intakeCode.groupBy({ by: ['sender'], orderBy: { sender: 'asc' }, take: 200 })];
  return [...new Set([...some, ...others].map(({ sender }) => sender))].filter((sender) => sender !== '').toSorted();
}

/** The door and the time each message came by. */
export async function arrivedBy(tx: Tx, arrivals: readonly string[]): Promise<Map<string, { readonly door: string; readonly receivedAt: Date }>> {
  const rows = await tx.inboxMessage.findMany({ where: { key: { in: [...arrivals] } }, select: { key: true, door: true, receivedAt: true } });
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}

/** Messages that wait for one reason, in one order, those after the given one. */
export async function arrivalsOfReason(tx: Tx, reason: string, sender: string | undefined, after: string, limit: number): Promise<string[]> {
  const rows = await tx.intakeMatter.findMany({ where: { state: 'open', reason, arrival: { gt: after }, ...(sender !== undefined && { sender }) }, distinct: ['arrival'], orderBy: { arrival: 'asc' }, take: limit, select: { arrival: true } });
  return rows.map(({ arrival }) => arrival);
}

export function moveMatters(tx: Tx, ids: readonly string[], from: MatterState, to: MatterState, note: string | null, by: string, now: Date): Promise<{ count: number }> {
  const closed = to === 'open' ? { closedAt: null, closedBy: null, note: null } : { closedAt: now, closedBy: by, note };
  return tx.intakeMatter.updateMany({ where: { id: { in: [...ids] }, state: from }, data: { state: to, ...closed } });
}

/** Whose data the message is about, as far as it was understood. */
export async function patientsOf(tx: Tx, arrival: string): Promise<string[]> {
  const rows = await tx.intakeMatter.findMany({ where: { arrival, patientId: { not: null } }, distinct: ['patientId'], select: { patientId: true } });
  return rows.flatMap(({ patientId }) => patientId ?? []);
}

/** What is open about a message, with its place: matters and codes. */
export async function faultsOf(tx: Tx, arrival: string): Promise<{ reason: string; place: string }[]> {
  const matters = await tx.intakeMatter.findMany({ where: { arrival, state: 'open' }, select: { reason: true, place: true } });
  const codes = await tx.intakeCodeArrival.findMany({ where: { arrival, intake: { state: 'open' } }, select: { intake: { select: { kind: true, place: true } } } });
  return [...matters, ...codes.map(({ intake: { kind, place } }) => ({ reason: `unknown-${kind}`, place }))];
}

export interface Waiting {
  readonly refused: number;
  readonly unmatched: number;
  readonly codes: number;
  readonly total: number;
  readonly oldestAt: Date | null;
  readonly newestAt: Date | null;
}

/** What a person has to do something about: without remarks on what was understood and taken. */
export async function waitingNow(tx: Tx): Promise<Waiting> {
  const [row] = await tx.$queryRaw<Waiting[]>`
    WITH open AS (
      SELECT CASE WHEN kind = 'message' AND place = '' THEN 'refused' ELSE 'unmatched' END AS what, opened_at AS at FROM intake_matter WHERE state = 'open' AND kind <> 'remark'
      UNION ALL SELECT 'codes', first_at FROM intake_code WHERE state = 'open')
    SELECT count(*) FILTER (WHERE what = 'refused')::int AS refused, count(*) FILTER (WHERE what = 'unmatched')::int AS unmatched, count(*) FILTER (WHERE what = 'codes')::int AS codes,
           count(*)::int AS total, min(at) AS "oldestAt", max(at) AS "newestAt" FROM open`;
  return row ?? { refused: 0, unmatched: 0, codes: 0, total: 0, oldestAt: null, newestAt: null };
}
