import test from 'ava';
import * as fc from 'fast-check';
import { defaultItems } from '../../clinical/critical-values/limits.items.ts';
import { convert, readUnit, sameUnit } from './format.units.ts';
import type { Substance } from './format.units.ts';

/** Spellings of one unit, as seen in the messages and tables of real laboratories or in UCUM. */
const spellings: readonly (readonly [string, readonly string[]])[] = [
  ['mmol/L', ['mmol/l', 'MMOL/L', 'MMOLL', 'mmoll', ' mmol / L ', 'mmol.l-1', 'mmol·L-1', 'mmol*L^-1', 'ｍｍｏｌ／Ｌ', 'mmol/L^millimole per liter^UCUM', 'mmol/litre']],
  ['umol/L', ['µmol/L', 'μmol/L', 'mcmol/L', 'UMOLL', 'umol/l', 'umol/L^micromole per liter^UCUM', 'nmol/mL']],
  ['mg/dL', ['mg/dl', 'MG/DL', 'mg%', 'mg/100mL', 'mg/100ml']],
  ['g/L', ['g/l', 'gm/L', 'mg/mL']],
  ['g/dL', ['g/dl', 'g%', 'gm/dL', 'g/dL^grams per deciliter^UCUM']],
  ['mEq/L', ['meq/L', 'MEQ/L', 'mval/l']],
  ['ug/mL', ['mcg/mL', 'µg/ml', 'μg/mL', 'mg/L']],
  ['ng/mL', ['ug/L', 'ng/ml']],
  ['10^9/L', ['10*9/L', 'x10*9/L', 'x10^9/L', '10E9/L', 'x10E9/L', '10⁹/L', '×10^9/L', 'X10(9)/L', '10^9/L^giga^UCUM', 'K/uL', 'K/mcL', 'k/µL', '10^3/uL', '10*3/uL^thousand per microliter^UCUM', '10^3/mm3', 'K/cumm', 'thou/uL', 'G/L', 'giga.l-1', '10**9/L', '千/uL']],
  ['10^12/L', ['x10*12/L', 'T/L', 'tera.l-1', 'm/uL', 'M/uL', '10^6/uL', 'mill/mm3', '10*6/uL^million per microliter^UCUM', '百万/uL']],
  ['/uL', ['{cells}/uL^cells per microliter^UCUM', 'cells/uL', '#/uL', '/mm3', '个/uL']],
  ['mmHg', ['mm Hg', 'MMHG', 'mm[Hg]', 'torr', 'MDC_DIM_MMHG']],
  ['kPa', ['KPA', 'kpa']],
  ['%', ['percent', 'PERCENT', '%^percent^UCUM', 'MDC_DIM_PERCENT', '％']],
  ['s', ['sec', 'secs', 'Seconds', '秒', 'sec.']],
  ['U/L', ['IU/L', 'u/l', 'iu/l', 'mU/mL', 'Units/L']],
  ['ratio', ['{ratio}^ratio^UCUM', 'INR', 'RATIO', '1']],
];
for (const [unit, ways] of spellings) {
  test(`unit: ${ways.length} spellings of ${unit}`, (t) => {
    for (const way of ways) t.true(sameUnit(way, unit), way);
  });
}

for (const unknown of ['', ' ', '/10', 'mmol', 'mg', 'beats/min', 'mm', 'wk^week^UCUM', 'foo/L', '100/uL', 'mmol/kg', '{Ct}^CrossingThreshold^UCUM', 'OBX']) {
  test(`unit: ${JSON.stringify(unknown)} is not understood, not guessed`, (t) => t.is(readUnit(unknown), undefined));
}

test('unit: g/L is grams, G/L is giga: a platelet count of 150 G/L is no mass', (t) => {
  t.is(readUnit('g/L')?.quantity, 'mass');
  t.is(readUnit('G/L')?.quantity, 'count');
});

const substance = (code: string): Substance => defaultItems.find((item) => item.code === code)?.substance ?? {};

