/** Audit rows and sessions in the words people read. */
import type { Audit } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { Say } from '../../core/phrases.ts';
import { patientsById } from '../../shared/data-scope/index.ts';
import { type Person, findPeople } from '../../shared/directory/index.ts';
import { adminRoleWords, doorWords, endWords, outcomeWords, roleWords, strangerWords, terminalWords, whyWords } from './phrases.ts';
import type { AuditRow, sessionsView } from './schema.ts';
import type { z } from 'zod';

/** What the acts of all modules are called, and what their refusals say. */
export interface Names {
  readonly acts: () => Readonly<Record<string, string>>;
  readonly say: () => Say;
}

/** Of a list of two hundred a row names the first few. */
const namedPatients = 8;

export async function toRows(tx: Tx, rows: readonly Audit[], names: Names): Promise<AuditRow[]> {
  const people = await findPeople(tx, [...new Set(rows.map(({ actor }) => numberOf(actor)).filter((number) => number !== undefined))]);
  const patients = await patientsById(tx, [...new Set(rows.flatMap((row) => row.patients.slice(0, namedPatients)))]);
  return rows.map((row) => toRow(row, people, new Map([...patients].map(([id, { number }]) => [id, number])), names));
}

function toRow(row: Audit, people: ReadonlyMap<string, Person>, numbers: ReadonlyMap<string, string>, names: Names): AuditRow {
  const number = numberOf(row.actor);
  const person = number === undefined ? undefined : people.get(number);
  const roles = [roleWords[row.role ?? ''] ?? row.role, adminRoleWords[row.adminRole ?? '']].filter((word) => word !== null && word !== undefined);
  return {
    place: row.lane === null ? `—${row.id}` : `${row.lane}-${row.seq}`,
    at: row.at,
    who: whoOf(row.actor, person),
    department: person?.departmentName ?? '',
    role: roles.join('、'),
    act: row.act,
    actName: names.acts()[row.act] ?? row.act,
    outcome: outcomeOf(row.outcome),
    outcomeName: outcomeWords[outcomeOf(row.outcome)],
    why: whyOf(row, names),
    reason: row.reason ?? '',
    patients: row.patients.slice(0, namedPatients).map((id) => numbers.get(id) ?? '（已删除）'),
    patientCount: row.patients.length,
    subject: row.subject ?? '',
    door: doorWords[row.door] ?? row.door,
    terminal: terminalWords[row.terminal ?? ''] ?? '',
    address: row.address ?? '',
    origin: row.origin ?? '',
  };
}

const numberOf = (actor: string): string | undefined => /^staff:(.+)$/.exec(actor)?.[1];

function whoOf(actor: string, person: Person | undefined): string {
  if (actor === 'stranger') return strangerWords;
  return person === undefined ? (numberOf(actor) ?? actor) : `${person.name} ${person.number}`;
}

function outcomeOf(outcome: string): AuditRow['outcome'] {
  return outcome === 'allowed' || outcome === 'refused' ? outcome : 'failed';
}

/** Of a policy such as `critical-values:view:attending` the last word says why; of a refusal its sentence. */
function whyOf({ outcome, reason }: Audit, { say }: Names): string {
  if (reason === null) return '';
  if (outcome === 'refused') return say()(reason);
  const last = reason.split(/[:./]/).at(-1) ?? '';
  const role = /^role:(.+)$/.exec(reason)?.[1];
  return whyWords[reason] ?? (role === undefined ? whyWords[last] : roleWords[role]) ?? terminalWords[reason] ?? reason;
}

export async function sessionLines(tx: Tx, staff: string | undefined, limit: number, now: Date): Promise<z.infer<typeof sessionsView>['items']> {
  const rows = await tx.session.findMany({ where: staff === undefined || staff === '' ? {} : { staff }, orderBy: { createdAt: 'desc' }, take: limit });
  const people = await findPeople(tx, [...new Set(rows.map((row) => row.staff))]);
  return rows.map((row) => ({
    who: whoOf(`staff:${row.staff}`, people.get(row.staff)),
    terminal: terminalWords[row.terminal] ?? row.terminal,
    device: row.device ?? '',
    address: row.address ?? '',
    begunAt: row.createdAt,
    seenAt: row.lastSeenAt,
    endedAt: row.endedAt ?? (row.expiresAt <= now ? row.expiresAt : null),
    why: row.endedAt === null ? (row.expiresAt <= now ? '到时自动结束' : '') : (endWords[row.endedWhy ?? ''] ?? ''),
  }));
}
