/** The register's filters as they stand in the address. */
import { stateFilterOf } from './filters.ts';

export interface RegisterQuery {
  readonly mine: boolean;
  readonly state: string;
  /** The last so many days; 0 for all. */
  readonly days: number;
  readonly page: number;
}

const dayMs = 24 * 60 * 60_000;

export function registerQueryOf(asked: Readonly<Record<string, unknown>>): RegisterQuery {
  const number = (name: string, otherwise: number): number => {
    const read = Number(asked[name] ?? otherwise);
    return Number.isInteger(read) && read >= 0 ? read : otherwise;
  };
  return {
    mine: asked['scope'] === 'mine',
    state: stateFilterOf(asked['state'] ?? 'all').id,
    days: number('days', 7),
    page: Math.max(1, number('page', 1)),
  };
}

export function daysBack(days: number, now: Date): { from?: string } {
  return days === 0 ? {} : { from: new Date(now.getTime() - days * dayMs).toISOString() };
}
