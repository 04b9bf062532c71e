/** Shapes at the edge, shared with the H5 pages. Names of patients are masked before they get here. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';
import { callWhom, disposalChoices, nurseChoices } from './model.ts';
import { cancelReason, clinicalState, declineKind, declineReason, direction, duty, feedbackState, nurseChoice, person, relayEnd, relayReason, requestKind, requestState, way } from './schema.parts.ts';

export { type Contacts, contacts, shownNumber } from './schema.contact.ts';
export { type Indicators, indicators } from './schema.indicators.ts';
export { specimens } from './schema.limits.ts';
export { type ItemRow, type LimitRow, type ScopeRow, type SetDetail, type SetLine, oneSet, setDetail, setList } from './schema.sets.ts';
export { type TellingAnswer, type TellingRule, type TellingView, alongsides, tellingAnswer, tellingSaved, tellingSources, tellingView } from './schema.telling.ts';

const id = z.uuid();
const at = z.coerce.date();

/** A recording beside a disposal; `at`: when it was kept. */
export const keptVoice = z.object({ id, at, seconds: z.number() });
export type KeptVoice = z.infer<typeof keptVoice>;

/** `seconds` as the phone counted them. */
export const voiceInput = z.object({ id, file, seconds: z.number().min(0).max(3600) });

/** Who lies where, as a list shows it. */
export const patientLine = z.object({
  /** `12床`, or empty */
  bed: z.string(),
  /** Masked. */
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  ward: z.string(),
});

/** What people were told of one: the first alert, that the ladder climbed, that it was handed on, that the laboratory corrected it, that it is overdue. */
export const messageKind = z.enum(['first', 'escalated', 'relayed', 'corrected', 'overdue']);
export type MessageKind = z.infer<typeof messageKind>;

export const deed = z.enum(['acknowledge', 'decline', 'relay', 'take-over', 'hand-back', 'dispose', 'nurse', 'sign', 'cancel', 'reopen', 'call']);

/** One row of the workspace and of the register. */
export const listItem = z.object({
  id,
  patientId: id,
  patient: patientLine,
  /** Where she was when it opened: whom a ward’s telephone reaches. */
  departmentCode: z.string(),
  /** `血钾 7.1 mmol/L ↑↑` */
  fact: z.string(),
  direction,
  clinical: clinicalState,
  feedback: feedbackState,
  /** The same line as on the card. */
  state: z.string(),
  overdue: z.boolean(),
  /** Whether somebody is beside her, or she has to be found. */
  way,
  /** The course record: by when, since when, past its time, on the day the value appeared. */
  record: z.object({ by: at, at: at.nullable(), isLate: z.boolean(), sameDay: z.boolean() }),
  corrected: z.boolean(),
  openedAt: at,
  acknowledgedBy: person.nullable(),
  /** Who has it now: whoever took it, or it was handed on to. */
  heldBy: person.nullable(),
  /** What the reader may do now. */
  deeds: z.array(deed),
});
export type ListItem = z.infer<typeof listItem>;

export const list = z.object({ items: z.array(listItem), total: z.int() });

/** One patient's critical values, newest first, and the results they are about: a page of reports marks them. */
export const patientValues = z.object({
  items: z.array(listItem.pick({ id: true, fact: true, direction: true, clinical: true, state: true, openedAt: true }).extend({
    /** The laboratory's numbers of the report, and its code of the item. */
    reports: z.array(z.string()),
    item: z.string(),
  })),
});
export type PatientValues = z.infer<typeof patientValues>;

export const timelineLine = z.object({ at, what: z.string(), tone: z.enum(['danger', 'warn', 'act', 'ok', 'past']) });

export const detail = listItem.extend({
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  notes: z.array(z.string()),
  /** Which limit of which set decided, in words. */
  basis: z.string(),
  ladder: z.array(z.object({ step: z.int(), duty, dutyName: z.string(), dueAt: at, toldAt: at.nullable(), people: z.array(z.string()) })),
  disposal: z.object({ by: person, at, choices: z.array(z.string()), note: z.string(), actionAt: at, late: z.boolean(), voice: keptVoice.nullable() }).nullable(),
  signature: z.object({ by: person, at, ref: z.string() }).nullable(),
  correction: z.object({ at, fact: z.string(), outcome: z.string(), successor: id.nullable() }).nullable(),
  corrects: id.nullable(),
  timeline: z.array(timelineLine),
  /** Options of the disposal form. */
  choices: z.array(z.object({ id: z.enum(disposalChoices), label: z.string() })),
  /** Sentences a hospital has ready for this item, to start the note from. */
  templates: z.array(z.string()),
  /** Whoever takes it reads the value back first. */
  readBack: z.boolean(),
  readBackSaid: z.string().nullable(),
  /** Offers to hand it on, each with what became of it. */
  relays: z.array(z.object({ from: person, by: person, to: person, why: z.string(), at, until: at, how: relayEnd.nullable(), words: z.string() })),
  /** Whom to hand it on to, the one on duty first. */
  relayTo: z.array(z.object({ number: z.string(), name: z.string(), what: z.string() })),
  nursing: z.array(z.object({ by: person, at, choices: z.array(z.string()), note: z.string(), actionAt: at, late: z.boolean() })),
  nurseChoices: z.array(z.object({ id: z.enum(nurseChoices), label: z.string() })),
  requests: z.array(z.object({ what: requestKind, label: z.string(), state: requestState, words: z.string(), at, message: z.string() })),
  calls: z.array(z.object({ at, by: person, whom: z.enum(callWhom), to: z.string(), reached: z.boolean(), words: z.string(), note: z.string() })),
  reopened: z.array(z.object({ at, note: z.string(), was: clinicalState, disposal: z.string() })),
});
export type Detail = z.infer<typeof detail>;

