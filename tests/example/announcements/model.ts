/** The hospital's one announcement on the workspace's first page. */

export interface Announcement {
  readonly text: string;
  /** Until when it is shown. */
  readonly until: Date;
}

/** Two lines of a phone. */
export const longest = 60;
