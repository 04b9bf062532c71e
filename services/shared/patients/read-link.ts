/** From a link's message to our words: which of several numbers is the patient's, which class is a ward stay. */
import type { Patient, Said, Visit } from '../../links/statements/schema.ts';
import type { PatientFacts, VisitFacts } from './model.ts';

/** Identifier types in the order they are trusted as the hospital's own number (HL7 table 0203). */
const trusted = ['MR', 'PI', 'PN', 'PT'];

/** A birth day without an hour is read as midnight in the hospital's zone. */
const midnight = (day: string) => new Date(`${day}T00:00:00+08:00`);

export function patientFacts(patient: Patient): PatientFacts {
  const best = trusted.map((type) => patient.ids.find((id) => id.type === type)).find((id) => id !== undefined) ?? patient.ids[0];
  return {
    number: best?.value,
    name: patient.name,
    sex: patient.sex === 'M' || patient.sex === 'F' ? patient.sex : patient.sex === undefined ? undefined : 'U',
    birthDate: birthOf(patient),
    identity: patient.identity ?? {},
  };
}

function birthOf({ birthTime, birthDate }: Patient): Date | undefined {
  if (birthTime !== undefined) return new Date(birthTime);
  if (birthDate === undefined) return undefined;
  const [year = '', month = '01', day = '01'] = birthDate.split('-');
  return midnight(`${year}-${month}-${day}`);
}

export function visitFacts(patientNumber: string, visit: Visit, asOf: Date): VisitFacts {
  return {
    // A sender without visit numbers has one running visit per patient.
    number: visit.number ?? `${patientNumber}/current`,
    asOf,
    kind: kindOf(visit.patientClass),
    departmentCode: visit.department,
    wardCode: visit.ward,
    bed: visit.bed,
    attending: visit.attending?.number,
    admittedAt: visit.admittedAt === undefined ? undefined : new Date(visit.admittedAt),
    dischargedAt: visit.dischargedAt === undefined ? undefined : new Date(visit.dischargedAt),
  };
}

/** HL7 table 0004. */
function kindOf(patientClass: string | undefined): VisitFacts['kind'] {
  if (patientClass === undefined) return undefined;
  if (patientClass === 'E') return 'emergency';
  return patientClass === 'O' || patientClass === 'R' ? 'outpatient' : 'inpatient';
}

/** A discharge ends a stay, its cancelling takes that back; the others say it only by the visit's own date. */
export function dischargeOf({ statements }: Said, said: Date | null | undefined, asOf: Date): Date | null | undefined {
  const events = statements.flatMap((one) => (one.kind === 'stay' ? [one.event] : []));
  if (events.includes('cancel-discharge')) return null;
  return events.includes('discharge') ? (said ?? asOf) : said;
}
