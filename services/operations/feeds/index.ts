/** The feeds' door: which senders are heard, and telling the system administrators when one is not as usual. */
import { type Module, defineModule } from '../../core/module.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { announceDowntime, change, endDowntime, keep, moduleName, watch } from './actions.ts';
import { feedRecovered, feedTroubled } from './events.ts';
import type { Limits } from './model.ts';
import { actNames, phrases } from './phrases.ts';
import { face, listFeeds } from './queries.ts';

export { keep as keepTallies } from './actions.ts';
export { type FeedCounter, type Heard, createFeedCounter } from './counter.ts';

export function feeds(limits: Limits): { readonly module: Module; readonly face: CardFace } {
  const watching = watch(limits);
  const list = listFeeds(limits);
  const module = defineModule({
    name: moduleName,
    events: [feedTroubled, feedRecovered],
    actions: [keep, watching, announceDowntime, endDowntime, change],
    queries: [list],
    ticks: [{ name: 'feeds.watch', cron: '* * * * *', body: async ({ run }) => void (await run(watching, {})) }],
    routes: [
      { method: 'GET', path: '/feeds', does: list },
      { method: 'POST', path: '/feeds/change', does: change },
      { method: 'POST', path: '/feeds/downtimes', does: announceDowntime },
      { method: 'POST', path: '/feeds/downtimes/end', does: endDowntime },
    ],
    phrases,
    acts: actNames,
  });
  return { module, face };
}
