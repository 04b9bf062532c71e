/** The count of critical values in real data, explained item by item, as the page docs/judging-real-data.md. */
import { existsSync } from 'node:fs';
import { defaultThresholdSet } from '../../services/clinical/critical-values/limits.ts';
import { readEicu } from './eicu.ts';
import { readMimic } from './mimic.ts';
import { byHand } from './by-hand.ts';
import { HAEMATOLOGY_WARDS } from './real-result.ts';
import type { Line, Tally } from './tally.ts';
import { tally } from './tally.ts';

const data = new URL('../../../shared/data/mimic/', import.meta.url);
const mimicFolder = new URL('mimic-iv-demo-a/', data);
const eicuFolder = new URL('eicu-demo/', data);

export const page = new URL('../../docs/judging-real-data.md', import.meta.url);
export const dataPresent = existsSync(mimicFolder) && existsSync(eicuFolder);

export interface Found {
  readonly mimic: Tally;
  readonly eicu: Tally;
  /** MIMIC crossings on other analysers than the blood-gas machine, and those of its pH. */
  readonly withoutGasMachine: number;
}

/** Items the blood-gas machine of MIMIC reports, but pH. */
const GAS_MACHINE = new Set(['50822', '50824', '50806', '50808', '50809', '50810', '50811', '50813', '50817', '50818', '50821']);

export function judgeRealData(): Found {
  const set = defaultThresholdSet({ 'haematology-or-chemotherapy': { departments: [], wards: HAEMATOLOGY_WARDS } });
  const rows = readMimic(mimicFolder);
  const rest = tally(rows.filter((row) => !GAS_MACHINE.has(row.item)), set);
  return { mimic: tally(rows, set), eicu: tally(readEicu(eicuFolder), set), withoutGasMachine: sum(rest, (line) => line.crossing) };
}

export function sum(tally: Tally, of: (line: Line) => number): number {
  return [...tally.lines.values()].reduce((total, line) => total + of(line), 0);
}

const WHY: Readonly<Record<string, string>> = {
  'within-limits': 'haematology ward: its own limits',
  'excluded-patient': 'dialysis patient',
  'wrong-specimen': 'venous or mixed blood, no artery',
  'specimen-unknown': 'blood of unnamed origin: to triage',
  'repeat': 'told before in this stay (first time only)',
  'value-in-note': 'no value, only a comment: to triage',
  'reference-missing': 'no reference range came with it: to triage',
};

function table({ lines }: Tally): string {
  const head = ['| item | rows | crossing | not told, and why | found beside the number | told | by which limit |', '|---|---:|---:|---|---:|---:|---|'];
  const body = [...lines.values()]
    .filter((line) => line.crossing + line.told > 0)
    .sort((a, b) => b.crossing - a.crossing || b.told - a.told)
    .map((line) => `| ${line.name} | ${line.rows} | ${line.crossing} | ${reasons(line.kept)} | ${line.beyondNumbers || ''} | ${line.told} | ${[...line.limits].map(([limit, many]) => `${many} ${limit}`).join('; ')} |`);
  return [...head, ...body].join('\n');
}

function reasons(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([reason, many]) => `${many} ${WHY[reason] ?? reason}`).join('; ');
}

function hands(): string {
  const of = Map.groupBy(byHand, ([, , decision]) => decision);
  const counts = [...of].map(([decision, rows]) => `${rows.length} ${decision}`).join(', ');
  return `**Checked row by row.** ${byHand.length} rows drawn by chance (\`tests/real-input/by-hand.ts\`: numbers of rows and decisions, no values) were read one by one beside clinical-rules.md while the judge was
built, with its answer beside them; no physician of a laboratory has looked yet. ${counts}. It found one fault: of a patient without a stay "first time only" was for ever, so blasts seen again months later were no news. It now holds for 30 days.`;
}

function triage({ lines }: Tally): string {
  const rows = [...lines.values()].filter((line) => line.triage.size > 0).map((line) => `| ${line.name} | ${reasons(line.triage)} |`);
  return ['| item | why |', '|---|---|', ...rows].join('\n');
}

function totals(found: Tally): string {
  const crossing = sum(found, (line) => line.crossing);
  const kept = sum(found, (line) => [...line.kept.values()].reduce((all, many) => all + many, 0));
  const beside = sum(found, (line) => line.beyondNumbers);
  const told = sum(found, (line) => line.told);
  return `${found.rows} rows, ${found.unlisted} of items the default set does not list. ${crossing} crossing − ${kept} not told + ${beside} found beside the number = **${told} told**.`;
}

