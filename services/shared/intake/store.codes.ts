/** Codes that nothing here knows: one row for each, however many messages name it, and which messages these are. */
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { rowsOf } from '../../core/rows.ts';
import type { MatterState, StrangeCode } from './model.ts';

const codeRows = rowsOf('intake_code', { id: 'uuid', sender: 'text', kind: 'text', code: 'text', text: 'text', place: 'text', state: 'text', firstAt: 'timestamptz' });

const keyOf = ({ sender, kind, code }: StrangeCode): string => `${sender} ${kind} ${code}`;

/** In one order, so that two transactions never wait for each other; known rows are not touched, so they never wait at all. */
export async function openCodes(tx: Tx, strange: readonly StrangeCode[], now: Date): Promise<void> {
  if (strange.length === 0) return;
  const each = [...new Map(strange.map((one) => [keyOf(one), one])).values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  await codeRows.insertNew(tx, each.map(({ sender, kind, code, text = '', place }) => ({ id: newId(now.getTime()), sender, kind, code, text, place, state: 'open', firstAt: now })));
  const given = JSON.stringify(strange.map(({ sender, kind, code, arrival }) => ({ sender, kind, code, arrival })));
  await tx.$executeRaw`
    INSERT INTO intake_code_arrival (code_id, arrival, at)
    SELECT c.id, g.arrival, ${now}::timestamptz FROM jsonb_to_recordset(${given}::text::jsonb) AS g(sender text, kind text, code text, arrival text)
      JOIN intake_code c ON c.sender = g.sender AND c.kind = g.kind AND c.code = g.code ON CONFLICT DO NOTHING`;
  // What was solved and comes again is a question again; what somebody ignored stays ignored.
  await tx.$executeRaw`
    UPDATE intake_code c SET state = 'open', closed_at = NULL, closed_by = NULL
      FROM jsonb_to_recordset(${given}::text::jsonb) AS g(sender text, kind text, code text)
     WHERE c.sender = g.sender AND c.kind = g.kind AND c.code = g.code AND c.state = 'solved'`;
}

/** After an arrival was read again: it waits for what is strange still; a code that no message waits for is solved. */
export async function settleCodes(tx: Tx, arrival: string, still: readonly StrangeCode[], by: string, now: Date): Promise<{ solved: number; open: number }> {
  const waited = await tx.intakeCodeArrival.findMany({ where: { arrival }, include: { intake: true } });
  await openCodes(tx, still, now);
  const strange = new Set(still.map(({ sender, kind, code }) => `${sender} ${kind} ${code}`));
  const gone = waited.filter(({ intake: { sender, kind, code } }) => !strange.has(`${sender} ${kind} ${code}`)).map(({ codeId }) => codeId);
  if (gone.length > 0) {
    await tx.intakeCodeArrival.deleteMany({ where: { arrival, codeId: { in: gone } } });
    await tx.intakeCode.updateMany({ where: { id: { in: gone }, state: 'open', arrivals: { none: {} } }, data: { state: 'solved', closedAt: now, closedBy: by } });
  }
  return { solved: gone.length, open: still.length };
}

export interface CodeFilter {
  readonly state: readonly MatterState[];
  readonly kind?: string | undefined;
  readonly sender?: string | undefined;
  /** Part of the code or its text, or of a message's key. */
  readonly text: string;
}

export interface CodeRow {
  readonly id: string;
  readonly sender: string;
  readonly kind: string;
  readonly code: string;
  readonly text: string;
  readonly place: string;
  readonly state: string;
  readonly firstAt: Date;
  readonly lastAt: Date | null;
  readonly messages: number;
  /** One that names it. */
  readonly arrival: string | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly note: string | null;
}

/** Those that most messages wait for first. */
export async function listCodes(tx: Tx, { state, kind, sender, text }: CodeFilter, page: { readonly limit: number; readonly offset: number }): Promise<{ rows: CodeRow[]; total: number }> {
  const like = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const found = await tx.$queryRaw<(CodeRow & { total: number })[]>`
    WITH found AS (
      SELECT c.*, a.messages, a.last_at, a.arrival FROM intake_code c
        LEFT JOIN LATERAL (SELECT count(*)::int AS messages, max(at) AS last_at, max(arrival) AS arrival FROM intake_code_arrival WHERE code_id = c.id) a ON true
       WHERE c.state = ANY(${[...state]}::text[]) AND (${kind ?? null}::text IS NULL OR c.kind = ${kind ?? null}) AND (${sender ?? null}::text IS NULL OR c.sender = ${sender ?? null})
         AND (${text} = '' OR c.code ILIKE ${like} OR c.text ILIKE ${like} OR EXISTS (SELECT 1 FROM intake_code_arrival b WHERE b.code_id = c.id AND b.arrival ILIKE ${like})))
    SELECT id, sender, kind, code, text, place, state, first_at AS "firstAt", last_at AS "lastAt", messages, arrival, closed_at AS "closedAt", closed_by AS "closedBy", note, count(*) OVER ()::int AS total
      FROM found ORDER BY messages DESC, first_at DESC, id LIMIT ${page.limit} OFFSET ${page.offset}`;
  return { rows: found, total: found[0]?.total ?? 0 };
}

/** Messages of one cause in one order, a page of them: those after the given one. */
export async function arrivalsOfCode(tx: Tx, codeId: string, after: string, limit: number): Promise<string[]> {
  return (await tx.intakeCodeArrival.findMany({ where: { codeId, arrival: { gt: after } }, orderBy: { arrival: 'asc' }, take: limit, select: { arrival: true } })).map(({ arrival }) => arrival);
}

export function moveCodes(tx: Tx, ids: readonly string[], from: MatterState, to: MatterState, note: string | null, by: string, now: Date): Promise<{ count: number }> {
  const closed = to === 'open' ? { closedAt: null, closedBy: null, note: null } : { closedAt: now, closedBy: by, note };
  return tx.intakeCode.updateMany({ where: { id: { in: [...ids] }, state: from }, data: { state: to, ...closed } });
}
