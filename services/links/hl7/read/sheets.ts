/** The report sheets of a result message: every OBX of ED or RP is a document about its order. */
import { partText, repeats, text } from '../syntax/message.ts';
import type { Document } from '../../statements/schema.ts';
import { attachmentOf } from './attachment.ts';
import { codeField, codeText, instant, present, staffOf, warn, type Reading } from './common.ts';
import type { Group } from './order.ts';

/** OBX-11. */
const STATES: Readonly<Record<string, Document['state']>> = { F: 'signed', U: 'signed', C: 'corrected', D: 'withdrawn', W: 'withdrawn', P: 'draft', R: 'written', S: 'draft' };

/** The documents of one order's group; `order` is its number in the laboratory. An order without number has none. */
export function readSheets({ obr, orc, observations }: Group, reading: Reading): Document[] {
  const placer = text(obr, 2) ?? text(orc, 2);
  const order = text(obr, 3) ?? text(orc, 3) ?? placer;
  return observations.flatMap(({ obx }, at): Document[] => {
    const type = text(obx, 2)?.toUpperCase();
    if (type !== 'ED' && type !== 'RP') return [];
    const content = attachmentOf(obx, type);
    if (content === 'undecodable') warn(reading, 'OBX-5', 'attachment-undecodable');
    if (content === undefined || content === 'undecodable') return [];
    if (order === undefined) {
      warn(reading, 'OBR-3', 'sheet-without-order');
      return [];
    }
    const item = text(obx, 3) ?? text(obx, 3, 2) ?? String(at + 1);
    const interpreter = obr && repeats(obr, 32)[0];
    const signer = partText(interpreter, 1, 2) === undefined ? staffOf(interpreter) : present({ number: partText(interpreter, 1), name: partText(interpreter, 1, 2) });
    const about = obr && repeats(obr, 4)[0];
    return [present({
      kind: 'document' as const,
      number: [order, item, text(obx, 4)].filter((part) => part !== undefined).join('|'),
      shelf: 'report' as const,
      type: codeField(obr, 4) ?? codeField(obx, 3) ?? {},
      title: about && codeText(about),
      signer,
      writtenAt: instant(reading, obr, 22) ?? instant(reading, obx, 14),
      state: STATES[text(obx, 11)?.toUpperCase() ?? ''],
      order: placer ?? order,
      content,
    })];
  });
}
