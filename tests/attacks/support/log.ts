/** The service's own log, cut as it is cut in a hospital, kept for reading. */
import { type Log, createLog } from '../../../services/core/log.ts';

export function keptLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLog('debug', { write: (line) => void lines.push(line) }), lines };
}
