/**
 * What a hospital agrees with each sending system: a JSON file named by `HL7_SENDERS_FILE`, written by its IT office.
 * docs/hl7-integration.md explains it to them. Without a file every sender is read by the standard alone.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingsProblem } from '../../core/config.ts';
import { inWords } from '../../core/config-words.ts';
import { SENDERS } from './phrases.ts';
import { bedReadiness } from '../statements/schema.plans.ts';
import { batchAnswers } from './syntax/batch.ts';
import type { Header } from './syntax/header.ts';

const word = z.string().trim().min(1);
/** `ZPV-3`, `PV1-3.4`, `PV1-3.1.2`: segment, field, component, subcomponent. */
const path = z.string().regex(/^[A-Z][A-Z0-9]{2}-[1-9]\d?(\.[1-9]\d?){0,2}$/, SENDERS.path);
const paths = <const K extends string>(...names: readonly [K, ...K[]]) => z.partialRecord(z.enum(names), path).default({});
/** The sender's own code → our word. */
const meanings = <T extends z.ZodType<string>>(ours: T) => z.record(word, ours).default({} as Record<string, never>);

const zone = word.refine((name) => Intl.supportedValuesOf('timeZone').includes(name), SENDERS.zone);

/** What is agreed with one sender. Absent: as the standard has it. */
export const senderRules = z.strictObject({
  /** MSH-3; with `facility` (MSH-4) only that one, without it the application wherever it stands. */
  application: word,
  facility: word.optional(),
  /** For people: 检验系统. */
  name: word.optional(),
  charset: z.enum(['utf-8', 'gb18030', 'iso-8859-1']).optional(),
  zone: zone.optional(),
  processingIds: z.array(z.enum(['P', 'T', 'D'])).min(1).optional(),
  /** `ORU` or `ADT^A08`: only these are taken. */
  types: z.array(z.string().regex(/^[A-Z]{3}(\^[A-Z]\d{2})?$/, SENDERS.type)).min(1).optional(),
  /** Whether what it says of persons holds. Absent: its ADT does. */
  persons: z.boolean().optional(),
  /** Whether what it says of stays holds. Absent: its ADT does; with `true` also its BAR and DFT. */
  stays: z.boolean().optional(),
  /** Everything it orders or schedules is an operation. */
  theatre: z.boolean().default(false),
  /** AIL-3.1 or .2 of theatres, AIS-3.1 or OBR-4.1 and OBR-24 of operations. */
  theatrePlaces: z.array(word).default([]),
  theatreServices: z.array(word).default([]),
  /** OBR-4.1, OBR-24 or ORC-29 of what asks for a consultation. */
  consultationServices: z.array(word).default([]),
  /** Its ORU are observations of nurses and monitors, nothing that a laboratory reports. */
  observations: z.boolean().default(false),
  /** How its batches are answered: together in one frame between batch headers, each message in a frame of its own, or one acknowledgement for all. */
  batches: z.enum(batchAnswers).default('together'),
  /** By OBR-24, ORC-29 or the order's code. */
  categories: meanings(z.enum(['drug', 'treatment', 'examination', 'laboratory', 'nursing', 'diet', 'blood', 'operation', 'other'])),
  /** By ORC-29, ORC-7.1, TQ1-9. */
  terms: meanings(z.enum(['long', 'temporary', 'prescription'])),
  /** By ORC-5, else ORC-1. */
  states: meanings(z.enum(['ordered', 'checked', 'running', 'completed', 'stopped', 'cancelled', 'held', 'refused'])),
  /** By TXA-2. */
  documents: meanings(z.enum(['record', 'report', 'notice'])),
  /** By NPU-2. */
  bedStates: meanings(z.enum(bedReadiness)),
  careLevels: meanings(word),
  conditions: meanings(word),
  isolations: meanings(word),
  feeCategories: meanings(word),
  /** Codes of PV1-4, PV1-18 or PV2-7 that mean day surgery. */
  daySurgery: z.array(word).default([]),
  /** Codes of PV1-2, PV1-4 or PV1-18 that mean a visit to the check-up centre. */
  checkUps: z.array(word).default([]),
  /** Where it writes what, if not where the standard says; Z segments too. */
  fields: z
    .strictObject({
      visit: paths('number', 'department', 'group', 'nurse', 'attending', 'feeCategory', 'careLevel', 'condition', 'isolation', 'disposition'),
      order: paths('group', 'prescription', 'term', 'category', 'specification', 'department'),
      operation: paths('room', 'sequence', 'level', 'incision', 'anaesthesia', 'name', 'surgeon', 'anaesthetist'),
      consultation: paths('department', 'staff', 'type', 'summary', 'purpose'),
      booking: paths('channel', 'place', 'department', 'session'),
    })
    .prefault({}),
});

const sendersFile = z.strictObject({
  /** Senders that are not listed: read by the standard, or refused. */
  unknown: z.enum(['take', 'refuse']).default('take'),
  senders: z.array(senderRules).default([]),
});

export type SenderRules = z.output<typeof senderRules>;

/** Who is agreed with. */
export interface Senders {
  readonly unknown: 'take' | 'refuse';
  readonly senders: readonly SenderRules[];
}

export const NO_SENDERS: Senders = { unknown: 'take', senders: [] };

/** The standard, for senders nobody agreed anything with. */
export const STANDARD_RULES: SenderRules = senderRules.parse({ application: '-' });

/** A file's text as settings. @throws SettingsProblem with one line for each mistake */
export function readSenders(text: string): Senders {
  const found = sendersFile.safeParse(json(text), { error: inWordsOf });
  if (!found.success) throw new SettingsProblem(found.error.issues.map((issue) => SENDERS.wrong(issue.path.map(String).join('.'), issue.message)));
  const names = found.data.senders.map(nameOf);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new SettingsProblem([SENDERS.twice(twice)]);
  return found.data;
}

/** The file's senders; none where no file is named. @throws SettingsProblem */
export function loadSenders(file: string | undefined): Senders {
  if (file === undefined) return NO_SENDERS;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SettingsProblem([SENDERS.absent(file)]);
  }
  return readSenders(text.replace(/^\ufeff/, ''));
}

/** The rules for a message; `undefined` for a sender that is not to be listened to. Both names are more than one. */
export function rulesFor({ senders, unknown }: Senders, { sendingApplication, sendingFacility }: Header): SenderRules | undefined {
  const own = senders.filter(({ application }) => application === sendingApplication);
  const found = own.find(({ facility }) => facility === sendingFacility) ?? own.find(({ facility }) => facility === undefined);
  return found ?? (unknown === 'take' ? STANDARD_RULES : undefined);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SettingsProblem([SENDERS.noJson]);
  }
}

function inWordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return SENDERS.unknownKeys(issue.keys);
  return inWords(issue);
}

function nameOf({ application, facility }: SenderRules): string {
  return facility === undefined ? application : `${application}|${facility}`;
}
