/** ADT^A20: what a bed is ready for. */
import { encodeMessage } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';
import { msh, type SampleBase, type SamplePlace } from './base.ts';

export interface BedStatusSample extends Omit<SampleBase, 'patient' | 'visit'> {
  readonly place: SamplePlace;
  /** Table 0116: C closed, H housekeeping, I isolated, K contaminated, O occupied, U unoccupied. */
  readonly status: string;
}

export function bedStatus({ place: { ward = '', room = '', bed = '' }, status, ...base }: BedStatusSample): Buffer {
  return encodeMessage([msh(base, ['ADT', 'A20', 'ADT_A20']), ['EVN', 'A20', writeTime(base.at)], ['NPU', [ward, room, bed], status]], base.charset);
}
