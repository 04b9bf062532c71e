/** Rewrites the page from the data: `npm run judging:real`. */
import { writeFileSync } from 'node:fs';
import { dataPresent, judgeRealData, page, render } from './report.ts';

if (!dataPresent) {
  console.error('The real data is not here; the page was left as it is.');
  process.exitCode = 1;
} else {
  writeFileSync(page, render(judgeRealData()));
  console.log(`wrote ${page.pathname}`);
}