export function render({ mimic, eicu, withoutGasMachine }: Found): string {
  const wbc = mimic.lines.get('wbc');
  const platelets = mimic.lines.get('platelets');
  return `# Critical values in real data, explained

Written by \`npm run judging:real\`; \`tests/real-input/critical-values.test.ts\` fails when it is out of date.

Every laboratory row went through \`judge\` with the default threshold set, in the order the results were stored.
**Crossing**: the number alone, converted by the unit sent, is at or past the adult limit; what a spreadsheet would count.
**Found beside the number**: limits relative to the reference range, comparators and findings, which such a count misses.
Rows add up: crossing − not told + found beside = told. The last column is by which limits those were told.

${hands()}

## MIMIC-IV, 50 patients

${totals(mimic)}

${table(mimic)}

What to know when reading it:

- **Total calcium** comes in mg/dL under the *molar* LOINC 2000-8. Converted by the unit sent, 6 rows are critical; taken as mmol/L by the code, nearly all ${mimic.lines.get('calcium')?.rows ?? 0} would be.
- **Gases.** The specimen is a row of its own in MIMIC (\`ART.\`, \`VEN.\`, \`MIX.\`, \`CENTRAL VENOUS.\`) and was attached by specimen number. Of ${mimic.lines.get('po2')?.crossing} pO2 at or below 45 mmHg, ${mimic.lines.get('po2')?.kept.get('wrong-specimen')} were not arterial. Bicarbonate, lactate and electrolytes of the same machine need no artery.
- **White cells and platelets**: the ${wbc?.crossing} crossing white counts belong to ${wbc?.patients.size} patients, the ${platelets?.crossing} platelet counts to ${platelets?.patients.size}. On haematology wards the ward's own limits (0.5/50 and 10/1000) keep ${(wbc?.kept.get('within-limits') ?? 0) + (platelets?.kept.get('within-limits') ?? 0)} of them quiet; the same patients in intensive care, in the emergency department and at home are judged by the general limits. Every further low count is told, because the table says so: a patient's own trait, a minimum change or an interval is a setting of the hospital.
- **Creatinine, urea**: first time in a stay only; dialysis patients (V45.11, Z99.2 of the admission) are spared.
- **Troponin** is judged against the upper end of the range that came with it (99th percentile), once per stay. **Blasts** above 0 %, once per stay.
- **Haemolysed** specimens still alert, with a note on the card; ${sum(mimic, (line) => line.haemolysed)} of the told ones here were.
- MIMIC knows only the flag "abnormal", sent here as \`A\`, which alerts nobody. A laboratory's HH or LL would add to the count.
- Calculated bicarbonate of the gas machine (LOINC 1959-6) is not in the default set: 2 rows at or below 10 mmol/L are not told. A hospital that wants them adds the code.

### Not judged: for the laboratory's triage

${triage(mimic)}

A value that stands only in the comment (\`<0.01.  cTropnT > 0.10 ng/mL suggests Acute MI.\`) is not read by a machine. In HL7 such a value stands in OBX-5 as \`<0.01\`
and is judged.

### Against the "905" of the data's own notes

The notes beside the data say that 905 rows cross the default adult limits, without a list of items. We count ${sum(mimic, (line) => line.crossing)} crossings.
Leaving out the blood-gas machine except its pH gives ${withoutGasMachine}; one more (calcium exactly 13.0 mg/dL, which is 3.244 mmol/L and not past 3.25) crosses when the
limits are taken in US units instead of converting. That makes 905, so this is probably how it was counted.
What is told, ${sum(mimic, (line) => line.told)}, is the crossings less and more the reasons in the table.

## eICU, laboratory rows of 100 patients

Sent under local abbreviations, without specimen, flags or reference range, as laboratories without LOINC do.

${totals(eicu)}

${table(eicu)}

- **Gases without a specimen** go to triage when they would alert: ${eicu.lines.get('po2')?.kept.get('specimen-unknown') ?? 0} pO2, ${eicu.lines.get('pco2')?.kept.get('specimen-unknown') ?? 0} pCO2, ${eicu.lines.get('ph')?.kept.get('specimen-unknown') ?? 0} pH. A laboratory that sends only arterial gases under these codes says so once, in the set (\`codeSpecimen\` or the item's rule).
- **Ionised calcium** is labelled mg/dL, but its values (about 1.1) are mmol/L: a label of the data set, not of the laboratories. Trusting the unit sent makes ${eicu.lines.get('calcium-ionised')?.told ?? 0} of ${eicu.lines.get('calcium-ionised')?.rows ?? 0} rows low. That is the right side to err on, and such a flood is what trying a set against history is for.
- **Comparators** (\`>600\`, \`<15.0\`) are judged as what they are: they are the ones found beside the number.

### Not judged: for the laboratory's triage

${triage(eicu)}
`;
}
