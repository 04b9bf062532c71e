/** A report of the contract as the statement: slots and corrections follow from numbers, codes and states. Pure. */
import type { StatementOf, LaboratoryOrder, LaboratoryResult } from '../../statements/schema.ts';
import type { FactsReport } from '../schema.facts.ts';

/** Statuses by which this version takes the place of an earlier one: corrected, deleted, wrong patient (HL7 table 0085). */
const replacing = new Set(['C', 'D', 'W']);

/** `origin`: the sender and the patient, within which order numbers are unique. */
export function reportSaid(orders: readonly FactsReport[], origin: string): StatementOf<'report'> {
  return { kind: 'report', orders: orders.map((order) => orderSaid(order, origin)) };
}

function orderSaid({ code, results, notes = [], ...order }: FactsReport, origin: string): LaboratoryOrder {
  const number = `${origin}|${order.filler ?? order.placer ?? order.specimen?.number ?? ''}`;
  const observedAt = order.observedAt ?? order.specimen?.collectedAt;
  const corrected = order.resultStatus?.toUpperCase() === 'C';
  const seen = new Map<string, number>();
  return {
    ...order,
    code: withAlternates(code),
    ...(observedAt !== undefined && { observedAt }),
    notes,
    results: results.map((result): LaboratoryResult => {
      const plain = [number, result.code.id ?? result.code.text ?? '', result.subId ?? ''].join('|');
      const count = (seen.get(plain) ?? 0) + 1;
      seen.set(plain, count);
      const slot = count === 1 ? plain : `${plain}#${count}`;
      const replaces = corrected || replacing.has(result.status?.toUpperCase() ?? '');
      const at = result.observedAt ?? observedAt;
      return { ...result, code: withAlternates(result.code), flags: result.flags ?? [], notes: result.notes ?? [], slot, ...(at !== undefined && { observedAt: at }), ...(replaces && { correctionOf: slot }) };
    }),
  };
}

const withAlternates = ({ alternates = [], ...code }: FactsReport['code']): LaboratoryOrder['code'] => ({ ...code, alternates });
