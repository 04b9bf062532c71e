/** The laboratory's report in this module's words: one `LabResult` per OBX. Pure. */
import type { LaboratoryOrder, LaboratoryReport, LaboratoryResult } from '../../links/statements/schema.ts';
import { kindOf } from '../../shared/results/index.ts';
import type { Code, LabResult } from './rules.ts';

/** How senders say that a device at the bedside measured it, in the service, the order's name or the method. */
const BEDSIDE = /\bPOCT?\b|point.of.care|bedside|床旁|床边|即时检测|快速血糖|指尖血糖|血糖仪/iu;

/** `idOf` names each result; the slot is the same for every version of one measurement. */
export function resultsOf(report: LaboratoryReport, receivedAt: Date, idOf: (slot: string) => string): readonly LabResult[] {
  return report.orders.flatMap((order) => order.results.map((result) => read(result, order, receivedAt, idOf(result.slot))));
}

function read(result: LaboratoryResult, order: LaboratoryOrder, receivedAt: Date, id: string): LabResult {
  const { specimen } = order;
  const observed = result.observedAt ?? specimen?.collectedAt ?? order.observedAt;
  return {
    id,
    key: result.slot,
    replaces: result.correctionOf ?? null,
    codes: [result.code, ...result.code.alternates].flatMap(codeOf),
    name: result.code.text ?? result.code.alternates.find((code) => code.text !== undefined)?.text ?? result.code.id ?? '',
    valueType: result.valueType ?? '',
    value: result.value.text,
    valueCodes: result.value.kind === 'coded' ? result.value.codes.flatMap(({ id: code }) => code ?? []) : [],
    unit: result.unit?.id ?? result.unit?.text ?? '',
    referenceRange: result.referenceRange?.text ?? '',
    flags: result.flags,
    status: result.status ?? order.resultStatus ?? '',
    specimen: [specimen?.code, specimen?.text].filter((part) => part !== undefined).join('^'),
    report: kindOf(order) ?? null,
    pointOfCare: [order.service, order.code.text, result.method].some((words) => words !== undefined && BEDSIDE.test(words)),
    // Comments of the order speak of its specimen (溶血), so each of its results carries them.
    notes: [...result.notes, ...order.notes],
    unreadable: result.unreadable ?? null,
    observedAt: observed === undefined ? null : new Date(observed),
    resultedAt: order.reportedAt === undefined ? null : new Date(order.reportedAt),
    receivedAt,
  };
}

function codeOf({ id, system }: { id?: string | undefined; system?: string | undefined }): Code[] {
  return id === undefined ? [] : [{ code: id, system: system ?? '' }];
}
