/** Rows of the triage desk. */
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { rowsOf } from '../../core/rows.ts';
import { type Matter, type MatterState, remarks } from './model.ts';

export type MatterRow = Prisma.IntakeMatterGetPayload<object>;

const matterRows = rowsOf('intake_matter', {
  id: 'uuid', arrival: 'text', sender: 'text', reason: 'text', place: 'text', kind: 'text', state: 'text', codeKind: 'text', code: 'text', codeText: 'text', patientId: 'uuid', openedAt: 'timestamptz',
});

/** What was understood and taken all the same: told once for each sender and reason, with a count and the latest message. */
const isRemark = ({ reason, kind }: Matter): boolean => kind === 'message' && remarks.includes(reason);

/** What is known already stays as it is: a matter that somebody ignored is not opened by reading the message again. */
export async function openMatters(tx: Tx | PrismaClient, matters: readonly Matter[], now: Date): Promise<void> {
  const [remarked, others] = [matters.filter(isRemark), matters.filter((matter) => !isRemark(matter))];
  if (remarked.length > 0) await noteRemarks(tx as Tx, remarked, now);
  if (others.length === 0) return;
  await matterRows.insertNew(tx as Tx, others.map(({ arrival, sender, reason, place = '', kind, code, patientId }) => ({
    id: newId(now.getTime()), arrival, sender, reason, place, kind, state: 'open', codeKind: code?.kind ?? null, code: code?.code ?? null, codeText: code?.text ?? null, patientId: patientId ?? null, openedAt: now,
  })));
}

/** In one order, so that two transactions never wait for each other; ignored ones go on counting and stay ignored. */
async function noteRemarks(tx: Tx, matters: readonly Matter[], now: Date): Promise<void> {
  const groups = [...Map.groupBy(matters, ({ sender, reason }) => JSON.stringify([sender, reason]))].toSorted(([one], [other]) => (one < other ? -1 : 1));
  for (const [, of] of groups) {
    const last = of.at(-1);
    if (last === undefined) continue;
    const { arrival, sender, reason, place = '' } = last;
    const messages = new Set(of.map((each) => each.arrival)).size;
    await tx.$executeRaw`
      INSERT INTO intake_matter (id, arrival, sender, reason, place, kind, state, patient_id, opened_at, messages, last_at)
      VALUES (${newId(now.getTime())}::uuid, ${arrival}, ${sender}, ${reason}, ${place}, 'remark', 'open', ${last.patientId ?? null}::uuid, ${now}, ${messages}, ${now})
      ON CONFLICT (sender, reason) WHERE kind = 'remark' DO UPDATE
        SET arrival = EXCLUDED.arrival, place = EXCLUDED.place, patient_id = EXCLUDED.patient_id, last_at = EXCLUDED.last_at, messages = intake_matter.messages + EXCLUDED.messages`;
  }
}

export interface MatterFilter {
  readonly state?: MatterState | undefined;
  readonly reason?: string | undefined;
  readonly sender?: string | undefined;
  readonly codeKind?: string | undefined;
  readonly code?: string | undefined;
  readonly arrival?: string | undefined;
}

const whereOf = (filter: MatterFilter): Prisma.IntakeMatterWhereInput => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

/** Newest first. */
export async function listMatters(tx: Tx, filter: MatterFilter, page: { readonly limit: number; readonly offset: number }): Promise<{ rows: MatterRow[]; total: number }> {
  const where = whereOf(filter);
  const rows = await tx.intakeMatter.findMany({ where, orderBy: [{ openedAt: 'desc' }, { id: 'desc' }], take: page.limit, skip: page.offset });
  return { rows, total: await tx.intakeMatter.count({ where }) };
}

/** Open ones by reason and code: one unknown code may stand for thousands of messages. */
export async function countMatters(tx: Tx): Promise<{ reason: string; codeKind: string | null; code: string | null; count: number }[]> {
  return tx.$queryRaw`
    SELECT reason, code_kind AS "codeKind", code, count(*)::int AS count FROM intake_matter WHERE state = 'open'
     GROUP BY reason, code_kind, code ORDER BY count DESC, reason, code_kind, code LIMIT 500`;
}

/** Open → ignored, or back. `false` when it does not stand so any more. */
export async function moveMatter(tx: Tx, id: string, from: MatterState, to: MatterState, by: string, now: Date): Promise<boolean> {
  const closed = to === 'open' ? { closedAt: null, closedBy: null } : { closedAt: now, closedBy: by };
  return (await tx.intakeMatter.updateMany({ where: { id, state: from }, data: { state: to, ...closed } })).count === 1;
}

/** After an arrival was read again: what is still in the way stays open, the rest is solved. */
export async function settleMatters(tx: Tx, arrival: string, still: readonly Matter[], by: string, now: Date): Promise<{ solved: number; open: number }> {
  // A remark was counted when the message came; that it is read again is no news.
  await openMatters(tx, still.filter((matter) => !isRemark(matter)), now);
  const rows = await tx.intakeMatter.findMany({ where: { arrival, state: 'open', kind: { not: 'remark' } } });
  const inTheWay = new Set(still.map(({ reason, place = '', kind }) => JSON.stringify([reason, place, kind])));
  const solved = rows.filter(({ reason, place, kind }) => !inTheWay.has(JSON.stringify([reason, place, kind])));
  await tx.intakeMatter.updateMany({ where: { id: { in: solved.map(({ id }) => id) } }, data: { state: 'solved', closedAt: now, closedBy: by } });
  await tx.intakeMatter.updateMany({ where: { arrival, state: 'open', kind: { not: 'remark' } }, data: { tries: { increment: 1 } } });
  return { solved: solved.length, open: rows.length - solved.length };
}
