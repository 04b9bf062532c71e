/** A message's visit: settled in memory, written with all others of the transaction. */
import type { Stamp } from '../../core/registers.ts';
import type { Place, Said, StatementOf, Visit } from '../../links/statements/schema.ts';
import type { MessageStamps, Receiving } from './copies.ts';
import { tellDiagnoses, tellStay } from './copies.news.ts';
import type { Move, Step } from './model.ts';
import { statementOf, visitFacts } from './read-link.ts';
import { settleList } from './rules.list.ts';
import { addMove, settleMoves } from './rules.moves.ts';
import { eventFields, settleVisit, viewOf } from './rules.visit.ts';
import { type Chart, type Stay, discountMentions, freshStay, openStays, saveStays } from './store.charts.ts';
import { type TypedDiagnoses, diagnosesSaid, inOrder, movesSaid, saveDiagnoses, saveMoves } from './store.moves.ts';

export interface VisitWork {
  readonly stays: Stay[];
  /** By visit. */
  readonly moves: Map<string, readonly Move[]>;
  readonly movesTold: Set<string>;
  /** By visit and type; the key is `keyOf`. */
  readonly diagnoses: Map<string, TypedDiagnoses>;
  readonly diagnosesTold: Set<string>;
  /** People of whom a master told a visit; `newly` in this transaction. */
  readonly toldPeople: Set<string>;
  readonly newlyTold: Set<string>;
}

interface Expected {
  readonly chart: Chart | undefined;
  readonly said: Said;
}

/** All visits that these messages name by their patients' numbers, and where the patients are. */
export function staysOf({ tx }: Receiving, messages: readonly { readonly number: string | undefined; readonly said: Said }[]): Promise<Stay[]> {
  const named = messages.flatMap(({ number, said }) => (number === undefined || said.visit === undefined ? [] : [visitFacts(number, said.visit).number]));
  const former = messages.flatMap(({ said }) => statementOf(said, 'stay')?.former ?? []);
  return openStays(tx, [...new Set([...named, ...former])], [...new Set(messages.flatMap(({ number }) => number ?? []))]);
}

/** What is known of these visits besides. */
export async function visitWork({ tx }: Receiving, messages: readonly Expected[], stays: Stay[]): Promise<VisitWork> {
  const named = messages.flatMap(({ chart, said }) => (chart === undefined || said.visit === undefined ? [] : [{ chart, said, number: visitFacts(chart.number, said.visit).number }]));
  const idsOf = (kind: 'stay' | 'diagnoses') => named.flatMap(({ chart, said, number }) => (statementOf(said, kind) === undefined ? [] : (findStay(stays, chart, number)?.id ?? [])));
  return {
    stays,
    moves: await movesSaid(tx, idsOf('stay')),
    movesTold: new Set(),
    diagnoses: new Map((await diagnosesSaid(tx, idsOf('diagnoses'))).map((each) => [keyOf(each), each])),
    diagnosesTold: new Set(),
    // The one where a person is comes first of all: a mention there, or nothing, means that no master told any.
    toldPeople: new Set(stays.filter(({ told, counts }) => told || !counts).map(({ patientId }) => patientId)),
    newlyTold: new Set(),
  };
}

const keyOf = ({ visitId, type }: Pick<TypedDiagnoses, 'visitId' | 'type'>): string => `${visitId} ${type}`;
const findStay = (stays: readonly Stay[], chart: Chart, number: string): Stay | undefined => stays.find((stay) => stay.saidPatientId === chart.id && stay.number === number);

