/** Who a patient is. Pure. */
import type { Random } from '../random.ts';
import { clockOf, dateText, day, hour, midnight } from '../time.ts';
import { address, phone, residentNumber } from './identity.ts';
import { personName, surname } from './names.ts';

export interface Patient {
  readonly number: string;
  readonly name: string;
  readonly sex: 'M' | 'F';
  readonly birth: number;
  readonly card?: string;
  readonly phone?: string;
  readonly address: string;
  readonly guardian?: { readonly name: string; readonly relation: string; readonly phone: string };
}

/** Whom to make: ages in years, of newborns in days; `at` is the day of the visit. */
export interface Asked {
  readonly sex: 'M' | 'F';
  readonly ages: readonly [number, number];
  readonly at: number;
  readonly serial: number;
}

const child = 15;

export function grown({ sex, ages, at, serial }: Asked, random: Random): Patient {
  const birth = midnight(at - (random.int(...ages) * 365.25 + random.int(3, 360)) * day);
  const { year } = clockOf(birth);
  const name = personName(random, sex, year);
  const guardian = ages[1] < child ? { guardian: { name: personName(random, 'F', year - 28), relation: '母亲', phone: phone(serial) } } : {};
  return { number: `P${serial}`, name, sex, birth, card: residentNumber(dateText(birth), sex, serial), phone: phone(serial), address: address(random), ...guardian };
}

/** Named after the mother until the parents have chosen. */
export function newborn({ sex, ages, at, serial }: Asked, random: Random): Patient {
  const mother = surname(random);
  const birth = at - random.int(...ages) * day - random.int(1, 20) * hour;
  const guardian = { name: mother + random.pick(['丽', '婷', '敏', '雪', '欣怡', '静']), relation: '母亲', phone: phone(serial) };
  return { number: `P${serial}`, name: `${mother}${sex === 'M' ? '之子' : '之女'}`, sex, birth, address: address(random), guardian };
}
