/** Events: typed facts in the past tense, written with the state they describe. The fact table is the timeline. */
import type { z } from 'zod';

export interface EventKind<T = unknown> {
  /** `<module>.<past tense>`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/** A fact as a listener receives it. */
export interface Fact<T = unknown> {
  readonly name: string;
  /** Id of the thing it is about. */
  readonly subject: string;
  readonly at: Date;
  /** `staff:1001`, `system:clock`, `link:lis` */
  readonly actor: string;
  readonly data: T;
}

export function defineEvent<T>(name: string, schema: z.ZodType<T>): EventKind<T> {
  return { name, schema };
}
