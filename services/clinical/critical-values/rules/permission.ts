/** Who may do what with an alert, by how they stand to it. The table is the rule; tests print it. */
import type { CriticalValue, Person, Way } from '../model.ts';
import { inHandsOf } from './relay.ts';

export const deeds = ['view', 'acknowledge', 'decline', 'relay', 'take-over', 'hand-back', 'dispose', 'nurse', 'sign', 'cancel', 'reopen', 'call'] as const;
export type Deed = (typeof deeds)[number];

/** How somebody stands to an alert; one person may stand in several ways. */
export const relations = ['told', 'acknowledger', 'holder', 'disposer', 'head', 'care-team', 'granted', 'department', 'laboratory', 'medical-office', 'stranger'] as const;
export type Relation = (typeof relations)[number];

type Who = 'doctor' | 'nurse' | 'not-nurse' | 'anyone';

/** Deed → relation → who of them. What is not here is not allowed. Nurses read and write their own part; only who treats may take it over. */
export const permissions: Readonly<Record<Deed, Partial<Record<Relation, Who>>>> = {
  view: {
    'told': 'anyone', 'acknowledger': 'anyone', 'disposer': 'anyone', 'care-team': 'anyone', 'granted': 'anyone', 'department': 'anyone',
    'laboratory': 'anyone', 'medical-office': 'anyone',
  },
  // The medical office is told last and takes charge by telephone, whoever sits there; the clinic's desk calls, and the ladder goes on.
  acknowledge: { 'told': 'not-nurse', 'care-team': 'doctor', 'department': 'doctor' },
  decline: { 'told': 'anyone' },
  // Who has it; for somebody who is gone, who answers for the department or the hospital.
  relay: { 'holder': 'anyone', 'head': 'doctor', 'medical-office': 'anyone' },
  'take-over': { 'told': 'doctor' },
  'hand-back': { 'told': 'doctor', 'holder': 'anyone', 'head': 'doctor', 'medical-office': 'anyone' },
  dispose: { 'told': 'doctor', 'acknowledger': 'doctor', 'care-team': 'doctor', 'department': 'doctor' },
  nurse: { 'told': 'nurse', 'care-team': 'nurse', 'department': 'nurse' },
  sign: { 'disposer': 'doctor' },
  cancel: { 'laboratory': 'anyone', 'medical-office': 'anyone' },
  reopen: { 'laboratory': 'anyone' },
  call: { 'laboratory': 'anyone', 'told': 'anyone', 'acknowledger': 'anyone', 'care-team': 'anyone', 'medical-office': 'anyone' },
};

export interface Standing extends Person {
  readonly departmentCode: string;
  readonly wardCode: string | null;
  /** What the data scope says of the patient: treats her, or may see her by a permission or in an emergency. */
  readonly scope: 'care' | 'granted' | 'none';
  /** Heads the department where she lies. */
  readonly heads: boolean;
  /** The hospital opened its register to this person's department. */
  readonly register: boolean;
}

/** Where the patient is now and who looks after her: a transferred patient's alert goes with her. */
export interface CareTeam {
  readonly way: Way;
  readonly departmentCode: string | null;
  readonly wardCode: string | null;
  readonly attending: string | null;
  readonly nurse: string | null;
  readonly groupCode: string | null;
  readonly laboratories: readonly string[];
  readonly medicalOffices: readonly string[];
  readonly clinicDesks: readonly string[];
}

export function relationsOf(person: Standing, value: CriticalValue, team: CareTeam): readonly Relation[] {
  const found: Relation[] = [];
  if (value.escalation.told.some(({ people }) => people.some(({ number }) => number === person.number))) found.push('told');
  if (value.acknowledged?.by.number === person.number) found.push('acknowledger');
  if (inHandsOf(value)?.by.number === person.number) found.push('holder');
  if (value.disposal?.by.number === person.number) found.push('disposer');
  if (person.heads) found.push('head');
  if (person.number === team.attending || person.number === team.nurse || person.scope === 'care') found.push('care-team');
  if (person.scope === 'granted') found.push('granted');
  if (person.register && sameDepartment(person, team)) found.push('department');
  if (team.laboratories.includes(person.departmentCode)) found.push('laboratory');
  if (team.medicalOffices.includes(person.departmentCode)) found.push('medical-office');
  return found.length === 0 ? ['stranger'] : found;
}

export function mayDo(deed: Deed, person: Standing, value: CriticalValue, team: CareTeam): boolean {
  return relationsOf(person, value, team).some((relation) => {
    const who = permissions[deed][relation];
    return who === 'anyone' || (who === 'not-nurse' && person.role !== 'nurse') || (who !== undefined && who === person.role);
  });
}

function sameDepartment(person: Standing, team: CareTeam): boolean {
  const clinical = person.role === 'doctor' || person.role === 'nurse';
  return clinical && team.departmentCode !== null && person.departmentCode === team.departmentCode;
}