/** Factors as printed in laboratory handbooks, to 0.3 %. */
const table: readonly (readonly [string, number, string, string, number])[] = [
  ['potassium', 7.1, 'mEq/L', 'mmol/L', 7.1],
  ['potassium', 27.8, 'mg/dL', 'mmol/L', 7.11],
  ['sodium', 120, 'mEq/L', 'mmol/L', 120],
  ['calcium', 6.6, 'mg/dL', 'mmol/L', 1.647],
  ['calcium', 13, 'mg/dL', 'mmol/L', 3.244],
  ['calcium', 4.5, 'mEq/L', 'mmol/L', 2.25],
  ['calcium-ionised', 4.2, 'mg/dL', 'mmol/L', 1.048],
  ['glucose', 45, 'mg/dL', 'mmol/L', 2.498],
  ['glucose', 400, 'mg/dL', 'mmol/L', 22.2],
  ['glucose', 4.5, 'g/L', 'mmol/L', 24.98],
  ['creatinine', 7.4, 'mg/dL', 'umol/L', 654.2],
  ['creatinine', 0.654, 'mmol/L', 'umol/L', 654],
  ['urea', 100, 'mg/dL', 'mmol/L', 35.7],
  ['magnesium', 1.2, 'mg/dL', 'mmol/L', 0.494],
  ['magnesium', 1, 'mEq/L', 'mmol/L', 0.5],
  ['phosphate', 0.9, 'mg/dL', 'mmol/L', 0.291],
  ['bilirubin-total', 18, 'mg/dL', 'umol/L', 307.8],
  ['bilirubin-total', 19.9, 'mg/dL', 'umol/L', 340.3],
  ['lactate', 45, 'mg/dL', 'mmol/L', 5],
  ['ammonia', 340, 'ug/dL', 'umol/L', 199.6],
  ['bicarbonate', 10, 'mEq/L', 'mmol/L', 10],
  ['haemoglobin', 6, 'g/dL', 'g/L', 60],
  ['haemoglobin', 3.72, 'mmol/L', 'g/L', 59.94],
  ['haematocrit', 0.18, 'L/L', '%', 18],
  ['haematocrit', 0.18, 'ratio', '%', 18],
  ['platelets', 8, 'K/uL', '10^9/L', 8],
  ['platelets', 8000, '/uL', '10^9/L', 8],
  ['platelets', 5, '万/ul', '10^9/L', 50],
  ['wbc', 0.5, '10*3/uL', '10^9/L', 0.5],
  ['pco2', 9.33, 'kPa', 'mmHg', 69.98],
  ['po2', 6, 'kPa', 'mmHg', 45],
  ['fibrinogen', 100, 'mg/dL', 'g/L', 1],
  ['fibrinogen', 1, 'ug/mL', 'g/L', 0.001],
  ['troponin', 40, 'ng/L', 'ng/mL', 0.04],
  ['troponin', 40, 'pg/mL', 'ng/mL', 0.04],
  ['cholinesterase', 1.2, 'kU/L', 'U/L', 1200],
  ['cholinesterase', 20, 'ukat/L', 'U/L', 1200],
  ['pt', 0.5, 'min', 's', 30],
];
for (const [item, value, from, to, expected] of table) {
  test(`convert: ${item} ${value} ${from} is ${expected} ${to}`, (t) => {
    const [a, b] = [readUnit(from), readUnit(to)];
    t.truthy(a);
    t.truthy(b);
    if (a === undefined || b === undefined) return;
    const found = convert(value, a, b, substance(item)) ?? Number.NaN;
    t.true(Math.abs(found - expected) <= Math.abs(expected) * 0.003, String(found));
  });
}

for (const [item, from, to] of [['haemoglobin', '%', 'g/L'], ['platelets', 'g/L', '10^9/L'], ['pt', '%', 's'], ['inr', 's', 'ratio'], ['fibrinogen', 'umol/L', 'g/L'], ['glucose', 'mEq/L', 'mmol/L']] as const) {
  test(`convert: ${item} in ${from} does not become ${to}`, (t) => {
    const [a, b] = [readUnit(from), readUnit(to)];
    t.truthy(a);
    t.truthy(b);
    if (a !== undefined && b !== undefined) t.is(convert(5, a, b, substance(item)), undefined);
  });
}

test('property: what converts converts back, and keeps the order of values', (t) => {
  const units = ['mmol/L', 'umol/L', 'mg/dL', 'g/L', 'mEq/L', 'ug/mL'].map((unit) => readUnit(unit)).filter((unit) => unit !== undefined);
  const value = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
  fc.assert(fc.property(value, value, fc.constantFrom(...units), fc.constantFrom(...units), (one, two, from, to) => {
    const calcium = substance('calcium');
    const there = convert(one, from, to, calcium);
    const back = there === undefined ? undefined : convert(there, to, from, calcium);
    const other = convert(two, from, to, calcium);
    if (there === undefined || back === undefined || other === undefined) return false;
    return Math.abs(back - one) <= one * 2e-5 && (one <= two ? there <= other : there >= other);
  }));
  t.pass();
});

test('property: no text makes the reader throw', (t) => {
  fc.assert(fc.property(fc.string(), (text) => { readUnit(text); }));
  t.pass();
});
