/** The watermark's side, given by the start: it prepares and paints, and knows nobody. */
import type { Pipeline } from '../../../watermark/pipeline.ts';
import type { Mark } from '../../../watermark/stamp.ts';

export interface Copies {
  /** Opened when the first document is. */
  readonly pipeline: () => Promise<Pipeline>;
  /** Without a browser HTML is shown as its words. */
  readonly hasBrowser: boolean;
  /** The mark alone, as a picture with an alpha channel that repeats over a live page. */
  readonly screen: (mark: Mark) => Promise<{ readonly png: Uint8Array; readonly side: number }>;
}
