/** What judging is given and what it answers. */
import type { DecidingLimit, Direction, Note } from '../model.ts';
import type { ReportKind } from '../limits.ts';
import type { Choice, Code } from './match.ts';
import type { EarlierAlert } from './repeat.ts';

export interface LabResult {
  readonly id: string;
  /** The same when the result is sent again or corrected: order or specimen number with item and sub-id. */
  readonly key: string;
  /** The key of the version this one replaces, where it is another. */
  readonly replaces: string | null;
  readonly codes: readonly Code[];
  /** For showing; never matched. */
  readonly name: string;
  /** OBX-2: NM, SN, ST, TX, CE, CWE … */
  readonly valueType: string;
  readonly value: string;
  /** Of a coded value. */
  readonly valueCodes: readonly string[];
  readonly unit: string;
  readonly referenceRange: string;
  readonly flags: readonly string[];
  /** OBX-11. */
  readonly status: string;
  /** As sent: code, words, or both with `^`. */
  readonly specimen: string;
  /** Kind of report it stands in, where that is known. */
  readonly report: ReportKind | null;
  /** Measured by a device at the bedside. */
  readonly pointOfCare: boolean;
  /** Comments and specimen conditions. */
  readonly notes: readonly string[];
  /** Why the value must not be judged by a machine (bytes that could not be read), as the reader of the message says. */
  readonly unreadable: string | null;
  readonly observedAt: Date | null;
  readonly resultedAt: Date | null;
  readonly receivedAt: Date;
}

export interface History {
  /** Alerts of this patient, any state, any order. */
  readonly alerts: readonly EarlierAlert[];
  /** What was measured before, by item; asked for only where a limit looks at jumps. */
  readonly before?: ReadonlyMap<string, readonly Before[]>;
}

/** An earlier result of an item, in the item's unit. */
export interface Before {
  readonly key: string;
  readonly value: number;
  readonly at: Date;
}

export interface Judged {
  readonly setVersion: string;
  readonly itemCode: string | null;
  readonly limitId: string | null;
  /** Why this limit and no other. */
  readonly choice: Choice | null;
  /** The number compared, in the item's unit. */
  readonly value: number | null;
  readonly notes: readonly Note[];
  /** An earlier alert of the same result, which this version of it changes. */
  readonly corrects: string | null;
}

export interface Critical extends Judged {
  readonly kind: 'critical';
  readonly item: { readonly code: string; readonly name: string; readonly unit: string | null };
  readonly direction: Direction;
  readonly limit: DecidingLimit | null;
}

export type NotCriticalReason =
  | 'within-limits' | 'negative' | 'no-finding' | 'pending' | 'not-listed' | 'no-limit-for-patient' | 'excluded-patient' | 'wrong-specimen'
  | 'no-result' | 'not-released' | 'withdrawn' | 'repeat' | 'same-result';

export interface NotCritical extends Judged {
  readonly kind: 'not-critical';
  readonly reason: NotCriticalReason;
  /** The alert that this repeats. */
  readonly of: string | null;
}

export type NotJudgedReason =
  | 'unit-unknown' | 'unit-missing' | 'unit-not-of-item' | 'reference-missing' | 'comparator-undecided'
  | 'specimen-unknown' | 'haemolysed' | 'value-not-understood' | 'value-in-note';

export interface NotJudged extends Judged {
  readonly kind: 'not-judged';
  readonly reason: NotJudgedReason;
}

export type Verdict = Critical | NotCritical | NotJudged;
