/** The cookies of one person's webview. Two phones in one browser would share the browser's own, so they live here. */

interface Cookie {
  readonly value: string;
  readonly path: string;
  /** ms; Infinity for the session. */
  readonly until: number;
}

export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Takes one Set-Cookie line. Domain, Secure and SameSite do not matter inside one webview. */
  store(line: string, now: number): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    if (equals < 1) return;
    const options = new Map(attributes.map((each) => split(each)));
    const path = options.get('path')?.startsWith('/') ? (options.get('path') ?? '/') : '/';
    const key = `${path} ${pair.slice(0, equals)}`;
    const until = endOf(options, now);
    if (until <= now) this.#cookies.delete(key);
    else this.#cookies.set(key, { value: pair.slice(equals + 1), path, until });
  }

  /** The Cookie header for a path; empty when there is none. Longer paths first (RFC 6265 §5.4). */
  header(path: string, now: number): string {
    return [...this.#cookies]
      .filter(([, cookie]) => cookie.until > now && covers(cookie.path, path))
      .toSorted(([, a], [, b]) => b.path.length - a.path.length)
      .map(([key, cookie]) => `${key.slice(key.indexOf(' ') + 1)}=${cookie.value}`)
      .join('; ');
  }

  clear(): void {
    this.#cookies.clear();
  }
}

function split(attribute: string): [string, string] {
  const equals = attribute.indexOf('=');
  return equals < 0 ? [attribute.toLowerCase(), ''] : [attribute.slice(0, equals).toLowerCase(), attribute.slice(equals + 1)];
}

function endOf(options: ReadonlyMap<string, string>, now: number): number {
  const maxAge = options.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1_000;
  const expires = Date.parse(options.get('expires') ?? '');
  return Number.isNaN(expires) ? Infinity : expires;
}

function covers(cookiePath: string, path: string): boolean {
  if (cookiePath === path || cookiePath === '/') return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/');
}
