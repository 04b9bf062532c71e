/** The door: doctors order tests and examinations here, the hospital's own system takes them or says why not, and they can be taken back. */
import { Failure } from '../../core/errors.ts';
import { type JobContext, type Module, defineJob, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { CommandDesk } from '../../links/contract/port.ts';
import { handingOver, outcomesOf } from '../../operations/hospital-commands/events.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { face } from './cards.face.ts';
import { handOver, moduleName, requestActs, sendAgain, takeBack } from './actions.ts';
import { events } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { type RequestParts, requestQueries } from './queries.ts';
import { keyOf, ofKey } from './rules.ts';
import { sealedRequests } from './store.ts';

export interface TestRequestParts extends Omit<RequestParts, 'seal' | 'hasDoor'> {
  readonly seal: KeyRing;
  readonly desk: CommandDesk;
}

export function testRequests({ desk, ...given }: TestRequestParts): { readonly module: Module; readonly face: CardFace } {
  const parts = { ...given, hasDoor: desk.open };
  const acts = requestActs(parts);
  const { list, toSend, toTakeBack } = requestQueries(parts);

  /** What cannot have arrived is dropped; what the hospital took is asked back; of what is under way its answer is waited for, which brings us here again. */
  const goBack = async (context: JobContext, id: string): Promise<void> => {
    const next = await context.run(acts.whatNext, { id });
    if (next === 'done') return context.run(acts.noteTakenBack, { id });
    if (next === 'ask') {
      const command = await context.ask(toTakeBack, { id });
      return command === undefined ? undefined : desk.ask(context, command);
    }
    if (next !== 'drop') return undefined;
    const known = await desk.outcome(context, keyOf(id));
    if (known === undefined) throw new Failure('the request is not handed over yet', 'transient', 'early');
    if (await desk.drop(context, keyOf(id))) await context.run(acts.noteTakenBack, { id });
    return undefined;
  };

  const module = defineModule({
    name: moduleName,
    events,
    actions: Object.values(acts),
    queries: [list, toSend, toTakeBack],
    jobs: [
      handingOver(handOver, toSend, desk),
      defineJob(sendAgain, (context, { id }) => desk.again(context, keyOf(id))),
      defineJob(takeBack, (context, { id }) => goBack(context, id)),
    ],
    listeners: outcomesOf(moduleName, desk, async ({ run }, rest, outcome) => {
      const { id, what } = ofKey(rest);
      await run(what === 'request' ? acts.noteOutcome : acts.noteWithdrawal, { id, outcome });
    }),
    routes: [
      { method: 'GET', path: '/patients/:patientId/test-requests', does: list },
      { method: 'POST', path: '/patients/:patientId/test-requests', does: acts.ask },
      { method: 'POST', path: '/test-requests/:id/retry', does: acts.retry },
      { method: 'POST', path: '/test-requests/:id/withdraw', does: acts.withdraw },
    ],
    phrases,
    acts: actNames,
    sealed: [sealedRequests],
  });
  return { module, face: face(given.seal) };
}
