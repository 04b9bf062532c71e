/** The results as Markdown: a row per run, and what stands to what. */
import type { RunResult } from './run.ts';

export function table(results: readonly RunResult[]): string {
  const head = ['path', 'offered/s', 'delivered', 'twice', 'calls repeated', 'e2e p50 ms', 'p99', 'max', 'ack p50 ms', 'p99', 'first card ms', 'cards/s', 'CPU ms/card: own', 'database', 'load 1 min', 'cores busy'];
  const rows = results.map((run) => [
    run.path,
    rateWord(run.rate),
    `${run.delivered}/${run.offered}`,
    String(run.twice), String(run.repeated),
    ms(run.e2e.p50), ms(run.e2e.p99), ms(run.e2e.max),
    ms(run.ack.p50), ms(run.ack.p99), ms(run.firstMs),
    run.perSecond.toFixed(run.perSecond < 10 ? 1 : 0),
    run.cpuMsEach.own.toFixed(1), run.cpuMsEach.database.toFixed(1),
    run.load.perMinute.toFixed(1),
    `${Math.round(run.load.busy * 100)} %`,
  ]);
  return lines(head, rows);
}

/** The product against each other path at the same rate of the same run. */
export function ratios(results: readonly RunResult[]): string {
  const head = ['offered/s', 'against', 'e2e p50', 'e2e p99', 'ack p50', 'ack p99', 'cards/s'];
  const rows = results.flatMap((other) => {
    const own = results.find((run) => run.path === 'product' && run.rate === other.rate);
    if (own === undefined || other.path === 'product') return [];
    const lower = (key: 'e2e' | 'ack', part: 'p50' | 'p99') => times(other[key][part] / own[key][part]);
    return [[rateWord(other.rate), other.path, lower('e2e', 'p50'), lower('e2e', 'p99'), lower('ack', 'p50'), lower('ack', 'p99'), times(own.perSecond / other.perSecond)]];
  });
  return lines(head, rows);
}

const rateWord = (rate: number): string => (rate === Infinity ? 'at once' : String(rate));
const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(value < 100 ? 1 : 0));

/** Above 1 the product is better. */
function times(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)}×`;
}

function lines(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
