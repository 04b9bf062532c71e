/**
 * Both platforms, lean: they answer as the real ones do, and write down when a card's call came in. A process of its own,
 * so that its work is nobody's but its own. `PLATFORM_MS`: how long an answer takes, as over a real line.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import { clock } from './clock.ts';
import { messageOf } from './messages.ts';
import { type FromPlatform, asChild } from './children.ts';

const delayMs = Number(process.env['PLATFORM_MS'] ?? '0');
let arrivals = new Map<number, number>();
let cards = 0;
let updates = 0;

const server = createServer((request, response) => void serve(request, response));
const sockets = new WebSocketServer({ server, path: '/connect' });

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request);
  const at = clock();
  const path = (request.url ?? '').split('?')[0] ?? '';
  const answer = answerTo(path, request.method ?? '', body, at);
  const waits = path.endsWith('createAndDeliver') || path.endsWith('message/send');
  if (waits && delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function answerTo(path: string, method: string, body: string, at: number): object {
  switch (path) {
    case '/v1.0/oauth2/accessToken':
      return { accessToken: 'bench', expireIn: 7200 };
    case '/cgi-bin/gettoken':
      return { errcode: 0, errmsg: 'ok', access_token: 'bench', expires_in: 7200 };
    case '/v1.0/gateway/connections/open':
      return { endpoint: `ws://127.0.0.1:${port()}/connect`, ticket: 'bench' };
    case '/v1.0/card/instances/createAndDeliver':
      note(body, at);
      return { success: true, result: { outTrackId: 'x', deliverResults: [{ success: true, spaceId: 'x', carrierId: `c${cards}` }] } };
    case '/cgi-bin/message/send':
      note(body, at);
      return { errcode: 0, errmsg: 'ok', msgid: `m${cards}`, response_code: `r${cards}` };
    default:
      if (method === 'PUT' || path.includes('update')) updates += 1;
      return { errcode: 0, errmsg: 'ok', success: true };
  }
}

/** The first call counts for time; every call counts for "nothing twice". */
function note(body: string, at: number): void {
  cards += 1;
  const message = messageOf(body);
  if (message !== undefined && !arrivals.has(message)) arrivals.set(message, at);
}

function port(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

server.listen(0, '127.0.0.1', () => {
  asChild<FromPlatform>({
    ready: { port: port() },
    count: () => ({ delivered: arrivals.size, cards, updates }),
    collect: () => ({ arrivals: [...arrivals] }),
    reset: () => {
      arrivals = new Map();
      cards = 0;
      updates = 0;
      return {};
    },
    stop: () => {
      sockets.close();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      return {};
    },
  });
});
