/**
 * Units as laboratories write them, and conversion between them. The unit that was SENT decides, never the LOINC
 * code: MIMIC labels total calcium in mg/dL with the molar code 2000-8. What is not understood is `undefined`, and the
 * caller must report it; nothing here guesses.
 */
import { countUnit, otherUnits } from './format.units-table.ts';

/** What sort of quantity a unit measures. Only equal kinds convert; `mol`, `mass` and `eq` also through a substance. */
export type Quantity = 'mol' | 'mass' | 'eq' | 'count' | 'pressure' | 'time' | 'activity' | 'fraction' | 'number' | 'feu' | 'mass-a-day';

export interface Unit {
  readonly quantity: Quantity;
  /** Into mol/L, g/L, Eq/L, 1/L, Pa, s, U/L, 1 or 1. */
  readonly factor: number;
}

/** What mass and charge mean for one analyte. */
export interface Substance {
  /** g/mol */
  readonly molarMass?: number;
  readonly valence?: number;
}

const PREFIX: Readonly<Record<string, number>> = {
  '': 1, d: 1e-1, c: 1e-2, m: 1e-3, u: 1e-6, mc: 1e-6, n: 1e-9, p: 1e-12, f: 1e-15, k: 1e3,
};

const BASE: Readonly<Record<string, Quantity>> = {
  mol: 'mol', mole: 'mol', moles: 'mol', g: 'mass', gm: 'mass', eq: 'eq', val: 'eq', u: 'activity', iu: 'activity',
};

/**
 * Reads a unit as sent: either micro sign, full width, any case, `·`, `.l-1`, UCUM braces, `code^text^UCUM`.
 * An empty unit is `undefined` too: whether none is needed depends on the item.
 */
export function readUnit(sent: string): Unit | undefined {
  const text = plain(sent);
  if (text === '') return undefined;
  // Giga and tera per litre by their capitals, before case is dropped: `g/L` is grams.
  if (text === 'G/L') return { quantity: 'count', factor: 1e9 };
  if (text === 'T/L') return { quantity: 'count', factor: 1e12 };
  const lower = text.toLowerCase();
  return otherUnits[lower] ?? countUnit(lower) ?? concentration(lower);
}

/** One spelling for one unit, for comparing and for showing what was understood; `undefined` when not understood. */
export function sameUnit(left: string, right: string): boolean {
  const a = readUnit(left);
  const b = readUnit(right);
  return a !== undefined && b !== undefined && a.quantity === b.quantity && a.factor === b.factor;
}

/**
 * Converts, or `undefined` when the two units do not measure the same of this substance. Rounded to six significant
 * digits: no result carries more, and `5.6 mEq/L` must come out as 5.6.
 */
export function convert(value: number, from: Unit, to: Unit, substance: Substance = {}): number | undefined {
  const base = between(value * from.factor, from.quantity, to.quantity, substance);
  return base === undefined ? undefined : tidy(base / to.factor);
}

function between(value: number, from: Quantity, to: Quantity, substance: Substance): number | undefined {
  if (from === to) return value;
  // A haematocrit of 0.42 and an INR of 1.1 are sent without a unit sign or as a ratio.
  if (from === 'number' && to === 'fraction') return value;
  const moles = toMoles(value, from, substance);
  return moles === undefined ? undefined : fromMoles(moles, to, substance);
}

function toMoles(value: number, from: Quantity, { molarMass, valence }: Substance): number | undefined {
  if (from === 'mol') return value;
  if (from === 'mass' && molarMass !== undefined) return value / molarMass;
  if (from === 'eq' && valence !== undefined) return value / valence;
  return undefined;
}

function fromMoles(moles: number, to: Quantity, { molarMass, valence }: Substance): number | undefined {
  if (to === 'mol') return moles;
  if (to === 'mass' && molarMass !== undefined) return moles * molarMass;
  if (to === 'eq' && valence !== undefined) return moles * valence;
  return undefined;
}

function tidy(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁻': '-',
};

/** One form for signs that look alike. Superscripts first: compatibility folding would turn 10⁹ into 109. */
function plain(sent: string): string {
  const code = sent.split('^UCUM')[0] ?? '';
  const [first = '', second = ''] = code.split('^');
  // `10^9/L` and `L^-1` hold the separator of HL7 components; a component of a unit never begins with a number.
  const power = /^\s*-\d/u.test(second) || (/\d\s*$/u.test(first) && /^\s*\d/u.test(second));
  const text = power ? `${first}^${second}` : first;
  return text
    .replace(/[⁰¹²³⁴-⁹⁻]+/gu, (digits) => `^${[...digits].map((sign) => SUPERSCRIPT[sign] ?? '').join('')}`)
    .normalize('NFKC')
    .replace(/μ/gu, 'u')
    .replace(/^["']+|["']+$/gu, '')
    .replace(/\s+/gu, '');
}

/** `mmol/L`, `mg/dl`, `ug/mL`, `g%`, `meq/l`, `kU/L`, `mmol.l-1`, and the slashless `MMOLL` of some analysers. */
function concentration(lower: string): Unit | undefined {
  const text = lower.replace(/[.·*]?([dcmu]?l)\^?-1$/u, '/$1').replace(/^(m|u|n|p)?mol(l)$/u, '$1mol/$2').replace(/^mg%$/u, 'mg/dl').replace(/^g%$/u, 'g/dl');
  const match = /^([munpfk]|mc)?(mol|moles?|gm?|eq|val|i?u)(?:nits?)?\/(100m|mc|[dcmu])?(?:l|litre|liter)$/u.exec(text);
  if (match === null) return undefined;
  const [, prefix = '', base = '', volume = ''] = match;
  const quantity = BASE[base];
  const amount = PREFIX[prefix];
  const litres = volume === '100m' ? 0.1 : PREFIX[volume];
  if (quantity === undefined || amount === undefined || litres === undefined) return undefined;
  return { quantity, factor: Number((amount / litres).toPrecision(12)) };
}
