/** Units that follow no grammar. Lower case, without spaces; see `plain` in format.units.ts. */
import type { Unit } from './format.units.ts';

const count = (factor: number): Unit => ({ quantity: 'count', factor });
const pressure = (factor: number): Unit => ({ quantity: 'pressure', factor });
const time = (factor: number): Unit => ({ quantity: 'time', factor });
const fraction = (factor: number): Unit => ({ quantity: 'fraction', factor });
const number: Unit = { quantity: 'number', factor: 1 };

/** mmHg by definition of the conventional millimetre of mercury. */
const MMHG = 133.322;

export const otherUnits: Readonly<Record<string, Unit>> = {
  'mmhg': pressure(MMHG), 'mm[hg]': pressure(MMHG), 'torr': pressure(MMHG), 'mdc_dim_mmhg': pressure(MMHG),
  'kpa': pressure(1000), 'hpa': pressure(100), 'mbar': pressure(100), 'pa': pressure(1),
  's': time(1), 'sec': time(1), 'secs': time(1), 'sec.': time(1), 'second': time(1), 'seconds': time(1), '秒': time(1),
  'min': time(60), 'minutes': time(60),
  '%': fraction(0.01), 'percent': fraction(0.01), 'mdc_dim_percent': fraction(0.01), 'vol%': fraction(0.01),
  'l/l': fraction(1), 'v/v': fraction(1), 'fraction': fraction(1),
  'ratio': number, '{ratio}': number, '1': number, 'inr': number, '{inr}': number, '比值': number,
  'ph': number, '[ph]': number, 'units': number, 'unit': number, 'phunits': number, '{ph}': number,
  // Of D-dimer in fibrinogen equivalents, twice its own mass or so: never converted to it. What is excreted in a day.
  'mg/lfeu': { quantity: 'feu', factor: 1 }, 'ug/mlfeu': { quantity: 'feu', factor: 1 }, 'ng/mlfeu': { quantity: 'feu', factor: 1e-3 }, 'ug/lfeu': { quantity: 'feu', factor: 1e-3 },
  'g/24h': { quantity: 'mass-a-day', factor: 1 }, 'mg/24h': { quantity: 'mass-a-day', factor: 1e-3 }, 'g/d': { quantity: 'mass-a-day', factor: 1 }, 'mg/d': { quantity: 'mass-a-day', factor: 1e-3 },
  // katal is the SI unit of activity: 1 µkat/L = 60 U/L.
  'ukat/l': { quantity: 'activity', factor: 60 }, 'nkat/l': { quantity: 'activity', factor: 0.06 },
  'giga.l-1': count(1e9), 'tera.l-1': count(1e12), 'mill/mm3': count(1e12), 'mil/mm3': count(1e12),
};

/** Words and letters for powers of ten in cell counts. `m/uL` is million (MIMIC's red cells), as `M/uL` is. */
const THOUSANDS: Readonly<Record<string, number>> = {
  '': 1, k: 1e3, th: 1e3, thou: 1e3, thousand: 1e3, 千: 1e3, 万: 1e4, m: 1e6, mil: 1e6, mill: 1e6, million: 1e6, 百万: 1e6, 亿: 1e8,
};

/** Litres. `cumm` and `mm3` are a microlitre. */
const VOLUME: Readonly<Record<string, number>> = {
  l: 1, dl: 1e-1, ml: 1e-3, ul: 1e-6, mcl: 1e-6, mm3: 1e-6, 'mm^3': 1e-6, cumm: 1e-6, nl: 1e-9,
};

/** Only the powers that occur: `100/uL` is not ten to the zeroth. */
const POWER = /^(?:x|×)?10(?:\^|\*{1,2}|e|\(|x)?(3|4|6|9|12)\)?\/(.+)$/u;
const WORD = /^(?:#|\{?cells?\}?|个)?(k|th|thou|thousand|千|万|m|mil|mill|million|百万|亿)?(?:cells?|个)?\/(.+)$/u;

/** `10^9/L`, `10*3/uL`, `x10E9/L`, `10(9)/L`, `K/uL`, `/mm3`, `{cells}/uL`, `万/ul`. */
export function countUnit(lower: string): Unit | undefined {
  const power = POWER.exec(lower);
  if (power !== null) return perVolume(10 ** Number(power[1]), power[2] ?? '');
  const word = WORD.exec(lower);
  return word === null ? undefined : perVolume(THOUSANDS[word[1] ?? ''] ?? Number.NaN, word[2] ?? '');
}

function perVolume(many: number, volume: string): Unit | undefined {
  const litres = VOLUME[volume];
  if (litres === undefined || !Number.isFinite(many)) return undefined;
  return count(Number((many / litres).toPrecision(12)));
}
