/** How far a FHIR server has been read, one row for each resource type. */

export interface Feed {
  readonly type: string;
  /** Everything changed before this was read. */
  readonly since: Date | null;
  /** The next page of a reading that is not over. */
  readonly next: string | null;
  /** The newest change that this reading has seen. */
  readonly seen: Date | null;
  readonly failures: number;
  readonly retryAt: Date | null;
}
