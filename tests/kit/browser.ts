/** A browser as far as calls go: our page's own sealing, and a jar of cookies. */
import { createCaller } from '../../h5/src/app/channel.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly data: never;
  readonly error: { code: string; message: string };
}

export interface Browser {
  /** A call as a page makes it: sealed, with this browser's cookies. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;
  readonly cookie: () => string;
  /** The last answer, opened. */
  readonly heard: () => string;
}

/** A browser with our page's own way of calling. `headers` are sent beside or instead of its own. */
export function browserAt(url: string, now: () => number = Date.now, headers: Readonly<Record<string, string>> = {}): Browser {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) jar.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1, line.indexOf(';')));
    return response;
  };
  const caller = createCaller({ origin: url, fetch: async (input, init) => keep(await fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie: cookie(), ...headers } })), now });
  let last = '';
  return {
    cookie,
    heard: () => last,
    call: async (method, path, body) => {
      const { status, body: said } = await caller.call({ method: method as 'GET', path, body }, AbortSignal.timeout(60_000));
      last = JSON.stringify(said);
      return { status, ...(said as Omit<ApiAnswer, 'status'>) };
    },
  };
}
