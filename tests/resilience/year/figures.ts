/** How long people took, by what stood in the way meanwhile; at which step it was taken, and whom the last step told in vain. */
import { defaultLadders } from '../../../services/clinical/critical-values/model.process.ts';
import { type Plan, type PlannedValue, minute } from './plan.ts';

/** A value as the year left it. */
export interface Kept {
  readonly id: string;
  readonly clinical: string;
  readonly planned: PlannedValue | undefined;
  readonly openedAt: number;
  readonly acknowledgedAt: number | undefined;
  /** Who took it. */
  readonly by: string | undefined;
  readonly endedAt: number | undefined;
  readonly steps: readonly { readonly step: string; readonly recipient: string; readonly state: string; readonly at: number }[];
}

export interface Figures {
  readonly rows: readonly Row[];
  readonly steps: readonly { readonly step: string; readonly taken: number }[];
  /** Those that nobody took, by who was told at the last step. */
  readonly last: Readonly<Record<string, number>>;
}

export interface Row {
  readonly what: string;
  readonly count: number;
  /** Minutes from receipt to acknowledgement; `undefined` where there is none. */
  readonly p50: number | undefined;
  readonly p90: number | undefined;
  readonly p99: number | undefined;
  readonly longest: number | undefined;
}

/** `kills`: when they struck, with the next that happened. */
export function figuresOf(plan: Plan, kept: readonly Kept[], kills: readonly number[]): Figures {
  const open = kept.filter(({ clinical }) => clinical === 'open');
  const told = open.map((one) => [...new Set(one.steps.filter(({ step, state }) => step.startsWith(lastStep(one)) && state === 'sent').map(({ recipient }) => recipient))].toSorted().join(', '));
  return { rows: rowsOf(plan, kept, kills), steps: stepsOf(kept), last: Object.fromEntries([...Map.groupBy(told, (names) => names)].map(([names, all]) => [names, all.length])) };
}

export const lastStep = ({ planned }: Pick<Kept, 'planned'>): string => String(ladderOf(planned).length);

const ladderOf = (planned: PlannedValue | undefined) => defaultLadders[planned?.isOutpatient === true ? 'outpatient' : 'inpatient'].steps;

function stepsOf(kept: readonly Kept[]): { step: string; taken: number }[] {
  const taken = kept.flatMap(({ by, planned, steps }): string[] => {
    if (by === undefined) return [];
    const step = steps.find(({ recipient, step: name }) => recipient === by && /^\d/.test(name))?.step;
    if (step === undefined) return ['of one who was not told'];
    const number = Number.parseInt(step, 10);
    return [`${number} ${ladderOf(planned)[number - 1]?.duty}`];
  });
  return [...Map.groupBy(taken, (step) => step)].map(([step, all]) => ({ step, taken: all.length })).toSorted((one, other) => (one.step < other.step ? -1 : 1));
}

function rowsOf(plan: Plan, kept: readonly Kept[], kills: readonly number[]): Row[] {
  const waited = ({ openedAt, acknowledgedAt = Infinity, endedAt = Infinity }: Kept): { from: number; to: number } => ({ from: openedAt, to: Math.min(acknowledgedAt, endedAt) });
  const during = (kind: 'platform' | 'laboratory' | 'kill') => {
    const spans = kind === 'kill' ? kills.map((at) => ({ from: at, to: at })) : plan.troubles.flatMap((one) => (one.kind === kind ? [{ from: one.at, to: one.at + one.minutes * minute }] : []));
    return (one: Kept): boolean => spans.some(({ from, to }) => from <= waited(one).to && waited(one).from <= to);
  };
  const onDuty = Map.groupBy(plan.turns.filter(({ duty }) => duty === 'duty-doctor'), ({ departmentCode }) => departmentCode);
  const isHole = ({ planned, openedAt }: Kept): boolean => planned !== undefined && !(onDuty.get(planned.department) ?? []).some(({ from, until }) => from.getTime() <= openedAt && openedAt < (until?.getTime() ?? Infinity));
  const nowhere = new Set(plan.staff.filter(({ platforms }) => platforms.length === 0).map(({ number }) => number));
  const isNowhere = ({ planned }: Kept): boolean => planned !== undefined && nowhere.has(planned.doctor);
  const hour = ({ openedAt }: Kept): number => new Date(openedAt + 480 * minute).getUTCHours();
  const isNight = (one: Kept): boolean => hour(one) < 7 || hour(one) >= 23;
  const isOutpatient = ({ planned }: Kept): boolean => planned?.isOutpatient === true;
  const troubled = [during('platform'), during('kill'), isHole, isNowhere, isNight, isOutpatient];
  const sorts: [string, (one: Kept) => boolean][] = [
    ['all', () => true], ['inpatients by day, and nothing in the way', (one) => !troubled.some((fits) => fits(one))], ['day (07 to 23)', (one) => !isNight(one)], ['night', isNight],
    ['a platform was down while it waited', during('platform')], ['the service was killed while it waited', during('kill')], ['nobody on the roster', isHole], ['its doctor has no account', isNowhere],
    ['outpatients', isOutpatient], ['the laboratory took no answers', during('laboratory')],
  ];
  return sorts.map(([what, fits]) => {
    const minutes = kept.filter(fits).flatMap(({ acknowledgedAt, openedAt }) => (acknowledgedAt === undefined ? [] : [(acknowledgedAt - openedAt) / minute])).toSorted((one, other) => one - other);
    const share = (part: number): number | undefined => minutes[Math.min(minutes.length - 1, Math.floor(part * minutes.length))];
    return { what, count: minutes.length, p50: share(0.5), p90: share(0.9), p99: share(0.99), longest: minutes.at(-1) };
  });
}

const shown = (minutes: number | undefined): string => minutes?.toFixed(0) ?? '–';

/** As it stands in the documentation. */
export function tableOf({ rows, steps, last }: Figures): string {
  return [
    '| values | acknowledged | p50 min | p90 | p99 | longest |', '|---|---|---|---|---|---|', ...rows.map((row) => `| ${row.what} | ${row.count} | ${[row.p50, row.p90, row.p99, row.longest].map(shown).join(' | ')} |`),
    '', '| taken at step | values |', '|---|---|', ...steps.map(({ step, taken }) => `| ${step} | ${taken} |`),
    '', ...(Object.keys(last).length === 0 ? ['None was left at the last step.'] : ['| told at the last step, taken by nobody | values |', '|---|---|', ...Object.entries(last).map(([names, count]) => `| ${names} | ${count} |`)]),
  ].join('\n');
}
