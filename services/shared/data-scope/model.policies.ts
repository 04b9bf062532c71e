/**
 * The policies, as data: module and act → role → relation → yes or reason. What is not here is no. Sources: ledger
 * MC-032 (no reading across medical groups and departments), design rules (d) (purpose-bound access).
 */
import type { Act, Flag, PolicyRole, Relation, ScopedModule, Verdict } from './model.ts';

export type RolePolicy = Readonly<Partial<Record<Relation, Exclude<Verdict, 'no'>>>>;
export type ActPolicy = Readonly<Partial<Record<PolicyRole, RolePolicy>>>;

const treats: RolePolicy = { attending: 'yes', group: 'yes', consultant: 'yes', surgeon: 'yes', head: 'yes' };
const nurses: RolePolicy = { 'responsible-nurse': 'yes', ward: 'yes', consultant: 'yes', surgeon: 'yes', 'head-nurse': 'yes' };
const permitted: RolePolicy = { permission: 'yes', 'permission-area': 'yes' };
const granted: RolePolicy = { ...permitted, 'break-glass': 'yes' };
/** Same department but another group, and every other department: seen only with a reason. */
const elsewhere: RolePolicy = { department: 'reason', institution: 'reason' };

/** Who arranges admissions sees whom there is to arrange, until she lies in a ward. */
const arranges: RolePolicy = { ...granted, booked: 'yes' };

/** A list shows what is yes; what would need a reason is not in it, so it is not known from it either. */
const list: ActPolicy = {
  'doctor': { ...treats, ...granted },
  'nurse': { ...nurses, ...granted },
  'pharmacist': permitted,
  'technician': permitted,
  'medical-office': granted,
  'records-office': granted,
  'admission-centre': arranges,
  'administrator': permitted,
};

const detail: ActPolicy = {
  ...list,
  'doctor': { ...treats, ...granted, ...elsewhere },
  'nurse': { ...nurses, ...granted, ...elsewhere },
  'medical-office': { ...granted, institution: 'reason' },
  'records-office': { ...granted, institution: 'reason' },
  'admission-centre': { ...arranges, institution: 'reason' },
};

/** Nobody gets what they did not ask for because they once broke the glass. */
const push: ActPolicy = { doctor: treats, nurse: nurses };

/** Carried out of the service only by who treats, or answers for who treats. */
const carried: ActPolicy = {
  doctor: { attending: 'yes', group: 'yes', head: 'yes' },
  nurse: { 'head-nurse': 'yes' },
};

/** Tests are ordered by doctors who treat; one who broke the glass does it on record, as everything behind the glass. To have permission to read is no order. */
const ordered: ActPolicy = { doctor: { ...treats, 'break-glass': 'yes' } };

/** The laboratory's own results, and the office that watches over all of them. */
const wholeHospital: ActPolicy = { 'laboratory': { institution: 'yes' }, 'medical-office': { institution: 'yes' } };

export const policies: Readonly<Record<ScopedModule, Readonly<Record<Act, ActPolicy>>>> = {
  'patients': { list, detail, push, export: carried, order: ordered },
  'critical-values': {
    list: { ...list, ...wholeHospital },
    detail: { ...detail, ...wholeHospital },
    push: { ...push, ...wholeHospital },
    export: { ...carried, ...wholeHospital },
    order: {},
  },
};

const person: readonly Relation[] = ['attending', 'group', 'consultant', 'surgeon', 'permission', 'break-glass'];

/** With a flag only these relations still say yes; every other needs a reason, and lists leave the patient out. */
export const passes: Readonly<Record<Flag, readonly Relation[]>> = {
  'vip': [...person, 'responsible-nurse'],
  'staff': [...person, 'responsible-nurse'],
  // Safety and infection control are everybody's work on the ward.
  'psychiatric': [...person, 'responsible-nurse', 'ward'],
  'hiv': [...person, 'responsible-nurse', 'ward'],
  'obstetric-loss': [...person, 'responsible-nurse', 'ward'],
};
