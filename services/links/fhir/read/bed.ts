/** A bed's Location: what the bed is ready for (`operationalStatus`). Whose it is, is told by stays alone. */
import type { Statement } from '../../statements/schema.ts';
import { bedReadinessOf } from '../../statements/format.bed-status.ts';
import { codesOf } from '../code.ts';
import { child, text } from '../node.ts';
import { note } from '../notes.ts';
import type { Resource } from './context.ts';
import { placeOf } from './people.ts';

/** `undefined` of a place that says nothing of the kind, or whose word is not understood. */
export function bedOf(one: Resource): Statement | undefined {
  const { entry, resource, reading, notes } = one;
  const [status] = codesOf(child(resource, 'operationalStatus'));
  // A kind of place is no place.
  if (status === undefined || text(resource, 'mode') === 'kind') return undefined;
  const isBed = codesOf(child(resource, 'physicalType'))[0]?.id?.toLowerCase() === 'bd';
  const place = isBed && isAboveTold(one) ? placeOf({ entry, how: 'here', key: '' }, reading) : undefined;
  const state = [status.id, status.text].map((written) => bedReadinessOf(written ?? '')).find((found) => found !== undefined);
  const at = reading.versionOf(entry)?.at ?? reading.at?.toISOString();
  if (place?.ward === undefined || place.bed === undefined) note(notes, 'operationalStatus', 'bed-unplaced');
  else if (state === undefined) note(notes, 'operationalStatus', 'bed-status-unknown');
  else if (at === undefined) note(notes, 'meta.lastUpdated', 'time-missing');
  else return { kind: 'bed', ward: place.ward, bed: place.bed, state, at };
  return undefined;
}

/** A ward that nobody told yet is known by its server's own id alone, which is nobody's code. */
function isAboveTold({ entry, reading }: Resource): boolean {
  let at = reading.references.resolve(child(entry.resource, 'partOf'), entry);
  for (let up = 0; at !== undefined && up < 6; up++) {
    if (at.how === 'unknown') return false;
    at = reading.references.resolve(child(at.entry.resource, 'partOf'), at.entry);
  }
  return true;
}
