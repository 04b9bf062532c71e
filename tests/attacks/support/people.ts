/** Who tries: the people of the demonstration hospital, as they stand to 王德顺 in CARD1-12, patient of group CARD-A. */
import { createHash } from 'node:crypto';
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
  /** Of another department, with a broken glass to him. */
  brokeGlass: '1202',
  pharmacist: '3101',
  technician: '3001',
  medicalOffice: '9001',
  recordsOffice: '9301',
  systemAdministrator: '9101',
  securityAdministrator: '9102',
  auditAdministrator: '9201',
} as const;
export type Who = keyof typeof people;

/** They take turns, so that nobody meets the limit of calls a minute. None has anything to do with the patient. */
const strangers = ['1101', '1102', '1201', '1302', '2001', '2002', '2102'] as const;
/** Asks for a permission and gets it. */
export const asker = '1301';

export interface Crowd {
  readonly of: (who: Who) => Api;
  readonly strangers: readonly Api[];
  /** Signed in before they left. */
  readonly left: Api;
  readonly numberOf: (api: Api) => string;
  /** Signed in by staff number. */
  readonly by: (staff: string) => Api;
}

const leaver = '2101';

export async function crowd(w: World): Promise<Crowd> {
  // The demonstration hospital opened one; here as a hospital begins.
  await w.hospital.database.prisma.setting.deleteMany({ where: { name: { startsWith: 'data-scope.exception.' } } });
  const apis = new Map<string, Api>();
  for (const staff of new Set([...Object.values(people), ...strangers, asker, leaver])) apis.set(staff, await w.signIn(staff));
  await w.hospital.database.prisma.staff.update({ where: { number: leaver }, data: { active: false, leftAt: w.now() } });
  const known = (staff: string): Api => apis.get(staff) ?? fail(staff);
  return {
    of: (who) => known(people[who]),
    strangers: strangers.map(known),
    left: known(leaver),
    by: known,
    numberOf: (api) => [...apis].find(([, candidate]) => candidate === api)?.[0] ?? fail('an api'),
  };
}

/** As if the person had just shown a second factor; how that is done is tested where it is built. */
export async function stepUp(w: World, { cookie }: Api, at: Date | null = w.now()): Promise<void> {
  const id = createHash('sha256').update(/wardline=([^;]+)/.exec(cookie)?.[1] ?? '').digest('hex');
  await w.hospital.database.prisma.session.update({ where: { id }, data: { steppedUpAt: at, steppedUpBy: at === null ? null : 'totp' } });
}

function fail(what: string): never {
  throw new Error(`Nobody signed in as ${what}.`);
}
