/** What became of pictures: for the security administrator. */
import { byAdmin } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { findPeople } from '../../shared/directory/index.ts';
import { patientsById } from '../../shared/data-scope/index.ts';
import { documentTitles } from '../../shared/documents/index.ts';
import { type Opening, findOpening, openingsLike, openingsOf, openingsOfSource, turnedTo } from '../../shared/viewing/index.ts';
import { over, rangeOf, readOf, there } from './actions.ts';
import { aroundHours, mostAround, mostBeside, mostOpeners, type TakenWay } from './model.ts';
import { gradesOf } from './rules.ts';
import { type AlikeView, type MarkTyped, type OpenedView, type TracingRow, type TracingView, tracingList, tracingQuery, tracingRef, tracingView, visibleAsked, visibleFound } from './schema.ts';
import { type TracingStored, alikeOf, findTracing, findTracings } from './store.ts';

export const list = defineQuery({
  name: 'leak-tracing.list',
  input: tracingQuery,
  output: tracingList,
  policy: byAdmin('security'),
  audited: true,
  body: async ({ tx }, { limit, offset }) => {
    const { items, more } = pageOf(await findTracings(tx, limit + 1, offset), limit);
    return { tracings: await rowsOf(tx, items), more };
  },
});

export const show = defineQuery({
  name: 'leak-tracing.show',
  input: tracingRef,
  output: tracingView,
  policy: byAdmin('security'),
  audited: true,
  subject: ({ id }) => id,
  about: async (tx, { id }) => {
    const row = await findTracing(tx, id);
    const openingId = row?.openingId ?? row?.takenOpening ?? null;
    const opening = openingId === null ? undefined : await findOpening(tx, { id: openingId });
    const alike = row === undefined ? [] : await openersOf(tx, row);
    return [...new Set([opening, ...alike.flatMap(({ openings }) => openings)].flatMap((each) => each?.patientId ?? []))];
  },
  body: async ({ tx }, { id }) => {
    const row = there(await findTracing(tx, id));
    const [shown] = await rowsOf(tx, [row]);
    const opening = row.openingId === null ? undefined : await findOpening(tx, { id: row.openingId });
    const taken = row.takenOpening === null ? undefined : await findOpening(tx, { id: row.takenOpening });
    const shownOpening = opening ?? taken;
    const around = shownOpening === undefined ? [] : await aroundOf(tx, shownOpening);
    const [first, ...rest] = await openedViews(tx, shownOpening === undefined ? [] : [shownOpening, ...around]);
    const { code, page, layer, z, agreement } = row;
    return {
      ...there(shown),
      digest: row.digest,
      days: row.days,
      pass: row.pass ?? '',
      found: code === null ? null : { code, page: page ?? 0, layer: layer ?? '', z: z ?? 0, agreement: agreement ?? 0 },
      opening: opening === undefined || first === undefined ? null : { ...first, ...openerOf(opening) },
      alike: row.alike === null ? null : await alikeViews(tx, row),
      taken: opening !== undefined || taken === undefined || first === undefined ? null : await takenOf(tx, row, { ...first, ...openerOf(taken) }),
      around: rest,
    };
  },
});

const openerOf = ({ staffNumber, staffName, departmentName, purpose }: Opening): Pick<Opening, 'staffNumber' | 'staffName' | 'departmentName' | 'purpose'> => ({ staffNumber, staffName, departmentName, purpose });

/** Pages like the picture, with who opened their documents within the days that are looked through. */
async function openersOf(tx: Tx, row: TracingStored): Promise<(ReturnType<typeof gradesOf>[number] & { readonly openings: Opening[] })[]> {
  const { from, until } = rangeOf(row);
  const found = [];
  for (const graded of gradesOf(alikeOf(row))) found.push({ ...graded, openings: await openingsOfSource(tx, graded.alike.source, from, until, mostOpeners + 1) });
  return found;
}