/** The visit that the message names; `undefined` when it names none. */
export function applyVisit(receiving: Receiving, work: VisitWork, chart: Chart, said: Said, stamps: MessageStamps): Stay | undefined {
  if (said.visit === undefined) return undefined;
  const { number, wardCode, fields } = visitFacts(chart.number, said.visit);
  const statement = statementOf(said, 'stay');
  const stay = findStay(work.stays, chart, number) ?? added(work, freshStay(number, chart, receiving.now));
  const before = { told: stay.told, memory: stay.memory };
  const told = { number, wardCode, fields: { ...fields, ...eventFields(statement?.event, fields, stamps.asOf) } };
  const memory = settleVisit(stay.memory, told, statement === undefined ? stamps.mention : stamps.master);
  if (memory !== stay.memory) Object.assign(stay, { memory, changed: true });
  if (statement !== undefined) {
    master(work, stay);
    for (const former of statement.former ?? []) swallow(work, chart, stay, former, receiving.now, stamps.master);
    noteMove(work, stay, statement, said.visit, stamps);
  }
  recount(work, stay);
  if (statement !== undefined) tellStay(receiving, stay, before, stamps.asOf);
  for (const one of said.statements) if (one.kind === 'diagnoses') noteDiagnoses(receiving, work, stay, one, stamps);
  return stay;
}

function added(work: VisitWork, stay: Stay): Stay {
  work.stays.push(stay);
  return stay;
}

function master({ toldPeople, newlyTold }: VisitWork, stay: Stay): void {
  if (stay.told) return;
  Object.assign(stay, { told: true, changed: true });
  toldPeople.add(stay.patientId);
  newlyTold.add(stay.patientId);
}

/** What was told under the former number stays there and counts no more. */
function swallow(work: VisitWork, chart: Chart, stay: Stay, number: string, now: Date, stamp: Stamp): void {
  if (number === stay.number) return;
  const former = findStay(work.stays, chart, number) ?? added(work, freshStay(number, chart, now));
  const { stamps } = former.memory;
  if (stamp <= (stamps['into'] ?? '')) return;
  Object.assign(former, { intoId: stay.id, memory: { ...former.memory, stamps: { ...stamps, into: stamp } }, counts: false, changed: true });
}

/** A stay that a master told counts unless it was taken back or its number went to another patient; a mention while there is no such stay. */
function recount({ stays, toldPeople }: VisitWork, { number, patientId }: Stay): void {
  const touched = stays.filter((stay) => stay.number === number || stay.patientId === patientId);
  const owner = touched.filter((stay) => stay.number === number && stay.told).reduce<Stay | undefined>((best, stay) => (best === undefined || lastWord(stay) > lastWord(best) ? stay : best), undefined);
  for (const stay of touched) {
    if (stay.told && stay.number !== number) continue;
    const isReal = stay.told ? stay === owner && viewOf(stay.memory).state !== 'cancelled' : !toldPeople.has(stay.patientId);
    const counts = isReal && stay.intoId === null;
    if (counts !== stay.counts) Object.assign(stay, { counts, changed: true });
  }
}

const lastWord = ({ memory }: Stay): Stamp => memory.stamps['visit'] ?? '';

const leaving: ReadonlySet<string> = new Set<Step>(['discharge', 'leave', 'depart']);

function noteMove({ moves, movesTold }: VisitWork, stay: Stay, statement: StatementOf<'stay'>, visit: Visit, { asOf, master: stamp }: MessageStamps): void {
  const known = moves.get(stay.id) ?? [];
  const next = movesIn(statement, visit, asOf, stamp).reduce(addMove, known);
  if (next === known) return;
  moves.set(stay.id, next);
  movesTold.add(stay.id);
}

/** The event's step, or all steps that the sender tells with their times. */
function movesIn({ event, prior, steps }: StatementOf<'stay'>, visit: Visit, asOf: Date, stamp: Stamp): Move[] {
  if (steps !== undefined) return steps.flatMap(({ event: step, at, from, to }) => (step === 'update' ? [] : [{ step, at: new Date(at), stamp, from: from === undefined ? null : placeOf(from), to: to === undefined ? null : placeOf(to) }]));
  if (event === 'update') return [];
  const [here, before] = [placeOf(visit), prior === undefined ? null : placeOf(prior)];
  return [{ step: event, at: asOf, stamp, from: leaving.has(event) ? (before ?? here) : before, to: leaving.has(event) ? null : here }];
}

