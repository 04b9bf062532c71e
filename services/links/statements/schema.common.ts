/** The pieces all statements are made of. Codes, units and numbers as sent; absent means the sender said nothing. */
import { z } from 'zod';

/** An instant, `2020-05-01T06:06:43.000Z`. */
export const instant = z.iso.datetime();
export const words = z.string().min(1);
/** The calendar day in the hospital, or `YYYY-MM`, `YYYY` when that is all. */
export const day = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

/** A coded element (HL7 CE, CWE, CNE; FHIR CodeableConcept). */
export const code = z.object({
  id: words.optional(),
  text: words.optional(),
  /** `LN` is LOINC; anything else is the sender's own. */
  system: words.optional(),
});

/** A person of the hospital: staff number as the sender knows it. */
export const staff = z.object({ number: words.optional(), name: words.optional() });

/** Who sent it. */
export const sender = z.object({ application: z.string(), facility: z.string() });

/** A number by which the patient is known. `type` by table 0203 (`MR`, `PI`, `SS`, …) or the sender's word. */
export const patientId = z.object({ value: words, type: words.optional(), authority: words.optional() });

/**
 * Who the patient is outside the hospital and how she is reached: read only to be sealed, never written into a fact.
 * `null`: the sender says that it is no longer known (`""`).
 */
export const identity = z.object({
  /** Of the identity card, else of another paper. As sent. */
  idNumber: words.nullable().optional(),
  phone: words.nullable().optional(),
  address: words.nullable().optional(),
  /** NK1: a name, else what she is to the patient. */
  guardian: words.nullable().optional(),
  guardianPhone: words.nullable().optional(),
});

/** Whom a message is about (PID). */
export const patient = z.object({
  /** The hospital's own; none when the sender knows the patient by the identity card alone. */
  ids: z.array(patientId),
  identity: identity.optional(),
  name: words.optional(),
  /** M, F, O, U or the sender's own. */
  sex: words.optional(),
  birthDate: day.optional(),
  /** Only when the sender gave an hour: newborns are judged by it. */
  birthTime: instant.optional(),
});

/** A place: PV1-3. Codes as sent. */
export const place = z.object({
  ward: words.optional(),
  room: words.optional(),
  bed: words.optional(),
  facility: words.optional(),
});

/** A stay, a visit to a clinic or the emergency department (PV1, FHIR Encounter). `null`: said to be none any more. */
export const visit = place.extend({
  number: words.optional(),
  /** I inpatient, O outpatient, E emergency, P pre-admission, … (table 0004). */
  patientClass: words.optional(),
  /** PV1-10, the service that treats. */
  department: words.optional(),
  attending: staff.optional(),
  /** Responsible nurse. */
  nurse: staff.optional(),
  /** Code of the medical group that treats. */
  group: words.optional(),
  admittedAt: instant.optional(),
  dischargedAt: instant.optional(),
  /** Of who is expected: when. */
  plannedAt: instant.optional(),
  /** 费别: as sent (`自费`, `城镇职工医保`, a code). */
  feeCategory: words.optional(),
  /** 护理级别: 特级, 一级, 二级, 三级, or the sender's code. */
  careLevel: words.nullable().optional(),
  /** 病情: 一般, 病重, 病危, or the sender's code. */
  condition: words.nullable().optional(),
  /** Kind of isolation (接触, 飞沫, 空气, 保护性). */
  isolation: words.nullable().optional(),
  /** Where she went when she left (PV1-36). */
  disposition: words.optional(),
  /** Booked as day surgery. */
  daySurgery: z.boolean().optional(),
});

/** Something odd that did not stop the reading; for the triage desk. Holds no patient data. */
export const warning = z.object({ place: words, name: words });

export type Code = z.infer<typeof code>;
export type Staff = z.infer<typeof staff>;
export type Sender = z.infer<typeof sender>;
export type PatientId = z.infer<typeof patientId>;
export type Identity = z.infer<typeof identity>;
export type Patient = z.infer<typeof patient>;
export type Place = z.infer<typeof place>;
export type Visit = z.infer<typeof visit>;
export type Warning = z.infer<typeof warning>;
