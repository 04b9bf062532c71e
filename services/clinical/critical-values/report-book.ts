/** The month's indicators as a workbook: the national ones and the summary, departments, items. Numbers are numbers. */
import { stamp } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { File } from '../../core/schema.ts';
import { type Cell, type Column, type Sheet, workbookType, writeWorkbook } from '../../core/xlsx.ts';
import { type Share, type Summary, steps } from './model.indicators.ts';
import { indicatorWords as words, placeWords, stepWords } from './phrases.ts';
import type { Indicators } from './schema.indicators.ts';

const share = ({ numerator, denominator }: Share): number | null => (denominator === 0 ? null : numerator / denominator);
const minutes = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds / 6) / 10);

const column = (title: string, kind: Column['kind'], width: number): Column => ({ title, kind, width });
const summaryColumns = (name: string): Column[] => [
  column(name, 'text', 20), column(words.total, 'count', 8), column(words.cancelled, 'count', 8), column(words.escalated, 'count', 8), column(words.unacknowledged, 'count', 8), column(words.inTimeShare, 'share', 12), column(words.sameDayShare, 'share', 12),
  column(`${words.relays}（接手）`, 'count', 10), column(`${words.relays}（发出）`, 'count', 10),
  ...steps.flatMap((step) => [column(`${stepWords[step]} ${words.median}`, 'decimal', 14), column(`${stepWords[step]} ${words.p90}`, 'decimal', 14)]),
];

function summaryRow(name: string, { total, cancelled, escalated, unacknowledged, inTime, sameDay, relays, steps: taken }: Summary): Cell[] {
  return [name, total, cancelled, escalated, unacknowledged, share(inTime), share(sameDay), relays.numerator, relays.denominator, ...steps.flatMap((step) => [minutes(taken[step].median), minutes(taken[step].p90)])];
}

/** The last day of a period that ends at midnight is the day before. */
const dayOf = (at: Date): string => stamp(at).slice(0, 10);

export async function reportBook(found: Indicators, who: string, now: Date): Promise<File> {
  const period = fill(words.period, { from: dayOf(found.from), until: dayOf(new Date(found.until.getTime() - 1)), scope: found.wholeHospital ? words.hospital : words.own });
  const about = (title: string): string[] => [title, period, fill(words.taken, { who, at: stamp(now).slice(0, 16) })];
  const national: Sheet = {
    name: words.national, about: about(words.report),
    columns: [column(words.measure, 'text', 48), column(words.result, 'decimal', 12), column(words.count, 'count', 10)],
    rows: found.had.map(({ place, median, count }) => [fill(words.hadMedian, { place: placeWords[place] }), minutes(median), count]),
  };
  const shares: Sheet = {
    name: words.unitShare, about: about(words.report),
    columns: [column(words.measure, 'text', 48), column(words.result, 'share', 12), column('分子', 'count', 10), column('分母', 'count', 10)],
    rows: [[words.sameDayIndicator, share(found.all.sameDay), found.all.sameDay.numerator, found.all.sameDay.denominator], [words.inTimeShare, share(found.all.inTime), found.all.inTime.numerator, found.all.inTime.denominator]],
  };
  const summary: Sheet = { name: words.all, about: about(words.title), columns: summaryColumns(words.name), rows: [summaryRow(words.all, found.all as Summary), summaryRow(words.inHours, found.inHours as Summary), summaryRow(words.outOfHours, found.outOfHours as Summary)] };
  const departments: Sheet = { name: words.department, about: about(words.title), columns: summaryColumns(words.department), rows: found.departments.map((each) => summaryRow(each.name, each as Summary)) };
  const items: Sheet = { name: words.item, about: about(words.title), columns: summaryColumns(words.item), rows: found.items.map((each) => summaryRow(each.name, each as Summary)) };
  const bytes = await writeWorkbook([national, shares, summary, departments, items]);
  return { name: `${words.report}${dayOf(found.from).slice(0, 7)}.xlsx`, type: workbookType, base64: bytes.toString('base64') };
}
