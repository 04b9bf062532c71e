/** Which numbers are one operation and which message said so, for who does 接入待处理. */
import type { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { defineQuery } from '../../core/module.ts';
import { joinTwo, pageOf } from '../../core/told.ts';
import { controlIdOf } from '../../links/statements/format.ts';
import { type Names, findPeople, namesOf } from '../directory/index.ts';
import { type ComparedField, type Key, type Likeness, type Operation, comparedFields, compareKeys } from './model.ts';
import { endsOf, sideWithout } from './rules.ts';
import { type JoinSideView, type JoinView, joinFilters, joinList } from './schema.ts';
import { type JoinRow, joinsAmong, listJoins, nameOfKey, numbersWith, personsOf } from './store.joins.ts';
import { type OperationRow, wordsOf } from './store.ts';

export const joinsQuery = defineQuery({
  name: 'theatre.joins',
  input: joinFilters,
  output: joinList,
  policy: byFunction('intake'),
  // Whose operations they are is not shown; that somebody looked at the list is on record with the persons all the same.
  audited: true,
  about: async (tx, input) => patientsIn(await sidesOf(tx, (await pageRows(tx, input)).items)),
  body: async ({ tx }, input) => {
    const { items, more } = await pageRows(tx, input);
    return { joins: await viewsOf(tx, items), more };
  },
});

async function pageRows(tx: Tx, { state, number, limit, offset }: z.output<typeof joinFilters>): Promise<{ readonly items: JoinRow[]; readonly more: boolean }> {
  return pageOf(await listJoins(tx, { parted: state === 'parted', number }, { limit: limit + 1, offset }), limit);
}

/** Of one end of a join: all that stays with it when the two are parted. */
interface Side {
  readonly key: Key;
  /** Other numbers of it. */
  readonly others: readonly Key[];
  readonly words: readonly OperationRow[];
}

interface Sides {
  readonly row: JoinRow;
  readonly one: Side;
  readonly other: Side;
}

async function sidesOf(tx: Tx, rows: readonly JoinRow[]): Promise<Sides[]> {
  const found = [];
  for (const row of rows) {
    const [one, other] = endsOf(row);
    const numbers = [...(await numbersWith(tx, one)), ...(row.partedAt === null ? [] : await numbersWith(tx, other))];
    const joins = await joinsAmong(tx, numbers);
    found.push({ row, one: sideWithout(one, joins, row), other: sideWithout(other, joins, row) });
  }
  const keys = found.flatMap(({ one, other }) => [...one, ...other]);
  const words = new Map((keys.length === 0 ? [] : await wordsOf(tx, keys)).map((word) => [nameOfKey(word), word]));
  const sideOf = (key: Key, all: readonly Key[]): Side => ({ key, others: all.filter((each) => compareKeys(each, key) !== 0), words: all.flatMap((each) => words.get(nameOfKey(each)) ?? []) });
  return found.map(({ row, one, other }) => ({ row, one: sideOf(endsOf(row)[0], one), other: sideOf(endsOf(row)[1], other) }));
}

const patientsIn = (all: readonly Sides[]): string[] => [...new Set(all.flatMap(({ one, other }) => [...one.words, ...other.words]).flatMap(({ patientId }) => patientId ?? []))];

async function viewsOf(tx: Tx, rows: readonly JoinRow[]): Promise<JoinView[]> {
  const all = await sidesOf(tx, rows);
  const persons = await personsOf(tx, patientsIn(all));
  const departments = await namesOf(tx, [], all.flatMap(({ one, other }) => [...one.words, ...other.words]).map(({ department }) => department));
  const deciders = await findPeople(tx, rows.flatMap(({ decidedBy }) => (decidedBy === null ? [] : [staffOf(decidedBy)])));
  return all.map(({ row, one, other }) => {
    const { id, at, source, otherSource, firstSaid, lastSaid, partedAt, decidedAt, decidedBy, reason } = row;
    const [left, right] = [sumOf(one), sumOf(other)];
    return {
      id, at,
      one: viewOf(one, left, departments),
      other: viewOf(other, right, departments),
      alike: source !== otherSource,
      compared: comparedFields.map((field) => ({ field, likeness: likenessOf(toldOf(left, persons)[field], toldOf(right, persons)[field]) })),
      first: messageOf(firstSaid),
      last: lastSaid === firstSaid ? null : messageOf(lastSaid),
      parted: partedAt !== null,
      decided: decidedAt === null ? null : { at: decidedAt, by: deciders.get(staffOf(decidedBy ?? ''))?.name ?? decidedBy ?? '', reason: reason ?? '' },
    };
  });
}

/** What its numbers say together. */
const sumOf = ({ words: [first, ...others] }: Side): OperationRow | undefined => (first === undefined ? undefined : others.reduce(joinTwo<Key, Operation>, first));

function viewOf({ key, others, words }: Side, sum: OperationRow | undefined, departments: Names): JoinSideView {
  return {
    ...key,
    others: others.map(({ source, number }) => `${source} ${number}`),
    told: words.length > 0,
    department: departments.department(sum?.department),
    plannedFrom: sum?.plannedFrom ?? null,
    room: sum?.room ?? null,
    state: sum?.state ?? null,
  };
}

function toldOf(sum: OperationRow | undefined, persons: ReadonlyMap<string, string>): Readonly<Record<ComparedField, string | undefined>> {
  const { patientId = null, name = null, procedure = null, surgeon = null } = sum ?? {};
  return { patient: persons.get(patientId ?? ''), name: name ?? procedure?.text ?? procedure?.id, surgeon: surgeon?.number ?? surgeon?.name };
}

const staffOf = (by: string): string => by.replace(/^staff:/, '');
const messageOf = (arrival: string): JoinView['first'] => (arrival === '' ? null : { arrival, controlId: controlIdOf(arrival) });

function likenessOf(one: string | undefined, other: string | undefined): Likeness {
  if (one === undefined || other === undefined) return 'unknown';
  return one === other ? 'same' : 'different';
}
