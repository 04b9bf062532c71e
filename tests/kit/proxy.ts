/** What stands between the pages and the service and writes down every byte: a gateway's log, at its worst. */
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import type { ExecutionContext } from 'ava';

export interface Proxy {
  /** In place of the service's address. */
  readonly url: string;
  /** Everything that passed, in both directions. */
  log(): string;
}

export async function recordingProxy(t: ExecutionContext, target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(Number(port), hostname);
    for (const [from, to] of [[inside, outside], [outside, inside]] as const) {
      sockets.add(from);
      from.on('data', (chunk: Buffer) => chunks.push(chunk));
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log: () => Buffer.concat(chunks).toString('utf8') };
}
