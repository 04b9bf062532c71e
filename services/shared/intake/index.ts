/** The intake's door: messages of laboratory and ward systems, stored, read and told to the modules. */
import { type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type Readers, receive, tryAgain } from './actions.ts';
import { ignore, tryCause, unignore, waitingFor } from './actions.desk.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { desk, rawMessage, strangeCodes } from './queries.ts';

export type { Reader, Readers } from './actions.ts';
export { type Applier, type Appliers, type Receiving, appliersOf } from './appliers.ts';
export { type IntakeDoor, type IntakeParts, type Knock, type MessageDoor, intakeDoor, messageDoor } from './door.ts';
export { type ResultReceived, admissionReceived, resultReceived } from './events.ts';
export { type Matter, type MatterState, type Trouble, type UnknownCode, matterStates } from './model.ts';
export { type MatterFilter, type MatterRow, countMatters, listMatters, moveMatter } from './store.ts';
export { tryAgain } from './actions.ts';

/** @param readers how messages of each door are read again */
export function intake(seal: KeyRing, readers: Readers = {}): Module {
  const again = tryAgain(seal, readers);
  const [tryAll, message] = [tryCause(again), rawMessage(seal)];
  return defineModule({
    name: 'intake',
    events: [resultReceived, admissionReceived, otherReceived],
    actions: [receive(seal), again, ignore, unignore],
    queries: [desk, strangeCodes, message, waitingFor],
    flows: [tryAll],
    routes: [
      { method: 'GET', path: '/intake/matters', does: desk },
      { method: 'GET', path: '/intake/codes', does: strangeCodes },
      { method: 'GET', path: '/intake/message', does: message },
      { method: 'POST', path: '/intake/try-again', does: again },
      { method: 'POST', path: '/intake/try-cause', does: tryAll },
      { method: 'POST', path: '/intake/ignore', does: ignore },
      { method: 'POST', path: '/intake/unignore', does: unignore },
    ],
    acts: actNames,
    phrases,
  });
}
