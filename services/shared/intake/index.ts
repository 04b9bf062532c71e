/** The intake's door: messages of laboratory and ward systems, stored, read and told to the modules. */
import { Refusal } from '../../core/errors.ts';
import { type Module, defineJob, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Originals } from '../../links/originals/port.ts';
import type { AskDiagnoses } from '../codes/index.ts';
import { type Readers, receive, takeUp, tryAgain } from './actions.ts';
import { appliersOf } from './appliers.ts';
import { contentActs, fetchContent, fetchWanted } from './actions.content.ts';
import { ignore, tryCause, unignore, waitingFor } from './actions.desk.ts';
import { admissionReceived, otherReceived, resultReceived } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { tellWaiting } from './actions.tell.ts';
import { desk, rawMessage, strangeCodes } from './queries.ts';

export type { Reader, Readers, Stored } from './actions.ts';
export { type Applier, type Appliers, type Receiving, appliersOf } from './appliers.ts';
export { type IntakeDoor, type IntakeParts, type Knock, type MessageDoor, intakeDoor, messageDoor } from './door.ts';
export { type ResultReceived, admissionReceived, resultReceived } from './events.ts';
export { type Matter, type MatterState, type Trouble, type UnknownCode, matterStates } from './model.ts';
export { type MatterFilter, type MatterRow, countMatters, listMatters, moveMatter } from './store.ts';
export { takeUp, tryAgain } from './actions.ts';
export { face as intakeFace } from './actions.tell.ts';

/** Refused again, or cleared away: a person sees to what is at the desk, and no later try helps. */
function leftAtDesk(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/**
 * @param readers how messages of each door are read again
 * @param diagnoses what the hospital's list calls them
 * @param originals where contents are fetched that messages only name by their address
 */
export function intake(seal: KeyRing, readers: Readers = {}, diagnoses?: AskDiagnoses, originals?: Originals): Module {
  const appliers = appliersOf(seal, originals !== undefined);
  const contents = contentActs(seal);
  const [again, byItself] = [tryAgain(seal, readers, appliers, diagnoses), tryAgain(seal, readers, appliers, diagnoses, 'itself')];
  const [tryAll, message] = [tryCause(again), rawMessage(seal)];
  return defineModule({
    name: 'intake',
    events: [resultReceived, admissionReceived, otherReceived],
    actions: [receive(seal, appliers, diagnoses), again, byItself, ignore, unignore, tellWaiting, contents.keep, contents.note],
    queries: [desk, strangeCodes, message, waitingFor, contents.next],
    // Without a setting nothing is asked for, but a job of an earlier one may still wait.
    jobs: [defineJob(fetchContent, (context, job) => fetchWanted(contents, originals, context, job)), defineJob(takeUp, async ({ run }, job) => void (await run(byItself, job).catch(leftAtDesk)))],
    flows: [tryAll],
    ticks: [{ name: 'intake.tell-waiting', cron: '* * * * *', body: async ({ run }) => void (await run(tellWaiting, {})) }],
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
