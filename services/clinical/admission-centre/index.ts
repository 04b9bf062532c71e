/** The door of the pre-admission centre: its days, how many beds there are, and moving or taking back a booking. */
import { type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { CommandDesk } from '../../links/contract/port.ts';
import { handingOver, outcomesOf } from '../../operations/hospital-commands/events.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import { centreActs, handOver } from './actions.ts';
import { events } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { centreQueries } from './queries.ts';
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
  return defineModule({
    name: 'admission-centre',
    events,
    actions: Object.values(acts),
    queries: [overview, booking, toSend],
    jobs: [handingOver(handOver, toSend, desk)],
    listeners: outcomesOf('admission-centre', desk, ({ run }, id, outcome) => run(acts.noteOutcome, { id, outcome })),
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
