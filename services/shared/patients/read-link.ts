/** From a link's message to our words: which of several numbers is the patient's, which class is a ward stay. */
import { ourNumber } from '../../links/statements/format.patient-number.ts';
import type { Patient, Said, StatementKind, StatementOf, Visit } from '../../links/statements/schema.ts';
import type { PatientFacts, VisitClass, VisitFacts, VisitFields } from './model.ts';

/** A birth day without an hour is read as midnight in the hospital's zone. */
const midnight = (day: string) => new Date(`${day}T00:00:00+08:00`);

/** The one statement of its kind; a message that holds several of one kind is read by who applies them. */
export function statementOf<K extends StatementKind>({ statements }: Pick<Said, 'statements'>, kind: K): StatementOf<K> | undefined {
  return statements.find((one): one is StatementOf<K> => one.kind === kind);
}

/** HL7 table 0001, GB/T 2261.1 and what Chinese systems write. */
const sexes: Readonly<Record<string, 'M' | 'F' | undefined>> = { M: 'M', F: 'F', 1: 'M', 2: 'F', 男: 'M', 女: 'F', 男性: 'M', 女性: 'F' };

export function patientFacts(patient: Patient, message: Pick<Said, 'statements' | 'visit'>): PatientFacts {
  const { name, sex } = patient;
  const person: PatientFacts['person'] = defined({
    name,
    sex: sex === undefined ? undefined : (sexes[sex.trim().toUpperCase()] ?? 'U'),
    birthDate: birthOf(patient),
    feeCategory: message.visit?.feeCategory,
  });
  const told = statementOf(message, 'person');
  const allergies = { whole: told?.allergies, changes: told?.allergyChanges?.map(({ removed = false, ...entry }) => ({ entry, removed })) };
  return { number: ourNumber(patient.ids), person, allergies, identity: patient.identity ?? {} };
}

function birthOf({ birthTime, birthDate }: Patient): Date | undefined {
  if (birthTime !== undefined) return new Date(birthTime);
  if (birthDate === undefined) return undefined;
  const [year = '', month = '01', day = '01'] = birthDate.split('-');
  return midnight(`${year}-${month}-${day}`);
}

export function visitFacts(patientNumber: string, visit: Visit): VisitFacts {
  const fields: Partial<VisitFields> = defined({
    class: classOf(visit.patientClass),
    departmentCode: visit.department,
    room: visit.room,
    bed: visit.bed,
    facility: visit.facility,
    attending: visit.attending?.number,
    nurse: visit.nurse?.number,
    groupCode: visit.group,
    careLevel: visit.careLevel,
    condition: visit.condition,
    isolation: visit.isolation,
    feeCategory: visit.feeCategory,
    daySurgery: visit.daySurgery,
    disposition: visit.disposition,
    plannedPlace: visit.plannedPlace,
    plannedAt: dateOf(visit.plannedAt),
    dischargePlannedAt: visit.dischargePlannedAt === null ? null : dateOf(visit.dischargePlannedAt),
    admittedAt: dateOf(visit.admittedAt),
    dischargedAt: dateOf(visit.dischargedAt),
  });
  // A sender without visit numbers has one running visit per patient.
  return { number: visit.number ?? `${patientNumber}/current`, wardCode: visit.ward, fields };
}

const dateOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** HL7 table 0004, and T for 体检, which it has no code for. */
const classes: Readonly<Record<string, VisitClass | undefined>> = { E: 'emergency', O: 'outpatient', R: 'outpatient', P: 'pre-admission', T: 'check-up', N: undefined, U: undefined };

function classOf(patientClass: string | undefined): VisitClass | undefined {
  if (patientClass === undefined) return undefined;
  return Object.hasOwn(classes, patientClass) ? classes[patientClass] : 'inpatient';
}

/** `undefined` means "not said" and is left out; `null` means "said to be none" and stays. */
function defined<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
