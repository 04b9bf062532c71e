import test from 'ava';
import { unitWords } from './format.unit-words.ts';

const cases: readonly (readonly [string, string])[] = [
  ['mmol/L', 'mmol/L'], ['umol/L', 'μmol/L'], ['umol/L^micromole per liter^UCUM', 'μmol/L'], ['μmol/L', 'μmol/L'], ['ug/mL', 'μg/mL'], ['/uL', '/μL'], ['U/L', 'U/L'],
  ['10*9/L', '×10⁹/L'], ['x10^9/L', '×10⁹/L'], ['×10^9/L', '×10⁹/L'], ['10*12/L^tera per liter^UCUM', '×10¹²/L'], ['×10⁹/L', '×10⁹/L'],
  ['mm[Hg]', 'mmHg'], ['Cel', '℃'], ['m[IU]/L', 'mIU/L'], ['%', '%'], ['pH', ''], ['[pH]', ''], ['ratio', ''], ['1', ''], ['', ''],
];
for (const [sent, shown] of cases) test(`"${sent}" reads "${shown}"`, (t) => void t.is(unitWords(sent), shown));
