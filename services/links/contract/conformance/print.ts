/** The report as people read it. */
import type { Report } from './finding.ts';
import { reportWords as words } from './words.ts';

export function printed({ side, findings }: Report): string {
  const bad = findings.filter(({ ok }) => !ok).length;
  const lines = findings.flatMap(({ ok, title, check, seen, mend }) => [`${ok ? '✔' : '✘'} ${title}（${check}）：${ok ? words.good : `${words.bad}。${seen}`}`, ...(mend === '' ? [] : [`    ${words.mend}${mend}`])]);
  return [words.title[side], '', ...lines, '', bad === 0 ? words.all(findings.length) : words.some(bad, findings.length), ''].join('\n');
}
