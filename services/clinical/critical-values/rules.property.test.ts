/** What holds for every limit of the default set, whatever the numbers: monotone, the same in every unit, the same in any order. */
import test from 'ava';
import * as fc from 'fast-check';
import { convert, readUnit } from '../../links/statements/format.units.ts';
import type { Limit, ThresholdItem } from './limits.ts';
import { adult, bornDaysAgo, judged, loinc, result, set, word } from './rules.fixtures.ts';
import { type LabResult, type PatientFacts, mentionOf } from './rules.ts';

interface Numbered {
  readonly item: ThresholdItem;
  readonly limit: Limit;
  readonly patient: PatientFacts;
}

const numbered: readonly Numbered[] = set.limits.flatMap((limit): Numbered[] => {
  const item = set.items.find(({ code }) => code === limit.item);
  const patient = limit.scope === null ? (limit.toDays === null ? adult : bornDaysAgo(3)) : { ...adult, departmentCode: 'HEMA' };
  return item?.reading === 'number' && limit.reference === null ? [{ item, limit, patient }] : [];
});

const sent = ({ item }: Numbered, value: number, unit: string): LabResult => loinc(item.loinc[0] ?? '', String(Number(value.toPrecision(9))), unit, { specimen: item.specimen === 'arterial' ? '动脉血' : '' });
const verdictOf = (of: Numbered, value: number, unit = of.item.unit): string => word(judged(sent(of, value, unit), of.patient));
/** Around both ends, well past them and far within. */
const valueOf = ({ limit: { low, high } }: Numbered): fc.Arbitrary<number> => fc.double({ min: (low ?? high ?? 1) / 4, max: (high ?? low ?? 1) * 3, noNaN: true });

test('property: further past a limit is never less critical, further within never more', (t) => {
  t.true(numbered.length >= 36, String(numbered.length));
  for (const of of numbered) {
    fc.assert(fc.property(valueOf(of), fc.double({ min: 0, max: 10, noNaN: true }), (value, more) => {
      const { low, high } = of.limit;
      const [up, down] = [value * (1 + more), value / (1 + more)];
      if (verdictOf(of, value) === 'high') t.is(verdictOf(of, up), 'high', `${of.limit.id} ${value} → ${up}`);
      if (verdictOf(of, value) === 'low') t.is(verdictOf(of, down), 'low', `${of.limit.id} ${value} → ${down}`);
      t.is(verdictOf(of, value) === 'high', high !== null && Number(value.toPrecision(6)) >= high, `${of.limit.id} ${value}`);
      t.is(verdictOf(of, value) === 'low', low !== null && Number(value.toPrecision(6)) <= low, `${of.limit.id} ${value}`);
    }), { numRuns: 40 });
  }
});

const units = ['mmol/L', 'umol/L', 'mol/L', 'mEq/L', 'mg/dL', 'g/dL', 'g/L', 'mg/L', 'ug/mL', 'kPa', 'mmHg', 's', 'ms', 'U/L', 'kU/L', '10^9/L', '/uL', 'K/uL', '%', 'L/L'];
test('property: the same amount in another unit is judged the same', (t) => {
  let compared = 0;
  for (const of of numbered) {
    const own = readUnit(of.item.unit);
    for (const unit of units) {
      const other = readUnit(unit);
      if (own === undefined || other === undefined || convert(1, own, other, of.item.substance) === undefined || convert(1, other, own, of.item.substance) === undefined) continue;
      compared += 1;
      fc.assert(fc.property(valueOf(of), (value) => {
        const there = convert(value, own, other, of.item.substance) ?? Number.NaN;
        // Six digits are kept: what lies that close to a limit may round onto it.
        const ends = [of.limit.low, of.limit.high].filter((end) => end !== null);
        fc.pre(ends.every((end) => Math.abs(value - end) > end * 1e-5));
        t.is(verdictOf(of, there, unit), verdictOf(of, value), `${of.limit.id} ${value} ${of.item.unit} = ${there} ${unit}`);
      }), { numRuns: 10 });
    }
  }
  t.true(compared >= 150, String(compared));
});

test('property: the order in which a set lists its limits and items changes no decision and no reason', (t) => {
  const wild: Limit[] = [
    ...set.limits,
    ...[['a', { sex: 'M' }], ['b', { scope: 'icu' }], ['c', { scope: 'dialysis' }], ['d', { pointOfCare: true }], ['e', { specimen: 'venous' }], ['f', { fromDays: 29, toDays: 20_000 }], ['g', { fromDays: 29, toDays: 30_000 }], ['h', {}], ['i', {}]].map(([id, change], at): Limit => ({ ...set.limits[0] as Limit, id: `potassium.${id as string}`, fromDays: 0, high: 6 + at / 10, ...change as Partial<Limit> })),
  ];
  const scopes = set.scopes.map((scope) => (scope.name === 'icu' ? { ...scope, wards: ['CARD1'] } : scope));
  fc.assert(fc.property(fc.shuffledSubarray(wild, { minLength: wild.length }), fc.shuffledSubarray([...set.items], { minLength: set.items.length }), fc.boolean(), fc.constantFrom('静脉血', '血清', ''), fc.constantFrom('CARD1', 'HD1', 'X'), fc.double({ min: 5.5, max: 7.5, noNaN: true }), (limits, items, pointOfCare, specimen, wardCode, value) => {
    const of = result({ value: String(value), pointOfCare, specimen });
    const patient = { ...adult, wardCode, traits: wardCode === 'CARD1' ? ['dialysis'] : [] };
    t.deepEqual(judged(of, patient, [], { ...set, scopes, limits, items }), judged(of, patient, [], { ...set, scopes, limits: wild }));
  }), { numRuns: 200 });
});

test('property: a denial before a finding is a denial, the finding behind a comma is not', (t) => {
  const findings = set.limits.flatMap(({ says }) => (says === undefined || says.measured === true ? [] : says.words.filter((words) => /\p{Script=Han}/u.test(words))));
  t.true(findings.length > 60);
  const finding = fc.constantFrom(...findings);
  fc.assert(fc.property(finding, finding, fc.constantFrom('未见', '无', '排除', '未发现', '未提示', '否认'), (one, other, no) => {
    t.is(mentionOf(`${no}${one}。`, [one]), 'denied');
    t.is(mentionOf(`${no}明显${other}及${one}`, [one]), 'denied');
    t.is(mentionOf(`考虑${one}`, [one]), 'said');
    if (!one.includes(other) && !other.includes(one)) t.is(mentionOf(`${no}${other}，${one}。`, [one]), 'said');
    t.is(mentionOf(`不能${no === '排除' ? no : '除外'}${one}`, [one]), 'uncertain');
  }), { numRuns: 300 });
});
