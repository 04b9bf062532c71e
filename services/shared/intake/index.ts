/** The intake's door: messages of laboratory and ward systems, stored, read and told to the modules. */
import { defineModule } from '../../core/module.ts';
import { receive } from './actions.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';

export { type IntakeParts, keepTooLarge, takeMessage } from './door.ts';
export { type ResultReceived, admissionReceived, resultReceived } from './events.ts';

export const intake = defineModule({ name: 'intake', events: [resultReceived, admissionReceived, otherReceived], actions: [receive] });
