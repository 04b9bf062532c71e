/** What housekeeping of the simulated hospital says of its beds. */
import test from 'ava';
import { beds, staysOf } from './course/stays.ts';
import { simulatedHospital } from './hospital.ts';
import { bedsAfter, bedsAtFirst } from './speak/beds.ts';
import { day, hour } from './time.ts';

const first = Date.parse('2026-11-20T09:00:00+08:00');
const hospital = simulatedHospital({ seed: 7, first });
const { world } = hospital;
const inpatients = hospital.inpatients(first);

test('a bed is cleaned after somebody left, and ready before the next one comes', (t) => {
  const told = Map.groupBy(beds.filter(({ ward }) => ['CARD1', 'RESP1', 'PEDI1'].includes(ward.code)).flatMap((bed) => {
    const all = [...staysOf(world, bed, first, first + 14 * day)];
    return all.flatMap((stay, place) => bedsAfter(world, stay).map((telling) => ({ telling, stay, next: all[place + 1] })));
  }), ({ stay }) => stay.id);
  t.true(told.size > 60, String(told.size));
  for (const ways of told.values()) {
    const [{ stay, next } = { stay: undefined, next: undefined }] = ways;
    const times = [stay?.dischargedAt ?? 0, ...ways.map(({ telling }) => telling.at), next?.admittedAt ?? Infinity];
    t.deepEqual(times, times.toSorted((one, other) => one - other), stay?.id);
    t.true(ways.at(-1)?.telling.what.startsWith('床位可用'));
  }
  const words = new Set([...told.values()].flat().map(({ telling }) => telling.what.split(' ')[0]));
  t.deepEqual([...words].toSorted(), ['床位停用', '床位可用', '床位待消毒', '床位清洁'].toSorted());
  const atOnce = bedsAtFirst(world, beds);
  t.true(atOnce.length > 30 && atOnce.every(({ at }) => at > first && at < first + 2 * hour));
  t.deepEqual(atOnce.filter(({ ward, what }) => inpatients.some((stay) => stay.ward.code === ward && what.endsWith(` ${stay.bed} 床`))), [], 'nobody lies there');
});
