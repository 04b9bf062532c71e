/** Figures for `/metrics` in Prometheus' text form. Labels are names of ours, never of people. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly jobSeconds: Histogram<'job' | 'outcome'>;
  readonly actionSeconds: Histogram<'action' | 'outcome'>;
  readonly inbound: Counter<'door' | 'outcome'>;
  readonly preparedPages: Counter<'what'>;
  readonly queueWaiting: Gauge<'queue'>;
  readonly queueDead: Gauge<'queue'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
  return {
    registry,
    jobSeconds: new Histogram({ name: 'wardline_job_seconds', help: 'Duration of jobs', labelNames: ['job', 'outcome'], buckets, registers }),
    actionSeconds: new Histogram({ name: 'wardline_action_seconds', help: 'Duration of actions', labelNames: ['action', 'outcome'], buckets, registers }),
    inbound: new Counter({ name: 'wardline_inbound_total', help: 'Messages that came in', labelNames: ['door', 'outcome'], registers }),
    preparedPages: new Counter({ name: 'wardline_prepared_pages_total', help: 'Documents prepared, pages made again, and what came from folder or Redis instead: contents, pages', labelNames: ['what'], registers }),
    queueWaiting: new Gauge({ name: 'wardline_queue_waiting', help: 'Jobs that wait', labelNames: ['queue'], registers }),
    queueDead: new Gauge({ name: 'wardline_queue_dead', help: 'Jobs a person must look at', labelNames: ['queue'], registers }),
  };
}

export function countQueues(metrics: Metrics, census: readonly { readonly queue: string; readonly waiting: number; readonly dead: number }[]): void {
  for (const { queue, waiting, dead } of census) {
    metrics.queueWaiting.set({ queue }, waiting);
    metrics.queueDead.set({ queue }, dead);
  }
}
