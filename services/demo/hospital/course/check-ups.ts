/** 体检: who comes to the check-up centre on a working day's morning, and what is concluded two days later. Pure. */
import type { Person } from '../people/staff.ts';
import { grown, type Patient } from '../people/patients.ts';
import { chanceOf } from '../random.ts';
import { clockOf, day, hour, midnight, minute, weekday } from '../time.ts';
import type { World } from './stays.ts';

export interface CheckUp {
  readonly number: string;
  readonly patient: Patient;
  /** Whose department looks after the centre that day; its doctor concludes. */
  readonly department: string;
  readonly doctor: Person;
  readonly at: number;
  readonly reportedAt: number;
  readonly findings: readonly string[];
  readonly advice: readonly string[];
}

/** Of the working day's people those who are told. */
const perDay = 4;
const departments = ['CARD', 'GERI', 'ENDO'] as const;
const findings: readonly (readonly [string, string])[] = [
  ['血压 146/92mmHg，偏高', '低盐饮食，2 周内到心内科门诊复查血压'], ['体重指数 27.4，超重', '控制饮食，每周运动 150 分钟'], ['甲状腺右叶结节（C-TIRADS 3 类）', '6–12 个月复查甲状腺超声'], ['轻度脂肪肝', '戒酒、减重，半年后复查肝功能和超声'],
  ['空腹血糖 6.4mmol/L，偏高', '复查空腹血糖和糖化血红蛋白'], ['心电图：T 波改变', '结合症状，必要时心内科门诊就诊'], ['颈动脉内膜稍增厚', '复查血脂，1 年后复查颈动脉超声'],
];

export function checkUpsOn(world: World, at: number): CheckUp[] {
  const start = midnight(at);
  if ([0, 6].includes(weekday(start))) return [];
  const { year, month, day: date } = clockOf(start);
  const stamp = `${year % 100}${String(month).padStart(2, '0')}${String(date).padStart(2, '0')}`;
  return Array.from({ length: perDay }, (_, place): CheckUp => {
    const random = chanceOf(world.seed, 'check-up', start, place);
    const department = departments[place % departments.length] ?? 'GERI';
    const serial = 8_200_000 + (Math.round(start / day) % 1000) * 10 + place;
    const came = start + (7 * 60 + 40 + place * 12 + random.int(0, 10)) * minute;
    const found = findings.filter(() => random.chance(0.4)).slice(0, 3);
    return {
      number: `TJ${stamp}${String(place + 1).padStart(3, '0')}`, department, at: came, reportedAt: start + 2 * day + (9 * 60 + place * 20) * minute,
      patient: grown({ sex: random.chance(0.5) ? 'M' : 'F', ages: [26, 68], at: came, serial }, random),
      doctor: random.pick(world.workforce.doctors(department).filter(({ title }) => /主/.test(title))),
      findings: found.map(([what]) => what), advice: found.map(([, what]) => what),
    };
  });
}

/** Whose visit or report falls into a time. */
export function checkUpsAround(world: World, from: number, until: number): CheckUp[] {
  const all: CheckUp[] = [];
  for (let start = midnight(from) - 2 * day; start < until + hour; start += day) all.push(...checkUpsOn(world, start));
  return all;
}
