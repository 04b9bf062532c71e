/** What a check found, for people and for machines. */

export interface Finding {
  /** Stable, for the JSON report. */
  readonly check: string;
  readonly title: string;
  readonly ok: boolean;
  /** What was seen. */
  readonly seen: string;
  /** How to mend it; empty where nothing is to be mended. */
  readonly mend: string;
}

export interface Report {
  readonly side: 'commands' | 'facts';
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

export function reportOf(side: Report['side'], findings: readonly Finding[]): Report {
  return { side, ok: findings.length > 0 && findings.every(({ ok }) => ok), findings };
}
