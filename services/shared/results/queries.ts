/** One patient's reports and values, under all her numbers; whoever may read the patient. */
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { unitWords } from '../../links/statements/format.unit-words.ts';
import { type DataScope, ofPatient } from '../data-scope/index.ts';
import { type Names, namesOf } from '../directory/index.ts';
import { documentsOfOrder, viewsOf } from '../documents/index.ts';
import { personIds } from '../patients/index.ts';
import { mostPoints } from './model.ts';
import { chainsOf, directionOf, imagesAt, isAbnormal, isAlarming } from './rules.ts';
import { type ReportLine, type ReportView, type ValueView, imagesLink, itemList, itemsRef, reportDetail, reportFilters, reportList, reportRef, trend, trendInput } from './schema.ts';
import { type FoundVersion, type ReportRow, findReport, findReports, itemsOf, versionsOfItem, versionsOfReport, versionsOfReports } from './store.ts';

/** @param viewer address of the hospital's image viewer, with `{accession}` */
export function resultQueries(scope: DataScope, viewer?: string) {
  const list = defineQuery({
    name: 'results.list',
    input: reportFilters,
    output: reportList,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, limit, offset, ...filters }) => {
      const patients = await personIds(tx, patientId);
      const { items, more } = pageOf(await findReports(tx, patients, filters, { limit: limit + 1, offset }), limit);
      const names = await namesOf(tx, items.map(({ doctor }) => doctor));
      const standing = holdingBySheet(await versionsOfReports(tx, patients, items));
      return { items: items.map((row) => ({ ...reportOf(row, names), ...countsOf(standing.get(sheetOf(row.source, row.number, row.item)) ?? []) })), more };
    },
  });

  const one = defineQuery({
    name: 'results.show',
    input: reportRef,
    output: reportDetail,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, reportId }) => {
      const patients = await personIds(tx, patientId);
      const report = await findReport(tx, patients, reportId);
      if (report === undefined) throw new Refusal('core.not-found', {}, 404);
      const versions = await versionsOfReport(tx, patients, report);
      const chains = chainsOf(versions, ({ slot }) => slot).filter(({ latest }) => latest.reportItem === report.item);
      const names = await namesOf(tx, [report.doctor, ...versions.map(({ observer }) => observer)]);
      const sheets = await documentsOfOrder(tx, patients, [report.placer, report.filler].flatMap((number) => number ?? []));
      return {
        ...reportOf(report, names),
        notes: [...(report.notes ?? [])],
        results: chains.flatMap(({ holds, earlier }) => (holds === undefined ? [] : [{ ...valueOf(holds, names), earlier: earlier.map((version) => valueOf(version, names)) }])),
        withdrawn: chains.flatMap(({ holds, latest }) => (holds === undefined ? [valueOf(latest, names)] : [])),
        documents: await viewsOf(tx, sheets),
        images: imagesAt(viewer, report) !== undefined,
      };
    },
  });

  // A look of its own: whoever opens the images is on record for it.
  const images = defineQuery({
    name: 'results.images',
    input: reportRef,
    output: imagesLink,
    ...ofPatient(scope),
    subject: ({ reportId }) => reportId,
    body: async ({ tx }, { patientId, reportId }) => {
      const report = await findReport(tx, await personIds(tx, patientId), reportId);
      if (report === undefined) throw new Refusal('core.not-found', {}, 404);
      const url = imagesAt(viewer, report);
      if (url === undefined) throw new Refusal('results.no-images', {}, 409);
      return { url };
    },
  });

  return { list, one, images, ...itemQueries(scope) };
}

const sheetOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** What holds, by the sheet it stands on: a correction may have come on another one. */
function holdingBySheet(versions: readonly FoundVersion[]): Map<string, FoundVersion[]> {
  const holding = chainsOf(versions, ({ source, reportNumber, slot }) => JSON.stringify([source, reportNumber, slot])).flatMap(({ holds }) => holds ?? []);
  return Map.groupBy(holding, ({ source, reportNumber, reportItem }) => sheetOf(source, reportNumber, reportItem));
}

function countsOf(holding: readonly FoundVersion[]): Pick<ReportLine, 'abnormal' | 'alarming'> {
  return { abnormal: holding.filter(isOut).length, alarming: holding.filter(({ flags }) => isAlarming(flags)).length };
}

function isOut(version: FoundVersion): boolean {
  return isAbnormal(version.flags) || directionOf(asMeasured(version)) !== null;
}

const asMeasured = ({ flags, number, rangeLow, rangeHigh }: FoundVersion) => ({ flags, number, low: rangeLow, high: rangeHigh });

function itemQueries(scope: DataScope) {
  const items = defineQuery({
    name: 'results.items',
    input: itemsRef,
    output: itemList,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId }) => ({ items: (await itemsOf(tx, await personIds(tx, patientId))).map((row) => ({ ...row, name: row.name ?? row.item, unit: wordsOf(row.unit) })) }),
  });

  const over = defineQuery({
    name: 'results.trend',
    input: trendInput,
    output: trend,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, item, system, from, until }) => {
      const versions = await versionsOfItem(tx, await personIds(tx, patientId), item, system);
      const points = chainsOf(versions, ({ source, reportNumber, slot }) => JSON.stringify([source, reportNumber, slot])).flatMap(({ holds }) => holds ?? []);
      const timed = points.map((version) => ({ version, at: timeOf(version) })).filter(({ at }) => at > 0 && (from === undefined || at >= from.getTime()) && (until === undefined || at < until.getTime()));
      const shown = timed.toSorted((one, other) => one.at - other.at).slice(-mostPoints).map(({ version }) => version);
      const names = await namesOf(tx, shown.map(({ observer }) => observer));
      return {
        item,
        name: shown.at(-1)?.name ?? item,
        units: [...new Set(shown.flatMap(({ unit }) => wordsOf(unit) ?? []))],
        points: shown.map((version) => ({ ...valueOf(version, names), observedAt: new Date(timeOf(version)), reportId: version.reportId })),
      };
    },
  });

  return { items, trend: over };
}

/** Zero where nobody said when. */
function timeOf({ observedAt, reportAt }: FoundVersion): number {
  return (observedAt ?? reportAt)?.getTime() ?? 0;
}

function reportOf(row: ReportRow, names: Names): ReportView {
  const { id, visitId, number, placer, kind, name, item, specimen, priority, status, observedAt, reportedAt } = row;
  return {
    id, visitId, number, placer, kind: kind ?? 'other', name: name ?? item, priority, status, observedAt, reportedAt,
    doctor: names.person(row.doctor),
    specimen: specimen?.text ?? specimen?.code ?? '',
    collectedAt: specimen?.collectedAt === undefined ? null : new Date(specimen.collectedAt),
  };
}

const wordsOf = (unit: string | null): string | null => (unit === null ? null : unitWords(unit) || null);

function valueOf(version: FoundVersion, names: Names): ValueView {
  const { item, name, kind, text, number, comparator, unit, rangeText, rangeLow, rangeHigh, flags, status, observedAt, observer, method, notes, unreadable } = version;
  return {
    item, name: name ?? item, kind, text, number, comparator, unit: wordsOf(unit), range: rangeText, low: rangeLow, high: rangeHigh, status, observedAt, method, unreadable,
    flags: [...flags],
    abnormal: isOut(version),
    alarming: isAlarming(flags),
    direction: directionOf(asMeasured(version)),
    observer: names.person(observer),
    notes: [...notes],
  };
}
