/** What every message says of itself: who, when, which number. */
import { segmentOf, type Message } from '../syntax/message.ts';
import type { Said } from '../../statements/schema.ts';
import { instant, present, type Reading } from './common.ts';

/** The ends of a message. `asOf`: EVN-6 when it happened, else EVN-2 when it was noted. */
export function readEnds(message: Message, reading: Reading): Pick<Said, 'sender' | 'controlId' | 'type' | 'asOf' | 'sentAt'> {
  const { header } = message;
  const evn = segmentOf(message, 'EVN');
  return present({
    sender: { application: header.sendingApplication, facility: header.sendingFacility },
    controlId: header.controlId,
    type: header.event === '' ? header.type : `${header.type}^${header.event}`,
    asOf: instant(reading, evn, 6) ?? instant(reading, evn, 2),
    sentAt: instant(reading, segmentOf(message, 'MSH'), 7),
  });
}
