/** What is sealed under which key, and what a rotation still has to do. */

export interface FormCount {
  readonly form: string;
  readonly values: number;
}

export interface TableCount {
  readonly table: string;
  readonly forms: readonly FormCount[];
}

export interface BoundCount {
  readonly table: string;
  readonly rows: number;
  readonly why: string;
}

/** One table's part of a rotation. */
export interface TableProgress {
  readonly table: string;
  readonly cursor: string;
  readonly sealed: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
}

/** What was stored before its column was sealed. */
export const plainForm = 'plain';
