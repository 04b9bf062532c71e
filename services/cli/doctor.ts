/** `npm run doctor`: what is wrong with this installation, in plain words. Ends with 1 when something is. */
import { withDemo } from '../demo/environment.ts';
import { examine } from './doctor/examine.ts';
import { type Finding, lineOf, summaryOf } from './doctor/findings.ts';

const findings: Finding[] = [];
for await (const finding of examine(withDemo(process.env), () => new Date())) {
  findings.push(finding);
  console.log(lineOf(finding));
}
console.log(`\n${summaryOf(findings)}`);
process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
