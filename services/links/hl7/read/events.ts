/** The trigger events of ADT by what they do. Chapter 3 of HL7 v2.3 to v2.8. */
import { stayEvents } from '../../statements/format.adt-events.ts';
import type { StayEvent } from '../../statements/schema.ts';

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

/** `undefined`: an event that says nothing we keep (links, deletions; of beds read-beds.ts). */
export function adtEvent(event: string): AdtEvent | undefined {
  const stay = stayEvents[event];
  if (stay === undefined && !PERSONS.has(event) && !MERGES.has(event)) return undefined;
  return {
    ...(stay !== undefined && { stay }),
    needsVisit: NEED_VISIT.has(event),
    merge: MERGES.has(event),
    renumbered: RENUMBERED.has(event),
    several: SEVERAL.has(event),
  };
}
