/** How well values are handled, in numbers: no patient, no name. Of the whole hospital for who watches over it, else of one's own department. */
import type { z } from 'zod';
import { type Policy, allow, deny } from '../../core/access.ts';
import { writeTable } from '../../core/csv.ts';
import type { Tx } from '../../core/db.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { type File, file } from '../../core/schema.ts';
import { namesOf } from '../../shared/directory/index.ts';
import { findVisits } from '../../shared/patients/index.ts';
import type { Rules } from './actions/common.ts';
import { indicatorWords, stepWords } from './phrases.indicators.ts';
import { type IndicatorRow, type Place, type Summary, places, steps } from './model.indicators.ts';
import { grouped, inHours, spread, summarise, unknownYears } from './rules/indicators.ts';
import { reportBook } from './report-book.ts';
import { type Indicators, indicatorFileFilters, indicatorFilters, indicators as indicatorsView } from './schema.indicators.ts';

type Filters = z.output<typeof indicatorFilters>;

/** Who treats sees the own department's numbers, the laboratory and the medical office all. */
export const mayCount: Policy<unknown> = async (actor) =>
  actor.kind === 'staff' && actor.adminRole === undefined ? allow('critical-values:indicators') : deny();

export function indicators(rules: Rules): Query<Filters, Indicators> {
  return defineQuery({
    name: 'critical-values.indicators',
    input: indicatorFilters,
    output: indicatorsView,
    policy: mayCount,
    audited: false,
    body: async ({ tx, actor }, filters) => {
      const own = actor.kind === 'staff' ? actor.departmentCode : '';
      const all = [...rules.offices.laboratories, ...rules.offices.medicalOffices].includes(own);
      return countedOf(await rowsOf(tx, rules, filters, all ? filters.department : own), rules, filters, all, await namer(tx));
    },
  });
}

/** The same numbers as a table for a spreadsheet. */
export function indicatorsFile(rules: Rules): Query<z.output<typeof indicatorFileFilters>, File> {
  const counted = indicators(rules);
  return defineQuery({
    name: 'critical-values.indicators-file',
    input: indicatorFileFilters,
    output: file,
    policy: mayCount,
    audited: true,
    patients: () => [],
    body: async (context, filters) => {
      const found = await counted.body(context, filters);
      if (filters.format === 'xlsx') return reportBook(found, context.actor.kind === 'staff' ? `${context.actor.name}（${context.actor.id}）` : '', context.now);
      const lines = [...found.departments.map((each) => lineOf(indicatorWords.department, each.name, each)), ...found.items.map((each) => lineOf(indicatorWords.item, each.name, each))];
      const header = [indicatorWords.by, indicatorWords.name, indicatorWords.total, indicatorWords.escalated, indicatorWords.unacknowledged, indicatorWords.inTime, indicatorWords.sameDay, indicatorWords.relays, ...steps.flatMap((step) => [`${stepWords[step]} ${indicatorWords.median}`, `${stepWords[step]} ${indicatorWords.p90}`])];
      const total = [lineOf(indicatorWords.all, '', found.all), lineOf(indicatorWords.inHours, '', found.inHours), lineOf(indicatorWords.outOfHours, '', found.outOfHours)];
      return { name: `${indicatorWords.title}.csv`, type: 'text/csv', base64: Buffer.from(writeTable(header, [...total, ...lines])).toString('base64') };
    },
  });
}

const minutes = (seconds: number | null): string => (seconds === null ? '' : (seconds / 60).toFixed(1));
const share = ({ numerator, denominator }: Summary['sameDay']): string => `${numerator}/${denominator}`;

function lineOf(by: string, name: string, { total, escalated, unacknowledged, inTime, sameDay, relays, steps: taken }: Summary): string[] {
  return [by, name, String(total), String(escalated), String(unacknowledged), share(inTime), share(sameDay), share(relays), ...steps.flatMap((step) => [minutes(taken[step].median), minutes(taken[step].p90)])];
}

type NameOf = (code: string) => string;

async function namer(tx: Tx): Promise<(codes: readonly string[]) => Promise<NameOf>> {
  return async (codes) => {
    const names = await namesOf(tx, [], codes);
    return (code) => (code === '' ? indicatorWords.nowhere : names.department(code) || code);
  };
}

