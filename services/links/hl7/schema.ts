/**
 * What the laboratory's messages say, as plain data: the only shape modules read. Everything survives JSON: instants
 * are ISO strings in UTC, calendar days are `YYYY-MM-DD`. Absent means the sender said nothing.
 */
import { z } from 'zod';

/** An instant, `2020-05-01T06:06:43.000Z`. */
const instant = z.iso.datetime();
const words = z.string().min(1);

/** A coded element (CE, CWE, CNE). */
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

/** PID. */
export const patient = z.object({
  /** The hospital's own; none when the sender knows the patient by the identity card alone. */
  ids: z.array(patientId),
  identity: identity.optional(),
  name: words.optional(),
  /** M, F, O, U or the sender's own. */
  sex: words.optional(),
  /** The calendar day, or `YYYY-MM`, `YYYY` when that is all. */
  birthDate: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/).optional(),
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

/** PV1. */
export const visit = place.extend({
  number: words.optional(),
  /** I inpatient, O outpatient, E emergency, P pre-admission, … (table 0004). */
  patientClass: words.optional(),
  /** PV1-10, the service that treats. */
  department: words.optional(),
  attending: staff.optional(),
  admittedAt: instant.optional(),
  dischargedAt: instant.optional(),
});

/** Comparators that a bounded number can have. */
export const comparator = z.enum(['<', '<=', '>', '>=']);

/** OBX-5 by its meaning. `text` is always what the sender wrote. */
export const resultValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), number: z.number(), text: words }),
  z.object({ kind: z.literal('bounded'), comparator, number: z.number(), text: words }),
  z.object({ kind: z.literal('range'), low: z.number(), high: z.number(), text: words }),
  z.object({ kind: z.literal('ratio'), numerator: z.number(), denominator: z.number(), text: words }),
  z.object({ kind: z.literal('coded'), codes: z.array(code).min(1), text: words }),
  z.object({ kind: z.literal('text'), text: words }),
  z.object({ kind: z.literal('time'), at: instant, text: words }),
  /** A picture or document; its bytes stay in the stored message. */
  z.object({ kind: z.literal('attachment'), mediaType: z.string(), text: z.string() }),
  z.object({ kind: z.literal('none'), text: z.literal('') }),
]);

/** OBX-7. Limits only where the text gives them plainly. */
export const referenceRange = z.object({ text: words, low: z.number().optional(), high: z.number().optional() });

/** One OBX with its NTE. */
export const result = z.object({
  setId: words.optional(),
  subId: words.optional(),
  code: code.extend({ alternates: z.array(code) }),
  /** OBX-2 as sent. */
  valueType: words.optional(),
  value: resultValue,
  unit: z.object({ id: words.optional(), text: words.optional() }).optional(),
  referenceRange: referenceRange.optional(),
  /** OBX-8, codes as sent: H, L, HH, LL, A, AA, N, also `↑`. */
  flags: z.array(words),
  /** OBX-11: F final, P preliminary, C corrected, X none possible, D deleted, W wrong patient … */
  status: words.optional(),
  /** OBX-14, else the order's collection time. */
  observedAt: instant.optional(),
  method: words.optional(),
  /** OBX-16, who answers for it in the laboratory. */
  observer: staff.optional(),
  notes: z.array(words),
  /** The same for every version of the same measurement of one patient's order, whatever the message. */
  slot: words,
  /** The slot whose earlier version this one replaces (OBX-11 C, D, W or the order's status C). */
  correctionOf: words.optional(),
  /** Why the value must not be judged by a machine. The result is kept and shown. */
  unreadable: words.optional(),
});

/** The specimen (SPM or OBR-15). */
export const specimen = z.object({
  number: words.optional(),
  code: words.optional(),
  text: words.optional(),
  system: words.optional(),
  /** Body site. */
  source: words.optional(),
  collectedAt: instant.optional(),
  receivedAt: instant.optional(),
});

/** One OBR with its results. */
export const order = z.object({
  placer: words.optional(),
  filler: words.optional(),
  code: code.extend({ alternates: z.array(code) }),
  orderingDoctor: staff.optional(),
  specimen: specimen.optional(),
  /** S, R, A: urgency as sent. */
  priority: words.optional(),
  resultStatus: words.optional(),
  observedAt: instant.optional(),
  reportedAt: instant.optional(),
  results: z.array(result),
  notes: z.array(words),
});

/** Something odd that did not stop the reading; for the triage desk. Holds no patient data. */
export const warning = z.object({ place: words, name: words });

/** ORU^R01, R30–R32, OUL^R21–R24. */
export const laboratoryReport = z.object({
  sender,
  controlId: words,
  sentAt: instant.optional(),
  patient,
  visit: visit.optional(),
  orders: z.array(order).min(1),
  warnings: z.array(warning),
});

/** The events we understand. */
export const ADMISSION_EVENTS = ['A01', 'A02', 'A03', 'A04', 'A08', 'A11', 'A12', 'A13'] as const;

/** ADT. */
export const admissionMessage = z.object({
  sender,
  controlId: words,
  event: z.enum(ADMISSION_EVENTS),
  sentAt: instant.optional(),
  /** EVN-6, else EVN-2. */
  occurredAt: instant.optional(),
  patient,
  visit: visit.optional(),
  /** PV1-6: where the patient was before. */
  prior: place.optional(),
  warnings: z.array(warning),
});

/** A message that is kept and not yet read by anyone. */
export const otherMessage = z.object({ sender, controlId: words, type: words, event: z.string() });

export type Code = z.infer<typeof code>;
export type Staff = z.infer<typeof staff>;
export type Sender = z.infer<typeof sender>;
export type PatientId = z.infer<typeof patientId>;
export type Identity = z.infer<typeof identity>;
export type Patient = z.infer<typeof patient>;
export type Place = z.infer<typeof place>;
export type Visit = z.infer<typeof visit>;
export type ResultValue = z.infer<typeof resultValue>;
export type ReferenceRange = z.infer<typeof referenceRange>;
export type LaboratoryResult = z.infer<typeof result>;
export type Specimen = z.infer<typeof specimen>;
export type LaboratoryOrder = z.infer<typeof order>;
export type Warning = z.infer<typeof warning>;
export type LaboratoryReport = z.infer<typeof laboratoryReport>;
export type AdmissionMessage = z.infer<typeof admissionMessage>;
export type OtherMessage = z.infer<typeof otherMessage>;
