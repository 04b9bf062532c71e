/** A system that keeps contents, to try the link against: what it answers is set by address; it counts who asked. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface SimulatedOriginals {
  readonly port: number;
  readonly url: string;
  /** By path; anything else is 404. */
  answer(path: string, how: Answer): void;
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export const file = (type: string, bytes: Uint8Array | string, status = 200): Answer => (response) => void response.writeHead(status, { 'content-type': type }).end(bytes);

export async function simulatedOriginals(): Promise<SimulatedOriginals> {
  const [answers, asked] = [new Map<string, Answer>(), [] as string[]];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    (answers.get(request.url ?? '') ?? file('text/plain', 'nothing here', 404))(response, request);
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    answer: (path, how) => void answers.set(path, how),
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
    },
  };
}
