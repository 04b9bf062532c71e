/** The audit's door: searching and proving it, keeping it, and telling the security administrator what stands out. */
import { type Module, defineModule } from '../../core/module.ts';
import type { QueueCensus } from '../../core/jobs.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { judgeReadings, keepAnchor, moduleName, reviewAlert, takeOut } from './actions.ts';
import { archived, readingReviewed, unusualReading } from './events.ts';
import { type ChainParts, anchor, archive, chain, verify } from './jobs.ts';
import type { Thresholds } from './model.ts';
import { actNames, phrases } from './phrases.ts';
import { face, listAlerts } from './queries.alerts.ts';
import { type RefusalWords, platformLines, platformLogOf } from './queries.platform.ts';
import type { Names } from './queries.rows.ts';
import { acts, exportRows, looked, search, sessions } from './queries.ts';

export interface AuditParts extends ChainParts {
  readonly limits: Thresholds;
  readonly names: Names;
  /** Why the doors refuse a message, in words. */
  readonly refusals: RefusalWords;
  readonly census: () => Promise<readonly QueueCensus[]>;
  /** Departments that answer patients' questions about their records. */
  readonly recordsOffices: readonly string[];
}

export function audit(parts: AuditParts): { readonly module: Module; readonly face: CardFace } {
  const { keys, names, limits } = parts;
  const asks = { search: search(names), export: exportRows(names), looked: looked(names, parts.recordsOffices), acts: acts(names), chain: chain(parts) };
  const lines = platformLines(parts.refusals);
  const flows = { verify: verify(parts), platformLog: platformLogOf(parts.census, lines) };
  const judge = judgeReadings(limits);
  const module = defineModule({
    name: moduleName,
    events: [unusualReading, readingReviewed, archived],
    actions: [judge, reviewAlert, keepAnchor(keys), takeOut(keys)],
    queries: [...Object.values(asks), sessions, listAlerts, lines],
    flows: Object.values(flows),
    ticks: [
      { name: 'audit.anchor', cron: '0 * * * *', body: (context) => anchor(parts, context) },
      { name: 'audit.archive', cron: '40 2 * * *', body: (context) => archive(parts, context) },
      {
        name: 'audit.watch',
        cron: '*/5 * * * *',
        body: async ({ run }) => {
          for (let more = true; more; ) ({ more } = await run(judge, {}));
        },
      },
    ],
    routes: [
      { method: 'GET', path: '/audit/rows', does: asks.search },
      { method: 'POST', path: '/audit/export', does: asks.export },
      { method: 'GET', path: '/audit/acts', does: asks.acts },
      { method: 'GET', path: '/audit/looked', does: asks.looked },
      { method: 'GET', path: '/audit/sessions', does: sessions },
      { method: 'GET', path: '/audit/platform-log', does: flows.platformLog },
      { method: 'GET', path: '/audit/chain', does: asks.chain },
      { method: 'POST', path: '/audit/verify', does: flows.verify },
      { method: 'GET', path: '/audit/alerts', does: listAlerts },
      { method: 'POST', path: '/audit/alerts/:alert/review', does: reviewAlert },
    ],
    phrases,
    acts: actNames,
  });
  return { module, face };
}