/** `readBack`: the value as the person reads it, where the hospital asks for that. */
export const acknowledgeInput = z.object({ id, readBack: z.string().max(60).optional() });

/** `to`: staff number of whose it is. */
export const declineInput = z.object({ id, kind: declineKind, reason: declineReason.nullable().default(null), note: z.string().trim().max(100).default(''), to: z.string().max(40).nullable().default(null) });
export type DeclineForm = z.input<typeof declineInput>;

/** `to`: staff number of whom it is handed on to, without one whoever is on duty; they have to take it. */
export const relayInput = z.object({ id, to: z.string().min(1).max(40).nullable().default(null), reason: relayReason, note: z.string().trim().max(100).default('') });
export type RelayForm = z.input<typeof relayInput>;
export const takeOverInput = z.object({ id, readBack: z.string().max(60).optional() });
export const handBackInput = z.object({ id });

export const nurseInput = z.object({ id, choices: z.array(nurseChoice).max(nurseChoices.length), note: z.string().trim().max(500).default(''), actionAt: at.optional() });
export type NurseForm = z.input<typeof nurseInput>;

/** A telephone call: to the ward with reading back, or a try to reach a patient who has left. */
export const callInput = z.object({ id, whom: z.enum(callWhom), to: z.string().trim().min(1).max(60), reached: z.boolean(), readBack: z.string().max(60).nullable().default(null), note: z.string().trim().max(200).default('') });
export type CallForm = z.input<typeof callInput>;

/**
 * What somebody of the laboratory reports by hand. Two identifiers of the patient, as the wristband has them. `item`: of the
 * threshold set, or empty with a name of one's own.
 */
export const reportInput = z.object({
  patient: z.object({ number: z.string().trim().min(1).max(40), name: z.string().trim().min(1).max(60) }),
  item: z.string().max(60).default(''),
  name: z.string().trim().max(60).default(''),
  value: z.string().trim().min(1).max(200),
  unit: z.string().trim().max(30).default(''),
  specimen: z.string().trim().max(40).default(''),
  observedAt: at.optional(),
  note: z.string().trim().max(200).default(''),
  call: z.object({ to: z.string().trim().min(1).max(60), readBack: z.string().max(60).nullable().default(null) }).optional(),
});
export type ReportForm = z.input<typeof reportInput>;
export const reportAnswer = z.object({ id });
export const reportItems = z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), unit: z.string() })) });

export const reopenInput = z.object({ id, note: z.string().trim().min(1).max(200) });

/** The form on the card has choices only; H5 adds the note and the time. Without `actionAt` it was done just now. */
export const disposalInput = z.object({
  id,
  choices: z.array(z.enum(disposalChoices)).max(disposalChoices.length),
  note: z.string().trim().max(500).default(''),
  actionAt: at.optional(),
  readBack: z.string().max(60).optional(),
  /** A recording that was kept before. */
  voice: id.nullable().optional(),
});
export type DisposalForm = z.input<typeof disposalInput>;

/** The PIN unwraps the person's key for this one signature and is never stored. */
export const signInput = z.object({ id, pin: z.string().min(4).max(64) });

export const cancelInput = z.object({ id, reason: cancelReason, note: z.string().trim().max(200).default('') });

/** Query parameters arrive as text, one or many. */
const many = <T extends z.ZodType>(each: T) =>
  z.preprocess((sent) => (sent === undefined || Array.isArray(sent) ? sent : String(sent).split(',')), z.array(each).optional());

export const registerFilters = z.object({
  clinical: many(clinicalState),
  feedback: many(feedbackState),
  department: z.string().max(40).optional(),
  item: z.string().max(60).optional(),
  from: at.optional(),
  until: at.optional(),
  overdue: z.stringbool().optional(),
  message: messageKind.optional(),
  /** Mine: told to me, taken by me, or my patients. */
  mine: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export type RegisterFilters = z.infer<typeof registerFilters>;

/** Of the same rows as a file: all of them. */
export const registerFileFilters = registerFilters.omit({ limit: true, offset: true });
