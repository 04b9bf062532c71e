/** A20: what beds are ready for (NPU). Whose they are is told by stays alone. */
import { segmentsOf, text, type Message, type Segment } from './syntax/message.ts';
import { instant, present, warn, type Reading } from './read/common.ts';
import { readEnds } from './read/ends.ts';
import { bedReadinessOf } from '../statements/format.bed-status.ts';
import type { Said, Statement } from '../statements/schema.ts';

export function readBeds(message: Message, reading: Reading): Said {
  const [evn] = segmentsOf(message, 'EVN');
  const [msh] = segmentsOf(message, 'MSH');
  const at = instant(reading, evn, 6) ?? instant(reading, evn, 2) ?? instant(reading, msh, 7);
  const told = segmentsOf(message, 'NPU');
  if (told.length === 0) warn(reading, 'NPU', 'bed-status-missing');
  return present({ ...readEnds(message, reading), statements: told.flatMap((npu) => bedIn(npu, at, reading)), warnings: reading.warnings });
}

function bedIn(npu: Segment, at: string | undefined, reading: Reading): Statement[] {
  const [ward, bed, written] = [text(npu, 1, 1), text(npu, 1, 3), text(npu, 2)];
  if (ward === undefined || bed === undefined || written === undefined || at === undefined) {
    warn(reading, written === undefined ? 'NPU-2' : 'NPU-1', 'bed-status-missing');
    return [];
  }
  const own = reading.rules.bedStates;
  const state = Object.hasOwn(own, written) ? own[written] : bedReadinessOf(written);
  if (state === undefined) warn(reading, 'NPU-2', 'bed-status-unknown');
  return state === undefined ? [] : [{ kind: 'bed', ward, bed, state, at }];
}
