/** The doctor's station (门诊医生站): the hospital's own mini-program under one entry, entered with a ticket of a minute (MC-009). */
import type { Router } from '@koa/router';
import { type Module, defineModule } from '../../core/module.ts';
import { type StationParts, stationActs } from './actions.ts';
import { actNames, phrases } from './phrases.ts';

export { type TicketKeys, ticketKeys } from './ticket.ts';

export function doctorStation(parts: StationParts): Module {
  const { entry, open, person, redeem } = stationActs(parts);
  return defineModule({
    name: 'doctor-station',
    actions: [open],
    queries: [entry, person],
    flows: [redeem],
    routes: [
      { method: 'GET', path: '/doctor-station', does: entry },
      { method: 'POST', path: '/doctor-station/openings', does: open },
      { method: 'POST', path: '/machine/doctor-station/redeem', does: redeem, machine: 'doctor-station' },
    ],
    phrases,
    acts: actNames,
  });
}

/** The keys tickets are checked with, for whoever checks them: public by nature, in the form of RFC 7517 and nothing around it. */
export function stationKeys(keys: StationParts['keys']): (router: Router) => void {
  return (router) => {
    router.get('/api/doctor-station/jwks.json', (ctx) => {
      ctx.set('cache-control', 'public, max-age=300');
      ctx.body = keys.published();
    });
  };
}
