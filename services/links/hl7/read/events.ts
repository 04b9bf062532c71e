/** The trigger events of ADT by what they do. Chapter 3 of HL7 v2.3 to v2.8. */
import type { StayEvent } from '../../statements/schema.ts';

/** Events about a stay. Those that only say how it is, or have no step of their own, are updates. */
const STAYS: Readonly<Record<string, StayEvent>> = {
  A01: 'admit', A02: 'transfer', A03: 'discharge', A04: 'register', A05: 'pre-admit', A06: 'change-class', A07: 'change-class', A08: 'update',
  A09: 'depart', A10: 'arrive', A11: 'cancel-admit', A12: 'cancel-transfer', A13: 'cancel-discharge',
  // Pending: nothing has happened yet; PV2-8, PV2-9 and PV1-42 say what is planned.
  A14: 'pre-admit', A15: 'update', A16: 'update', A25: 'update', A26: 'update', A27: 'cancel-pre-admit',
  A17: 'transfer', A21: 'leave', A22: 'return', A23: 'cancel-admit', A32: 'update', A33: 'update', A38: 'cancel-pre-admit',
  // A leave taken back: she is in her bed. A return taken back: she is still away.
  A52: 'return', A53: 'leave', A54: 'update', A55: 'update', A61: 'update', A62: 'update',
  // Account and visit numbers merged or changed (MRG-3, MRG-5), visits that turn out to be another patient's.
  A35: 'update', A41: 'update', A42: 'update', A44: 'update', A45: 'update', A49: 'update', A50: 'update', A51: 'update',
};

/** What a stay event cannot be without: it moves somebody. */
const NEED_VISIT = new Set(['A01', 'A02', 'A03', 'A04', 'A11', 'A12', 'A13']);
const PERSONS = new Set(['A28', 'A31', 'A60']);
/** Two numbers are one person, or a number is changed: MRG-1 is given up. */
const MERGES = new Set(['A18', 'A30', 'A34', 'A36', 'A39', 'A40', 'A46', 'A47', 'A48']);
/** Visits of which another number is given up. */
const RENUMBERED = new Set(['A35', 'A41', 'A42', 'A49', 'A50', 'A51']);
/** Events whose message may be about more than one patient. */
const SEVERAL = new Set(['A17', 'A18', 'A30', 'A34', 'A35', 'A36', 'A39', 'A40', 'A41', 'A42', 'A43', 'A44', 'A45']);

/** What an event asks of the reader. */
export interface AdtEvent {
  readonly stay?: StayEvent;
  readonly needsVisit: boolean;
  readonly merge: boolean;
  readonly renumbered: boolean;
  readonly several: boolean;
}

/** `undefined`: an event that says nothing we keep (bed status, links, deletions). */
export function adtEvent(event: string): AdtEvent | undefined {
  const stay = STAYS[event];
  if (stay === undefined && !PERSONS.has(event) && !MERGES.has(event)) return undefined;
  return {
    ...(stay !== undefined && { stay }),
    needsVisit: NEED_VISIT.has(event),
    merge: MERGES.has(event),
    renumbered: RENUMBERED.has(event),
    several: SEVERAL.has(event),
  };
}
