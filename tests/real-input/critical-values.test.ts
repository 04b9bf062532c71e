import test from 'ava';
import { readFileSync } from 'node:fs';
import { dataPresent, judgeRealData, page, render, sum } from './report.ts';
import { byHand } from './by-hand.ts';
import type { Tally } from './tally.ts';

const check = dataPresent ? test : test.skip;
if (!dataPresent) console.log('real laboratory data absent: its tests are skipped');

const found = dataPresent ? judgeRealData() : undefined;

check('the page says what the rules do with the real rows today', (t) => {
  t.truthy(found);
  if (found !== undefined) t.is(readFileSync(page, 'utf8'), render(found), 'run: npm run judging:real');
});

for (const [name, of, rows] of [['MIMIC-IV', 'mimic', 62_611], ['eICU', 'eicu', 29_961]] as const) {
  check(`${name}: every row is accounted for`, (t) => {
    const tally: Tally | undefined = found?.[of];
    t.truthy(tally);
    if (tally === undefined) return;
    t.is(tally.rows, rows);
    t.is(tally.unlisted + sum(tally, (line) => line.rows), rows);
    for (const line of tally.lines.values()) {
      const kept = [...line.kept.values()].reduce((all, many) => all + many, 0);
      t.is(line.crossing - kept + line.beyondNumbers, line.told, line.name);
    }
  });
}

check('MIMIC-IV: the traps are not fallen into', (t) => {
  const lines = found?.mimic.lines;
  t.is(lines?.get('calcium')?.told, 6, 'mg/dL under a molar LOINC');
  t.is(lines?.get('po2')?.told, 3, 'arterial only');
  t.is(lines?.get('creatinine')?.told, 0, 'dialysis patients');
  t.is(lines?.get('troponin')?.triage.get('value-in-note'), 89);
});

check('no row goes to triage for a unit we cannot read', (t) => {
  const lines = [...(found?.mimic.lines.values() ?? []), ...(found?.eicu.lines.values() ?? [])];
  t.true(lines.length > 0);
  for (const line of lines) {
    for (const reason of ['unit-unknown', 'unit-missing', 'unit-not-of-item', 'value-not-understood']) {
      t.false(line.kept.has(reason) || line.triage.has(reason), `${line.name}: ${reason}`);
    }
  }
});

check('a hundred rows that were read one by one beside the rules are decided as they were then', (t) => {
  t.is(byHand.length, 100);
  for (const [data, row, decision, limit, why] of byHand) {
    const verdict = found?.[data].verdicts.get(row);
    const word = verdict?.kind === 'critical' ? verdict.direction : `${verdict?.kind}:${verdict?.reason}`;
    t.deepEqual([word, verdict?.limitId], [decision, limit], `${data} ${row}: ${why}`);
  }
});