async function countedOf(rows: readonly IndicatorRow[], rules: Rules, { from, until }: Filters, all: boolean, namesFor: (codes: readonly string[]) => Promise<NameOf>): Promise<Indicators> {
  const inTime = rules.ladders.inpatient.steps[0]?.minutes ?? 5;
  const counted = (own: readonly IndicatorRow[]): Summary => summarise(own, inTime);
  const departments = grouped(rows, ({ departmentCode }) => departmentCode, inTime);
  const nameOf = await namesFor(departments.map(({ key }) => key));
  const itemNames = new Map(rows.map(({ itemCode, itemName }) => [itemCode, itemName]));
  return {
    from, until, wholeHospital: all,
    inTimeMinutes: inTime,
    holidaysUnknown: unknownYears(from, until, rules.calendar),
    had: places.map((place) => ({ place, ...spread(rows.filter((row) => row.place === place && !row.cancelled).flatMap(({ appearedAt, hadAt }) => (hadAt === null ? [] : [Math.max(0, Math.round((hadAt.getTime() - appearedAt.getTime()) / 1000))]))) })),
    all: counted(rows),
    inHours: counted(rows.filter(({ receivedAt }) => inHours(receivedAt, rules.calendar))),
    outOfHours: counted(rows.filter(({ receivedAt }) => !inHours(receivedAt, rules.calendar))),
    departments: departments.map(({ key, ...own }) => ({ key, name: nameOf(key), ...own })),
    items: grouped(rows, ({ itemCode }) => itemCode, inTime).map(({ key, ...own }) => ({ key, name: itemNames.get(key) ?? key, ...own })),
  };
}

interface Raw {
  readonly visitId: string | null;
  readonly departmentCode: string | null;
  readonly itemCode: string;
  readonly itemName: string;
  readonly clinical: string;
  readonly resultedAt: string | null;
  readonly receivedAt: string;
  readonly step: number | null;
  readonly toldAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly actionAt: string | null;
  readonly disposedAt: string | null;
  readonly signedAt: string | null;
  readonly record: { readonly state: string; readonly since: string } | null;
  readonly relays: readonly { readonly ended: { readonly how: string } | null }[] | null;
  readonly calls: readonly { readonly at: string; readonly whom: string; readonly readBack: string | null }[] | null;
}

/** Where they were opened counts, wherever the patient is now. */
async function rowsOf(tx: Tx, { process }: Rules, { from, until, place }: Filters, department: string | undefined): Promise<IndicatorRow[]> {
  const within = department === undefined ? Prisma.sql`TRUE` : Prisma.sql`c.body ->> 'departmentCode' = ${department}`;
  const raw = await tx.$queryRaw<Raw[]>`
    SELECT c.visit_id AS "visitId", c.body ->> 'departmentCode' AS "departmentCode", c.item_code AS "itemCode", c.body ->> 'itemName' AS "itemName", c.clinical,
           c.body ->> 'resultedAt' AS "resultedAt", c.body ->> 'receivedAt' AS "receivedAt", (c.body #>> '{escalation,step}')::int AS step, c.body #>> '{escalation,told,0,at}' AS "toldAt",
           c.body #>> '{acknowledged,at}' AS "acknowledgedAt", c.body #>> '{disposal,actionAt}' AS "actionAt", c.body #>> '{disposal,at}' AS "disposedAt", c.body #>> '{signature,at}' AS "signedAt",
           c.body #> '{requests,record}' AS record, c.body -> 'calls' AS calls, c.body -> 'relays' AS relays
      FROM critical_value c WHERE c.opened_at >= ${from}::timestamptz AND c.opened_at < ${until}::timestamptz AND ${within} LIMIT 200000`;
  const visits = await findVisits(tx, [...new Set(raw.flatMap(({ visitId }) => visitId ?? []))]);
  const rows = raw.map((row): IndicatorRow => {
    const received = new Date(row.receivedAt);
    const acknowledgedAt = dateOf(row.acknowledgedAt);
    const heard = (row.calls ?? []).filter(({ whom, readBack }) => whom === 'ward' && readBack !== null).map(({ at }) => new Date(at));
    const had = [acknowledgedAt, ...heard].filter((at) => at !== null).toSorted((one, other) => one.getTime() - other.getTime())[0];
    return {
      place: placeOf(row.visitId === null ? undefined : visits.get(row.visitId)?.kind),
      departmentCode: row.departmentCode ?? '', itemCode: row.itemCode, itemName: row.itemName,
      appearedAt: dateOf(row.resultedAt) ?? received, receivedAt: received, toldAt: dateOf(row.toldAt), hadAt: had ?? null, acknowledgedAt,
      actionAt: dateOf(row.actionAt), disposedAt: dateOf(row.disposedAt), signedAt: dateOf(row.signedAt),
      recordedAt: process.writeRecord ? (row.record?.state === 'accepted' ? new Date(row.record.since) : null) : dateOf(row.disposedAt),
      relays: { numerator: (row.relays ?? []).filter(({ ended }) => ended?.how === 'taken').length, denominator: row.relays?.length ?? 0 },
      step: row.step ?? 0, cancelled: row.clinical === 'cancelled',
    };
  });
  return place === undefined ? rows : rows.filter((row) => row.place === place);
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** A stay counts as inpatient; what is of no visit came from a clinic. */
function placeOf(kind: string | undefined): Place {
  if (kind === 'emergency') return 'emergency';
  return kind === undefined || kind === 'outpatient' || kind === 'check-up' ? 'outpatient' : 'inpatient';
}
