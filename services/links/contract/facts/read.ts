/** One message of the contract to what it says, or to everything that is wrong with it. Pure; never throws. */
import { z } from 'zod';
import { ourNumber } from '../../statements/format.patient-number.ts';
import type { Said, Statement } from '../../statements/schema.ts';
import { type FactsMessage, type FactsStatement, factsMessage, mostAheadHours } from '../schema.facts.ts';
import { reportSaid } from './report.ts';
import { type Place, type Problem, problemAt, problemOf } from './problems.ts';
import { strayFields, unstorable } from './strays.ts';

export type FactsRead = { readonly kind: 'said'; readonly said: Said } | { readonly kind: 'refused'; readonly problems: readonly [Problem, ...Problem[]] };

export interface Reading {
  /** The client that signed. */
  readonly client: string;
  readonly now: Date;
  /** Where the message stands in the request. */
  readonly place: Place;
}

const mostProblems = 20;

/** Deeper than any message of ours: a reader that follows it to the end would run out of stack. */
const deepest = 30;

export function readFacts(raw: unknown, reading: Reading): FactsRead {
  const problems = problemsOf(raw, reading);
  if (problems.first !== undefined) return { kind: 'refused', problems: [problems.first, ...problems.more] };
  return { kind: 'said', said: saidOf(problems.message, reading) };
}

/** A message as `storedFacts` kept it, read once more. */
export function readStoredFacts(body: Buffer, now: Date): readonly Said[] | { readonly reason: string } {
  const { client, message } = stored.parse(JSON.parse(body.toString('utf8')));
  const read = readFacts(message, { client, now, place: [] });
  return read.kind === 'said' ? [read.said] : { reason: read.problems[0].code };
}

const stored = z.object({ client: z.string(), message: z.unknown() });

type Judged = { readonly first: Problem; readonly more: readonly Problem[] } | { readonly first: undefined; readonly message: FactsMessage };

function problemsOf(raw: unknown, { now, place }: Reading): Judged {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || isTooDeep(raw)) return { first: problemAt(place, 'facts.not-an-object'), more: [] };
  const read = factsMessage.safeParse(raw, { reportInput: true });
  const found = [
    ...unstorable(raw).map((at) => problemAt([...place, ...at], 'facts.bad-text')),
    ...(read.success
      ? [...strayFields(raw, read.data).map((at) => problemAt([...place, ...at], 'facts.unknown-field')), ...missing(read.data, place), ...ahead(read.data, place, now)]
      : read.error.issues.map((issue) => problemOf(issue, place))),
  ];
  const [first, ...more] = found.slice(0, mostProblems);
  if (first !== undefined) return { first, more };
  return read.success ? { first: undefined, message: read.data } : { first: problemAt(place, 'facts.bad-form'), more: [] };
}

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > deepest || Object.values(value).some((each) => isTooDeep(each, depth + 1));
}

/** What one field demands of another; a JSON schema cannot say it. */
function missing({ patient, visit, statements }: FactsMessage, place: Place): Problem[] {
  const about = statements.findIndex(({ kind }) => kind !== 'session' && kind !== 'bed');
  const kind = statements[about]?.kind ?? '';
  const found: Problem[] = [];
  if (patient === undefined && about !== -1) found.push(problemAt([...place, 'patient'], 'facts.patient-missing', { kind }));
  if (patient !== undefined && patient.ids.length === 0 && (patient.identity?.idNumber ?? null) === null) found.push(problemAt([...place, 'patient', 'ids'], 'facts.patient-nameless'));
  if (visit === undefined && statements.some((one) => one.kind === 'stay')) found.push(problemAt([...place, 'visit'], 'facts.visit-missing'));
  return [...found, ...statements.flatMap((one, at) => lacking(one, [...place, 'statements', at]))];
}

function lacking(statement: FactsStatement, place: Place): Problem[] {
  if (statement.kind === 'order' || statement.kind === 'booking') return statement.number === undefined && statement.filler === undefined ? [problemAt([...place, 'number'], 'facts.number-missing')] : [];
  if (statement.kind === 'diagnoses') return statement.all.flatMap(({ code, name }, at) => ((code ?? name) === undefined ? [problemAt([...place, 'all', at], 'facts.diagnosis-nameless')] : []));
  if (statement.kind !== 'report') return [];
  return statement.orders.flatMap(({ placer, filler, specimen, results }, order) => [
    ...(placer ?? filler ?? specimen?.number) === undefined ? [problemAt([...place, 'orders', order, 'filler'], 'facts.missing-field')] : [],
    ...results.flatMap(({ code }, result) => (code.id === undefined && code.text === undefined ? [problemAt([...place, 'orders', order, 'results', result, 'code'], 'facts.item-missing')] : [])),
  ]);
}

function ahead({ sentAt, asOf }: FactsMessage, place: Place, now: Date): Problem[] {
  const latest = now.getTime() + mostAheadHours * 3_600_000;
  const late = (['sentAt', 'asOf'] as const).filter((field) => Date.parse({ sentAt, asOf: asOf ?? sentAt }[field]) > latest);
  return late.map((field) => problemAt([...place, field], 'facts.time-ahead'));
}

function saidOf({ controlId, type, sentAt, asOf, patient, visit, statements }: FactsMessage, { client }: Reading): Said {
  return {
    sender: { application: client, facility: '' },
    controlId,
    type: type ?? [...new Set(statements.map(({ kind }) => kind))].join('+'),
    sentAt,
    asOf: asOf ?? sentAt,
    ...(patient !== undefined && { patient }),
    ...(visit !== undefined && { visit }),
    statements: statements.map((statement) => statementSaid(statement, `${client}|${ourNumber(patient?.ids ?? []) ?? ''}`)),
    warnings: [],
  };
}

function statementSaid(statement: FactsStatement, origin: string): Statement {
  if (statement.kind === 'report') return reportSaid(statement.orders, origin);
  // Without words the code stands in their place until the hospital's list has them (`codes`).
  return statement.kind === 'diagnoses' ? { ...statement, all: statement.all.map(({ code, name = code ?? '', ...more }) => ({ ...more, name, ...(code !== undefined && { code }) })) } : statement;
}
