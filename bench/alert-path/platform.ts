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
/** Keys of the cards that were made; a call under a known one makes no second card, as on the real platforms. */
let cards = new Set<string>();
let calls = 0;
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
  response.writeHead('code' in answer ? 400 : 200, { 'content-type': 'application/json' });
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
      if (!note(body, at)) return { code: 'param.cardAlreadyExist', message: 'known key' };
      return { success: true, result: { outTrackId: 'x', deliverResults: [{ success: true, spaceId: 'x', carrierId: `c${calls}` }] } };
    case '/cgi-bin/message/send':
      if (!note(body, at)) return { errcode: 42014, errmsg: 'known key' };
      return { errcode: 0, errmsg: 'ok', msgid: `m${calls}`, response_code: `r${calls}` };
    default:
      if (method === 'PUT' || path.includes('update')) updates += 1;
      return { errcode: 0, errmsg: 'ok', success: true };
  }
}

/** False under a known key. The first call of a message counts for time, every card for "nothing twice". */
function note(body: string, at: number): boolean {
  calls += 1;
  const key = /"(?:outTrackId|task_id)":"([^"]+)"/.exec(body)?.[1] ?? String(calls);
  const message = messageOf(body);
  if (message !== undefined && !arrivals.has(message)) arrivals.set(message, at);
  if (cards.has(key)) return false;
  cards.add(key);
  return true;
}

function port(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

server.listen(0, '127.0.0.1', () => {
  asChild<FromPlatform>({
    ready: { port: port() },
    count: () => ({ delivered: arrivals.size, cards: cards.size, calls, updates }),
    collect: () => ({ arrivals: [...arrivals] }),
    reset: () => {
      arrivals = new Map();
      cards = new Set();
      calls = 0;
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
