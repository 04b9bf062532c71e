/** What became of pictures: for the security administrator. */
import { byAdmin } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { findPeople } from '../../shared/directory/index.ts';
import { patientsById } from '../../shared/data-scope/index.ts';
import { documentTitles } from '../../shared/documents/index.ts';
import { type Opening, findOpening, openingsOf } from '../../shared/viewing/index.ts';
import { there } from './actions.ts';
import { aroundHours, mostAround } from './model.ts';
import { type OpenedView, type TracingRow, tracingList, tracingQuery, tracingRef, tracingView } from './schema.ts';
import { type TracingStored, findTracing, findTracings } from './store.ts';

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
    const openingId = (await findTracing(tx, id))?.openingId ?? null;
    const opening = openingId === null ? undefined : await findOpening(tx, { id: openingId });
    return opening === undefined || opening.patientId === null ? [] : [opening.patientId];
  },
  body: async ({ tx }, { id }) => {
    const row = there(await findTracing(tx, id));
    const [shown] = await rowsOf(tx, [row]);
    const opening = row.openingId === null ? undefined : await findOpening(tx, { id: row.openingId });
    const around = opening === undefined ? [] : await aroundOf(tx, opening);
    const [first, ...rest] = await openedViews(tx, opening === undefined ? [] : [opening, ...around]);
    const { code, page, layer, z, agreement } = row;
    return {
      ...there(shown),
      digest: row.digest,
      days: row.days,
      pass: row.pass ?? '',
      found: code === null ? null : { code, page: page ?? 0, layer: layer ?? '', z: z ?? 0, agreement: agreement ?? 0 },
      opening: opening === undefined || first === undefined ? null : { ...first, staffNumber: opening.staffNumber, staffName: opening.staffName, departmentName: opening.departmentName },
      around: rest,
    };
  },
});

async function aroundOf(tx: Tx, { id, staffNumber, at }: Opening): Promise<Opening[]> {
  const [from, until] = [-1, 1].map((way) => new Date(at.getTime() + way * aroundHours * 3_600_000)) as [Date, Date];
  return (await openingsOf(tx, staffNumber, from, until, mostAround + 1)).filter((other) => other.id !== id).slice(0, mostAround);
}

async function rowsOf(tx: Tx, rows: readonly TracingStored[]): Promise<TracingRow[]> {
  const people = await findPeople(tx, rows.map(({ staffNumber }) => staffNumber));
  const openings = new Map(await Promise.all(rows.flatMap(({ openingId }) => (openingId === null ? [] : [openingId])).map(async (id) => [id, await findOpening(tx, { id })] as const)));
  return rows.map(({ id, at, staffNumber, fileName, note, state, done, of, finishedAt, openingId }) => {
    const opening = openingId === null ? undefined : openings.get(openingId);
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
