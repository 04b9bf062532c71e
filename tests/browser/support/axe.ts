/** axe-core on a page: what keeps somebody from reading or pressing (impact serious or critical). */
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary: string }[];
}

/** What is serious, each as the rule, the place and why. */
export async function seriousOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(`axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) })))`)) as Finding[];
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)}: ${failureSummary.replaceAll(/\s+/g, ' ').slice(0, 220)}`));
}
