/** What must be told, worked out beside the product: the same pure rules over the same messages, nothing else. */
import { defaultThresholdSet, type ThresholdSet } from '../../../services/clinical/critical-values/limits.ts';
import { resultsOf } from '../../../services/clinical/critical-values/report.ts';
import { type EarlierAlert, type LabResult, judge } from '../../../services/clinical/critical-values/rules.ts';
import { readMessage, reportsIn } from '../../../services/links/hl7/read.ts';
import type { RealMessage, RealPatient, Stream } from './stream.ts';

export interface ExpectedAlert {
  /** The laboratory's name of the result, the same through all its versions. */
  readonly slot: string;
  readonly item: string;
  readonly patient: RealPatient;
}

export interface Expected {
  readonly alerts: readonly ExpectedAlert[];
  readonly judged: number;
}

/** As the demonstration is set: haematology has limits of its own. */
const thresholds: ThresholdSet = defaultThresholdSet({
  'haematology-or-chemotherapy': { departments: ['HEMA'], wards: [] },
  neonatal: { departments: ['NEON'], wards: [] },
});

export function expectedOf({ messages }: Stream, now = new Date()): Expected {
  const told = new Map<string, EarlierAlert[]>();
  const alerts: ExpectedAlert[] = [];
  let judged = 0;
  for (const message of messages) {
    for (const result of read(message, now)) {
      judged += 1;
      const { patient } = message;
      const earlier = told.get(patient.number) ?? [];
      const verdict = judge(result, factsOf(patient), { alerts: earlier }, thresholds, now);
      if (verdict.kind !== 'critical') continue;
      alerts.push({ slot: result.key, item: verdict.item.code, patient });
      told.set(patient.number, [...earlier, alertOf(result, verdict.item.code, verdict.direction, verdict.value)]);
    }
  }
  return { alerts, judged };
}

/** Whether anything in the message would be told, were its patient an adult on an ordinary ward and this the first. */
export function alerting(bytes: Buffer): boolean {
  const facts = { birthDate: null, sex: 'U', wardCode: null, departmentCode: null, traits: [], diagnoses: [] };
  const at = new Date(0);
  return read({ bytes }, at).some((result) => judge(result, facts, { alerts: [] }, thresholds, at).kind === 'critical');
}

function read({ bytes }: Pick<RealMessage, 'bytes'>, now: Date): readonly LabResult[] {
  const [report] = reportsIn(readMessage(bytes));
  if (report === undefined) throw new Error('a real message is not a report');
  return resultsOf(report, now, (slot) => slot);
}

function factsOf({ birth, sex, place }: RealPatient) {
  return { birthDate: new Date(`${birth}-01-01T00:00:00+08:00`), sex, wardCode: place.ward, departmentCode: place.department, traits: [], diagnoses: [] };
}

function alertOf(result: LabResult, itemCode: string, direction: EarlierAlert['direction'], value: number | null): EarlierAlert {
  return {
    id: result.key, resultKey: result.key, itemCode, direction, sent: result.value, unitSent: result.unit, value,
    observedAt: result.observedAt, openedAt: result.receivedAt, sameVisit: true, corrected: false,
  };
}
