/** The simulated hospital behind a real socket. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../../core/body.ts';
import type { SimulatedHospital } from './simulated-hospital.ts';

export interface HospitalServer {
  /** Below which `/commands` stands. */
  readonly url: string;
  stop(): Promise<void>;
}

const mostBytes = 1024 * 1024;

export async function serveHospital(hospital: SimulatedHospital, port = 0): Promise<HospitalServer> {
  const server = createServer((request, response) => void answer(hospital, request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wardline`, stop: () => stop(server) };
}

async function answer(hospital: SimulatedHospital, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = (await readBody(request, mostBytes)) ?? Buffer.alloc(0);
  if (!/\/commands(\/|$)/.test(url.split('?')[0] ?? '')) return void response.writeHead(404).end();
  const { status, body: text, headers: signed } = hospital.answer({ method, path: url, headers, body });
  if (method === 'POST' && hospital.mood === 'closes') return void request.socket.destroy();
  if (method === 'POST' && hospital.mood === 'fails') return void response.writeHead(500).end();
  // Never: whoever asks gives up first.
  if (hospital.fault === 'slow' || (method === 'POST' && hospital.mood === 'slow')) return undefined;
  response.writeHead(status, { 'content-type': 'application/json', ...signed }).end(text);
  return undefined;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}
