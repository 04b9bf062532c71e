/** Whom the first step tells together: the plan, who changed it, and who it would be of a ward at an hour. */
import { z } from 'zod';
import type { Tx } from '../../core/db.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { departmentRows, findPeople } from '../../shared/directory/index.ts';
import { visitsInWard } from '../../shared/patients/index.ts';
import { mayKeepTelling } from './actions/telling.ts';
import type { Rules } from './actions/common.ts';
import type { Person } from './model.ts';
import { type Alongside, departmentTime } from './model.process.ts';
import { type CareTeam, fitting, nextAt, unique } from './rules.ts';
import { refuse } from './rules/refuse.ts';
import { type TellingAnswer, type TellingView, tellingAnswer, tellingTrial, tellingView } from './schema.telling.ts';
import { plansOf, rulesInForce } from './store.telling.ts';
import { alongside, bedsidesAt, holdersOf, nowhere, teamOf } from './team.ts';

export function telling(rules: Rules): Query<Record<string, never>, TellingView> {
  return defineQuery({
    name: 'critical-values.telling',
    input: z.object({}),
    output: tellingView,
    policy: mayKeepTelling(rules),
    // No patient in it.
    audited: false,
    body: async ({ tx }) => {
      const plans = await plansOf(tx);
      const people = await findPeople(tx, plans.flatMap(({ by }) => by ?? []));
      const wards = await tx.ward.findMany({ where: { active: true }, select: { code: true, name: true, departmentCode: true }, orderBy: { code: 'asc' } });
      const [current] = plans;
      return {
        version: current?.version ?? 0,
        rules: copied(current?.rules ?? rules.telling),
        isFile: current === undefined,
        departments: (await departmentRows(tx)).map(({ code, name }) => ({ code, name })),
        wards: wards.map(({ code, name, departmentCode }) => ({ code, name, department: departmentCode })),
        history: plans.map(({ by, rules: then, ...plan }) => ({ ...plan, rules: copied(then), by: by === null ? null : { number: by, name: people.get(by)?.name ?? by } })),
      };
    },
  });
}

const copied = (rules: Rules['telling']): TellingView['rules'] => tellingView.shape.rules.parse(rules);

/** What hangs on the patient is asked for every bed of the ward. */
const ofBeds: readonly TellingAnswer['told'][number]['role'][] = ['responsible-doctor', 'attending', 'group', 'nurse'];

/** Nobody is told: the same questions the ladder asks, of everybody who lies there. Names staff and no patient. */
export function tellingTrialOf(rules: Rules): Query<z.output<typeof tellingTrial>, TellingAnswer> {
  return defineQuery({
    name: 'critical-values.telling-trial',
    input: tellingTrial,
    output: tellingAnswer,
    policy: mayKeepTelling(rules),
    audited: false,
    body: async ({ tx, now }, { ward, clock, source, rules: draft }) => {
      const at = nextAt(clock, now);
      const place = await tx.ward.findUnique({ where: { code: ward }, select: { departmentCode: true, department: { select: { name: true } } } });
      if (place === null) throw refuse('critical-values.telling-ward', {}, 404);
      const plan = draft ?? (await rulesInForce(tx, rules.telling));
      const fits = fitting(plan, { source, department: place.departmentCode, clock: departmentTime(at) });
      const teams = (await bedsidesAt(tx, await visitsInWard(tx, ward), { now, ends: rules.ends })).map((bedside) => teamOf(bedside, rules.offices));
      const empty: CareTeam = { ...teamOf({ ...nowhere, departmentCode: place.departmentCode }, rules.offices), wardCode: ward };
      const told = [{ role: 'responsible-doctor' as const, byBed: true, people: await together(teams, (team) => holdersOf(tx, 'responsible-doctor', team, undefined, at)) }];
      return {
        at,
        department: { code: place.departmentCode, name: place.department.name },
        beds: teams.length,
        told: [...told, ...(await Promise.all(unique(fits).map((role) => besideOf(tx, role, ofBeds.includes(role) ? teams : [empty], at))))],
        fits: fits.map((rule) => plan.indexOf(rule)),
      };
    },
  });
}

async function besideOf(tx: Tx, role: Alongside, teams: readonly CareTeam[], at: Date): Promise<TellingAnswer['told'][number]> {
  return { role, byBed: ofBeds.includes(role), people: await together(teams, (team) => alongside(tx, [role], team, at)) };
}

/** Of several beds each person once; asked once for each different team. */
async function together(teams: readonly CareTeam[], ask: (team: CareTeam) => Promise<readonly Person[]>): Promise<{ number: string; name: string }[]> {
  const different = new Map(teams.map((team) => [`${team.departmentCode} ${team.attending} ${team.groupCode} ${team.nurse}`, team]));
  const found = new Map<string, string>();
  for (const team of different.values()) for (const { number, name } of await ask(team)) found.set(number, name);
  return [...found].map(([number, name]) => ({ number, name }));
}