async function alikeViews(tx: Tx, row: TracingStored): Promise<AlikeView[]> {
  const views: AlikeView[] = [];
  for (const { alike: { page }, grade, openings } of await openersOf(tx, row)) {
    const { items, more } = pageOf(openings, mostOpeners);
    const turned = await turnedTo(tx, items.map(({ id }) => id), page);
    const shown = await openedViews(tx, items);
    views.push({ grade, page, pages: items[0]?.pages ?? page, more, openings: items.map((opening, at) => ({ ...there(shown[at]), ...openerOf(opening), id: opening.id, turned: turned.has(opening.id) })) });
  }
  return views;
}

async function takenOf(tx: Tx, { takenWay, takenRead, takenBy, takenAt, at }: TracingStored, opening: NonNullable<TracingView['taken']>['opening']): Promise<TracingView['taken']> {
  const by = takenBy ?? '';
  return { way: takenWay as TakenWay, opening, read: (takenRead ?? {}) as MarkTyped, by: (await findPeople(tx, [by])).get(by)?.name ?? by, at: takenAt ?? at };
}

/** What a person read of the visible mark, and the openings it may be of: a reading is asked for, and on record. */
export const visible = defineQuery({
  name: 'leak-tracing.by-visible-mark',
  input: visibleAsked,
  output: visibleFound,
  policy: byAdmin('security'),
  audited: true,
  subject: ({ id, name, number, department, day, clock }) => [id, name, number, department, day, clock].filter(Boolean).join(' '),
  patients: (_asked, { openings }) => openings.flatMap(({ patientId }) => patientId ?? []),
  body: async ({ tx }, { id, limit, offset, ...typed }) => {
    const row = over(there(await findTracing(tx, id)));
    const [range, read] = [rangeOf(row), readOf(typed)];
    const { items, more } = pageOf(await openingsLike(tx, read, range, { limit: limit + 1, offset }), limit);
    const openings = [];
    for (const opening of items) {
      const [own, ...around] = await openedViews(tx, [opening, ...(await aroundOf(tx, opening)).slice(0, mostBeside)]);
      const apart = read.near === undefined || opening.kind === 'screen' ? null : Math.floor(opening.at.getTime() / 60_000) - Math.floor(read.near.at.getTime() / 60_000);
      openings.push({ ...there(own), ...openerOf(opening), id: opening.id, patientId: opening.patientId, apart, around });
    }
    return { ...range, openings, more };
  },
});

async function aroundOf(tx: Tx, { id, staffNumber, at }: Opening): Promise<Opening[]> {
  const [from, until] = [-1, 1].map((way) => new Date(at.getTime() + way * aroundHours * 3_600_000)) as [Date, Date];
  return (await openingsOf(tx, staffNumber, from, until, mostAround + 1)).filter((other) => other.id !== id).slice(0, mostAround);
}

async function rowsOf(tx: Tx, rows: readonly TracingStored[]): Promise<TracingRow[]> {
  const people = await findPeople(tx, rows.map(({ staffNumber }) => staffNumber));
  const openings = new Map(await Promise.all(rows.flatMap(({ openingId, takenOpening }) => openingId ?? takenOpening ?? []).map(async (id) => [id, await findOpening(tx, { id })] as const)));
  return rows.map(({ id, at, staffNumber, fileName, note, state, done, of, finishedAt, openingId, takenOpening }) => {
    const opening = openings.get(openingId ?? takenOpening ?? '');
    return { id, at, by: people.get(staffNumber)?.name ?? staffNumber, fileName, note, state: state as TracingRow['state'], done, of, finishedAt, viewer: opening === undefined ? '' : `${opening.staffName} ${opening.staffNumber}` };
  });
}

async function openedViews(tx: Tx, openings: readonly Opening[]): Promise<OpenedView[]> {
  const patients = await patientsById(tx, openings.flatMap(({ patientId }) => patientId ?? []));
  const titles = await documentTitles(tx, openings.flatMap(({ documentId }) => documentId ?? []));
  return openings.map(({ at, kind, patientId, documentId, pages, terminal, address }) => ({
    at, kind, pages, terminal,
    address: address ?? '',
    patientNumber: patients.get(patientId ?? '')?.number ?? '',
    document: documentId === null ? '' : (titles.get(documentId) ?? ''),
  }));
}
