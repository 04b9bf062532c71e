/** ORU of nurses and monitors, by agreement: what they measured, which no laboratory reports. */
import { narrative, text } from '../syntax/message.ts';
import type { StatementOf } from '../../statements/schema.ts';
import { codeField, instant, orNothing, present, staffField, warn, words, type Reading } from './common.ts';
import type { Group } from './order.ts';

/** One for each OBX with a name, a value and a time; what lacks one of them is noted. */
export function readObservations(group: Group, reading: Reading): StatementOf<'observation'>[] {
  return group.observations.flatMap(({ obx, notes }) => {
    const code = orNothing(codeField(obx, 3) ?? {});
    const value = narrative(obx, 5);
    const at = instant(reading, obx, 14) ?? instant(reading, group.obr, 7);
    if (code === undefined || value === undefined || at === undefined) {
      warn(reading, 'OBX', 'observation-incomplete');
      return [];
    }
    const status = text(obx, 11)?.toUpperCase();
    return [present({
      kind: 'observation' as const,
      code,
      value,
      unit: text(obx, 6) ?? text(obx, 6, 2),
      at,
      by: staffField(obx, 16),
      site: words(obx, 20),
      note: notes.length > 0 ? notes.join('\n') : undefined,
      withdrawn: status === 'D' || status === 'W' || undefined,
    })];
  });
}
