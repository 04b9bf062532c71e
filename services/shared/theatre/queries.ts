/** The theatre's list as each may see it: patients in scope and operations one has a part in; the rest as an exception allows. */
import { Prisma } from '../../../prisma/generated/client.ts';
import { mask } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { byAnyStaff } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { type DataScope, exceptionFor, ofPatient } from '../data-scope/index.ts';
import { type Names, namesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';
import type { Operation } from './model.ts';
import { type ListedView, type OperationView, listFilters, operationList, operationsOfPatient, patientOperations, roomsInput, roomsView } from './schema.ts';
import { type ListedRow, type OperationRow, countRooms, listOperations, operationsOf, takesPart } from './store.ts';

const { sql } = Prisma;
const listing = { module: 'patients', act: 'list' } as const;
const dayMs = 86_400_000;

export function theatreQueries(scope: DataScope) {
  const list = defineQuery({
    name: 'theatre.list',
    input: listFilters,
    output: operationList,
    policy: scope.mayList(listing),
    audited: true,
    patients: (_filters, { items }) => [...new Set(items.flatMap(({ patientId }) => patientId ?? []))],
    body: async ({ tx, now, actor }, { limit, offset, from = now, until = new Date(from.getTime() + dayMs), ...filters }) => {
      if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
      const columns = await exceptionFor(tx, 'theatre-list', actor);
      const opens = sql`p.id IN ${await scope.visiblePatients(tx, actor, listing, now)}`;
      const mine = takesPart(actor.id);
      const found = await listOperations(tx, { ...filters, from, until, opens, mine, visible: sql`(${opens} OR ${mine})`, openTo: columns === undefined ? undefined : actor.departmentCode }, { limit: limit + 1, offset });
      const { items, more } = pageOf(found, limit);
      const names = await namesFor(tx, items);
      return { items: items.map((row) => (row.whole ? listedOf(row, names, now) : only(columns ?? new Set(), listedOf(row, names, now)))), more };
    },
  });

  const rooms = defineQuery({
    name: 'theatre.rooms',
    input: roomsInput,
    output: roomsView,
    policy: byAnyStaff,
    // Numbers of operations, no patient in them: a look needs no audit row.
    audited: false,
    body: async ({ tx, now, actor }, { from = now, until = new Date(from.getTime() + dayMs), daySurgery }) => {
      if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
      const byDepartment = Map.groupBy(await countRooms(tx, { from, until, daySurgery }), ({ department }) => department);
      const names = await namesOf(tx, [], [...byDepartment.keys()]);
      const departments = [...byDepartment].map(([code, rows]) => ({ code, name: names.department(code), count: rows.reduce((total, { count }) => total + count, 0), rooms: rows.map(({ room, count }) => ({ room, count })) }));
      return { departments, own: actor.departmentCode };
    },
  });

  const ofOne = defineQuery({
    name: 'theatre.of-patient',
    input: patientOperations,
    output: operationsOfPatient,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, limit, offset }) => {
      const { items, more } = pageOf(await operationsOf(tx, await personIds(tx, patientId), { limit: limit + 1, offset }), limit);
      const names = await namesFor(tx, items);
      return { items: items.map((row) => viewOf(row, names)), more };
    },
  });

  return { list, rooms, ofOne };
}

const namesFor = (tx: Parameters<typeof namesOf>[0], rows: readonly Operation[]): Promise<Names> =>
  namesOf(tx, rows.flatMap(({ surgeon, assistants, anaesthetist }) => [surgeon, anaesthetist, ...(assistants ?? [])]), rows.map(({ department }) => department));

function viewOf(row: OperationRow, names: Names): OperationView {
  const { id, visitId, number, room, sequence, plannedFrom, plannedUntil, startedAt, endedAt, name, procedure, anaesthesia, level, incision } = row;
  return {
    id, visitId, number, room, sequence, plannedFrom, plannedUntil, startedAt, endedAt, anaesthesia, level, incision,
    name: name ?? procedure?.text ?? procedure?.id ?? '',
    department: names.department(row.department),
    surgeon: names.person(row.surgeon),
    assistants: (row.assistants ?? []).map((each) => names.person(each)),
    anaesthetist: names.person(row.anaesthetist),
    daySurgery: row.daySurgery ?? false,
    urgent: row.urgent ?? false,
    state: row.state ?? 'planned',
  };
}

function listedOf(row: OperationRow & ListedRow, names: Names, now: Date): ListedView {
  const { person, patientNumber, patientName, sex, birthDate, bed, ward, whole, opens, mine, isDay } = row;
  const patient = patientName === null ? '' : mask('name', patientName);
  return { ...viewOf(row, names), patientId: person, patientNumber, patient, sex: sexWord(sex ?? ''), age: age(birthDate ?? undefined, now), bed, ward, whole, opens, mine, daySurgery: isDay };
}

/** What an exception opens of a row, by its columns; the patient stays named for the record of who looked. */
function only(columns: ReadonlySet<string>, row: ListedView): ListedView {
  const open = (column: string): boolean => columns.has(column);
  return {
    ...row,
    visitId: null, number: null, patientNumber: null, sex: '', age: '', bed: null, ward: null, assistants: [], anaesthetist: null, anaesthesia: null, level: null, incision: null,
    ...(open('room') ? {} : { room: null, sequence: null }),
    ...(open('time') ? {} : { plannedFrom: null, plannedUntil: null, startedAt: null, endedAt: null }),
    ...(open('patient') ? {} : { patient: '' }),
    ...(open('operation') ? {} : { name: '' }),
    ...(open('surgeon') ? {} : { surgeon: null }),
  };
}
