/** The log as a list: pure, so that it can be tried without a page. */
import type { LogEntry } from './schema.ts';

const kept = 200;

/** New entries before old ones; what is known already keeps its place. */
export function withNews(known: readonly LogEntry[], news: readonly LogEntry[]): readonly LogEntry[] {
  const seen = new Set(known.map((entry) => entry.id));
  return [...news.filter((entry) => !seen.has(entry.id)), ...known].slice(0, kept);
}
