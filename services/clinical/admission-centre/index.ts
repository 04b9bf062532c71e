/** The door of the pre-admission centre: its days, how many beds there are, and moving or taking back a booking. */
import { type JobContext, type Module, defineJob, defineListener, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { CommandDesk } from '../../links/contract/port.ts';
import { commandAnswered, commandFailed } from '../../operations/hospital-commands/events.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import { centreActs, handOver } from './actions.ts';
import { events } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { centreQueries } from './queries.ts';
import { idOfKey } from './rules.ts';
import { sealedRequests } from './store.ts';

export interface AdmissionCentreParts {
  readonly scope: DataScope;
  readonly seal: KeyRing;
  readonly desk: CommandDesk;
  readonly centres: readonly string[];
}

export function admissionCentre({ desk, ...given }: AdmissionCentreParts): Module {
  const parts = { ...given, hasDoor: desk.open };
  const acts = centreActs(parts);
  const { overview, booking, toSend } = centreQueries(parts);
  const note = async (context: JobContext, key: string): Promise<void> => {
    const id = idOfKey(key);
    const outcome = id === undefined ? undefined : await desk.outcome(context, key);
    if (id !== undefined && outcome !== undefined) await context.run(acts.noteOutcome, { id, outcome });
  };
  return defineModule({
    name: 'admission-centre',
    events,
    actions: Object.values(acts),
    queries: [overview, booking, toSend],
    jobs: [defineJob(handOver, async (context, { id }) => {
      const command = await context.ask(toSend, { id });
      if (command !== undefined) await desk.ask(context, command);
    })],
    listeners: [
      defineListener('admission-centre', commandAnswered, (context, { subject }) => note(context, subject)),
      defineListener('admission-centre', commandFailed, (context, { subject }) => note(context, subject)),
    ],
    routes: [
      { method: 'GET', path: '/admission-centre', does: overview },
      { method: 'POST', path: '/admission-centre/places', does: acts.setPlaces },
      { method: 'GET', path: '/admission-centre/bookings/:visitId', does: booking },
      { method: 'POST', path: '/admission-centre/bookings/:visitId/requests', does: acts.ask },
    ],
    phrases,
    acts: actNames,
    sealed: [sealedRequests],
  });
}