function placeOf({ ward, room, bed, facility }: Place): Place | null {
  const told = Object.entries({ ward, room, bed, facility }).filter(([, value]) => value !== undefined);
  return told.length === 0 ? null : Object.fromEntries(told);
}

/** Each type is told as one, or entry by entry; the visit shows the main one. */
function noteDiagnoses(receiving: Receiving, work: VisitWork, stay: Stay, { all, partial }: StatementOf<'diagnoses'>, { master: stamp, asOf }: MessageStamps): void {
  const news: TypedDiagnoses[] = [];
  for (const [type, own] of Map.groupBy(all, ({ type: kind = '' }) => kind)) {
    const key = keyOf({ visitId: stay.id, type });
    const known = work.diagnoses.get(key)?.all ?? [];
    const said = partial === true ? { changes: own.map(({ removed = false, ...entry }) => ({ entry: inOrder(entry), removed })) } : { whole: own.map(inOrder) };
    const { list, stamps } = settleList(known, stay.memory.stamps, said, stamp, { field: fieldOf(type), keyOf: ({ code, name }) => code ?? name });
    if (stamps !== stay.memory.stamps) Object.assign(stay, { memory: { ...stay.memory, stamps }, changed: true });
    if (JSON.stringify(list) === JSON.stringify(known)) continue;
    const told = { visitId: stay.id, type, all: list };
    work.diagnoses.set(key, told);
    work.diagnosesTold.add(key);
    news.push(told);
  }
  if (news.length === 0) return;
  stay.diagnosis = mainOf(work, stay);
  tellDiagnoses(receiving, stay, news.map(({ type }) => type), news.flatMap(({ all: own }) => own), asOf);
}

/** The first by rank; of several kinds of diagnosis the kind that was told last. */
function mainOf({ diagnoses }: VisitWork, { id, memory: { stamps } }: Stay): string | null {
  const told = (type: string): Stamp => Object.entries(stamps).filter(([field]) => field === fieldOf(type) || field.startsWith(`${fieldOf(type)}:`)).map(([, stamp]) => stamp).toSorted().at(-1) ?? '';
  const all = [...diagnoses.values()].filter(({ visitId }) => visitId === id).flatMap(({ type, all: own }) => own.map(({ name, rank = 99 }, place) => ({ name, rank, place, type, told: told(type) })));
  const [main] = all.toSorted((one, other) => one.rank - other.rank || (one.told === other.told ? 0 : one.told > other.told ? -1 : 1) || one.place - other.place || (one.type < other.type ? -1 : 1));
  return main?.name ?? null;
}

/** Stamps stand together with blanks between, so a type must have none. */
const fieldOf = (type: string): string => `diagnoses:${encodeURIComponent(type)}`;

/** Where the patient is; `undefined` when nobody said, or all of it was taken back. */
export function hereOf({ stays }: VisitWork, { canonicalId }: Chart): Stay | undefined {
  return stays.filter(({ patientId, counts }) => patientId === canonicalId && counts).toSorted((one, other) => rankOf(one) - rankOf(other) || (lastTime(other) - lastTime(one)) || (one.id < other.id ? 1 : -1))[0];
}

const ranks = { here: 0, away: 0, planned: 1, gone: 2, cancelled: 3 } as const;
const rankOf = ({ memory }: Stay): number => ranks[viewOf(memory).state];
const lastTime = ({ memory }: Stay): number => viewOf(memory).asOf.getTime();

export async function saveVisits({ tx, now }: Receiving, { stays, moves, movesTold, diagnoses, diagnosesTold, newlyTold }: VisitWork): Promise<void> {
  await saveStays(tx, stays, viewOf);
  if (newlyTold.size > 0) await discountMentions(tx, [...newlyTold]);
  const told = [...movesTold].map((visitId) => ({ visitId, said: moves.get(visitId) ?? [], settled: settleMoves(moves.get(visitId) ?? []) }));
  await saveMoves(tx, told, now);
  await saveDiagnoses(tx, [...diagnosesTold].flatMap((key) => diagnoses.get(key) ?? []));
}
