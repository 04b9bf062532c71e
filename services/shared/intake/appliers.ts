/**
 * Who does what with which statement. A module that keeps copies of what source systems say adds its line here; the
 * intake calls it within the transaction that stores the message, after the patient and the visit are settled.
 */
import type { ActionContext } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { StatementKind, StatementOf } from '../../links/statements/schema.ts';
import { applyConsultation } from '../consultations/index.ts';
import { applyBedReadiness } from '../directory/index.ts';
import { applyDocument } from '../documents/index.ts';
import { applyObservation } from '../nursing/index.ts';
import { applyCharge, applyExecution, applyOrder } from '../orders/index.ts';
import type { About } from '../patients/index.ts';
import { applyReports } from '../results/index.ts';
import { applyBooking, applySession } from '../schedules/index.ts';
import { applyOperation } from '../theatre/index.ts';
import { fetchContent } from './actions.content.ts';
import type { Trouble } from './model.ts';

/** What an applier has: the action's context. It settles its rows with `about.stamp`, so that the order of messages does not matter. */
export interface Receiving extends ActionContext {
  /** Something of the statement has no place here: it waits at the triage desk, nothing is dropped. The rest is applied. */
  readonly wait: (trouble: Trouble) => void;
}

export type Applier<K extends StatementKind> = (receiving: Receiving, about: About, statement: StatementOf<K>) => Promise<void>;

/** What a transaction's messages said, in their order, by as few statements as for one of them: for what is told every second. */
export interface ApplierOfAll<K extends StatementKind> {
  readonly all: (context: ActionContext, told: readonly ToldStatement<K>[]) => Promise<void>;
}

export interface ToldStatement<K extends StatementKind> {
  readonly about: About;
  readonly statement: StatementOf<K>;
}

/** Of the statements that the patients' own copies do not take. */
export type AppliedKind = Exclude<StatementKind, 'person' | 'stay' | 'merge' | 'diagnoses'>;
export type Appliers = { readonly [K in AppliedKind]?: Applier<K> | ApplierOfAll<K> };

/** One line per kind. The contents of documents are kept sealed; `fetches`: what is only named by its address is fetched. */
export function appliersOf(seal: KeyRing, fetches = false): Appliers {
  const keepDocument = applyDocument(seal);
  return {
    order: applyOrder,
    execution: applyExecution,
    charge: applyCharge,
    report: { all: applyReports },
    document: async (receiving, about, told) => {
      const contentId = await keepDocument(receiving, about, told);
      if (fetches && contentId !== undefined) receiving.schedule(fetchContent, { contentId, arrival: about.arrival, sender: `${about.sender.application}|${about.sender.facility}` });
    },
    session: applySession,
    booking: applyBooking,
    operation: applyOperation,
    consultation: applyConsultation,
    observation: applyObservation,
    bed: applyBedReadiness,
  };
}
