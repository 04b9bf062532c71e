/** What a proxy between the pages and the service would have written down. */

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly sent: { readonly headers: string; readonly body: string };
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Listens to all calls of this test file's thread to `url`. */
export function tap(url: string): { readonly exchanges: Exchange[]; readonly last: () => Exchange; remove(): void } {
  const plain = globalThis.fetch;
  const exchanges: Exchange[] = [];
  globalThis.fetch = async (to, init) => {
    const answer = await plain(to, init);
    const address = to instanceof Request ? to.url : String(to);
    if (!address.startsWith(url)) return answer;
    exchanges.push({
      method: init?.method ?? 'GET',
      url: address,
      sent: { headers: JSON.stringify([...new Headers(init?.headers)]), body: typeof init?.body === 'string' ? init.body : '' },
      status: answer.status,
      headers: JSON.stringify([...answer.headers]),
      body: await answer.clone().text(),
    });
    return answer;
  };
  return {
    exchanges,
    last: () => exchanges.at(-1) ?? never(),
    remove: () => void (globalThis.fetch = plain),
  };
}

function never(): never {
  throw new Error('Nothing was said.');
}
