/** The intake's door: messages of laboratory and ward systems, stored, read and told to the modules. */
import { type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { receive } from './actions.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';

export { type IntakeDoor, type IntakeParts, type Knock, type MessageDoor, intakeDoor, messageDoor } from './door.ts';
export { type Applier, type Appliers, type Receiving, appliers } from './appliers.ts';
export { type ResultReceived, admissionReceived, resultReceived } from './events.ts';

export function intake(seal: KeyRing): Module {
  return defineModule({ name: 'intake', events: [resultReceived, admissionReceived, otherReceived], actions: [receive(seal)] });
}
