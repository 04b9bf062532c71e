/** A key management system to try the link against: wraps with AES-256-GCM under a key that only it has. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { createSeal } from '../../core/seal.ts';

export interface SimulatedKms {
  readonly url: string;
  readonly token: string;
  /** Answers everything with this status until it is taken back. */
  mood(status: number | undefined): void;
  stop(): Promise<void>;
}

export async function simulatedKms(): Promise<SimulatedKms> {
  const [own, token] = [createSeal(randomBytes(32)), randomBytes(16).toString('hex')];
  let mood: number | undefined;
  const answerTo = (path: string, body: { readonly bytes?: number; readonly ciphertext?: string; readonly context?: string }): object | undefined => {
    const [, keyId = '', what = ''] = /^\/v1\/keys\/([^/]+)\/([\w-]+)$/.exec(path) ?? [];
    const purpose = `${keyId} ${body.context ?? ''}`;
    try {
      if (what === 'data-keys') return { ciphertext: own.close(randomBytes(body.bytes ?? 32), purpose) };
      return what === 'unwrap' ? { plaintext: own.open(body.ciphertext ?? '', purpose).toString('base64') } : undefined;
    } catch {
      return undefined;
    }
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const known = request.headers.authorization === `Bearer ${token}`;
    const said = known ? answerTo(request.url ?? '', JSON.parse(Buffer.concat(chunks).toString() || '{}') as object) : undefined;
    response.writeHead(mood ?? (known ? (said === undefined ? 400 : 200) : 401), { 'content-type': 'application/json' }).end(JSON.stringify(said ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    mood: (status) => void (mood = status),
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
