/** Who tries: the people of the demonstration hospital, as they stand to 王德顺 in CARD1-12, patient of group CARD-A. */
import type { Api, World } from '../../kit/world.ts';

export const people = {
  /** Leads his group and attends him. */
  own: '1001',
  /** Another group of the same department. */
  otherGroup: '1006',
  otherDepartment: '1101',
  otherWardNurse: '1104',
  wardNurse: '1004',
  head: '1003',
  pharmacist: '3101',
  technician: '3001',
  systemAdministrator: '9101',
  securityAdministrator: '9102',
  auditAdministrator: '9201',
} as const;
export type Who = keyof typeof people;

/** They take turns, so that nobody meets the limit of calls a minute. None has anything to do with the patient. */
const strangers = ['1101', '1102', '1201', '1202', '1301', '1302', '2001', '2002'] as const;

export interface Crowd {
  readonly of: (who: Who) => Api;
  readonly strangers: readonly Api[];
  /** Signed in before they left. */
  readonly left: Api;
  readonly numberOf: (api: Api) => string;
}

const leaver = '2101';

export async function crowd(w: World): Promise<Crowd> {
  const apis = new Map<string, Api>();
  for (const staff of new Set([...Object.values(people), ...strangers, leaver])) apis.set(staff, await w.signIn(staff));
  await w.hospital.database.prisma.staff.update({ where: { number: leaver }, data: { active: false, leftAt: w.now() } });
  const known = (staff: string): Api => apis.get(staff) ?? fail(staff);
  return {
    of: (who) => known(people[who]),
    strangers: strangers.map(known),
    left: known(leaver),
    numberOf: (api) => [...apis].find(([, candidate]) => candidate === api)?.[0] ?? fail('an api'),
  };
}

function fail(what: string): never {
  throw new Error(`Nobody signed in as ${what}.`);
}
