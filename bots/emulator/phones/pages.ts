/** Where the product's pages are, and where each phone's frame reaches them. */

export interface Pages {
  /** Where the frames fetch from. */
  readonly base: string;
  /** Origins by which the product calls itself; all of them are the home inside a frame. */
  readonly homes: readonly string[];
  /** The first of `homes`: what the product is told the browser asked for. */
  readonly home: string;
}

/** `PAGES_BASE` moves the product; by default it is on this machine. */
export function pagesFrom(base = 'http://127.0.0.1:3000'): Pages {
  const url = new URL(base);
  const port = url.port === '' ? '' : `:${url.port}`;
  const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  const homes = local ? [`http://localhost${port}`, `http://127.0.0.1${port}`] : [url.origin];
  return { base: url.origin, homes, home: homes[0] ?? url.origin };
}
